import { addDays, type Day } from '../../src/domain/day.ts'
import { pastYear, spreadDays } from './calendar.ts'
import type { Random } from './random.ts'
import type { Venue } from './venues.ts'

/** A hospital that holds free clinics in the demo data. */
export interface DemoHospital {
  readonly id: number
  readonly county: number
  readonly short: string
  /** Organisation that its free clinics are filed with at home. */
  readonly authority: number
  /** Accounts that record for it, the busiest first. */
  readonly authors: readonly string[]
  /** Free clinics a year in its own county. */
  readonly yearly: number
}

export const demoHospitals: readonly DemoHospital[] = [
  { id: 111, county: 330602, short: '绍兴市中医院', authority: 12, authors: ['zhuanjia', 'yuanban'], yearly: 34 },
  { id: 121, county: 520326, short: '务川县中医院', authority: 23, authors: ['wcyisheng'], yearly: 52 },
  { id: 122, county: 150421, short: '阿旗蒙医中医医院', authority: 24, authors: ['aqiyisheng'], yearly: 42 },
  { id: 123, county: 130682, short: '定州市中医院', authority: 21, authors: ['dzyisheng'], yearly: 48 },
]

/** One free clinic to be: who goes where on which day. */
export interface Outing {
  readonly day: Day
  readonly hospital: DemoHospital
  readonly author: string
  readonly venue: Venue
  /** Held in another county than the hospital's own. */
  readonly visiting: boolean
}

/** Paired support: the first hospital's teams travel to the second one's county, some days in a row. */
const support = { from: 111, to: 121, journeys: 5, days: 3 } as const
const secondAuthorShare = 0.3

/** The free clinics of the 365 days before `today`, oldest first. */
export function planOutings(today: Day, venues: readonly Venue[], random: Random): Outing[] {
  const days = pastYear(today)
  const local = demoHospitals.flatMap((hospital) => {
    const places = rotate(venues.filter(({ county }) => county === hospital.county), random)
    return spreadDays(days, hospital.yearly, random).map((day): Outing =>
      ({ day, hospital, author: authorOf(hospital, random), venue: places(), visiting: false }))
  })
  return [...local, ...planSupport(days, venues, random)]
    .sort((one, other) => one.day.localeCompare(other.day) || one.hospital.id - other.hospital.id)
}

function planSupport(days: readonly Day[], venues: readonly Venue[], random: Random): Outing[] {
  const hospital = hospitalOf(support.from)
  const { county } = hospitalOf(support.to)
  const places = rotate(venues.filter((venue) => venue.county === county && isTownshipBody(venue)), random)
  return spreadDays(days.slice(0, -support.days), support.journeys, random).flatMap((first) =>
    Array.from({ length: support.days }, (_, index): Outing => ({
      day: addDays(first, index), hospital, author: 'zhuanjia', venue: places(), visiting: true,
    })))
}

export const isTownshipBody = ({ kind }: Pick<Venue, 'kind'>): boolean =>
  kind === 'township_hospital' || kind === 'community_health_center'

export function hospitalOf(id: number): DemoHospital {
  const found = demoHospitals.find((hospital) => hospital.id === id)
  if (found === undefined) throw new Error(`no demo hospital ${id}`)
  return found
}

function authorOf({ authors }: DemoHospital, random: Random): string {
  const [first = '', second = first] = authors
  return random.chance(secondAuthorShare) ? second : first
}

/** Gives the places one after another in a random order, township bodies three times as often as village ones. */
export function rotate(venues: readonly Venue[], random: Random): () => Venue {
  const weighted = venues.flatMap((venue) => isTownshipBody(venue) ? [venue, venue, venue] : [venue])
  let order: Venue[] = []
  return () => {
    if (order.length === 0) order = random.shuffle(weighted)
    return order.pop() ?? random.pick(weighted)
  }
}
