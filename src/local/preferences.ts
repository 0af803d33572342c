import type { Connection } from './connection'
import { decode, encode } from './codec'

/** Small values of this person on this device: counters, the last choices, the acting membership. */
export interface Preferences {
  get<T>(key: string): Promise<T | undefined>
  set<T>(key: string, value: T): Promise<void>
}

export const openPreferences = ({ use }: Connection): Preferences => ({
  async get<T>(key: string) {
    const row = await use((database) => database.preferences.get(key))
    return row && (decode(row) as T)
  },
  async set(key, value) {
    await use((database) => database.preferences.put({ key, ...encode<unknown>(value) }))
  },
})
