import type { Workplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import { waitingPlansKey, type Plan, type WaitingPlan, type WaitingPlans } from '@/domain/plan'
import type { Area, Organisation } from '@/domain/reference'
import { countyOf } from '@/domain/reference'

/** What this device holds about plans. */
export interface HeldPlans {
  /** Of the server's list; undefined before the first. */
  readonly version: string | undefined
  /** As the server gave them. */
  readonly known: readonly Plan[]
  /** Records that have done plans which the server lists no more. */
  readonly used: readonly DocumentId[]
  readonly waiting: readonly WaitingPlan[]
  /** Of the places that waiting plans name. */
  readonly areas: readonly Area[]
  readonly organisations: readonly Organisation[]
}

export const noPlans: HeldPlans = { version: undefined, known: [], used: [], waiting: [], areas: [], organisations: [] }

/** Where nothing waits, no pack of places is read. */
export async function readPlans({ packs, preferences }: Pick<Workplace['local'], 'packs' | 'preferences'>): Promise<HeldPlans> {
  const [pack, kept] = await Promise.all([packs.get('plans'), preferences.get<WaitingPlans>(waitingPlansKey)])
  const waiting = Object.values(kept ?? {})
  const areas = waiting.length === 0 ? [] : (await packs.get('areas'))?.areas ?? []
  const tree = new Map(areas.map((area) => [area.id, area]))
  const counties = new Set(waiting.map(({ plan }) => countyOf(tree, plan.area_id)))
  const places = await Promise.all([...counties].map((county) => packs.get(`county:${county}`)))
  return {
    version: pack?.version, known: pack?.plans ?? [], used: pack?.did_plans ?? [], waiting, areas,
    organisations: places.flatMap((each) => each?.organisations ?? []),
  }
}
