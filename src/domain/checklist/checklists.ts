import type { Result } from '../failure'
import type { AreaId } from '../id'
import type { Weights } from './own-weights'
import type { PublishedChecklist } from './template'

/** What is asked of the server about published checklists beyond the packs. */
export interface Checklists {
  /** One version, whoever's; `notFound` where there is none. */
  checklist(code: string, version: number): Promise<Result<PublishedChecklist>>
  /** The shipped ones and those with own weights of the area or of one above it, each in its newest version. */
  areaChecklists(area: AreaId): Promise<Result<readonly PublishedChecklist[]>>
  /** Publishes an area's own weights of a shipped one; `conflict` where a newer one is shipped. Said twice it is one version. */
  publishChecklist(base: PublishedChecklist, area: AreaId, weights: Weights, source: string): Promise<Result<PublishedChecklist>>
}
