import type { Workplace } from '@/container'
import { waitingPlansKey, type PlanDraft, type WaitingPlan, type WaitingPlans } from '@/domain/plan'
import type { Area, Organisation } from '@/domain/reference'
import { countyOf } from '@/domain/reference'

/** The plans that the server has not taken, and the places that they and those just sent name. */
export interface WaitingHere {
  readonly waiting: readonly WaitingPlan[]
  readonly areas: readonly Area[]
  readonly organisations: readonly Organisation[]
}

export const noneWaiting: WaitingHere = { waiting: [], areas: [], organisations: [] }

/** `before`: what waited or was just sent when this was asked. Where there is nothing at all, no pack of places is read. */
export async function readWaiting(
  { packs, preferences }: Pick<Workplace['local'], 'packs' | 'preferences'>, before: readonly PlanDraft[],
): Promise<WaitingHere> {
  const waiting = Object.values(await preferences.get<WaitingPlans>(waitingPlansKey) ?? {})
  const all = [...before, ...waiting.map(({ plan }) => plan)]
  if (all.length === 0) return noneWaiting
  const areas = (await packs.get('areas'))?.areas ?? []
  const tree = new Map(areas.map((area) => [area.id, area]))
  const counties = new Set(all.map(({ area_id }) => countyOf(tree, area_id)))
  const places = await Promise.all([...counties].map((county) => packs.get(`county:${county}`)))
  return { waiting, areas, organisations: places.flatMap((each) => each?.organisations ?? []) }
}
