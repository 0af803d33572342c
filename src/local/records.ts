import type { Payload } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { PulledDocument } from '@/domain/ports'
import type { Connection } from './connection'
import { decode, encode } from './codec'
import type { DeviceDatabase, HeldPhoto, HeldRecord, OutboxEntry } from './database'

export interface NewBytes {
  readonly sha256: Sha256
  readonly bytes: ArrayBuffer
  readonly type: string
}

/** A record with where it is: what lists and forms show. `photos` are those of its manifest, not those taken out of it. */
export interface RecordView {
  readonly record: HeldRecord
  readonly entry: OutboxEntry | undefined
  readonly photos: ReadonlyMap<Sha256, HeldPhoto>
}

export interface Records {
  /**
   * Saves content, new picture bytes and the outbox entry in one strict transaction; resolves once that is on the disk.
   * Rejects when nothing was saved, with the cause.
   */
  save(payload: Payload, bytes: readonly NewBytes[], now: number): Promise<void>
  read(id: DocumentId): Promise<RecordView | undefined>
  list(): Promise<readonly RecordView[]>
  /** The records that name this one as their parent. */
  children(parent: DocumentId): Promise<readonly RecordView[]>
  photo(id: DocumentId, sha256: Sha256): Promise<ArrayBuffer | undefined>
  /** Drops a draft that never left this device; anything else is voided, not dropped. Gives whether it was dropped. */
  discard(id: DocumentId): Promise<boolean>
  /** Takes what the server holds of an own record, unless this device has changes of its own to send. */
  accept(pulled: PulledDocument, payload: Payload, now: number): Promise<void>
}

function view(record: HeldRecord, entry: OutboxEntry | undefined, photos: readonly [Sha256, HeldPhoto][]): RecordView {
  const listed = new Set(record.payload.photos.map(({ sha256 }) => sha256))
  return { record, entry, photos: new Map(photos.filter(([sha256]) => listed.has(sha256))) }
}

async function listAll({ documents, outbox, photos }: DeviceDatabase): Promise<RecordView[]> {
  const [rows, entries, pictures] = await Promise.all([documents.toArray(), outbox.toArray(), photos.toArray()])
  const waiting = new Map(entries.map((each) => [each.id, decode(each)]))
  const byDocument = new Map<DocumentId, [Sha256, HeldPhoto][]>()
  for (const each of pictures) {
    const list = byDocument.get(each.document_id) ?? []
    list.push([each.sha256, decode(each)])
    byDocument.set(each.document_id, list)
  }
  return rows
    .map((row) => view(decode(row), waiting.get(row.id), byDocument.get(row.id) ?? []))
    .sort((a, b) => b.record.touched - a.record.touched)
}

export const openRecords = ({ use }: Connection): Records => ({
  save: (payload, bytes, now) =>
    use(async (database) => {
      const { documents, outbox, photos, photoBytes } = database
      // Text alone locks two stores: a save need not wait for an upload that marks its photo.
      const stores = bytes.length > 0 ? [documents, outbox, photos, photoBytes] : [documents, outbox]
      await database.transaction('rw', stores, async () => {
        const [row, waiting] = await Promise.all([documents.get(payload.id), outbox.get(payload.id)])
        const before = row && decode(row)
        const entry = waiting && decode(waiting)
        const edition = (before?.edition ?? 0) + 1
        // Edited over content that a pull has replaced meanwhile: it descends from nothing that is known, so that the
        // server calls it a conflict instead of losing the other device's words.
        const overtaken = before !== undefined && before.payload.revision !== payload.revision
        const writes: Promise<unknown>[] = [
          documents.put({
            id: payload.id,
            ...encode<HeldRecord>({
              payload,
              edition,
              revision: before?.revision ?? 0,
              parents: overtaken ? [] : (before?.parents ?? []),
              acknowledged: before?.acknowledged ?? null,
              touched: now,
            }),
          }),
          outbox.put({
            id: payload.id,
            ...encode<OutboxEntry>({
              state: 'queued',
              envelope: entry?.envelope ?? null,
              edition: entry?.edition ?? 0,
              attempts: 0,
              codes: [],
            }),
          }),
        ]
        for (const photo of bytes) {
          const key = { document_id: payload.id, sha256: photo.sha256 }
          const known = await photos.get([payload.id, photo.sha256])
          if (known && ['received', 'verified'].includes(decode(known).state)) continue
          writes.push(
            photos.put({ ...key, ...encode<HeldPhoto>({ state: 'waiting', type: photo.type, attempts: 0 }) }),
            photoBytes.put({ ...key, ...encode(photo.bytes) }),
          )
        }
        await Promise.all(writes)
      })
    }),

  read: (id) =>
    use(async ({ documents, outbox, photos }) => {
      const [row, entry, pictures] = await Promise.all([
        documents.get(id),
        outbox.get(id),
        photos.where('document_id').equals(id).toArray(),
      ])
      return row && view(decode(row), entry && decode(entry), pictures.map((each) => [each.sha256, decode(each)]))
    }),

  list: () => use(listAll),

  // Content is not indexed on the device, so a parent looks through all records; there are few of its own.
  children: (parent) =>
    use(async (database) => (await listAll(database)).filter(({ record }) => record.payload.parent_id === parent)),

  photo: (id, sha256) =>
    use(async ({ photoBytes }) => {
      const row = await photoBytes.get([id, sha256])
      return row && decode(row)
    }),

  discard: (id) =>
    use(async (database) => {
      const { documents, outbox, photos, photoBytes } = database
      return database.transaction('rw', documents, outbox, photos, photoBytes, async () => {
        const [row, entry] = await Promise.all([documents.get(id), outbox.get(id)])
        const left = row && (decode(row).revision > 0 || decode(row).acknowledged !== null)
        if (!row || left || (entry && decode(entry).envelope !== null)) return false
        await Promise.all([
          documents.delete(id),
          outbox.delete(id),
          photos.where('document_id').equals(id).delete(),
          photoBytes.where('document_id').equals(id).delete(),
        ])
        return true
      })
    }),

  accept: (pulled, payload, now) =>
    use(async (database) => {
      const { documents, outbox, photos } = database
      await database.transaction('rw', documents, outbox, photos, async () => {
        const [row, entry] = await Promise.all([documents.get(pulled.id), outbox.get(pulled.id)])
        const before = row && decode(row)
        const content = pulled.status ? { ...payload, status: pulled.status } : payload
        const reviewed = before?.revision === pulled.revision && before.payload.status !== content.status
        if (!entry && ((before?.revision ?? 0) < pulled.revision || reviewed)) {
          await documents.put({
            id: pulled.id,
            ...encode<HeldRecord>({
              payload: content,
              edition: (before?.edition ?? 0) + 1,
              revision: pulled.revision,
              parents: [pulled.sha256],
              acknowledged: pulled.sha256,
              touched: before?.touched ?? (Date.parse(pulled.received_at) || now),
            }),
          })
        }
        for (const { sha256, state } of pulled.photos) {
          const held = await photos.get([pulled.id, sha256])
          const known = held && decode(held)
          if (state === 'expected' ? known !== undefined : known?.state === state) continue
          await photos.put({
            document_id: pulled.id,
            sha256,
            ...encode<HeldPhoto>({
              // Expected by the server and unknown here: its bytes wait on another device of the same person.
              state: state === 'expected' ? 'waiting' : state,
              type: known?.type ?? 'image/webp',
              attempts: known?.attempts ?? 0,
            }),
          })
        }
      })
    }),
})
