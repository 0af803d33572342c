import { openDB } from 'idb'
import { createRxDatabase, type RxCollection } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'

/** Any record with an id and a time; the bench hands over the very document that the other side saves. */
interface Activity {
  id: string
  updatedAt: number
}

const storage = getRxStorageDexie({ chromeTransactionDurability: 'strict' } as never)
const database = await createRxDatabase<{ activities: RxCollection<Activity> }>({ name: 'save', storage })
await database.addCollections({
  activities: {
    schema: {
      version: 0,
      primaryKey: 'id',
      type: 'object',
      properties: {
        id: { type: 'string', maxLength: 60 },
        updatedAt: { type: 'number', minimum: 0, maximum: 10_000_000_000_000, multipleOf: 1 },
      },
      additionalProperties: true,
      required: ['id', 'updatedAt'],
      indexes: ['updatedAt'],
    } as never,
  },
})
const raw = await openDB('raw', 1, { upgrade: (db) => void db.createObjectStore('activities', { keyPath: 'id' }) })

async function timed(count: number, text: string, insert: (activity: Activity) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let number = 0; number < count; number += 1) {
    const activity = { ...JSON.parse(text), id: crypto.randomUUID(), updatedAt: Date.now() } as Activity
    const start = performance.now()
    await insert(activity)
    times.push(performance.now() - start)
  }
  return times
}

/** Milliseconds of each of `count` inserts of a document, one after the other, each on the disk before the next. */
Object.assign(window, {
  bench: {
    rxdb: (count: number, text: string) => timed(count, text, (activity) => database.activities.insert(activity)),
    idb: (count: number, text: string) => timed(count, text, async (activity) => {
      const transaction = raw.transaction('activities', 'readwrite', { durability: 'strict' })
      await Promise.all([transaction.store.put(activity), transaction.done])
    }),
  },
})
