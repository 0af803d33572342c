import type { CheckContext } from '@/domain/check-header'
import type { Header } from '@/domain/header'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { neededResults, numberFields, resultNames, traineeParts, type NumberName, type TrainingSessionAnswers } from './answers'
import { checkRoster } from './check-roster'
import { sumsOf } from './roster'

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

const moreThan = { passed: 'more_than_passed', assessed: 'more_than_assessed', trainee_count: 'more_than_trainees' } as const

/** Each count, and those that it may not exceed, the nearest first: the first that is known is its limit. */
const limits: readonly (readonly [NumberName, readonly (keyof typeof moreThan)[]])[] = [
  ['signed_in', ['trainee_count']],
  ['assessed', ['trainee_count']],
  ['passed', ['assessed', 'trainee_count']],
  ['certificates', ['passed', 'assessed', 'trainee_count']],
]

/** Where everybody is on the roster with results, what was counted says what the roster says. */
function checkAgainstRoster({ roster, ...answers }: TrainingSessionAnswers): Problem[] {
  const rows = roster.length
  if (rows === 0 || answers.trainee_count === null) return []
  if (rows !== answers.trainee_count)
    return [warningAt('answers.roster', 'roster_count_differs', { rows, count: answers.trainee_count })]
  const sums = sumsOf(roster)
  return sums.assessed === 0 ? [] : resultNames.flatMap((name) => (answers[name] === null || answers[name] === sums[name]
    ? [] : [warningAt(`answers.${name}`, 'differs_from_roster', { count: sums[name] })]))
}

function checkCounts(answers: TrainingSessionAnswers): Problem[] {
  const problems: Problem[] = []
  const parts = traineeParts.map((name) => answers[name])
  const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0)
  if (answers.trainee_count !== null && parts.every((part) => part !== null) && sum !== answers.trainee_count)
    problems.push(errorAt('answers.trainee_count', 'parts_do_not_add_up', { sum }))
  for (const [name, limitNames] of limits) {
    const value = answers[name]
    const limit = limitNames.find((each) => answers[each] !== null)
    const max = limit ? answers[limit] : null
    if (limit && value !== null && max !== null && value > max) problems.push(errorAt(`answers.${name}`, moreThan[limit], { max }))
  }
  for (const name of neededResults(answers))
    if (answers[name] === null) problems.push(errorAt(`answers.${name}`, 'required'))
  return [...problems, ...checkAgainstRoster(answers)]
}

/** Problems of a training session's own answers (domain rules B4). `private.training_session_problems` says the same in SQL. */
export const checkTrainingSession = (
  answers: TrainingSessionAnswers, _header: Header, context: CheckContext,
): Problem[] => [
  ...checkNumbers(numberFields, answers), ...checkCourse(answers, context), ...checkHours(answers),
  ...checkTrainers(answers), ...checkCounts(answers), ...checkRoster(answers, context),
]
