import { IDBObjectStore } from 'fake-indexeddb'

/** Called before each value is written to any disk; throwing refuses the write. */
type OnWrite = (store: IDBObjectStore) => void
let onWrite: OnWrite | null = null

const { put } = IDBObjectStore.prototype
IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...parts: Parameters<typeof put>) {
  onWrite?.(this)
  return put.apply(this, parts)
}

/** Runs work during which something goes wrong at the nth write, 0 the first: the transaction it belongs to is undone. */
export async function failingAt<T>(nth: number, fail: () => Error, work: () => Promise<T>): Promise<T> {
  let left = nth
  onWrite = (store) => {
    if (left-- !== 0) return
    onWrite = null
    store.transaction.abort()
    throw fail()
  }
  try {
    return await work()
  } finally {
    onWrite = null
  }
}
