import type { DocumentId, PersonId, Sha256 } from '@/domain/id'
import type { NewPerson } from '@/domain/ports'
import { decode, type Stored } from '../codec'
import type { Held, HeldPhoto, HeldRecord, OutboxEntry } from '../rows'
import type { Device } from '@/domain/device'
import { deviceKey } from '../device'
import type { RescuedCorrection, RescuedPicture, RescuedPlan, RescuedRecord } from './content'
import { answer } from './raw'
import { readCorrections, readPlans } from './read-kept'

/** All of a store that the server has not got, or has not verified. */
export interface Waiting {
  readonly records: readonly RescuedRecord[]
  /** Those of the records. */
  readonly pictures: readonly RescuedPicture[]
  readonly corrections: readonly RescuedCorrection[]
  readonly plans: readonly RescuedPlan[]
  readonly people: readonly NewPerson[]
  readonly device: Device | null
  readonly store: number
}

type Row<T> = Stored<T> & { readonly id: DocumentId }
type PhotoRow = Stored<HeldPhoto> & { readonly document_id: DocumentId; readonly sha256: Sha256 }

/** Version 1 kept what was to be sent in a store of its own; since version 2 it stands with its record. */
function heldRows(transaction: IDBTransaction) {
  const documents = transaction.objectStore('documents')
  const get = <T>(store: IDBObjectStore, id: DocumentId) =>
    answer<Row<T> | undefined>(store.get(id)).then((row) => row && decode(row))
  if (!transaction.objectStoreNames.contains('outbox')) return {
    waiting: async () => (await answer(documents.index('waiting').getAllKeys())) as DocumentId[],
    one: (id: DocumentId) => get<Held>(documents, id),
  }
  const outbox = transaction.objectStore('outbox')
  return {
    waiting: async () => (await answer(outbox.getAllKeys())) as DocumentId[],
    async one(id: DocumentId): Promise<Held | undefined> {
      const [record, entry] = await Promise.all([get<HeldRecord>(documents, id), get<OutboxEntry>(outbox, id)])
      return record && { record, entry: entry ?? null }
    },
  }
}

/** Looks through a store of any version, in one reading. */
export async function readWaiting(database: IDBDatabase, person: PersonId): Promise<Waiting> {
  const stores = ['documents', 'outbox', 'photos', 'photoBytes', 'people', 'preferences']
  const transaction = database.transaction(stores.filter((name) => database.objectStoreNames.contains(name)))
  const at = (name: string) => transaction.objectStore(name)
  const rows = heldRows(transaction)
  const [waiting, photos, keys, people, device, corrections, plans] = await Promise.all([
    rows.waiting(), answer<PhotoRow[]>(at('photos').getAll()), answer(at('photoBytes').getAllKeys()),
    answer<Stored<NewPerson>[]>(at('people').getAll()), answer<Stored<Device> | undefined>(at('preferences').get(deviceKey)),
    readCorrections(at('preferences'), person), readPlans(at('preferences')),
  ])
  const here = new Set((keys as string[][]).map((key) => key.join('/')))
  const open = photos.filter((row) => decode(row).state !== 'verified' && here.has(`${row.document_id}/${row.sha256}`))
  const ids = [...new Set([...waiting, ...open.map((row) => row.document_id)])]
  const records = (await Promise.all(ids.map(async (id) => ({ id, held: await rows.one(id) })))).flatMap(({ id, held }) =>
    (held && held.record.payload.author_id === person ? [{ what: 'record' as const, id, held }] : []))
  const own = new Set(records.map(({ id }) => id))
  return {
    records,
    pictures: open.filter((row) => own.has(row.document_id)).map((row) =>
      ({ what: 'picture', document_id: row.document_id, sha256: row.sha256, photo: decode(row) })),
    corrections,
    plans,
    people: people.map((row) => decode(row)),
    device: device ? decode(device) : null,
    // The library counts tens.
    store: database.version / 10,
  }
}
