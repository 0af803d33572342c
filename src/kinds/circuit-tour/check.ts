import type { CheckContext } from '@/domain/check-header'
import type { Header } from '@/domain/header'
import { isDocumentId, isSha256 } from '@/domain/id'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { numberFields, type CircuitTourAnswers } from './answers'
import { tourFacts } from './facts'
import { heldFigures } from './held'

const longestRoute = 500

/** How a figure that falls short of its rule is said, and where: `stops` for what stops make, else the answer itself. */
const shortfalls: Readonly<Record<string, { readonly code: string; readonly stops?: true }>> = {
  team_size: { code: 'team_too_small' },
  planned_days: { code: 'tour_too_short' },
  townships_covered: { code: 'too_few_townships', stops: true },
  grassroots_days: { code: 'too_few_grassroots_days', stops: true },
}

/**
 * What falls short of the rules of this tour's level, as far as rows are in force for it. What its stops make is not asked
 * before the tour is over: until then stops are still to come.
 */
function checkRules(answers: CircuitTourAnswers, { ended_at }: Header, { rule, now, children = [] }: CheckContext): Problem[] {
  const over = Boolean(ended_at) && Date.parse(ended_at ?? '') <= now.getTime()
  return heldFigures(answers, tourFacts(children)).flatMap(({ name, value, rule: code }) => {
    const min = rule(code)
    const short = shortfalls[name]
    if (!min || !short || value >= min || (short.stops && !over)) return []
    return [short.stops ? warningAt('answers.stops', short.code, { min, count: value }) : warningAt(`answers.${name}`, short.code, { min })]
  })
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
  const unsubmitted = (context.children ?? []).filter(({ payload }) => payload.status === 'draft').length
  if (unsubmitted > 0) problems.push(warningAt('answers.stops', 'stops_unsubmitted', { count: unsubmitted }))
  problems.push(...checkRules(answers, header, context))
  return problems
}
