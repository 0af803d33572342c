import type { FailureCode } from './failure'
import type { AreaId, OrganisationId, PersonId } from './id'
import type { Plan, PlanDraft, WaitingPlan } from './plan'
import { countyOf, type Area, type Organisation } from './reference'

/** A plan as it counts on this device: what waits to be sent counts as it was written. */
export interface PlanHere extends Plan {
  /** Whether the server has not taken it yet as it stands here. */
  readonly waits: boolean
  /** Why the server did not take it as it stands here. */
  readonly refused: FailureCode | null
}

/** Who reads the plans, and what this device knows of places. */
export interface PlanReader {
  readonly person: PersonId
  readonly organisations: ReadonlyMap<OrganisationId, Pick<Organisation, 'name'>>
  readonly own: ReadonlySet<OrganisationId>
  readonly areas: ReadonlyMap<AreaId, Area>
}

/** What of a plan the server does not fill in. */
type Stand = Pick<PlanHere, 'waits' | 'refused'>

/** A plan as it was written, with all that the server would say of it. */
function filledIn(plan: PlanDraft, stand: Stand, known: Plan | undefined, { person, organisations, own, areas }: PlanReader): PlanHere {
  const { cancelled: _standing, ...said } = plan
  const { area_id, organisation_id, recipient_org_id, team } = plan
  const nameOf = (id: OrganisationId | null, before: OrganisationId | null | undefined, name: string | undefined) =>
    (id === null ? '' : (id === before ? name : organisations.get(id)?.name) ?? '')
  const same = known?.area_id === area_id ? known : undefined
  return {
    ...said,
    made_on: known?.made_on ?? plan.made_on,
    organisation_name: nameOf(organisation_id, known?.organisation_id, known?.organisation_name),
    mine: own.has(organisation_id) && (team.length === 0 || team.includes(person)),
    area_name: same?.area_name ?? areas.get(area_id)?.name ?? '',
    area_ids: same?.area_ids ?? [area_id, ...[...areas.values()].flatMap(({ id, statutory_parent }) => (statutory_parent === area_id ? [id] : []))],
    county_id: same?.county_id ?? countyOf(areas, area_id) ?? area_id,
    recipient_name: nameOf(recipient_org_id, known?.recipient_org_id, known?.recipient_name),
    by_me: known?.by_me ?? true,
    ...stand,
  }
}

const inOrder = (a: PlanHere, b: PlanHere) => (a.planned_on === b.planned_on ? (a.id < b.id ? -1 : 1) : a.planned_on < b.planned_on ? -1 : 1)

/**
 * The server's open plans and those made or changed here, each once, the soonest first. One cancelled here is gone at once;
 * where the server refused that, its own stands, and says so. What the server has taken since it gave what is known stands as
 * it was written and waits no more.
 */
export function plansHere(known: readonly Plan[], waiting: readonly WaitingPlan[], reader: PlanReader): readonly PlanHere[] {
  const given = new Map(known.map((plan) => [plan.id, plan]))
  const changed = new Set(waiting.map(({ plan }) => plan.id))
  const here = waiting.flatMap((each): PlanHere[] => {
    const before = given.get(each.plan.id)
    if (!each.plan.cancelled) return [filledIn(each.plan, { waits: !each.taken, refused: each.refused }, before, reader)]
    return before && each.refused ? [{ ...before, waits: true, refused: each.refused }] : []
  })
  return [...known.filter(({ id }) => !changed.has(id)).map((plan) => ({ ...plan, waits: false, refused: null })), ...here].sort(inOrder)
}
