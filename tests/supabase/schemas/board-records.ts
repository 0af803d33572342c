import type { Parcel } from '../../../src/domain/document.ts'
import { addDays, chinaDay } from '../../../src/domain/day.ts'
import { documentId, makeAnswers, makeFiling, makeHeader, makeParcel, makeParticipant, makePayload, makeSeal, personId, places } from '../../make/payload.ts'
import { makeStop, makeStopAnswers } from '../../make/tour.ts'
import { makeRosterRow, makeTrainer, makeTrainingAnswers, makeTrainingPayload } from '../../make/training.ts'
import { makeFinding, makeVisitAnswers, makeVisitPayload } from '../../make/visit.ts'

/** Records of 务川县中医院 for what managers' figures count, each of one day and sealed on it. */
export const today = chinaDay(new Date())
export const ago = (days: number): string => addDays(today, -days)
export const village = { east: 11011, west: 11012, inHuangdu: 11021 } as const

const on = (day: string, area: number) => ({ host_area_id: area, started_at: `${day}T01:00:00.000Z`, ended_at: `${day}T02:00:00.000Z` })
const sealedOn = (day: string) => makeSeal({ at: `${day}T03:00:00.000Z` })

export interface VisitOptions {
  readonly recipient?: number
  readonly level?: 'self' | 'county' | 'prefecture' | 'province'
  /** Days from the visit until each finding is due. */
  readonly due?: readonly number[]
  readonly area?: number
}

/** A visit of a day with its findings, each of 丰乐镇卫生院. */
export const visitOn = (n: number, day: string, { recipient = places.townshipHospital, level = 'county', due = [], area = places.township }: VisitOptions = {}): Parcel =>
  makeParcel(makeVisitPayload({
    id: documentId(n), sealed: sealedOn(day), header: makeHeader({ ...on(day, area), recipient_org_id: recipient }),
    answers: makeVisitAnswers({ level, ...(level === 'self' ? { visit_type: 'self_check' as const } : {}), feedback_at: `${day}T02:30:00.000Z`,
      findings: due.map((days) => makeFinding({ due_on: addDays(day, days) })) }),
  }))

export const stopOn = (n: number, day: string, level: 'county' | 'township' | 'village', area: number = places.township): Parcel =>
  makeParcel(makeStop(n, { id: documentId(n), sealed: sealedOn(day), header: makeHeader({ ...on(day, area), recipient_org_id: null }),
    answers: makeStopAnswers({ stop_level: level, next_visit_on: null }) }))

/** A training session whose roster names people, by the words of a test, at institutions. */
export const trainingOn = (n: number, day: string, roster: Readonly<Record<string, number>>, passed = 0, area: number = places.township): Parcel => {
  const rows = Object.entries(roster)
  return makeParcel(makeTrainingPayload({
    id: documentId(n), sealed: sealedOn(day), header: makeHeader({ ...on(day, area), recipient_org_id: null }),
    answers: makeTrainingAnswers({ trainee_count: rows.length, village_doctors: rows.length, nurses: 0, signed_in: rows.length,
      assessed: rows.length, passed, certificates: 0,
      roster: rows.map(([word, org], at) => makeRosterRow({ person_id: personId(word), org_id: org, passed: at < passed, certificate_no: '' })) }),
  }))
}

export const clinicOn = (n: number, day: string, visits: number, area: number = places.township): Parcel => makeParcel(makePayload({
  id: documentId(n), sealed: sealedOn(day), header: makeHeader(on(day, area)),
  answers: makeAnswers({ patients_visits: visits, exam_visits: null, tcm_technique_visits: null, referrals: null, age_60_plus: null,
    filings: [makeFiling({ filed_on: addDays(day, -20) }), makeFiling({ side: 'host', filed_on: addDays(day, -20) })] }),
}))

/** The same record as one of 定州市中医院. */
export function ofDingzhou(parcel: Parcel): Parcel {
  const payload = JSON.parse(parcel.text) as Parameters<typeof makeParcel>[0] & { header: object; answers: object }
  const author = personId('dingzhouAuthor')
  const answers = { ...payload.answers,
    ...('leader_on_site' in payload.answers ? { leader_on_site: author } : {}),
    ...('trainers' in payload.answers ? { trainers: [makeTrainer({ person_id: author, org_id: 123 })] } : {}) }
  return makeParcel({ ...payload, author_id: author, answers, header: { ...payload.header, organisation_id: 123, organizer_org_id: 123,
    participants: [makeParticipant({ person_id: author }), makeParticipant({ person_id: personId('dingzhouColleague'), role: 'member' })] } } as typeof payload)
}
