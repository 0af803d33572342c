import type { titleLevels } from '@/domain/header'
import type { OrganisationId, PersonId } from '@/domain/id'
import type { NumberField } from '@/domain/number-field'

export const modes = ['onsite', 'remote', 'blended'] as const
export const courseTypes = ['technique', 'western_learning_tcm', 'three_basics', 'public_lecture'] as const
/** Invasive techniques are shown and practised in medical institutions alone. */
export const venueTypes = ['medical_institution', 'other'] as const

/** Somebody who taught. The name lives with the person. */
export interface Trainer {
  readonly person_id: PersonId
  readonly title_level: (typeof titleLevels)[number]
  readonly org_id: OrganisationId | null
}

/** One trainee and the result. Name and everything else about the person live with the person. */
export interface RosterRow {
  readonly person_id: PersonId
  readonly org_id: OrganisationId | null
  /** What this trainee learned; empty stands for all techniques of the session. */
  readonly techniques: readonly string[]
  readonly theory_score: number | null
  readonly practice_score: number | null
  /** Null: not assessed. */
  readonly passed: boolean | null
  readonly certificate_no: string
}

/** A record travels as one text of limited size; a longer roster is a session of its own. */
export const mostRosterRows = 1000
export const longestCertificateNo = 60

const field = <Name extends string>(
  name: Name, unit: string, max: number, { min = 0, decimals = 0, required = false } = {},
) => ({ name, unit, min, max, decimals, required }) satisfies NumberField<Name>

/** Every number of the form with its range, in the order in which the form asks. */
export const numberFields = [
  field('session_no', 'ordinal', 999_999, { min: 1, required: true }),
  field('hours_theory', 'classHours', 200, { decimals: 1, required: true }),
  field('hours_practice', 'classHours', 200, { decimals: 1, required: true }),
  field('trainee_count', 'persons', 2000, { min: 1, required: true }),
  field('village_doctors', 'persons', 2000, { required: true }),
  field('township_staff', 'persons', 2000, { required: true }),
  field('station_staff', 'persons', 2000, { required: true }),
  field('nurses', 'persons', 2000, { required: true }),
  field('other', 'persons', 2000, { required: true }),
  field('orgs_covered', 'organisations', 999_999, { min: 1, required: true }),
  field('signed_in', 'persons', 2000, { required: true }),
  field('assessed', 'persons', 2000),
  field('passed', 'persons', 2000),
  field('certificates', 'persons', 2000),
  field('credits', 'points', 25, { decimals: 1 }),
  field('materials', 'copies', 999_999),
  field('cost', 'yuan', 100_000_000, { decimals: 2 }),
] as const

export type NumberName = (typeof numberFields)[number]['name']

/** The five groups that trainees fall into; together they are all of them. */
export const traineeParts = ['village_doctors', 'township_staff', 'station_staff', 'nurses', 'other'] as const
/** What a course of techniques must say. */
export const resultNames = ['assessed', 'passed', 'certificates'] as const
type ResultName = (typeof resultNames)[number]

export const scoreFields = [
  field('theory_score', 'points', 100, { decimals: 1 }),
  field('practice_score', 'points', 100, { decimals: 1 }),
] as const

export interface TrainingSessionAnswers extends Readonly<Record<NumberName, number | null>> {
  readonly mode: (typeof modes)[number] | null
  readonly course_type: (typeof courseTypes)[number] | null
  readonly venue_type: (typeof venueTypes)[number] | null
  readonly techniques: readonly string[]
  readonly trainers: readonly Trainer[]
  readonly roster: readonly RosterRow[]
  /** The number that the next certificate gets; typed once, counted on from there. */
  readonly certificate_next: string
}

/** Results that must be said: all of a course of techniques; of any other, how many were assessed of whom some passed. */
export const neededResults = ({ course_type, passed }: Pick<TrainingSessionAnswers, 'course_type' | 'passed'>): readonly ResultName[] =>
  (course_type === 'technique' ? resultNames : passed === null ? [] : ['assessed'])
