import { createHash } from 'node:crypto'
import { serialise, type Parcel, type Payload, type Seal } from '../../src/domain/document.ts'
import type { Header, Participant } from '../../src/domain/header.ts'
import { makeDocumentId, type DocumentId, type PersonId, type Sha256 } from '../../src/domain/id.ts'
import type { PhotoEntry } from '../../src/domain/photo.ts'
import type { Filing, FreeClinicAnswers } from '../../src/kinds/free-clinic/answers.ts'

export type ClinicPayload = Payload<FreeClinicAnswers>

/** Rows of the reference data that the builders name: 务川县, its 丰乐镇, hospitals and authority. */
export const places = {
  county: 520326,
  township: 520326101,
  hospital: 121,
  townshipHospital: 11010,
  authority: 23,
} as const

const born = Date.parse('2026-05-08T00:00:00Z')
const bytesOf = (text: string): Uint8Array => createHash('sha256').update(text, 'utf8').digest()

const ids = new Map<string, DocumentId>()
/** The id that belongs to a word. Schedules of faults ask for the same ones without end. */
function idOf(word: string): DocumentId {
  const id = ids.get(word) ?? makeDocumentId(born, bytesOf(word))
  ids.set(word, id)
  return id
}

/** The id of the nth document of a test; the same n gives the same id. */
export const documentId = (n = 1): DocumentId => idOf(`document ${n}`)

/** The id of a person of a test, by a word of one's own. */
export const personId = (word: string): PersonId => idOf(`person ${word}`) as string as PersonId

export const sha256Of = (text: string): Sha256 => createHash('sha256').update(text, 'utf8').digest('hex') as Sha256

export const authorId = personId('author')
export const colleagueId = personId('colleague')

export const makeParticipant = (overrides: Partial<Participant> = {}): Participant => ({
  person_id: authorId,
  role: 'lead',
  title_level: 'senior',
  category: 'tcm',
  ...overrides,
})

/** A morning in 丰乐镇 on 8 May 2026, held by the author and one colleague. */
export const makeHeader = (overrides: Partial<Header> = {}): Header => ({
  title: '丰乐镇赶集日中医义诊',
  host_area_id: places.township,
  organisation_id: places.hospital,
  organizer_org_id: places.hospital,
  co_org_ids: [],
  recipient_org_id: places.townshipHospital,
  programme_ids: [],
  started_at: '2026-05-08T01:00:00.000Z',
  ended_at: '2026-05-08T04:30:00.000Z',
  late_reason: '',
  place_name: '丰乐镇卫生院门前广场',
  position: {
    lng: 107.8891, lat: 28.5312, accuracy_m: 12, fix_source: 'gps', no_fix_reason: '', pin_reason: '',
  },
  participants: [
    makeParticipant(),
    makeParticipant({ person_id: colleagueId, role: 'member', title_level: 'intermediate', category: 'nursing' }),
  ],
  summary: '为赶集群众免费诊脉、测血压，发放中医养生手册。',
  reasons: {},
  ...overrides,
})

export const makeFiling = (overrides: Partial<Filing> = {}): Filing => ({
  side: 'home',
  authority_org_id: places.authority,
  state: 'filed',
  filed_on: '2026-04-15',
  filing_no: '务卫健备〔2026〕17号',
  doc: '',
  ...overrides,
})

/** 6 staff, 152 consultations, 200 leaflets. */
export const makeAnswers = (overrides: Partial<FreeClinicAnswers> = {}): FreeClinicAnswers => ({
  purpose: '普及中医药知识，方便山区群众就近看病',
  specialties: ['spleen_stomach', 'acupuncture'],
  venue_type: 'township',
  filings: [makeFiling()],
  filing_exempt_reason: '',
  charge_free_confirmed: true,
  no_sales_confirmed: true,
  licensed_staff_verified: true,
  leader_on_site: authorId,
  staff_count: 6,
  staff_tcm_count: 4,
  patients_visits: 152,
  exam_visits: 96,
  tcm_technique_visits: 41,
  referrals: 3,
  age_60_plus: 88,
  leaflets: 200,
  lecture_sessions: 1,
  lecture_audience: 45,
  medicine_boxes: 30,
  medicine_value: 412.5,
  fee_waived: 960,
  techniques_shown: ['tcm-11-01', 'tcm-05-01'],
  safety_incident: false,
  safety_incident_text: '',
  ...overrides,
})

export const makeSeal = (overrides: Partial<Seal> = {}): Seal => ({
  at: '2026-05-08T05:10:00.000Z',
  device_seq: 1,
  rule_version: 'rules-1',
  ...overrides,
})

/** A picture from the camera; `word` makes its hashes. */
export const makePhotoEntry = (word = 'scene', overrides: Partial<PhotoEntry> = {}): PhotoEntry => ({
  sha256: sha256Of(`picture ${word}`),
  source_sha256: sha256Of(`source ${word}`),
  type: 'image/jpeg',
  bytes: 214_332,
  width: 1600,
  height: 1200,
  origin: 'camera',
  taken_at: '2026-05-08T01:32:07.000Z',
  lng: 107.8891,
  lat: 28.5312,
  accuracy_m: 12,
  stamp: ['设备时间 2026-05-08 09:32:07 UTC+08:00', '28.53120°N 107.88910°E ±12 米', '务川县中医院', 'YZ260508-001'],
  purpose: 'scene',
  consent_state: 'none_identifiable',
  ...overrides,
})

/** A sealed free clinic that every check lets through; a later revision gives a reason. */
export const makePayload = (overrides: Partial<ClinicPayload> = {}): ClinicPayload => ({
  v: 1,
  id: documentId(),
  parent_id: null,
  kind: 'free_clinic',
  revision: 1,
  status: 'submitted',
  practice: false,
  author_id: authorId,
  device_id: 'phone-1',
  short_no: 'YZ260508-001',
  created_at: '2026-05-08T00:52:00.000Z',
  sealed: makeSeal(),
  amend_reason: (overrides.revision ?? 1) > 1 ? '漏记了一箱宣传材料' : '',
  answers_version: 1,
  header: makeHeader(),
  answers: makeAnswers(),
  photos: [],
  ...overrides,
})

/** A payload in its envelope, descending from the given hashes. */
export function makeParcel(payload: Payload = makePayload(), parents: readonly Sha256[] = []): Parcel {
  const text = serialise(payload)
  return { id: payload.id, revision: payload.revision, sha256: sha256Of(text), parents, text }
}

/** Answers of a form that nobody has touched. */
export const noAnswers: FreeClinicAnswers = makeAnswers({
  purpose: '', specialties: [], venue_type: null, filings: [], charge_free_confirmed: false, no_sales_confirmed: false,
  licensed_staff_verified: false, leader_on_site: null, staff_count: null, staff_tcm_count: null, patients_visits: null,
  exam_visits: null, tcm_technique_visits: null, referrals: null, age_60_plus: null, leaflets: null,
  lecture_sessions: null, lecture_audience: null, medicine_boxes: null, medicine_value: null, fee_waived: null,
  techniques_shown: [],
})
