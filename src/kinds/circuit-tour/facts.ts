import { countedStatuses } from '@/domain/activity'
import type { Child } from '@/domain/child'
import { addDays, chinaDay, type Day } from '@/domain/day'
import type { TourStopAnswers } from '../tour-stop/answers'

export interface TourFacts {
  readonly stops: number
  /** Townships other than the county seat's hospital where a township or village stop was held. */
  readonly townships_covered: number
  /** Days on which the team stood at a stop, in a county, township or village. */
  readonly grassroots_days: number
}

function daysOf({ started_at, ended_at }: Child['payload']['header']): Day[] {
  if (!started_at) return []
  const first = chinaDay(started_at)
  const last = chinaDay(ended_at ?? started_at)
  const days: Day[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

/** What a tour's stops make of it: those submitted or approved. `private.circuit_tour_facts` says the same in SQL. */
export function tourFacts(children: readonly Child[]): TourFacts {
  const stops = children.filter(({ payload }) => countedStatuses.includes(payload.status))
  const townships = stops.filter(({ payload }) => (payload.answers as TourStopAnswers).stop_level !== 'county')
    .flatMap(({ townshipId }) => (townshipId === null ? [] : [townshipId]))
  return {
    stops: stops.length,
    townships_covered: new Set(townships).size,
    grassroots_days: new Set(stops.flatMap(({ payload }) => daysOf(payload.header))).size,
  }
}
