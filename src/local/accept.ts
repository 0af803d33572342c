import { parse, type Payload } from '@/domain/document'
import type { PersonId, Sha256 } from '@/domain/id'
import type { PulledDocument } from '@/domain/ports'
import { returnedKey } from '@/domain/reports'
import { decode, encode } from './codec'
import { contactOf, contactToday } from './contact'
import type { DeviceDatabase } from './database'
import { photoRow, type Held } from './rows'
import { inPlaceOf, meet } from './merging'
import { writeLine } from './lines'

/** Whether this text, or one that descends from it, went out from here. */
const isOurs = ({ record, entry }: Held, sha256: Sha256) =>
  record.acknowledged === sha256 || entry?.envelope?.sha256 === sha256 || record.parents.includes(sha256) || record.rival?.sha256 === sha256

/** Kept to merge with, and to be sent again to a server that has lost it: content here descends from it, or a version beside it does. */
async function keepText(
  database: DeviceDatabase, { id, sha256, revision, text }: PulledDocument, author: PersonId, parents: readonly Sha256[] = [],
): Promise<void> {
  // A colleague's is not this person's to send.
  if (author !== database.person) return
  if (await database.texts.get([id, sha256])) return
  const { count: at } = await contactOf(database)
  await database.texts.put({ document_id: id, sha256, ...encode({ revision, text, parents, at }) })
}

/**
 * The server holds a text that this content descends from, an earlier one perhaps after a restore: the next revision says
 * so. What was refused beside it is queued again; a rival that the server has gone on from to this text is overtaken.
 */
async function standOn(database: DeviceDatabase, held: Held, { sha256, revision }: PulledDocument): Promise<boolean> {
  const { record: { rival, ...record }, entry } = held
  const again = Boolean(entry?.codes.includes('conflict')) && (!rival || revision > rival.revision)
  if (again && entry) await database.hold(record.payload.id, {
    record: { ...record, parents: [...new Set([...record.parents, sha256])] }, entry: { ...entry, state: 'queued', codes: [] },
  })
  return again
}

/** Gives whether there is something to send of it now. */
async function acceptContent(
  database: DeviceDatabase, pulled: PulledDocument, content: Payload, now: number, lost: boolean,
): Promise<boolean> {
  const { id, sha256, revision } = pulled
  const held = await database.held(id)
  const before = held?.record
  const put = (next: Held, parents?: readonly Sha256[]) => Promise.all([
    database.hold(id, next),
    writeLine(database, id, next.record.payload, next.record.touched),
    keepText(database, pulled, content.author_id, parents),
  ])
  if (sha256 === before?.acknowledged) await keepText(database, pulled, content.author_id)
  if (held?.entry) {
    // Its person decides about a version that the server lacks before another takes its place.
    if (held.record.rival?.owed) return false
    if (isOurs(held, sha256) || await database.texts.get([id, sha256])) return standOn(database, held, pulled)
    // Passed over: see the pull.
    if (lost) return false
    const base = held.record.acknowledged && await database.texts.get([id, held.record.acknowledged])
    const met = meet(held, content, { sha256, revision }, base ? parse(decode(base).text) : null)
    await put(met)
    return met.entry?.state === 'queued'
  }
  const reviewed = before?.revision === revision && before.payload.status !== content.status
  if ((before?.revision ?? 0) >= revision && !reviewed) return false
  if (lost) return false
  await put({
    record: {
      payload: inPlaceOf(content, before?.payload), edition: (before?.edition ?? 0) + 1, revision, parents: [sha256], acknowledged: sha256,
      touched: before?.touched ?? (Date.parse(pulled.received_at) || now), ...(before ? { previous: before.payload } : {}),
    },
    entry: null,
    // In one epoch whatever the server holds now descends from what it acknowledged before.
  }, before?.acknowledged ? [before.acknowledged] : [])
  return false
}

async function acceptPhotos(database: DeviceDatabase, { id, photos: states }: PulledDocument, now: number): Promise<void> {
  const { photos } = database
  const today = states.length > 0 ? await contactToday(database, now) : 0
  for (const { sha256, state } of states) {
    const held = await photos.get([id, sha256])
    const known = held && decode(held)
    const isKnown = known?.state === state && (state !== 'verified' || known.confirmed !== undefined)
    // Confirmed once and expected again: the server has lost it.
    if (state === 'expected' ? known !== undefined && known.state !== 'verified' : isKnown) continue
    await photos.put(photoRow(id, sha256, {
      // Expected by the server and unknown here: its bytes wait on another device of the same person.
      state: state === 'expected' ? 'waiting' : state,
      type: known?.type ?? 'image/webp',
      attempts: known?.attempts ?? 0,
      ...(state === 'verified' ? { confirmed: today } : {}),
    }))
  }
}

/** Takes in what the server holds of a record, in one transaction, as `Records.accept` says. */
export async function acceptPulled(
  database: DeviceDatabase, pulled: PulledDocument, payload: Payload, now: number, lost: boolean,
): Promise<boolean> {
  const { documents, lineLog, photos, texts, preferences } = database
  return database.transaction('rw', documents, lineLog, photos, texts, preferences, async () => {
    const accepted = await acceptContent(database, pulled, pulled.status ? { ...payload, status: pulled.status } : payload, now, lost)
    await acceptPhotos(database, pulled, now)
    if (pulled.returned) await preferences.put({ key: returnedKey(pulled.id), ...encode<unknown>(pulled.returned) })
    return accepted
  })
}
