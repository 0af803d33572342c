import type { ActivityKind } from '../kind'
import type { FreeClinicAnswers } from './answers'
import { checkFreeClinic } from './check'

const empty: FreeClinicAnswers = {
  purpose: '',
  specialties: [],
  venue_type: null,
  filings: [],
  filing_exempt_reason: '',
  charge_free_confirmed: false,
  no_sales_confirmed: false,
  licensed_staff_verified: false,
  leader_on_site: null,
  staff_count: null,
  staff_tcm_count: null,
  patients_visits: null,
  exam_visits: null,
  tcm_technique_visits: null,
  referrals: null,
  age_60_plus: null,
  leaflets: null,
  lecture_sessions: null,
  lecture_audience: null,
  medicine_boxes: null,
  medicine_value: null,
  fee_waived: null,
  techniques_shown: [],
  safety_incident: false,
  safety_incident_text: '',
}

/** 义诊. Habits are kept from the last one: purpose, specialties, venue; never numbers, filings or confirmations. */
export const freeClinic: ActivityKind<FreeClinicAnswers> = {
  slug: 'free_clinic',
  letter: 'YZ',
  version: 1,
  members: { filings: 'kinds.free_clinic.filing' },
  blank: (previous) =>
    previous
      ? { ...empty, purpose: previous.purpose, specialties: previous.specialties, venue_type: previous.venue_type }
      : empty,
  upgrade(answers, version) {
    if (version > 1) throw new RangeError(`answers of version ${version} come from a newer app`)
    return { ...empty, ...(answers as Partial<FreeClinicAnswers>) }
  },
  problems: checkFreeClinic,
  measures: ({ patients_visits, staff_count, leaflets }) => ({
    sessions: 1,
    visits: patients_visits ?? 0,
    staff: staff_count ?? 0,
    leaflets: leaflets ?? 0,
  }),
  headline: ({ patients_visits }) => patients_visits,
}
