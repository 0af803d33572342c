import type { Payload } from '../../src/domain/document.ts'
import type { ChecklistTemplate } from '../../src/domain/checklist/template.ts'
import { itemsOf } from '../../src/domain/checklist/template.ts'
import type { SupervisionVisitAnswers, VisitFinding, VisitItem } from '../../src/kinds/supervision-visit/answers.ts'
import type { VisitPartAnswers } from '../../src/kinds/visit-part/answers.ts'
import source from '../../supabase/reference/checklists/tcm_pavilion-1.json'
import { documentId, makePayload, makePhotoEntry, places, sha256Of } from './payload.ts'

export type VisitPayload = Payload<SupervisionVisitAnswers>

const text = JSON.stringify(source)
/** The checklist of a pavilion (中医阁), as it is seeded. */
export const pavilion = JSON.parse(text) as ChecklistTemplate
export const pavilionSha256 = sha256Of(text) as string

export const makeVisitItem = (overrides: Partial<VisitItem> = {}): VisitItem => ({
  answer: { yes: true }, na_reason: '', override: null, override_reason: '', deduction_reason: '', photos: [], ...overrides,
})

/** Every item met, no more and no less than asked. */
export const metItems = (overrides: Readonly<Record<string, Partial<VisitItem>>> = {}): Record<string, VisitItem> =>
  Object.fromEntries(itemsOf(pavilion).map(({ code, answer, target }) => [code, makeVisitItem({
    ...(answer === 'count' ? { answer: { count: target ?? 0 } } : {}), ...overrides[code] })]))

export const makeFinding = (overrides: Partial<VisitFinding> = {}): VisitFinding => ({
  item_code: 'patent_medicines', description: '中成药品种不足，缺常用感冒类药品', severity: 'minor', photos: [sha256Of('picture problem')],
  responsible_org: places.townshipHospital, responsible_person: null, measure: '两周内补齐目录内品种', due_on: '2026-06-07', ...overrides,
})

/** Two inspectors of 务川县中医院 at a pavilion on 8 May 2026: all met but one, with one finding; both sides signed. */
export const makeVisitAnswers = (overrides: Partial<SupervisionVisitAnswers> = {}): SupervisionVisitAnswers => ({
  visit_type: 'routine', level: 'county', selection: 'drawn', template_code: 'tcm_pavilion', template_version: 1,
  template_sha256: pavilionSha256, institution: 'village_clinic', methods: ['on_site', 'documents'],
  documents_reviewed: ['2026年中药饮片采购票据'], interviewees: 3,
  items: metItems({ patent_medicines: { answer: { count: 24 }, deduction_reason: '实有24种' } }),
  kept: [], parts: [], findings: [makeFinding()], feedback_at: '2026-05-08T04:20:00.000Z', inspector_sign: [[10, 20, 30, 40]],
  inspectee_sign: [[5, 5, 60, 80, 90, 20]], refused_sign_reason: '', ...overrides,
})

/** A sealed visit that every check lets through. */
export const makeVisitPayload = (overrides: Partial<VisitPayload> = {}): VisitPayload => ({
  ...(makePayload() as Payload as VisitPayload), kind: 'supervision_visit', short_no: 'DD260508-001', answers: makeVisitAnswers(),
  photos: [makePhotoEntry('problem', { purpose: 'problem' })], ...overrides,
})

export type PartPayload = Payload<VisitPartAnswers>

/** One inspector's part of a visit to the pavilion, handed in. */
export const makePart = (n: number, answers: Partial<VisitPartAnswers>, overrides: Partial<PartPayload> = {}): PartPayload => ({
  ...(makePayload() as Payload as PartPayload), id: documentId(700 + n), parent_id: documentId(), kind: 'visit_part',
  short_no: `FG260508-00${n}`, photos: [], ...overrides,
  answers: { template_code: 'tcm_pavilion', template_version: 1, template_sha256: pavilionSha256, institution: 'village_clinic',
    sections: [], items: {}, findings: [], ...answers },
})
