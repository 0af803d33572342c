import type { Parcel } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { Connection } from './connection'
import { decode, encode } from './codec'
import { countContact, keptDays } from './contact'
import type { DeviceDatabase } from './database'
import { photoRow, type HeldRecord } from './rows'
import { purgeOld, relieve } from './purge'
import { rewind } from './rewind'

export interface TextKey {
  readonly id: DocumentId
  readonly sha256: Sha256
}

/** Texts that the server holds, or held before it was restored from a backup. */
export interface Texts {
  /** The server may have lost what it acknowledged: the kept texts go once more, and pictures it did not confirm. */
  sendAgain(): Promise<void>
  /** Those to be sent once more, earlier revisions first. */
  due(): Promise<readonly TextKey[]>
  take(key: TextKey): Promise<Parcel | null>
  /** The server has spoken on a text that was sent once more: what was passed over for it is pulled afresh. */
  settled(key: TextKey): Promise<void>
  /**
   * Counts the days of contact with the server, and on a new one forgets texts that are older than 14 of them, that
   * are not to go once more and that nothing here descends from, and the bytes of pictures that were confirmed longer ago. Gives how many texts. Days by a
   * clock that was set wrong count once, however far it jumps.
   */
  sweep(now: number): Promise<number>
  /** On a tight disk bytes of confirmed pictures go sooner; gives of how many. */
  relieve(): Promise<number>
}

/**
 * What was received and not confirmed yet goes up again; of what was confirmed the next pull says whether it is there, and
 * until then its bytes are kept.
 */
async function photosAgain({ photos }: DeviceDatabase): Promise<void> {
  await photos.toCollection().modify((row, place) => {
    const { confirmed, ...photo } = decode(row)
    if (photo.state === 'received') place.value = photoRow(row.document_id, row.sha256, { state: 'waiting', type: photo.type, attempts: 0 })
    else if (confirmed !== undefined) place.value = photoRow(row.document_id, row.sha256, photo)
  })
}

const standsOn = ({ acknowledged, rival }: HeldRecord, sha256: Sha256) => acknowledged === sha256 || rival?.sha256 === sha256

export const openTexts = ({ use }: Connection): Texts => ({
  sendAgain: () =>
    use((database) =>
      database.transaction('rw', database.texts, database.photos, async () => {
        await database.texts.toCollection().modify((row) => { Object.assign(row, { again: 1 }) })
        await photosAgain(database)
      }),
    ),

  due: () =>
    use(async ({ texts }) => (await texts.where('again').equals(1).toArray())
      .sort((a, b) => decode(a).revision - decode(b).revision)
      .map(({ document_id, sha256 }) => ({ id: document_id, sha256 }))),

  take: ({ id, sha256 }) =>
    use(async ({ texts }) => {
      const row = await texts.get([id, sha256])
      if (!row) return null
      const { revision, text, parents } = decode(row)
      return { id, sha256, revision, text, parents }
    }),

  settled: ({ id, sha256 }) =>
    use(async (database) => {
      await database.transaction('rw', database.texts, database.cursors, async () => {
        const row = await database.texts.get([id, sha256])
        if (row) await database.texts.put({ document_id: id, sha256, ...encode(decode(row)) })
        await rewind(database)
      })
    }),

  sweep: (now) =>
    use(async (database) => {
      const { texts, documents, preferences } = database
      const [before, forgotten] = await database.transaction('rw', texts, documents, preferences, async () => {
        const count = await countContact(database, now)
        if (count === null) return [null, 0]
        const old = (await texts.toArray()).filter((row) => !row.again && decode(row).at <= count - keptDays)
        const held = await documents.bulkGet(old.map(({ document_id }) => document_id))
        const spare = old.filter(({ sha256 }, n) => held[n] === undefined || !standsOn(decode(held[n]).record, sha256))
        await texts.bulkDelete(spare.map(({ document_id, sha256 }) => [document_id, sha256]))
        return [count, spare.length]
      })
      if (before !== null) await purgeOld(database, before + 1)
      return forgotten
    }),

  relieve: () => use(relieve),
})
