import type { CheckContext } from '@/domain/check-header'
import type { Header } from '@/domain/header'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { numberFields, resultNames, traineeParts, type NumberName, type TrainingSessionAnswers } from './answers'
import { checkRoster } from './check-roster'

function checkCourse(answers: TrainingSessionAnswers, context: CheckContext): Problem[] {
  const problems: Problem[] = []
  for (const name of ['mode', 'course_type', 'venue_type'] as const)
    if (!answers[name]) problems.push(errorAt(`answers.${name}`, 'required'))
  if (answers.techniques.length === 0) problems.push(errorAt('answers.techniques', 'required'))
  if (!answers.techniques.every(context.knowsTechnique))
    problems.push(errorAt('answers.techniques', 'unknown_technique'))
  if (answers.venue_type === 'other' && answers.techniques.some((code) => context.isInvasive?.(code) ?? false))
    problems.push(errorAt('answers.venue_type', 'medical_venue_required'))
  return problems
}

function checkHours({ hours_theory, hours_practice }: TrainingSessionAnswers): Problem[] {
  const problems: Problem[] = []
  const isHalf = (hours: number | null) => hours === null || Number.isInteger(hours * 2)
  if (!isHalf(hours_theory)) problems.push(errorAt('answers.hours_theory', 'half_hours'))
  if (!isHalf(hours_practice)) problems.push(errorAt('answers.hours_practice', 'half_hours'))
  if (hours_theory !== null && hours_practice !== null && hours_theory + hours_practice <= 0)
    problems.push(errorAt('answers.hours_theory', 'no_hours'))
  return problems
}

function checkTrainers({ trainers }: TrainingSessionAnswers): Problem[] {
  if (trainers.length === 0) return [errorAt('answers.trainers', 'required')]
  const problems = trainers.flatMap(({ org_id }, index) =>
    (org_id === null ? [errorAt(`answers.trainers.${index}.org_id`, 'required')] : []))
  if (new Set(trainers.map(({ person_id }) => person_id)).size !== trainers.length)
    problems.push(errorAt('answers.trainers', 'person_twice'))
  return problems
}

/** Each count, and the one that it may not exceed. */
const limits: readonly (readonly [NumberName, NumberName, string])[] = [
  ['signed_in', 'trainee_count', 'more_than_trainees'],
  ['assessed', 'trainee_count', 'more_than_trainees'],
  ['passed', 'assessed', 'more_than_assessed'],
  ['certificates', 'passed', 'more_than_passed'],
]

function checkCounts(answers: TrainingSessionAnswers): Problem[] {
  const problems: Problem[] = []
  const parts = traineeParts.map((name) => answers[name])
  const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0)
  if (answers.trainee_count !== null && parts.every((part) => part !== null) && sum !== answers.trainee_count)
    problems.push(errorAt('answers.trainee_count', 'parts_do_not_add_up', { sum }))
  for (const [name, limit, code] of limits) {
    const value = answers[name]
    const max = answers[limit]
    if (value !== null && max !== null && value > max) problems.push(errorAt(`answers.${name}`, code, { max }))
  }
  if (answers.course_type === 'technique') {
    for (const name of resultNames)
      if (answers[name] === null) problems.push(errorAt(`answers.${name}`, 'required'))
  }
  const rows = answers.roster.length
  if (rows > 0 && answers.trainee_count !== null && rows !== answers.trainee_count)
    problems.push(warningAt('answers.roster', 'roster_count_differs', { rows, count: answers.trainee_count }))
  return problems
}

/** Problems of a training session's own answers (domain rules B4). `private.training_session_problems` says the same in SQL. */
export const checkTrainingSession = (
  answers: TrainingSessionAnswers, _header: Header, context: CheckContext,
): Problem[] => [
  ...checkNumbers(numberFields, answers), ...checkCourse(answers, context), ...checkHours(answers),
  ...checkTrainers(answers), ...checkCounts(answers), ...checkRoster(answers, context),
]
