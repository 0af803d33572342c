import type { HeldFigure } from '../kind'
import type { CircuitTourAnswers } from './answers'
import type { TourFacts } from './facts'

/** The figures of a tour that the rules of its level ask for: people and days as planned, townships and days as its stops make them. */
export function heldFigures({ tour_level, team_type, team_size, planned_days }: CircuitTourAnswers, facts: TourFacts): HeldFigure[] {
  if (!tour_level) return []
  const figure = (name: string, value: number | null, rule: string | null): HeldFigure[] =>
    (value === null || rule === null ? [] : [{ name, value, rule: `tour_${tour_level}_${rule}` }])
  return [
    ...figure('team_size', team_size, team_type && `team_${team_type}`),
    ...figure('planned_days', planned_days, 'days'),
    ...figure('townships_covered', facts.townships_covered, 'townships'),
    ...figure('grassroots_days', facts.grassroots_days, 'grassroots_days'),
  ]
}
