import { addDays, type Day } from '../../src/domain/day.ts'
import { pastYear, spreadDays } from './calendar.ts'
import { demoHospitals, isTownshipBody, type DemoHospital } from './outings.ts'
import type { Random } from './random.ts'
import type { Venue } from './venues.ts'

/** One tour to be: who goes where, a stop a day. */
export interface DemoTour {
  readonly first: Day
  readonly hospital: DemoHospital
  readonly author: string
  readonly level: 'county' | 'prefecture'
  readonly stops: readonly Venue[]
}

/** Tours a year of each hospital in its own county, and how many days each lasts. */
const local = { yearly: 3, days: [3, 4, 5] } as const
/** Paired support: a longer tour of the first hospital in the second one's county. */
const support = { from: 111, to: 520326, days: 7 } as const

/** The tours of the 365 days before `today`. */
export function planTours(today: Day, venues: readonly Venue[], random: Random): DemoTour[] {
  const days = pastYear(today)
  const tourOf = (hospital: DemoHospital, level: DemoTour['level'], first: Day, county: number, length: number): DemoTour => {
    const places = random.shuffle(venues.filter((venue) => venue.county === county))
    const townships = places.filter(isTownshipBody)
    const stops = [...townships.slice(0, length - 1), ...places.filter((venue) => !isTownshipBody(venue)), ...townships.slice(length - 1)]
    return { first, hospital, author: hospital.authors[0] ?? '', level, stops: stops.slice(0, length) }
  }
  return demoHospitals.flatMap((hospital) => [
    ...spreadDays(days.slice(0, -5), local.yearly, random).map((day) =>
      tourOf(hospital, 'county', day, hospital.county, random.pick(local.days))),
    ...(hospital.id === support.from
      ? [tourOf(hospital, 'prefecture', addDays(today, -random.int(60, 120)), support.to, support.days)] : []),
  ])
}
