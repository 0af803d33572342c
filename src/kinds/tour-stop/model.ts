import type { ActivityKind } from '../kind'
import type { TourStopAnswers } from './answers'
import { checkTourStop } from './check'

const empty: TourStopAnswers = {
  stop_level: null,
  stop_seq: null,
  outpatient_visits: null,
  leaflets: null,
  inpatient_consults: null,
  difficult_case_discussions: null,
  teaching_rounds: null,
  remote_consults: null,
  surgeries: null,
  lectures: null,
  lecture_audience: null,
  trained_visits: null,
  home_visits: null,
  screened: null,
  free_medicine_value: null,
  donation_value: null,
  satisfaction_pct: null,
  km: null,
  new_techniques: [],
  transport: null,
  next_visit_on: null,
}

/** A stop of a tour, on its day and place. Habits are kept from the last one: level of the place, transport. */
export const tourStop: ActivityKind<TourStopAnswers> = {
  slug: 'tour_stop',
  letter: 'XZ',
  version: 1,
  parent: 'circuit_tour',
  blank: (previous, nth) => ({
    ...empty,
    stop_level: previous?.stop_level ?? null,
    transport: previous?.transport ?? null,
    stop_seq: nth ?? null,
  }),
  upgrade(answers, version) {
    if (version > 1) throw new RangeError(`answers of version ${version} come from a newer app`)
    return { ...empty, ...(answers as Partial<TourStopAnswers>) }
  },
  problems: checkTourStop,
  measures: ({ outpatient_visits, leaflets }, { participants }) => ({
    sessions: 1,
    visits: outpatient_visits ?? 0,
    staff: participants.length,
    leaflets: leaflets ?? 0,
  }),
  headline: ({ outpatient_visits }) => outpatient_visits,
  sequence: ({ stop_seq }) => stop_seq,
}
