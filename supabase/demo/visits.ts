import type { Day } from '../../src/domain/day.ts'
import { pastYear, spreadDays } from './calendar.ts'
import { demoHospitals, hospitalOf, isTownshipBody, rotate, type DemoHospital, type Outing } from './outings.ts'
import type { Random } from './random.ts'
import type { Venue } from './venues.ts'

const yearly = 4
const support = { from: 111, to: 121, visits: 1 } as const

/** The supervision visits of the 365 days before `today`: of each hospital to township bodies of its county, one to the supported county. */
export function planVisits(today: Day, venues: readonly Venue[], random: Random): Outing[] {
  const days = pastYear(today)
  const made = (hospital: DemoHospital, county: number, count: number): Outing[] => {
    const places = rotate(venues.filter((venue) => venue.county === county && isTownshipBody(venue)), random)
    return spreadDays(days, count, random).map((day) =>
      ({ day, hospital, author: hospital.authors[0] ?? '', venue: places(), visiting: county !== hospital.county }))
  }
  return [
    ...demoHospitals.flatMap((hospital) => made(hospital, hospital.county, yearly)),
    ...made(hospitalOf(support.from), hospitalOf(support.to).county, support.visits),
  ]
}
