import type { ActivityKind } from '../kind'
import type { TrainingSessionAnswers } from './answers'
import { checkTrainingSession } from './check'
import { followSeries, issuedNumbers } from './series'

const empty: TrainingSessionAnswers = {
  session_no: null,
  mode: null,
  course_type: null,
  venue_type: null,
  techniques: [],
  hours_theory: null,
  hours_practice: null,
  trainers: [],
  trainee_count: null,
  village_doctors: null,
  township_staff: null,
  station_staff: null,
  nurses: null,
  other: null,
  orgs_covered: null,
  signed_in: null,
  assessed: null,
  passed: null,
  certificates: null,
  credits: null,
  materials: null,
  cost: null,
  roster: [],
  certificate_next: '',
}

/**
 * 适宜技术培训. From the last one are kept the course and who teaches it, the next session and the next certificate number;
 * never counts or trainees. Trainees are persons and no visits: they are the headline, and no total adds them to visits.
 */
export const trainingSession: ActivityKind<TrainingSessionAnswers> = {
  slug: 'training_session',
  letter: 'PX',
  version: 1,
  members: { trainers: 'kinds.training_session.trainer', roster: 'kinds.training_session.roster' },
  blank: (previous) =>
    previous
      ? {
          ...empty,
          session_no: previous.session_no === null ? null : previous.session_no + 1,
          mode: previous.mode,
          course_type: previous.course_type,
          venue_type: previous.venue_type,
          techniques: previous.techniques,
          trainers: previous.trainers,
          certificate_next: previous.certificate_next,
        }
      : empty,
  signIn: true,
  follow: followSeries,
  issued: issuedNumbers,
  upgrade(answers, version) {
    if (version > 1) throw new RangeError(`answers of version ${version} come from a newer app`)
    return { ...empty, ...(answers as Partial<TrainingSessionAnswers>) }
  },
  problems: checkTrainingSession,
  measures: ({ trainers }) => ({ sessions: 1, visits: 0, staff: trainers.length, leaflets: 0 }),
  headline: ({ trainee_count }) => trainee_count,
}
