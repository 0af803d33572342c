import type { Day } from './day'
import type { AreaId, OrganisationId } from './id'
import type { Target } from './indicator'

/** How long ago somebody came, against the rule in force; `none` where no rule asks. */
export const spotStates = ['never', 'overdue', 'due', 'fine', 'none'] as const
export type SpotState = (typeof spotStates)[number]

export interface BlankSpot {
  readonly key: string
  /** An area (counties and townships, against the frequency rules of circuit tours) or an institution. */
  readonly what: 'area' | 'institution'
  readonly area_id: AreaId
  readonly area_name: string
  readonly county_id: AreaId
  readonly county_name: string
  readonly organisation_id: OrganisationId | null
  readonly name: string
  readonly level: string
  readonly lng: number | null
  readonly lat: number | null
  /** The kind that is asked for there. */
  readonly kind: string
  readonly last_on: Day | null
  readonly due_on: Day | null
  readonly state: SpotState
  readonly rule: Target | null
}

/** A sampling rule held against what was visited this year. */
export interface Sampling {
  readonly area_id: AreaId
  readonly area_name: string
  readonly held: number
  readonly asked: number
  readonly of: number
  readonly holds: boolean
  readonly rule: Target
}

export interface BlankSpots {
  readonly at: string
  readonly on: Day
  /** How many there are in the whole area, by state. */
  readonly totals: Readonly<Record<'area' | 'institution', Readonly<Record<SpotState, number>>>>
  /** How many there are in each area right below, by state, of areas and of institutions. */
  readonly areas: readonly { readonly id: AreaId; readonly name: string; readonly county_ids: readonly AreaId[]
    readonly area: Readonly<Record<SpotState, number>>; readonly institution: Readonly<Record<SpotState, number>> }[]
  /** Most urgent first. */
  readonly rows: readonly BlankSpot[]
  readonly truncated: boolean
  /** What does not hold first. */
  readonly sampling: readonly Sampling[]
  /** How many more there are that do not hold, and that do; missing in an answer that an older version kept. */
  readonly sampling_left_off?: { readonly short: number; readonly held: number }
}
