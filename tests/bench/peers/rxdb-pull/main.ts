import { createRxDatabase, type RxCollection } from 'rxdb/plugins/core'
import { replicateRxCollection, type RxReplicationState } from 'rxdb/plugins/replication'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import { firstValueFrom } from 'rxjs'
import type { PullPage } from '../pull-page'
import type { Checkpoint, Page, Text } from './texts'

const database = await createRxDatabase<{ activities: RxCollection<Text> }>({
  name: 'held', storage: getRxStorageDexie(), multiInstance: false,
})
const string = { type: 'string' } as const
await database.addCollections({
  activities: {
    schema: {
      version: 0,
      primaryKey: 'id',
      type: 'object',
      properties: {
        id: { type: 'string', maxLength: 36 }, sha256: string, text: string,
        updatedAt: { type: 'number', minimum: 0, maximum: 10_000_000_000_000, multipleOf: 1 },
      },
      required: ['id', 'sha256', 'text', 'updatedAt'],
    },
  },
})

let requests = 0
let documents = 0

async function ask(after: Checkpoint | undefined, size: number): Promise<Page> {
  requests += 1
  const { updatedAt = 0, id = '' } = after ?? {}
  const answer = await fetch(`/activities?${new URLSearchParams({ updatedAt: String(updatedAt), id, limit: String(size) })}`)
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  const page = await answer.json() as Page
  documents += page.documents.length
  return page
}

let replication: RxReplicationState<Text, Checkpoint> | undefined

/**
 * Replicates until all is here; the replication stays, and is told to ask again from the second time on. That ends when a
 * document has come: what RxDB looks through afterwards for something to push is not waited for.
 */
async function replicate(): Promise<void> {
  if (replication) {
    const received = firstValueFrom(replication.received$)
    replication.reSync()
    return received.then(() => {})
  }
  replication = replicateRxCollection<Text, Checkpoint>({
    collection: database.activities, replicationIdentifier: 'activities', live: true, pull: { handler: ask, batchSize: 1000 },
  })
  return replication.awaitInitialReplication()
}

async function pull() {
  requests = documents = 0
  const start = performance.now()
  const done = replicate()
  await Promise.race([done, new Promise((_, reject) => replication?.error$.subscribe(reject))])
  return { milliseconds: performance.now() - start, requests, documents }
}

const bench: PullPage = {
  pull,
  async held(id) {
    const all = await database.activities.find().exec()
    return { count: all.length, text: (await database.activities.findOne(id).exec())?.text ?? '' }
  },
}
Object.assign(window, { bench })
