import type { DocumentId } from '@/domain/id'
import { listed } from '@/domain/listed-record'
import { decode, type Stored } from './codec'
import type { DeviceDatabase } from './database'
import { heldRow, newLine, type Held } from './rows'

/**
 * By handle of a store that is open, the lines that saves through it added last: the next of the same record takes its own out,
 * so that typing leaves one.
 */
const added = new WeakMap<IDBDatabase, Map<DocumentId, number>>()

/**
 * The store's handle. Is waited for once: asking an open store costs a turn that is a tenth of a save. `isOpen`
 * alone is not enough, it holds while the store is still being made or upgraded.
 */
async function handleOf(database: DeviceDatabase) {
  if (!database.isOpen() || !added.has(database.backendDB())) await database.open()
  const handle = database.backendDB()
  if (!added.has(handle)) added.set(handle, new Map())
  return handle
}

/**
 * Replaces one record's row by what `update` makes of it, and adds its line in lists, in one strict transaction; resolves once
 * that is on the disk, rejects when nothing was written. Goes to IndexedDB itself: while somebody types this runs after
 * every pause, and the library's own transaction costs as much again as the disk.
 */
export async function rewrite(database: DeviceDatabase, id: DocumentId, update: (held: Held | undefined) => Held): Promise<void> {
  const handle = await handleOf(database)
  await new Promise<void>((resolve, reject) => {
    const transaction = handle.transaction(['documents', 'lineLog'], 'readwrite', { durability: 'strict' })
    const rows = transaction.objectStore('documents')
    const lines = added.get(handle)
    let line: IDBRequest<IDBValidKey>
    transaction.oncomplete = () => {
      lines?.set(id, line.result as number)
      resolve()
    }
    // What was thrown below has been given by then; anything else has its error here.
    transaction.onabort = () => reject(transaction.error as Error)
    const found: IDBRequest<Stored<Held> | undefined> = rows.get(id)
    found.onsuccess = () => {
      try {
        const held = update(found.result && decode(found.result))
        const { payload, touched } = held.record
        rows.put(heldRow(id, held))
        const log = transaction.objectStore('lineLog')
        const before = lines?.get(id)
        if (before !== undefined) log.delete(before)
        line = log.add(newLine(id, listed(payload, touched)))
        transaction.commit()
      } catch (error) {
        reject(error)
        return transaction.abort()
      }
      // While the disk works. Whoever reads at once waits for this transaction, and finds what was there where it fails.
      database.announce(id)
    }
  })
}
