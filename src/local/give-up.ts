import { parse } from '@/domain/document'
import type { DocumentId } from '@/domain/id'
import { decode } from './codec'
import type { DeviceDatabase } from './database'
import { writeLine } from './lines'
import { inPlaceOf } from './merging'
import { rewind } from './rewind'

/** Gives up a refused change, in one transaction, as `Records.giveUp` says. */
export const giveUpRefused = (database: DeviceDatabase, id: DocumentId, now: number): Promise<boolean> => {
  const { documents, lineLog, photos, photoBytes, texts, cursors } = database
  return database.transaction('rw', [documents, lineLog, photos, photoBytes, texts, cursors], async () => {
    const held = await database.held(id)
    const sha256 = held?.record.acknowledged
    if (!held || !sha256 || held.entry?.state !== 'refused' || held.record.rival || held.entry.codes.includes('conflict')) return false
    const known = await database.texts.get([id, sha256])
    if (!known) return false
    const { revision, text } = decode(known)
    const { payload: previous, edition } = held.record
    const payload = inPlaceOf(parse(text), previous)
    const stays = new Set(payload.photos.map((photo) => photo.sha256))
    const isSpare = (row: { readonly sha256: string }) => !stays.has(row.sha256 as never)
    await Promise.all([
      database.hold(id, { record: { payload, previous, edition: edition + 1, revision, parents: [sha256], acknowledged: sha256, touched: now }, entry: null }),
      writeLine(database, id, payload, now),
      photos.where('document_id').equals(id).filter(isSpare).delete(),
      photoBytes.where('document_id').equals(id).filter(isSpare).delete(),
    ])
    // What became of it on the server was passed over while this waited.
    await rewind(database)
    return true
  })
}
