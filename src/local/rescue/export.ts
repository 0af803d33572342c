import type { PersonId } from '@/domain/id'
import { writeRescueFile } from '@/domain/rescue/file'
import { deriveKey, type DeriveKey } from '@/domain/rescue/key'
import { openRaw } from './raw'
import { readWaiting } from './read-store'
import { rescuePieces } from './write-pieces'

/** How much of a person's the server has not got or not verified. */
export interface Standing {
  readonly records: number
  /** Those of records; a correction counts with its own. */
  readonly pictures: number
  /** Begun and not handed in. */
  readonly corrections: number
  readonly plans: number
}

/** Where nothing waits. */
export const nothingWaits: Standing = { records: 0, pictures: 0, corrections: 0, plans: 0 }

async function withStore<T>(factory: IDBFactory, person: PersonId, work: (database: IDBDatabase) => Promise<T>): Promise<T | null> {
  const database = await openRaw(factory, person)
  if (!database) return null
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

/** How much waits in a person's store; null when this browser keeps none. */
export const readStanding = (factory: IDBFactory, person: PersonId): Promise<Standing | null> =>
  withStore(factory, person, async (database) => {
    const { records, pictures, corrections, plans } = await readWaiting(database, person)
    return { records: records.length, pictures: pictures.length, corrections: corrections.length, plans: plans.length }
  })

/** All that waits in a person's store as one file for whoever knows the passphrase; changes nothing in the store. */
export async function exportRescueFile(factory: IDBFactory, passphrase: string, about: {
  readonly person: PersonId
  readonly name: string
  readonly made_at: string
  readonly random: (bytes: number) => Uint8Array
}, derive: DeriveKey = deriveKey): Promise<Blob> {
  const { random, ...whose } = about
  const file = await withStore(factory, whose.person, async (database) => {
    const pieces = rescuePieces(database, await readWaiting(database, whose.person), whose)
    const parts: Blob[] = []
    // Each part becomes a Blob at once: a browser may keep those on the disk.
    for await (const part of writeRescueFile(pieces, passphrase, random, derive)) parts.push(new Blob([part]))
    return new Blob(parts, { type: 'application/octet-stream' })
  })
  if (!file) throw new Error('there is no store of this person')
  return file
}

/** What a rescue file is called. */
export const rescueFileName = (made_at: string): string => `xingxun-${made_at.slice(0, 19).replace(/[:T]/g, '-')}.xingxun`
