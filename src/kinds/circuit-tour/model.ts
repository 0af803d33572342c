import type { ActivityKind } from '../kind'
import type { CircuitTourAnswers } from './answers'
import { checkCircuitTour } from './check'
import { tourFacts, type TourFacts } from './facts'
import { heldFigures } from './held'

const empty: CircuitTourAnswers = {
  tour_level: null,
  team_type: null,
  team_size: null,
  senior_count: null,
  planned_days: null,
  planned_route: '',
  stops: [],
}

/**
 * 巡回医疗: the frame of a journey, whose stops are records of their own and count for themselves. Habits are kept from
 * the last one: level and kind of team.
 */
export const circuitTour: ActivityKind<CircuitTourAnswers> = {
  slug: 'circuit_tour',
  letter: 'XH',
  version: 1,
  usualHours: null,
  needsRecipient: true,
  blank: (previous) =>
    previous ? { ...empty, tour_level: previous.tour_level, team_type: previous.team_type } : empty,
  upgrade(answers, version) {
    if (version > 1) throw new RangeError(`answers of version ${version} come from a newer app`)
    return { ...empty, ...(answers as Partial<CircuitTourAnswers>) }
  },
  problems: checkCircuitTour,
  measures: () => ({ sessions: 0, visits: 0, staff: 0, leaflets: 0 }),
  headline: ({ planned_days }) => planned_days,
  children: {
    facts: (children) => ({ ...tourFacts(children) }),
    held: (answers, facts) => heldFigures(answers, facts as unknown as TourFacts),
    list: (answers, children) => ({ ...answers, stops: children }),
  },
}
