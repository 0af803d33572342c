import type { Payload } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { NewPerson } from '@/domain/ports'
import type { Bytes } from '@/domain/rescue/header'
import { encode, decode } from '../codec'
import type { DeviceDatabase } from '../database'
import { photoRow, type Held } from '../rows'
import { writeLine } from '../lines'
import type { RescuedPicture, RescuedRecord } from './content'
import { takePeople } from './take-people'

/** A record of a file with the bytes of its pictures. */
export interface RescuedWhole {
  readonly record: RescuedRecord
  readonly pictures: readonly (RescuedPicture & { readonly bytes: Bytes })[]
}

/**
 * What becomes of a thing of a file: `taken`; `known` where this device or the server has its content already; `left` where
 * they have another content of it, over which nothing is written.
 */
export type Fate = 'taken' | 'known' | 'left'

/** What a payload says, whichever revision it travelled as. */
const content = (payload: Payload) => JSON.stringify({ ...payload, revision: 0 })

/** Hashes of texts that a record's content descends from, its own newest text included. */
const lineage = ({ record, entry }: Held): ReadonlySet<Sha256> => new Set([
  ...record.parents, ...(record.acknowledged ? [record.acknowledged] : []), ...(entry?.envelope ? [entry.envelope.sha256] : []),
])

/** The hash of a record's present content, where its text was fixed. */
const newestText = ({ record, entry }: Held): Sha256 | null => {
  if (!entry) return record.acknowledged
  return entry.edition === record.edition ? (entry.envelope?.sha256 ?? null) : null
}

/** Compares what a file holds of a record with what this device holds of it. */
export function fateOf(here: Held | undefined, rescued: Held): Fate {
  if (!here) return 'taken'
  const newest = newestText(rescued)
  if (content(here.record.payload) === content(rescued.record.payload)) return 'known'
  if (newest && lineage(here).has(newest)) return 'known'
  // Nothing of its own to send, and the file's content was written over just what is here.
  const over = here.entry ? null : here.record.acknowledged
  return rescued.entry && over && lineage(rescued).has(over) ? 'taken' : 'left'
}

/** The rescued record as it is held here: queued, with its text and parents, and as an edition that no form here has open. */
function queued(here: Held | undefined, { record, entry }: Held): Held {
  const edition = Math.max(here?.record.edition ?? 0, record.edition) + 1
  return {
    record: { ...record, edition },
    entry: entry && {
      // Beside another version it waits for its person here too.
      ...(record.rival ? { state: 'refused', codes: ['conflict'] } : { state: 'queued', codes: [] }), envelope: entry.envelope, edition: entry.edition === record.edition ? edition : 0, attempts: 0,
    },
  }
}

async function takePictures({ photos, photoBytes }: DeviceDatabase, pictures: RescuedWhole['pictures'], payload: Payload): Promise<number> {
  const listed = new Set(payload.photos.map(({ sha256 }) => sha256))
  let taken = 0
  for (const { document_id, sha256, photo, bytes } of pictures) {
    if (!listed.has(sha256)) continue
    const key: [DocumentId, Sha256] = [document_id, sha256]
    const [row, held] = await Promise.all([photos.get(key), photoBytes.get(key)])
    const arrived = row && ['received', 'verified'].includes(decode(row).state)
    if (arrived || (row && held)) continue
    await Promise.all([
      photos.put(photoRow(document_id, sha256, { state: 'waiting', type: photo.type, attempts: 0 })),
      photoBytes.put({ document_id, sha256, ...encode(bytes.buffer) }),
    ])
    taken += 1
  }
  return taken
}

/**
 * Takes one record of a file in, in one transaction: its content, its line in lists, the pictures that are not here, and
 * the people it names. Nothing that is here already is written over, so that it may be done again.
 */
export async function takeIn(
  database: DeviceDatabase, { record: { id, held }, pictures }: RescuedWhole, people: readonly NewPerson[],
): Promise<{ readonly fate: Fate; readonly pictures: number }> {
  const { documents, lineLog, photos, photoBytes, people: typed } = database
  return database.transaction('rw', [documents, lineLog, photos, photoBytes, typed], async () => {
    const here = await database.held(id)
    const fate = fateOf(here, held)
    if (fate === 'left') return { fate, pictures: 0 }
    if (fate === 'taken') {
      const { payload, touched } = held.record
      const text = JSON.stringify(payload) + (held.entry?.envelope?.text ?? '')
      await database.hold(id, queued(here, held))
      await writeLine(database, id, payload, touched)
      await takePeople(database, text, people)
    }
    const payload = fate === 'taken' ? held.record.payload : (here?.record.payload ?? held.record.payload)
    return { fate, pictures: await takePictures(database, pictures, payload) }
  })
}
