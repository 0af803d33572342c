import { chinaDay } from '@/domain/day'
import { decode, encode } from './codec'
import type { DeviceDatabase } from './database'

/** How many days of this device had a contact with the server, and the newest of them by its clock. */
interface Contact {
  readonly day: string
  readonly count: number
}

const key = 'contact'

/** What was given for a server that may be restored is kept for so many days of contact. */
export const keptDays = 14

const dayOf = (now: number) => chinaDay(new Date(now).toISOString())

/** For a transaction that holds `preferences`. */
export const contactOf = async ({ preferences }: DeviceDatabase): Promise<Contact> => {
  const row = await preferences.get(key)
  return row ? decode(row) as Contact : { day: '', count: 0 }
}

/** The number of the day of contact that now is, or will be once it is counted. For a transaction that holds `preferences`. */
export async function contactToday(database: DeviceDatabase, now: number): Promise<number> {
  const { day, count } = await contactOf(database)
  return day === dayOf(now) ? count : count + 1
}

/** Counts a new day of contact; gives how many there were before it, or null where the day is counted already. */
export async function countContact(database: DeviceDatabase, now: number): Promise<number | null> {
  const { day, count } = await contactOf(database)
  if (day === dayOf(now)) return null
  await database.preferences.put({ key, ...encode<unknown>({ day: dayOf(now), count: count + 1 }) })
  return count
}
