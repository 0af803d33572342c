import type { Payload } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { PulledDocument } from '@/domain/ports'
import type { Connection } from './connection'
import { decode, encode } from './codec'
import type { DeviceDatabase } from './database'
import { photoRow, type Held, type HeldPhoto, type HeldRecord, type OutboxEntry } from './rows'
import { edit, Overtaken, type Overtake, type Read } from './edit'
import type { Seen } from './merging'
import { writeLine } from './lines'
import { rewrite } from './rewrite'

export interface NewBytes {
  readonly sha256: Sha256
  readonly bytes: ArrayBuffer
  readonly type: string
}

/** A record with where it is: what lists and forms show. `photos` are those of its manifest, not those taken out of it. */
export interface RecordView {
  readonly record: HeldRecord
  readonly entry: OutboxEntry | null
  readonly photos: ReadonlyMap<Sha256, HeldPhoto>
}

export interface Records {
  /**
   * Saves content, new picture bytes and the outbox entry in one strict transaction; resolves once that is on the disk, with
   * what stands there: this content, or this and what another tab saved since the form `read` the record. Rejects when
   * nothing was saved, with the cause.
   */
  save(payload: Payload, bytes: readonly NewBytes[], now: number, read?: Read): Promise<Read>
  read(id: DocumentId): Promise<RecordView | undefined>
  /** Every record, whole: for few of them. Lists read `Lines` and ask by `several` for what they show. */
  list(): Promise<readonly RecordView[]>
  /** These records, in this order; those that are not here are left out. */
  several(ids: readonly DocumentId[]): Promise<readonly RecordView[]>
  photo(id: DocumentId, sha256: Sha256): Promise<ArrayBuffer | undefined>
  /** Drops a draft that never left this device; anything else is voided, not dropped. Gives whether it was dropped. */
  discard(id: DocumentId): Promise<boolean>
  /**
   * Gives up a change that the server refused: the text that it acknowledged last stands again, with its pictures, and nothing
   * waits to be sent. False where there is no such change, a person has versions to decide about, that text is not here, or is
   * a draft.
   */
  giveUp(id: DocumentId, now: number): Promise<boolean>
  /** Whether `giveUp` would. */
  mayGiveUp(id: DocumentId): Promise<boolean>
  /**
   * Takes what the server holds of a record; what this device has to send of it is merged, or the person is asked. With
   * `lost` texts of it are still to go once more to a restored server: then nothing is taken that does not descend from them.
   * Gives whether a merge is to be sent now.
   */
  accept(pulled: PulledDocument, payload: Payload, now: number, lost?: boolean): Promise<boolean>
  /** Ends a clash with another device's version: this content descends from both. False where either changed since it was seen. */
  settle(id: DocumentId, payload: Payload, now: number, seen: Seen): Promise<boolean>
}

function view({ record, entry }: Held, photos: readonly [Sha256, HeldPhoto][]): RecordView {
  const listed = new Set(record.payload.photos.map(({ sha256 }) => sha256))
  return { record, entry, photos: new Map(photos.filter(([sha256]) => listed.has(sha256))) }
}

/** The pictures that the server does not hold yet. */
async function unknownTo({ photos }: DeviceDatabase, id: DocumentId, bytes: readonly NewBytes[]) {
  const known = await photos.bulkGet(bytes.map(({ sha256 }): [DocumentId, Sha256] => [id, sha256]))
  return bytes.filter((_photo, n) => !known[n] || !['received', 'verified'].includes(decode(known[n]).state))
}

async function severalOf({ documents, photos }: DeviceDatabase, ids: readonly DocumentId[]): Promise<RecordView[]> {
  const [rows, pictures] = await Promise.all([
    documents.bulkGet([...ids]), photos.where('document_id').anyOf([...ids]).toArray(),
  ])
  return rows.flatMap((row) => {
    const own = pictures.filter(({ document_id }) => document_id === row?.id)
    return row ? [view(decode(row), own.map((each) => [each.sha256, decode(each)]))] : []
  })
}

async function write(
  database: DeviceDatabase, overtake: Overtake | undefined, payload: Payload, bytes: readonly NewBytes[], now: number, read?: Read,
): Promise<Read> {
  let next!: Held
  const edited = (held: Held | undefined) => (next = edit(held, payload, now, overtake, read))
  // Text alone leaves the pictures' stores: a save need not wait for an upload that marks its photo.
  if (bytes.length === 0) await rewrite(database, payload.id, edited)
  else {
    const { documents, lineLog, photos, photoBytes } = database
    await database.transaction('rw', documents, lineLog, photos, photoBytes, async () => {
      edited(await database.held(payload.id))
      const fresh = await unknownTo(database, payload.id, bytes)
      await Promise.all([
        database.hold(payload.id, next),
        writeLine(database, payload.id, next.record.payload, now),
        ...fresh.flatMap(({ sha256, type, bytes }) => [
          photos.put(photoRow(payload.id, sha256, { state: 'waiting', type, attempts: 0 })),
          photoBytes.put({ document_id: payload.id, sha256, ...encode(bytes) }),
        ]),
      ])
    })
  }
  return next.record
}

export const openRecords = ({ use }: Connection): Records => ({
  async save(...given) {
    const save = (overtake?: Overtake) => use((database) => write(database, overtake, ...given))
    try {
      return await save()
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
      return save((await import('./merging')).overtake)
    }
  },

  read: (id) =>
    use(async (database) => {
      const [held, pictures] = await Promise.all([
        database.held(id),
        database.photos.where('document_id').equals(id).toArray(),
      ])
      return held && view(held, pictures.map((each) => [each.sha256, decode(each)]))
    }),

  list: () =>
    use(async ({ documents, photos }) => {
      const [rows, pictures] = await Promise.all([documents.toArray(), photos.toArray()])
      const byDocument = new Map<DocumentId, [Sha256, HeldPhoto][]>()
      for (const each of pictures) {
        const list = byDocument.get(each.document_id) ?? []
        list.push([each.sha256, decode(each)])
        byDocument.set(each.document_id, list)
      }
      return rows
        .map((row) => view(decode(row), byDocument.get(row.id) ?? []))
        .sort((a, b) => b.record.touched - a.record.touched)
    }),

  several: (ids) => use((database) => severalOf(database, ids)),

  photo: (id, sha256) =>
    use(async ({ photoBytes }) => {
      const row = await photoBytes.get([id, sha256])
      return row && decode(row)
    }),

  discard: (id) =>
    use(async (database) => {
      const { documents, lineLog, photos, photoBytes } = database
      return database.transaction('rw', documents, lineLog, photos, photoBytes, async () => {
        const held = await database.held(id)
        if (!held || held.record.revision > 0 || held.record.acknowledged || held.entry?.envelope) return false
        // Of what is thrown away no line is kept either.
        await lineLog.filter((row) => row.id === id).delete()
        await Promise.all([
          documents.delete(id),
          writeLine(database, id, null, 0),
          photos.where('document_id').equals(id).delete(),
          photoBytes.where('document_id').equals(id).delete(),
        ])
        return true
      })
    }),

  async giveUp(id, now) {
    const { giveUpRefused } = await import('./give-up')
    return use((database) => giveUpRefused(database, id, now))
  },

  async mayGiveUp(id) {
    const { standsInstead } = await import('./give-up')
    return use(async (database) => await standsInstead(database, id) !== null)
  },

  async accept(pulled, payload, now, lost = false) {
    const { acceptPulled } = await import('./accept')
    return use((database) => acceptPulled(database, pulled, payload, now, lost))
  },

  async settle(id, payload, now, seen) {
    const { settleRival } = await import('./merging')
    try {
      await use((database) => rewrite(database, id, (held) => settleRival(held, payload, now, seen)))
      return true
    } catch (error) {
      if (error instanceof Overtaken) return false
      throw error
    }
  },
})
