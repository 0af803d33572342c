import type { PhotoDelivery } from '@/domain/delivery'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { Connection } from './connection'
import { decode } from './codec'
import type { DeviceDatabase } from './database'
import { photoRow } from './rows'

export interface WaitingPhoto {
  readonly document_id: DocumentId
  readonly sha256: Sha256
  readonly type: string
  /** How often the server refused it. */
  readonly attempts: number
}

export interface PhotoQueue {
  /** Pictures to be uploaded now: the server holds their record, their bytes are here, their waiting time is over. */
  due(now: number): Promise<readonly WaitingPhoto[]>
  bytes(photo: WaitingPhoto): Promise<ArrayBuffer | undefined>
  mark(photo: WaitingPhoto, state: PhotoDelivery): Promise<void>
  /** Counts a refusal by the server. With `again` milliseconds it waits that long; with null it is refused for good. */
  refuse(photo: WaitingPhoto, again: number | null, now: number): Promise<void>
  /** How many listed pictures the server has received and not confirmed yet. */
  unconfirmed(): Promise<number>
  /** How many pictures have not reached the server yet, of all records. */
  waiting(): Promise<number>
}

/** A waiting time longer than this comes from a clock that was set back, and is over. */
const longestWait = 3_600_000

const isOver = (notBefore: number | undefined, now: number) =>
  notBefore === undefined || notBefore <= now || notBefore > now + longestWait

/** The pictures in one of these states that the present content of an acknowledged record lists. */
async function listed({ photos, documents }: DeviceDatabase, states: readonly PhotoDelivery[]) {
  const rows = (await photos.where('open').equals(1).toArray()).filter((row) => states.includes(decode(row).state))
  const records = new Map((await documents.bulkGet([...new Set(rows.map((row) => row.document_id))]))
    .flatMap((row) => (row ? [[row.id, decode(row).record] as const] : [])))
  return rows.filter(({ document_id, sha256 }) => {
    const record = records.get(document_id)
    return record?.acknowledged && record.payload.photos.some((photo) => photo.sha256 === sha256)
  })
}

export const openPhotoQueue = ({ use }: Connection): PhotoQueue => ({
  due: (now) =>
    use(async (database) => {
      // The server takes a picture only while its manifest names it: not before the newest content is acknowledged.
      const unsent = new Set(await database.waiting().primaryKeys())
      const rows = (await listed(database, ['waiting', 'sending'])).filter((row) => !unsent.has(row.document_id))
      const here = new Set((await database.photoBytes.toCollection().primaryKeys()).map((key) => key.join('/')))
      return rows
        .filter((row) => here.has(`${row.document_id}/${row.sha256}`) && isOver(decode(row).notBefore, now))
        .map(({ document_id, sha256, ...row }) => {
          const { type, attempts } = decode(row)
          return { document_id, sha256, type, attempts }
        })
    }),

  bytes: ({ document_id, sha256 }) =>
    use(async ({ photoBytes }) => {
      const row = await photoBytes.get([document_id, sha256])
      return row && decode(row)
    }),

  mark: ({ document_id, sha256, type, attempts }, state) =>
    use(async ({ photos }) => {
      await photos.put(photoRow(document_id, sha256, { state, type, attempts }))
    }),

  refuse: ({ document_id, sha256, type, attempts }, again, now) =>
    use(async ({ photos }) => {
      const tried = { type, attempts: attempts + 1 }
      await photos.put(photoRow(document_id, sha256, again === null
        ? { ...tried, state: 'refused' }
        : { ...tried, state: 'waiting', notBefore: now + again }))
    }),

  waiting: () =>
    use(async ({ photos }) => (await photos.where('open').equals(1).toArray())
      .filter((row) => ['waiting', 'sending'].includes(decode(row).state)).length),

  unconfirmed: () => use(async (database) => (await listed(database, ['received'])).length),
})
