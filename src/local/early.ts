import type { PersonId } from '@/domain/id'


declare global {
  interface Window {
    earlyLines?: Promise<readonly unknown[] | null> & { readonly of?: string }
  }
}

/**
 * Stands in the page itself and runs before the app's code has come: asks the store for the lines of lists, so that
 * the first page is drawn with its list. Its text is put into the page alone: it must not use anything from outside itself.
 * Gives null where nobody has signed in or nothing is kept; makes no database.
 */
export function readEarly(): void {
  const identity = localStorage.getItem('xingxun.identity')
  if (!identity) return
  const { personId } = JSON.parse(identity) as { personId: string }
  const rows = new Promise<readonly unknown[] | null>((resolve) => {
    const request = indexedDB.open(`xingxun-${personId}`)
    request.onupgradeneeded = () => request.transaction?.abort()
    request.onerror = (event) => {
      event.preventDefault()
      resolve(null)
    }
    request.onsuccess = () => {
      const database = request.result
      if (!database.objectStoreNames.contains('lines')) {
        database.close()
        return resolve(null)
      }
      const transaction = database.transaction('lines')
      const lines: IDBRequest<unknown[]> = transaction.objectStore('lines').getAll()
      transaction.onabort = () => resolve(null)
      transaction.oncomplete = () => {
        database.close()
        resolve(lines.result)
      }
    }
  })
  window.earlyLines = Object.assign(rows, { of: personId })
}

/** The rows that were read early for this person, once; null when none were. */
export function takeEarlyLines(person: PersonId): Promise<readonly unknown[] | null> {
  const rows = globalThis.window?.earlyLines
  if (!rows || rows.of !== person) return Promise.resolve(null)
  delete window.earlyLines
  return rows
}
