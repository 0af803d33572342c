import type { ChildRef } from '@/domain/child'
import type { NumberField } from '@/domain/number-field'

export const tourLevels = ['national', 'provincial', 'prefecture', 'county', 'township'] as const
export const teamTypes = ['general', 'specialised'] as const

/** Every number of the form with its range, in the order in which the form asks. */
export const numberFields = [
  { name: 'team_size', unit: 'persons', min: 1, max: 100, decimals: 0, required: true },
  { name: 'senior_count', unit: 'persons', min: 0, max: 100, decimals: 0, required: true },
  { name: 'planned_days', unit: 'days', min: 1, max: 365, decimals: 0, required: true },
] as const satisfies readonly NumberField[]

export type NumberName = (typeof numberFields)[number]['name']

/** The frame of a tour. What was done stands in its stops, and so do townships covered and days at the grassroots. */
export interface CircuitTourAnswers extends Readonly<Record<NumberName, number | null>> {
  readonly tour_level: (typeof tourLevels)[number] | null
  readonly team_type: (typeof teamTypes)[number] | null
  readonly planned_route: string
  /** Stops known on the phone when the tour was submitted; one that arrives later names the tour as its parent. */
  readonly stops: readonly ChildRef[]
}
