import type { TrainingSessionAnswers } from './answers'
import { highestCertificateNo, nextCertificateNo } from './certificate'

/** Certificate numbers that a session has given out. */
export const issuedNumbers = ({ roster }: TrainingSessionAnswers): string[] =>
  roster.map(({ certificate_no }) => certificate_no.trim()).filter(Boolean)

/** What may come next as far as one session knows. */
const nextNumbers = (session: TrainingSessionAnswers): string[] =>
  [session.certificate_next, ...issuedNumbers(session).map((number) => nextCertificateNo(number) ?? '')]

/**
 * A new session goes on after the highest of its kind of course; its certificates after the highest that was given out in the
 * way of the newest of these, whatever the course.
 */
export function followSeries(fresh: TrainingSessionAnswers, others: readonly TrainingSessionAnswers[]): TrainingSessionAnswers {
  const course = others.filter(({ course_type }) => !fresh.course_type || !course_type || course_type === fresh.course_type)
  const last = Math.max(0, ...course.map(({ session_no }) => session_no ?? 0))
  return {
    ...fresh,
    session_no: last === 0 ? null : last + 1,
    certificate_next: highestCertificateNo([...course, ...others].flatMap(nextNumbers)),
  }
}
