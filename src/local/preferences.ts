import type { Connection } from './connection'
import { decode, encode } from './codec'

/** Small values of this person on this device: counters, the last choices, the acting membership. */
export interface Preferences {
  get<T>(key: string): Promise<T | undefined>
  set<T>(key: string, value: T): Promise<void>
  /** Reads and writes in one transaction; the change must not wait for anything else. */
  update<T>(key: string, change: (value: T | undefined) => T): Promise<void>
}

export const openPreferences = ({ use }: Connection): Preferences => ({
  async get<T>(key: string) {
    const row = await use((database) => database.preferences.get(key))
    return row && (decode(row) as T)
  },
  async set(key, value) {
    await use((database) => database.preferences.put({ key, ...encode<unknown>(value) }))
  },
  async update<T>(key: string, change: (value: T | undefined) => T) {
    await use((database) => database.transaction('rw', database.preferences, async () => {
      const row = await database.preferences.get(key)
      await database.preferences.put({ key, ...encode<unknown>(change(row && (decode(row) as T))) })
    }))
  },
})
