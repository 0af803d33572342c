import type { Day } from '@/domain/day'
import type { NumberField } from '@/domain/number-field'

export const stopLevels = ['county', 'township', 'village'] as const
export const transports = ['car', 'mobile_hospital', 'other'] as const

const count = <Name extends string>(name: Name, unit: string, max: number, required = false, min = 0) =>
  ({ name, unit, min, max, decimals: 0, required }) satisfies NumberField<Name>
const fine = <Name extends string>(name: Name, unit: string, max: number) =>
  ({ name, unit, min: 0, max, decimals: 2, required: false }) satisfies NumberField<Name>

/** Every number of the form with its range, in the order in which the form asks. */
export const numberFields = [
  count('stop_seq', 'stop', 999_999, true, 1),
  count('outpatient_visits', 'visits', 5_000, true),
  count('leaflets', 'copies', 100_000),
  count('inpatient_consults', 'times', 500),
  count('difficult_case_discussions', 'times', 500),
  count('teaching_rounds', 'times', 500),
  count('remote_consults', 'times', 500),
  count('surgeries', 'operations', 200),
  count('lectures', 'sessions', 50),
  count('lecture_audience', 'visits', 20_000),
  count('trained_visits', 'visits', 5_000),
  count('home_visits', 'households', 5_000),
  count('screened', 'visits', 5_000),
  fine('free_medicine_value', 'yuan', 1_000_000),
  fine('donation_value', 'yuan', 100_000_000),
  fine('satisfaction_pct', 'percent', 100),
  count('km', 'kilometres', 2_000),
] as const

export type NumberName = (typeof numberFields)[number]['name']

/** What was done at one stop of a tour. Optional counts that nobody gave count as none. */
export interface TourStopAnswers extends Readonly<Record<NumberName, number | null>> {
  readonly stop_level: (typeof stopLevels)[number] | null
  readonly new_techniques: readonly string[]
  readonly transport: (typeof transports)[number] | null
  readonly next_visit_on: Day | null
}

/** The numbers by the sections that form and detail show them in. */
export const groups = {
  numbers: ['stop_seq', 'outpatient_visits', 'leaflets'],
  clinical: ['inpatient_consults', 'difficult_case_discussions', 'teaching_rounds', 'remote_consults', 'surgeries'],
  teaching: ['lectures', 'lecture_audience', 'trained_visits'],
  community: ['home_visits', 'screened'],
  gifts: ['free_medicine_value', 'donation_value'],
  road: ['satisfaction_pct', 'km'],
} as const satisfies Readonly<Record<string, readonly NumberName[]>>

/** The range and unit of a number. */
export const fieldOf = (name: NumberName): NumberField => numberFields.find((field) => field.name === name) ?? numberFields[0]
