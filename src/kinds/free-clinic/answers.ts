import type { NumberField } from '@/domain/number-field'
import type { OrganisationId, PersonId } from '@/domain/id'
import type { Day } from '@/domain/day'

export const specialties = [
  'pulmonary', 'spleen_stomach', 'nephrology', 'geriatrics', 'surgery', 'orthopaedics', 'gynaecology', 'paediatrics',
  'acupuncture', 'rehabilitation', 'oncology', 'emergency', 'internal', 'preventive', 'other',
] as const

export const venueTypes = [
  'public_place', 'community', 'township', 'village', 'school', 'government', 'enterprise', 'barracks', 'hospital',
  'recipient_hospital', 'online',
] as const

export const filingSides = ['home', 'host'] as const
export const filingStates = ['not_required', 'pending', 'filed', 'rejected'] as const

export interface Filing {
  readonly side: (typeof filingSides)[number]
  readonly authority_org_id: OrganisationId | null
  readonly state: (typeof filingStates)[number]
  readonly filed_on: Day | null
  readonly filing_no: string
  /** SHA-256 of a photo of this record that shows the document; empty when there is none. */
  readonly doc: string
}

const count = <Name extends string>(name: Name, unit: string, max: number, required = false, min = 0) =>
  ({ name, unit, min, max, decimals: 0, required }) satisfies NumberField<Name>
const money = <Name extends string>(name: Name, max: number) =>
  ({ name, unit: 'yuan', min: 0, max, decimals: 2, required: false }) satisfies NumberField<Name>

/** Every number of the form with its range, in the order in which the form asks. */
export const numberFields = [
  count('staff_count', 'persons', 500, true, 1),
  count('staff_tcm_count', 'persons', 500, true),
  count('patients_visits', 'visits', 20_000, true),
  count('exam_visits', 'visits', 20_000),
  count('tcm_technique_visits', 'visits', 20_000),
  count('referrals', 'visits', 20_000),
  count('age_60_plus', 'visits', 20_000),
  count('leaflets', 'copies', 100_000, true),
  count('lecture_sessions', 'sessions', 20),
  count('lecture_audience', 'visits', 20_000),
  count('medicine_boxes', 'boxes', 100_000),
  money('medicine_value', 1_000_000),
  money('fee_waived', 10_000_000),
] as const

export type NumberName = (typeof numberFields)[number]['name']

export interface FreeClinicAnswers extends Readonly<Record<NumberName, number | null>> {
  readonly purpose: string
  readonly specialties: readonly string[]
  readonly venue_type: (typeof venueTypes)[number] | null
  readonly filings: readonly Filing[]
  readonly filing_exempt_reason: string
  readonly charge_free_confirmed: boolean
  readonly no_sales_confirmed: boolean
  readonly licensed_staff_verified: boolean
  readonly leader_on_site: PersonId | null
  readonly techniques_shown: readonly string[]
  readonly safety_incident: boolean
  readonly safety_incident_text: string
}
