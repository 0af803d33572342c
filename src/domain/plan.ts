import type { ActivityKindSlug } from './activity'
import { daysBetween, type Day } from './day'
import type { FailureCode } from './failure'
import type { AreaId, OrganisationId, PersonId, PlanId } from './id'

/** Something to be done on a day at a place, as the server gives it to those who go and to who made it. */
export interface Plan {
  readonly id: PlanId
  readonly kind: ActivityKindSlug
  readonly planned_on: Day
  /** The day on which it was made. An older server, and an older app of what waits, does not say it. */
  readonly made_on?: Day | undefined
  readonly organisation_id: OrganisationId
  readonly organisation_name: string
  /** Who goes; empty: whoever of the organisation. */
  readonly team: readonly PersonId[]
  /** Whether the reader is to go. */
  readonly mine: boolean
  readonly area_id: AreaId
  readonly area_name: string
  /** The area and what lies in it. */
  readonly area_ids: readonly AreaId[]
  readonly county_id: AreaId
  readonly recipient_org_id: OrganisationId | null
  readonly recipient_name: string
  readonly place_name: string
  readonly note: string
  readonly by_me: boolean
}

/** A plan as it is made; the server fills in the rest. */
export interface PlanDraft extends
  Pick<Plan, 'id' | 'kind' | 'planned_on' | 'made_on' | 'organisation_id' | 'team' | 'area_id' | 'recipient_org_id' | 'place_name' | 'note'> {
  readonly cancelled?: boolean
}

/** A plan made on this device that the server has not taken yet; `refused` when it said why not. */
export interface WaitingPlan {
  readonly plan: PlanDraft
  readonly refused: FailureCode | null
  /** The server has it; the list of plans that says so is still to come. */
  readonly taken?: true
}

/** Under which preference the waiting plans of a person rest, by id. */
export const waitingPlansKey = 'waiting-plans'
export type WaitingPlans = Readonly<Record<string, WaitingPlan>>

/** Under which preference the ids of the plans rest that were typed on this device, the newest last. */
export const madePlansKey = 'made-plans'
export type MadePlans = readonly PlanId[]

/**
 * Under which preference rests which plans their reader has put out of sight on this device, with the day that they had:
 * moved to another, a plan is shown again. Nobody else hears of it.
 */
export const asidePlansKey = 'aside-plans'
export type AsidePlans = Readonly<Record<PlanId, Day>>

const mostAside = 200

export const withAside = (aside: AsidePlans, { id, planned_on }: Pick<Plan, 'id' | 'planned_on'>): AsidePlans =>
  Object.fromEntries([...Object.entries(aside).filter(([other]) => other !== id), [id, planned_on]].slice(-mostAside)) as AsidePlans

const mostMade = 500

export const withMade = (made: MadePlans, id: PlanId): MadePlans => [...made.filter((each) => each !== id), id].slice(-mostMade)

/** What of a plan its maker says. */
export const draftOf = ({ id, kind, planned_on, made_on, organisation_id, team, area_id, recipient_org_id, place_name, note }: Plan): PlanDraft =>
  ({ id, kind, planned_on, made_on, organisation_id, team, area_id, recipient_org_id, place_name, note })

/** What a plan says as one text; the server keeps a team in an order of its own. */
const wordingOf = ({ kind, planned_on, organisation_id, team, area_id, recipient_org_id, place_name, note, cancelled = false }: PlanDraft): string =>
  JSON.stringify([kind, planned_on, organisation_id, [...team].sort(), area_id, recipient_org_id, place_name.trim(), note.trim(), cancelled])

/** Whether the server's plan stands as this draft has it. */
export const standsAs = (plan: Plan, draft: PlanDraft): boolean => wordingOf(draftOf(plan)) === wordingOf(draft)

/** The plans of today and later, the soonest first, then those whose day has gone by, the newest first. */
export function nextFirst<T extends Pick<Plan, 'id' | 'planned_on'>>(plans: readonly T[], today: Day): readonly T[] {
  const rank = ({ planned_on }: T) => {
    const days = daysBetween(today, planned_on)
    return days < 0 ? 1e6 - days : days
  }
  return [...plans].sort((a, b) => rank(a) - rank(b))
}
