import type { Earlier } from '../kind'
import type { TrainingSessionAnswers } from './answers'
import { highestCertificateNo, nextCertificateNo } from './certificate'

/** Certificate numbers that a session has given out. */
export const issuedNumbers = ({ roster }: TrainingSessionAnswers): string[] =>
  roster.map(({ certificate_no }) => certificate_no.trim()).filter(Boolean)

/** What may come next as far as one session knows. */
const nextNumbers = (session: TrainingSessionAnswers): string[] =>
  [session.certificate_next, ...issuedNumbers(session).map((number) => nextCertificateNo(number) ?? '')]

/** The highest number of the newest day that has any; 0 where none has. */
function lastSession(sessions: readonly Earlier<TrainingSessionAnswers>[]): number {
  const numbered = sessions.flatMap(({ day, answers: { session_no } }) => (session_no === null ? [] : [{ day: day ?? '', session_no }]))
  const newest = numbered.reduce((latest, { day }) => (day > latest ? day : latest), '')
  return Math.max(0, ...numbered.filter(({ day }) => day === newest).map(({ session_no }) => session_no))
}

/**
 * A new session goes on after the newest of its kind of course that has a number, by the day it was held and whether handed in
 * or not; of several on that day, after the highest. Days, not the highest of all: many begin again at 1 each year, and a
 * number once mistyped must not lead for ever; and not what was touched last, which a correction changes. Certificates go on
 * after the highest that was given out in the way of the newest of these, whatever the course: they must never come twice.
 */
export function followSeries(fresh: TrainingSessionAnswers, others: readonly Earlier<TrainingSessionAnswers>[]): TrainingSessionAnswers {
  const course = others.filter(({ answers: { course_type } }) => !fresh.course_type || !course_type || course_type === fresh.course_type)
  const last = lastSession(course)
  return {
    ...fresh,
    session_no: last === 0 ? null : last + 1,
    certificate_next: highestCertificateNo([...course, ...others].flatMap(({ answers }) => nextNumbers(answers))),
  }
}
