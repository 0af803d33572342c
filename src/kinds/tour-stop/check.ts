import type { CheckContext } from '@/domain/check-header'
import { addDays, chinaDay, daysBetween } from '@/domain/day'
import type { Header } from '@/domain/header'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { numberFields, type TourStopAnswers } from './answers'
import { frequencyRules, heldUntil } from './frequency'

/** More outpatients a head of the team than this at one stop is asked about. */
const visitsPerHead = 80

const wholeDay = /^\d{4}-\d\d-\d\d$/

function checkNextVisit({ next_visit_on, stop_level }: TourStopAnswers, { ended_at }: Header, { rule }: CheckContext): Problem[] {
  if (!next_visit_on || !ended_at) return []
  const last = chinaDay(ended_at)
  if (!wholeDay.test(next_visit_on) || next_visit_on <= last) return [errorAt('answers.next_visit_on', 'next_visit_not_after')]
  if (!stop_level) return []
  const times = rule(frequencyRules[stop_level])
  if (!times) return []
  const longest = Math.floor(daysBetween(last, addDays(heldUntil(last, stop_level), 1)) / times)
  return next_visit_on > addDays(last, longest)
    ? [warningAt('answers.next_visit_on', 'next_visit_late', { days: longest })]
    : []
}

/** Problems of a stop's own answers (domain rules B3). `private.tour_stop_problems` says the same of its errors in SQL. */
export function checkTourStop(answers: TourStopAnswers, header: Header, context: CheckContext): Problem[] {
  const problems: Problem[] = []
  if (!answers.stop_level) problems.push(errorAt('answers.stop_level', 'required'))
  problems.push(...checkNumbers(numberFields, answers))
  // Where it was counts as a township covered only by its area.
  if (answers.stop_level && answers.stop_level !== 'county' && context.hostLevel && context.hostLevel !== 'township')
    problems.push(warningAt('header.host_area_id', 'township_not_chosen'))
  const most = visitsPerHead * header.participants.length
  if (answers.outpatient_visits !== null && most > 0 && answers.outpatient_visits > most)
    problems.push(warningAt('answers.outpatient_visits', 'visits_per_team', { max: most }))
  if (!answers.new_techniques.every(context.knowsTechnique))
    problems.push(errorAt('answers.new_techniques', 'unknown_technique'))
  problems.push(...checkNextVisit(answers, header, context))
  return problems
}
