import type { CheckContext } from '@/domain/check-header'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { longestCertificateNo, mostRosterRows, scoreFields, type RosterRow, type TrainingSessionAnswers } from './answers'

function checkRow(row: RosterRow, at: string, context: CheckContext): Problem[] {
  const fields = scoreFields.map((field) => ({ ...field, name: `${at}.${field.name}` }))
  const scores = Object.fromEntries(scoreFields.map(({ name }) => [`${at}.${name}`, row[name]]))
  const problems = checkNumbers(fields, scores)
  if (row.org_id === null) problems.push(errorAt(`answers.${at}.org_id`, 'required'))
  if (!row.techniques.every(context.knowsTechnique)) problems.push(errorAt(`answers.${at}.techniques`, 'unknown_technique'))
  if ([...row.certificate_no.trim()].length > longestCertificateNo)
    problems.push(errorAt(`answers.${at}.certificate_no`, 'too_long', { max: longestCertificateNo }))
  if (row.certificate_no.trim() && row.passed !== true) problems.push(errorAt(`answers.${at}.certificate_no`, 'certificate_without_pass'))
  return problems
}

/** Problems of the roster: needed for a course of techniques, nobody twice, a certificate for who passed alone, no certificate number twice, here or in another session. */
export function checkRoster({ roster, course_type }: TrainingSessionAnswers, context: CheckContext): Problem[] {
  if (roster.length === 0) return course_type === 'technique' ? [errorAt('answers.roster', 'required')] : []
  const problems: Problem[] = []
  if (roster.length > mostRosterRows) problems.push(errorAt('answers.roster', 'too_many_rows', { max: mostRosterRows }))
  if (new Set(roster.map(({ person_id }) => person_id)).size !== roster.length)
    problems.push(errorAt('answers.roster', 'person_twice'))
  const numbers = new Set<string>()
  roster.forEach((row, index) => {
    problems.push(...checkRow(row, `roster.${index}`, context))
    const number = row.certificate_no.trim()
    if (number && numbers.has(number)) problems.push(errorAt(`answers.roster.${index}.certificate_no`, 'certificate_twice'))
    numbers.add(number)
    const other = context.issued?.get(number)
    if (other) problems.push(warningAt(`answers.roster.${index}.certificate_no`, 'certificate_elsewhere', { number, ...other }))
  })
  return problems
}
