import { IDBObjectStore, IDBTransaction } from 'fake-indexeddb'

/** What goes wrong on a disk: it is full, or the app is killed there. */
export type DiskFault = 'full' | 'kill'

/** Who watches every disk. Each is called before what it is told of is done. */
export interface DiskWatch {
  /** One value is to be written or removed. Throwing refuses it. */
  write?(store: IDBObjectStore): DiskFault | void
  /** All of a transaction that wrote something is done, and nothing of it kept yet. */
  commit?(stores: readonly string[]): DiskFault | void
  /** The app is killed: it does not hear of the transaction's end, whatever that is. */
  kill?(): void
}
let watch: DiskWatch = {}

/** What the pretended transaction keeps to itself. */
interface Inner {
  readonly _requests: { operation: () => unknown; readonly request: IDBRequest }[]
  readonly _state: string
  _start(): void
  _abort(name: string): void
}
const innerOf = (transaction: object) => transaction as unknown as Inner

const wrote = new WeakSet<object>()
const isFull = (): never => {
  throw new DOMException('full', 'QuotaExceededError')
}

/** A full disk is heard of as a browser says it: the request fails, and with it its transaction. */
function watchWrite(this: IDBObjectStore, method: (...parts: never[]) => IDBRequest, parts: readonly unknown[]): IDBRequest {
  const { transaction } = this
  const fault = watch.write?.(this)
  if (fault === 'kill') {
    transaction.abort()
    watch.kill?.()
    throw new DOMException('killed', 'AbortError')
  }
  const request = method.apply(this, parts as never[])
  wrote.add(transaction)
  const asked = innerOf(transaction)._requests.at(-1)
  if (fault === 'full' && asked) asked.operation = isFull
  return request
}

for (const name of ['put', 'add', 'delete', 'clear'] as const) {
  const method = IDBObjectStore.prototype[name] as (...parts: never[]) => IDBRequest
  IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...parts: unknown[]) {
    return watchWrite.call(this, method, parts)
  } as never
}

const inner = innerOf(IDBTransaction.prototype)
const { _start } = inner
inner._start = function (this: Inner & IDBTransaction) {
  const isLast = this._state !== 'finished' && this._requests.every(({ request }) => request.readyState === 'done')
  const fault = isLast && wrote.delete(this) ? watch.commit?.([...this.objectStoreNames]) : undefined
  if (fault === 'full') return this._abort('QuotaExceededError')
  if (fault === 'kill') watch.kill?.()
  return _start.call(this)
}

/** Runs work while every disk is watched. */
export async function watching<T>(watcher: DiskWatch, work: () => Promise<T>): Promise<T> {
  watch = watcher
  try {
    return await work()
  } finally {
    watch = {}
  }
}

/** Runs work during which something goes wrong at the nth write, 0 the first: the transaction it belongs to is undone. */
export async function failingAt<T>(nth: number, fault: DiskFault, work: () => Promise<T>, kill?: () => void): Promise<T> {
  let left = nth
  return watching({ write: () => (left-- === 0 ? fault : undefined), ...(kill ? { kill } : {}) }, work)
}
