import Dexie, { RangeSet } from 'dexie'
import type { DocumentId } from '@/domain/id'
import { listed } from '@/domain/listed-record'
import { decode, type Stored } from './codec'
import { heldRow, newLine, type DeviceDatabase, type Held } from './database'

/** Tells live queries, in every tab, what the library did not see being written. */
function announce(database: DeviceDatabase, id: DocumentId): void {
  const part = (path: string) => `idb://${database.name}/${path}`
  const anywhere = () => new RangeSet(-Infinity, [[]])
  Dexie.on.storagemutated.fire({
    [part('documents/')]: new RangeSet(id), [part('documents/waiting')]: anywhere(),
    [part('lineLog/')]: anywhere(),
  })
}

/**
 * Replaces one record's row by what `update` makes of it, and adds its line in lists, in one strict transaction; resolves once
 * that is on the disk, rejects when nothing was written. Goes to IndexedDB itself: while somebody types this runs after
 * every pause, and the library's own transaction costs as much again as the disk.
 */
export async function rewrite(database: DeviceDatabase, id: DocumentId, update: (held: Held | undefined) => Held): Promise<void> {
  // Asking an open one costs a turn that is a tenth of the whole.
  if (!database.isOpen()) await database.open()
  await new Promise<void>((resolve, reject) => {
    const transaction = database.backendDB().transaction(['documents', 'lineLog'], 'readwrite', { durability: 'strict' })
    const rows = transaction.objectStore('documents')
    transaction.oncomplete = () => resolve()
    // What was thrown below has been given by then; anything else has its error here.
    transaction.onabort = () => reject(transaction.error as Error)
    const found: IDBRequest<Stored<Held> | undefined> = rows.get(id)
    found.onsuccess = () => {
      try {
        const held = update(found.result && decode(found.result))
        const { payload, touched } = held.record
        rows.put(heldRow(id, held))
        transaction.objectStore('lineLog').add(newLine(id, listed(payload, touched)))
        transaction.commit()
      } catch (error) {
        reject(error)
        return transaction.abort()
      }
      // While the disk works. Whoever reads at once waits for this transaction, and finds what was there where it fails.
      announce(database, id)
    }
  })
}
