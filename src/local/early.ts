import type { PersonId } from '@/domain/id'

/** Rows of a person's records and photos as they lay in the store when the page began to load. */
export interface EarlyRows {
  readonly documents: readonly unknown[]
  readonly photos: readonly unknown[]
}

declare global {
  interface Window {
    earlyRows?: Promise<EarlyRows | null> & { readonly of?: string }
  }
}

/**
 * Stands in the page itself and runs before the app's code has come: asks the store for the records, so that the first
 * page is drawn with its list. Its text is put into the page alone: it must not use anything from outside itself.
 * Gives null where nobody has signed in or nothing is kept; makes no database.
 */
export function readEarly(): void {
  const identity = localStorage.getItem('xingxun.identity')
  if (!identity) return
  const { personId } = JSON.parse(identity) as { personId: string }
  const rows = new Promise<EarlyRows | null>((resolve) => {
    const request = indexedDB.open(`xingxun-${personId}`)
    request.onupgradeneeded = () => request.transaction?.abort()
    request.onerror = (event) => {
      event.preventDefault()
      resolve(null)
    }
    request.onsuccess = () => {
      const database = request.result
      const has = (name: string) => database.objectStoreNames.contains(name)
      if (!has('documents') || !has('photos')) {
        database.close()
        return resolve(null)
      }
      const transaction = database.transaction(['documents', 'photos'])
      const documents = transaction.objectStore('documents').getAll()
      const photos = transaction.objectStore('photos').getAll()
      transaction.onabort = () => resolve(null)
      transaction.oncomplete = () => {
        database.close()
        resolve({ documents: documents.result, photos: photos.result })
      }
    }
  })
  window.earlyRows = Object.assign(rows, { of: personId })
}

/** What was read early for this person, once; null when nothing was. */
export function takeEarlyRows(person: PersonId): Promise<EarlyRows | null> {
  const rows = globalThis.window?.earlyRows
  if (!rows || rows.of !== person) return Promise.resolve(null)
  delete window.earlyRows
  return rows
}
