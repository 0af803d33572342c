import Dexie, { RangeSet } from 'dexie'
import type { DocumentId } from '@/domain/id'
import { decode, type Stored } from './codec'
import { heldRow, type DeviceDatabase, type Held } from './database'

/** Tells live queries, in every tab, what the library did not see being written. */
function announce(database: DeviceDatabase, id: DocumentId): void {
  const part = (index: string) => `idb://${database.name}/documents/${index}`
  Dexie.on.storagemutated.fire({ [part('')]: new RangeSet(id), [part('waiting')]: new RangeSet(-Infinity, [[]]) })
}

/**
 * Replaces one record's row by what `update` makes of it, in one strict transaction; resolves once that is on the disk,
 * rejects when nothing was written. Goes to IndexedDB itself: while somebody types this runs after every pause, and the
 * library's own transaction costs as much again as the disk.
 */
export async function rewrite(database: DeviceDatabase, id: DocumentId, update: (held: Held | undefined) => Held): Promise<void> {
  await database.open()
  await new Promise<void>((resolve, reject) => {
    const transaction = database.backendDB().transaction('documents', 'readwrite', { durability: 'strict' })
    const rows = transaction.objectStore('documents')
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('the save was aborted'))
    rows.get(id).onsuccess = ({ target }) => {
      try {
        const row = (target as IDBRequest<Stored<Held> | undefined>).result
        rows.put(heldRow(id, update(row && decode(row))))
        transaction.commit()
      } catch (error) {
        reject(error)
        transaction.abort()
      }
    }
  })
  announce(database, id)
}
