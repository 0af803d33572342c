import type { CheckContext } from '@/domain/check-header'
import type { Header } from '@/domain/header'
import { isDocumentId, isSha256 } from '@/domain/id'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { numberFields, type CircuitTourAnswers } from './answers'
import { tourFacts } from './facts'

const longestRoute = 500

/** The rules of this tour's level (`tour_national_…`), as far as rows are in force for it. */
function checkTeam({ tour_level, team_type, team_size, planned_days }: CircuitTourAnswers, { rule }: CheckContext): Problem[] {
  const problems: Problem[] = []
  const people = team_type && rule(`tour_${tour_level}_team_${team_type}`)
  if (people && team_size !== null && team_size < people)
    problems.push(warningAt('answers.team_size', 'team_too_small', { min: people }))
  const days = rule(`tour_${tour_level}_days`)
  if (days && planned_days !== null && planned_days < days)
    problems.push(warningAt('answers.planned_days', 'tour_too_short', { min: days }))
  return problems
}

/** What the stops on this device fall short of. Not asked before the tour is over: until then stops are still to come. */
function checkStops({ tour_level }: CircuitTourAnswers, header: Header, context: CheckContext): Problem[] {
  const children = context.children ?? []
  const problems: Problem[] = []
  const unsubmitted = children.filter(({ payload }) => payload.status === 'draft').length
  if (unsubmitted > 0) problems.push(warningAt('answers.stops', 'stops_unsubmitted', { count: unsubmitted }))
  if (!header.ended_at || Date.parse(header.ended_at) > context.now.getTime()) return problems
  const { townships_covered, grassroots_days } = tourFacts(children)
  const townships = context.rule(`tour_${tour_level}_townships`)
  if (townships && townships_covered < townships)
    problems.push(warningAt('answers.stops', 'too_few_townships', { min: townships, count: townships_covered }))
  const days = context.rule(`tour_${tour_level}_grassroots_days`)
  if (days && grassroots_days < days)
    problems.push(warningAt('answers.stops', 'too_few_grassroots_days', { min: days, count: grassroots_days }))
  return problems
}

/** Problems of a tour's own answers (domain rules B3). `private.circuit_tour_problems` says the same of its errors in SQL. */
export function checkCircuitTour(answers: CircuitTourAnswers, header: Header, context: CheckContext): Problem[] {
  const problems: Problem[] = []
  if (!header.recipient_org_id) problems.push(errorAt('header.recipient_org_id', 'required'))
  if (!answers.tour_level) problems.push(errorAt('answers.tour_level', 'required'))
  if (!answers.team_type) problems.push(errorAt('answers.team_type', 'required'))
  problems.push(...checkNumbers(numberFields, answers))
  const { team_size, senior_count } = answers
  if (team_size !== null && senior_count !== null && senior_count > team_size)
    problems.push(errorAt('answers.senior_count', 'more_than_team', { max: team_size }))
  if ([...answers.planned_route.trim()].length > longestRoute)
    problems.push(errorAt('answers.planned_route', 'too_long', { max: longestRoute }))
  if (!answers.stops.every(({ id, sha256 }) => isDocumentId(id) && isSha256(sha256)))
    problems.push(errorAt('answers.stops', 'bad_reference'))
  if (answers.tour_level) problems.push(...checkTeam(answers, context))
  problems.push(...checkStops(answers, header, context))
  return problems
}
