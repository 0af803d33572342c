import { addCalendarMonths, addDays, type Day } from '@/domain/day'
import type { TourStopAnswers } from './answers'

type StopLevel = NonNullable<TourStopAnswers['stop_level']>

/** The rules on how often a place of each level is to be visited. */
export const frequencyRules: Readonly<Record<StopLevel, string>> = {
  county: 'tour_stops_county_quarter', township: 'tour_stops_township_month', village: 'tour_stops_village_week',
}

/** The day a quarter, a month or a week after one. */
const later: Readonly<Record<StopLevel, (day: Day) => Day>> = {
  county: (day) => addCalendarMonths(day, 3), township: (day) => addCalendarMonths(day, 1), village: (day) => addDays(day, 7),
}

/**
 * The last day on which a stop still lies within the rolling period of its level: `private.held_until` says the same in SQL.
 * Months end on days that a shorter one lacks: counted from the stop and from the day before it, the later holds.
 */
export function heldUntil(stop: Day, level: StopLevel): Day {
  const [day, dayBefore] = [addDays(later[level](stop), -1), later[level](addDays(stop, -1))]
  return day > dayBefore ? day : dayBefore
}
