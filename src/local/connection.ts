import { DeviceDatabase } from './database'
import type { PersonId } from '@/domain/id'

/** Errors after which WebKit's handle is dead: retrying on it never helps, a new one does. */
const lost = new Set(['UnknownError', 'InvalidStateError', 'DatabaseClosedError'])

const isLost = (error: unknown): boolean =>
  error instanceof Error && (lost.has(error.name) || /connection to indexed database server lost/i.test(error.message))

/** Runs work on the person's database; when the handle has died, opens a new one and runs the work once more. */
export interface Connection {
  use<T>(work: (database: DeviceDatabase) => Promise<T>): Promise<T>
  readonly database: DeviceDatabase
  close(): void
}

export function connect(person: PersonId): Connection {
  let database = new DeviceDatabase(person)
  return {
    get database() {
      return database
    },
    async use(work) {
      try {
        return await work(database)
      } catch (error) {
        if (!isLost(error)) throw error
        database.close()
        database = new DeviceDatabase(person)
        return await work(database)
      }
    },
    close: () => database.close(),
  }
}
