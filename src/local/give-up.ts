import { parse, type Payload } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import { decode } from './codec'
import type { DeviceDatabase } from './database'
import { writeLine } from './lines'
import { inPlaceOf } from './merging'
import { rewind } from './rewind'
import type { HeldRecord } from './rows'

/**
 * What stands again where a record's refused change is given up; null where none is, or the server holds no more than a draft of
 * it: what was handed in would be lost for that.
 */
export async function standsInstead(database: DeviceDatabase, id: DocumentId): Promise<{ readonly record: HeldRecord; readonly payload: Payload; readonly revision: number } | null> {
  const held = await database.held(id)
  const sha256 = held?.record.acknowledged
  if (!held || !sha256 || held.entry?.state !== 'refused' || held.record.rival || held.entry.codes.includes('conflict')) return null
  const known = await database.texts.get([id, sha256])
  if (!known) return null
  const { revision, text: words } = decode(known)
  const text = parse(words)
  if (text.status === 'draft') return null
  // That it was returned stands in no text of its author's.
  const { payload, returned } = held.record
  return { record: held.record, revision, payload: returned || payload.status === 'returned' ? { ...text, status: 'returned' } : text }
}

/** Gives up a refused change, in one transaction, as `Records.giveUp` says. */
export const giveUpRefused = (database: DeviceDatabase, id: DocumentId, now: number): Promise<boolean> => {
  const { documents, lineLog, photos, photoBytes, texts, cursors } = database
  return database.transaction('rw', [documents, lineLog, photos, photoBytes, texts, cursors], async () => {
    const instead = await standsInstead(database, id)
    if (!instead) return false
    const { record: { payload: previous, edition, acknowledged }, payload: text, revision } = instead
    const payload = inPlaceOf(text, previous)
    const stays = new Set(payload.photos.map((photo) => photo.sha256))
    const isSpare = (row: { readonly sha256: string }) => !stays.has(row.sha256 as never)
    await Promise.all([
      database.hold(id, { record: { payload, previous, edition: edition + 1, revision, parents: [acknowledged as Sha256], acknowledged, touched: now }, entry: null }),
      writeLine(database, id, payload, now),
      photos.where('document_id').equals(id).filter(isSpare).delete(),
      photoBytes.where('document_id').equals(id).filter(isSpare).delete(),
    ])
    // What became of it on the server was passed over while this waited.
    await rewind(database)
    return true
  })
}
