import type { Child } from '../../src/domain/child.ts'
import type { Payload } from '../../src/domain/document.ts'
import type { CircuitTourAnswers } from '../../src/kinds/circuit-tour/answers.ts'
import type { TourStopAnswers } from '../../src/kinds/tour-stop/answers.ts'
import { documentId, makeHeader, makePayload, makeSeal, places } from './payload.ts'

export type TourPayload = Payload<CircuitTourAnswers>
export type StopPayload = Payload<TourStopAnswers>

export const tourId = documentId(700)
export const stopId = (n: number) => documentId(700 + n)

/** A county team of 8, 3 of them mid-level or senior, for 5 days. */
export const makeTourAnswers = (overrides: Partial<CircuitTourAnswers> = {}): CircuitTourAnswers => ({
  tour_level: 'county',
  team_type: 'general',
  team_size: 8,
  senior_count: 3,
  planned_days: 5,
  planned_route: '丰乐镇、黄都镇、涪洋镇',
  stops: [],
  ...overrides,
})

/** A stop with 64 outpatients and 80 leaflets. */
export const makeStopAnswers = (overrides: Partial<TourStopAnswers> = {}): TourStopAnswers => ({
  stop_level: 'township',
  stop_seq: 1,
  outpatient_visits: 64,
  leaflets: 80,
  inpatient_consults: 2,
  difficult_case_discussions: 1,
  teaching_rounds: 1,
  remote_consults: 1,
  surgeries: 1,
  lectures: 1,
  lecture_audience: 30,
  trained_visits: 6,
  home_visits: 4,
  screened: 25,
  free_medicine_value: 350.5,
  donation_value: 1200,
  new_techniques: ['tcm-05-01'],
  satisfaction_pct: 98.5,
  transport: 'mobile_hospital',
  km: 46,
  next_visit_on: '2026-06-05',
  ...overrides,
})

/** A sealed tour of 4 to 8 May 2026 that every check lets through. */
export const makeTour = (overrides: Partial<TourPayload> = {}): TourPayload => ({
  ...makePayload(),
  id: tourId,
  kind: 'circuit_tour',
  short_no: 'XH260504-001',
  sealed: makeSeal({ at: '2026-05-08T10:00:00.000Z' }),
  header: makeHeader({ title: '务川县中医院五月巡回医疗', started_at: '2026-05-04T00:30:00.000Z', ended_at: '2026-05-08T09:00:00.000Z' }),
  answers: makeTourAnswers(),
  ...overrides,
})

/** The nth stop of that tour, in 丰乐镇 on 8 May 2026, with two people present. */
export const makeStop = (n = 1, overrides: Partial<StopPayload> = {}): StopPayload => ({
  ...makePayload(),
  id: stopId(n),
  parent_id: tourId,
  kind: 'tour_stop',
  short_no: `XZ260508-00${n}`,
  header: makeHeader({ title: `五月巡回医疗第${n}站`, recipient_org_id: null }),
  answers: makeStopAnswers({ stop_seq: n }),
  ...overrides,
})

/** A stop as the check of its tour looks at it: on a day of May 2026, in a township. */
export const makeChild = (day: string, township: number | null = places.township, overrides: Partial<StopPayload> = {}): Child => ({
  payload: makeStop(1, {
    header: makeHeader({ started_at: `2026-05-${day}T01:00:00.000Z`, ended_at: `2026-05-${day}T04:00:00.000Z` }), ...overrides }),
  townshipId: township,
})
