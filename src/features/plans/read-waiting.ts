import type { Workplace } from '@/container'
import { waitingPlansKey, type WaitingPlan, type WaitingPlans } from '@/domain/plan'
import type { Area, Organisation } from '@/domain/reference'
import { countyOf } from '@/domain/reference'

/** The plans that wait for the server or for its list, and the places that they name. */
export interface WaitingHere {
  readonly waiting: readonly WaitingPlan[]
  readonly areas: readonly Area[]
  readonly organisations: readonly Organisation[]
}

export const noneWaiting: WaitingHere = { waiting: [], areas: [], organisations: [] }

/** Where nothing waits, no pack of places is read. */
export async function readWaiting({ packs, preferences }: Pick<Workplace['local'], 'packs' | 'preferences'>): Promise<WaitingHere> {
  const waiting = Object.values(await preferences.get<WaitingPlans>(waitingPlansKey) ?? {})
  if (waiting.length === 0) return noneWaiting
  const areas = (await packs.get('areas'))?.areas ?? []
  const tree = new Map(areas.map((area) => [area.id, area]))
  const counties = new Set(waiting.map(({ plan: { area_id } }) => countyOf(tree, area_id)))
  const places = await Promise.all([...counties].map((county) => packs.get(`county:${county}`)))
  return { waiting, areas, organisations: places.flatMap((each) => each?.organisations ?? []) }
}
