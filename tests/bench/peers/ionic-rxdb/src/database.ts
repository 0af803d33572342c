import { createRxDatabase, type RxCollection, type RxDatabase, type RxJsonSchema } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import type { Activity } from '../../activity'

const text = { type: 'string' } as const
const number = { type: 'number' } as const

const schema: RxJsonSchema<Activity> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    kind: text,
    status: text,
    title: text,
    startedAt: text,
    endedAt: text,
    county: text,
    place: text,
    organisation: text,
    lng: number,
    lat: number,
    accuracy: number,
    team: { type: 'array', items: text },
    visits: number,
    leaflets: number,
    summary: text,
    followUp: text,
    updatedAt: { type: 'number', minimum: 0, maximum: 10_000_000_000_000, multipleOf: 1 },
  },
  required: ['id', 'title', 'updatedAt'],
  indexes: ['updatedAt'],
}

type Collections = { activities: RxCollection<Activity> }
let opened: Promise<RxDatabase<Collections>> | undefined

export function openDatabase(): Promise<RxDatabase<Collections>> {
  opened ??= (async () => {
    const database = await createRxDatabase<Collections>({ name: 'field', storage: getRxStorageDexie() })
    await database.addCollections({ activities: { schema } })
    return database
  })()
  return opened
}
