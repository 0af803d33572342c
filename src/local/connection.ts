import { DeviceDatabase } from './database'
import type { PersonId } from '@/domain/id'
import { isStorageFull } from '@/domain/storage'

/** Errors after which WebKit's handle is dead: retrying on it never helps, a new one does. */
const lost = new Set(['UnknownError', 'InvalidStateError', 'DatabaseClosedError'])

const isLost = (error: unknown): boolean =>
  error instanceof Error && (lost.has(error.name) || /connection to indexed database server lost/i.test(error.message))

/**
 * Runs work on the person's database; when the handle has died, opens a new one and runs the work once more; when the disk
 * is full, does so after what the server holds too made room. After `close` nothing is opened again: the work of a person
 * who has left fails.
 */
export interface Connection {
  use<T>(work: (database: DeviceDatabase) => Promise<T>): Promise<T>
  readonly database: DeviceDatabase
  close(): void
}

export function connect(person: PersonId): Connection {
  let database = new DeviceDatabase(person)
  let closed = false
  return {
    get database() {
      return database
    },
    async use(work) {
      const mine = database
      try {
        return await work(mine)
      } catch (error) {
        if (closed) throw error
        if (isStorageFull(error)) {
          if (!await import('./purge').then(({ makeRoomToWrite }) => makeRoomToWrite(mine)).catch(() => false)) throw error
          return await work(mine)
        }
        if (!isLost(error)) throw error
        // Of several works that lost the same handle, the first opens the new one; the others must not close it again.
        if (database === mine) {
          mine.close()
          database = new DeviceDatabase(person)
        }
        return await work(database)
      }
    },
    close() {
      closed = true
      database.close()
    },
  }
}
