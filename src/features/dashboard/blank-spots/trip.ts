import { activityKinds, type ActivityKindSlug } from '@/domain/activity'
import type { BlankSpot, SpotState } from '@/domain/blank-spot'
import type { Day } from '@/domain/day'
import type { OrganisationId, PlanId } from '@/domain/id'
import type { PlanDraft } from '@/domain/plan'
import { kindModels } from '@/kinds/models'

/** The states that ask for somebody to go. */
export const urgentStates = ['never', 'overdue', 'due'] as const satisfies readonly SpotState[]

/** What is shown of the spots: of one state or sort, or all. */
export interface SpotFilter {
  readonly state: (typeof urgentStates)[number] | null
  readonly what: BlankSpot['what'] | null
}

export const readSpotFilter = (query: Readonly<Record<string, unknown>>): SpotFilter => ({
  state: urgentStates.find((each) => each === query['state']) ?? null,
  what: (['area', 'institution'] as const).find((each) => each === query['what']) ?? null,
})

/** The spots that a filter leaves, in their order. */
export const filterSpots = (rows: readonly BlankSpot[], { state, what }: SpotFilter): readonly BlankSpot[] =>
  rows.filter((row) => (state === null || row.state === state) && (what === null || row.what === what))

/** The kind that is planned where a kind is asked for: the one that people start. */
export function plannedKind(kind: string): ActivityKindSlug | null {
  const asked = activityKinds.find((each) => each === kind)
  return asked ? kindModels[asked].parent ?? asked : null
}

export interface Trip {
  readonly day: Day
  readonly organisation: OrganisationId
  readonly note: (spot: BlankSpot) => string
  readonly makeId: () => PlanId
}

/** One plan for each spot, all on a day and by an organisation; none for a kind that this app does not know. */
export const plansOf = (spots: readonly BlankSpot[], { day, organisation, note, makeId }: Trip): readonly PlanDraft[] =>
  spots.flatMap((spot) => {
    const kind = plannedKind(spot.kind)
    return kind === null ? [] : [{
      id: makeId(), kind, planned_on: day, organisation_id: organisation, team: [], area_id: spot.area_id,
      recipient_org_id: spot.organisation_id, place_name: '', note: note(spot),
    }]
  })
