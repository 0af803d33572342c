import { amendmentPrefix } from '@/domain/amendment'
import type { DocumentId, Sha256 } from '@/domain/id'
import { overfull } from '@/domain/storage'
import { marksKey, marksOf } from './archive'
import { decode, encode } from './codec'
import { contactOf, keptDays } from './contact'
import type { DeviceDatabase } from './database'
import { photoRow, type Held, type HeldPhoto } from './rows'

/** Comes with the purge: both are for a page at rest. */
export { tidyLines } from './tidy-lines'

type PhotoKey = [DocumentId, Sha256]

/** A picture whose bytes lie here and are not needed: the server has confirmed it on this day of contact. */
interface Spare {
  readonly key: PhotoKey
  readonly confirmed: number
  /** As its record says; 0 for a picture that was taken out of it. */
  readonly bytes: number
}

/** What one look frees when it is not known how much is wanted: a record's pictures with room to spare. */
const atOnce = 16 * 1_048_576

/** A record that may be filled in shows its pictures where there is no network. */
const isAtRest = ({ record, entry }: Held) =>
  entry === null && record.acknowledged !== null && !['draft', 'returned'].includes(record.payload.status)

async function heldPictures({ photos, photoBytes }: DeviceDatabase): Promise<{ key: PhotoKey; photo: HeldPhoto }[]> {
  const keys = await photoBytes.toCollection().primaryKeys()
  const rows = await photos.bulkGet(keys)
  return keys.flatMap((key, n) => (rows[n] ? [{ key, photo: decode(rows[n]) }] : []))
}

/** The pictures confirmed up to a day of contact whose records have nothing to send, those confirmed first ahead. */
async function spareUntil(database: DeviceDatabase, day: number): Promise<readonly Spare[]> {
  const old = (await heldPictures(database)).flatMap(({ key, photo: { state, confirmed } }) =>
    (state === 'verified' && confirmed !== undefined && confirmed <= day ? [{ key, confirmed }] : []))
  const again = new Set((await database.texts.where('again').equals(1).primaryKeys()).map(([id]) => id))
  const corrected = new Set((await database.preferences.where('key').startsWith(amendmentPrefix).toArray())
    .flatMap((row) => (decode(row) === null ? [] : [row.key.slice(amendmentPrefix.length)])))
  const ids = [...new Set(old.map(({ key: [id] }) => id))].filter((id) => !again.has(id) && !corrected.has(id))
  const records = new Map((await database.documents.bulkGet(ids)).flatMap((row) =>
    (row && isAtRest(decode(row)) ? [[row.id, decode(row).record.payload] as const] : [])))
  return old.flatMap(({ key, confirmed }) => {
    const payload = records.get(key[0])
    return payload ? [{ key, confirmed, bytes: payload.photos.find(({ sha256 }) => sha256 === key[1])?.bytes ?? 0 }] : []
  }).sort((a, b) => a.confirmed - b.confirmed)
}

const stores = ({ photos, photoBytes, documents, texts, preferences }: DeviceDatabase) =>
  [photos, photoBytes, documents, texts, preferences]

/**
 * On a new day of contact, the number of which is given: removes the bytes of pictures that were confirmed more than 14 of
 * them ago. Of a confirmation that has no day, an earlier version's, the days count from now.
 */
export async function purgeOld(database: DeviceDatabase, today: number): Promise<void> {
  await database.transaction('rw', stores(database), async () => {
    const undated = (await heldPictures(database)).filter(({ photo }) => photo.state === 'verified' && photo.confirmed === undefined)
    await database.photos.bulkPut(undated.map(({ key: [id, sha256], photo }) => photoRow(id, sha256, { ...photo, confirmed: today })))
    await database.photoBytes.bulkDelete((await spareUntil(database, today - keptDays - 1)).map(({ key }) => key))
  })
}

/**
 * Gives up the 14 days for want of space: removes bytes of pictures that were confirmed before the newest day of contact,
 * as many as make up so many bytes, those confirmed first ahead. Gives how many pictures that were.
 */
export async function makeRoom(database: DeviceDatabase, wanted = atOnce): Promise<number> {
  return database.transaction('rw', stores(database), async () => {
    const { count } = await contactOf(database)
    let freed = 0
    const going: PhotoKey[] = []
    for (const { key, bytes } of await spareUntil(database, count - 1)) {
      if (freed >= wanted) break
      going.push(key)
      freed += bytes
    }
    await database.photoBytes.bulkDelete(going)
    return going.length
  })
}

/** Forgets the archives; they are not fetched before all months are compared again. Gives how many months went. */
async function dropArchives(database: DeviceDatabase): Promise<number> {
  const { archive, archiveTexts, preferences } = database
  return database.transaction('rw', archive, archiveTexts, preferences, async () => {
    const months = await archiveTexts.count()
    if (months === 0) return 0
    await Promise.all([archive.clear(), archiveTexts.clear()])
    const marks = Object.entries(await marksOf(database)).map(([id, mark]) => [id, { ...mark, missing: [], full: true }])
    await preferences.put({ key: marksKey, ...encode<unknown>(Object.fromEntries(marks)) })
    return months
  })
}

/** Makes room for a write that failed: pictures go, and where none may, what can be fetched again. Gives whether anything went. */
export const makeRoomToWrite = async (database: DeviceDatabase): Promise<boolean> =>
  await makeRoom(database) > 0 || await dropArchives(database) > 0

/** Makes room while the browser says that little is left. Gives how many pictures' bytes went. */
export async function relieve(database: DeviceDatabase): Promise<number> {
  const { usage = 0, quota = 0 } = (await globalThis.navigator?.storage?.estimate?.()) ?? {}
  const over = overfull({ usage, quota })
  return over > 0 ? makeRoom(database, over) : 0
}
