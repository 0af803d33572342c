import { standingChecklists } from '@/domain/checklist/standing'
import type { PublishedChecklist } from '@/domain/checklist/template'
import type { AreaId } from '@/domain/id'

/**
 * Checklists to choose from for an organisation of that kind, each in its newest version, with the own weights of the place
 * whose line of areas this is; all where the kind is not known or none is meant for it. The one that is chosen already stands
 * among them, however old.
 */
export function offered(
  checklists: readonly PublishedChecklist[], kind: string, chosen: string, line: readonly AreaId[],
): readonly PublishedChecklist[] {
  const newest = standingChecklists(checklists, line)
  const fitting = newest.filter(({ template }) => template.applies_to.includes(kind))
  const list = fitting.length > 0 ? fitting : newest
  const kept = checklists.find(({ sha256 }) => sha256 === chosen)
  return kept && !list.includes(kept) ? [kept, ...list] : list
}
