import type { PersonId } from '@/domain/id'
import { isStorageFull } from '@/domain/storage'
import type { DeviceDatabase } from './database'
import { code, loadCode } from './store-code'

/** Errors after which WebKit's handle is dead: retrying on it never helps, a new one does. */
const lost = new Set(['UnknownError', 'InvalidStateError', 'DatabaseClosedError'])

const isLost = (error: unknown): boolean =>
  error instanceof Error && (lost.has(error.name) || /connection to indexed database server lost/i.test(error.message))

/**
 * Runs work on the person's database; when the handle has died, opens a new one and runs the work once more; when the disk
 * is full, does so after what the server holds too made room. After `close` nothing is opened again: the work of a person
 * who has left fails. Rejects too where the store's code cannot be fetched, and asks for it again at the next use.
 */
export interface Connection {
  use<T>(work: (database: DeviceDatabase) => Promise<T>): Promise<T>
  /** The database as it stands, for work that is not run again and that no room is made for. */
  open(): Promise<DeviceDatabase>
  close(): void
}

export function connect(person: PersonId): Connection {
  let database: DeviceDatabase | undefined
  let closed = false
  // Whoever comes first once the code is there opens it; nobody waits for what is there: a live query knows its reads by the turn
  // in which they are asked for.
  const standing = () => {
    const Database = code()?.DeviceDatabase
    if (!database && Database) {
      database = new Database(person)
      if (closed) database.close()
    }
    return database
  }
  const open = async () => {
    if (!code()) await loadCode()
    return standing() as DeviceDatabase
  }
  standing()
  return {
    open,
    async use(work) {
      const mine = standing() ?? await open()
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
          database = undefined
        }
        return await work(await open())
      }
    },
    close() {
      closed = true
      database?.close()
    },
  }
}
