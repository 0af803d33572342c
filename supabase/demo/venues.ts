import type { Transaction } from './context.ts'

/** An organisation that a free clinic can be held at. */
export interface Venue {
  readonly id: number
  readonly name: string
  readonly short: string
  readonly kind: string
  readonly county: number
  readonly township: number
  readonly township_name: string
  readonly tradition: string
  readonly lng: number
  readonly lat: number
}

/** Township and village institutions of the given counties that are placed on the map, by id. */
export async function readVenues(database: Pick<Transaction, 'query'>, counties: readonly number[]): Promise<Venue[]> {
  const venues = await database.query<Venue>(
    `select o.id, o.name, o.name_short as short, o.kind, o.county_id as county, o.township_id as township,
       a.name as township_name, c.tradition_label as tradition, o.lng, o.lat
     from app.organisations o join app.areas a on a.id = o.township_id join app.areas c on c.id = o.county_id
     where o.county_id = any(($1::text)::int[]) and o.lng is not null and o.level in ('township', 'village')
     order by o.id`,
    [`{${counties.join(',')}}`],
  )
  const missing = counties.filter((county) => !venues.some((venue) => venue.county === county))
  if (missing.length > 0) throw new Error(`no organisations to hold a free clinic at in ${missing.join(', ')}`)
  return venues
}
