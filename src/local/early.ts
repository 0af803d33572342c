import type { PersonId } from '@/domain/id'
import type { LineRow } from './rows'

type Rows = readonly LineRow[] | null

declare global {
  interface Window {
    earlyLines?: { readonly person: PersonId; readonly rows: Promise<Rows> }
  }
}

/** Of each record the line that counts: the newest of these, which come in the order of the log. */
export const newestOf = (rows: readonly LineRow[]): readonly LineRow[] => [...new Map(rows.map((row) => [row.id, row])).values()]

function readLines(person: PersonId): Promise<Rows> {
  return new Promise((resolve) => {
    const request = indexedDB.open(`xingxun-${person}`)
    request.onupgradeneeded = () => request.transaction?.abort()
    request.onerror = (event) => {
      event.preventDefault()
      resolve(null)
    }
    request.onsuccess = () => {
      const database = request.result
      if (!database.objectStoreNames.contains('lineLog')) {
        database.close()
        return resolve(null)
      }
      const transaction = database.transaction('lineLog')
      const lines: IDBRequest<LineRow[]> = transaction.objectStore('lineLog').getAll()
      transaction.onabort = () => resolve(null)
      transaction.oncomplete = () => {
        database.close()
        resolve(lines.result)
      }
    }
  })
}

/**
 * Asks a person's store for the log of lines of lists before the app's code has come, and keeps them for the app. Gives null
 * where nothing is kept; makes no database.
 */
export function lookEarly(person: PersonId): Promise<Rows> {
  const rows = readLines(person)
  window.earlyLines = { person, rows }
  return rows
}

/** The rows that were read early for this person, once; null when none were. */
export async function takeEarlyLines(person: PersonId): Promise<Rows> {
  const early = globalThis.window?.earlyLines
  if (early?.person !== person) return null
  delete window.earlyLines
  return early.rows
}
