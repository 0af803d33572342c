import type { RosterRow, Trainer, TrainingSessionAnswers } from '../../src/kinds/training-session/answers.ts'
import type { Payload } from '../../src/domain/document.ts'
import { authorId, colleagueId, documentId, makeHeader, makePayload, personId, places } from './payload.ts'

export type TrainingPayload = Payload<TrainingSessionAnswers>

export const makeTrainer = (overrides: Partial<Trainer> = {}): Trainer =>
  ({ person_id: authorId, title_level: 'senior', org_id: places.hospital, ...overrides })

/** A trainee of 丰乐镇卫生院 who passed. */
export const makeRosterRow = (overrides: Partial<RosterRow> = {}): RosterRow => ({
  person_id: colleagueId, org_id: places.townshipHospital, techniques: [], theory_score: 88, practice_score: 91.5,
  passed: true, certificate_no: '务中适宜2026-001', ...overrides,
})

/** Two trainees in fact: a village doctor who passed and a nurse who did not. */
export const makeTrainingAnswers = (overrides: Partial<TrainingSessionAnswers> = {}): TrainingSessionAnswers => ({
  session_no: 3,
  mode: 'onsite',
  course_type: 'technique',
  venue_type: 'medical_institution',
  techniques: ['tcm-04-01', 'tcm-01-01'],
  hours_theory: 4,
  hours_practice: 3.5,
  trainers: [makeTrainer()],
  trainee_count: 2,
  village_doctors: 1,
  township_staff: 0,
  station_staff: 0,
  nurses: 1,
  other: 0,
  orgs_covered: 1,
  signed_in: 2,
  assessed: 2,
  passed: 1,
  certificates: 1,
  credits: 2.5,
  materials: 40,
  cost: 1860.5,
  roster: [
    makeRosterRow(),
    makeRosterRow({ person_id: personId('organisationManager'), techniques: ['tcm-04-01'], theory_score: 52,
      practice_score: null, passed: false, certificate_no: '' }),
  ],
  certificate_next: '务中适宜2026-002',
  ...overrides,
})

/** A sealed training session that every check lets through. */
export const makeTrainingPayload = (overrides: Partial<TrainingPayload> = {}): TrainingPayload => ({
  ...makePayload(),
  kind: 'training_session',
  id: documentId(),
  short_no: 'PX260508-001',
  header: makeHeader({ title: '务川县基层适宜技术培训班' }),
  answers: makeTrainingAnswers(),
  ...overrides,
})
