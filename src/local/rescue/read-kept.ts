import { amendmentKey, amendmentPrefix } from '@/domain/amendment'
import type { DocumentId, PersonId, PlanId } from '@/domain/id'
import { waitingPlansKey, type WaitingPlans } from '@/domain/plan'
import type { Piece } from '@/domain/rescue/pieces'
import { decode, type Stored } from '../codec'
import type { Correction, RescuedCorrection, RescuedPicture, RescuedPlan } from './content'
import { answer } from './raw'

const get = async <T>(preferences: IDBObjectStore, key: string): Promise<T | undefined> => {
  const row = await answer<Stored<T> | undefined>(preferences.get(key))
  return row && decode(row)
}

/** The corrections that a person has begun in a store and not handed in, without the bytes of their pictures. */
export async function readCorrections(preferences: IDBObjectStore, person: PersonId): Promise<readonly RescuedCorrection[]> {
  const keys = (await answer(preferences.getAllKeys())).filter((key): key is string => typeof key === 'string' && key.startsWith(amendmentPrefix))
  const found = await Promise.all(keys.map(async (key) => {
    const correction = await get<Correction | null>(preferences, key)
    if (correction?.payload.author_id !== person) return null
    const bytes = correction.bytes.map(({ bytes: _bytes, ...picture }) => picture)
    return { what: 'correction' as const, id: key.slice(amendmentPrefix.length) as DocumentId, correction: { ...correction, bytes } }
  }))
  return found.filter((each) => each !== null)
}

/** The plans made on a device that wait in its store. */
export const readPlans = async (preferences: IDBObjectStore): Promise<readonly RescuedPlan[]> =>
  Object.entries(await get<WaitingPlans>(preferences, waitingPlansKey) ?? {})
    .map(([id, waiting]) => ({ what: 'plan', id: id as PlanId, waiting }))

/** A correction and its pictures as they go into a file. */
export async function* correctionPieces(database: IDBDatabase, rescued: RescuedCorrection): AsyncGenerator<Piece> {
  yield { head: rescued, bytes: new Uint8Array(0) }
  if (rescued.correction.bytes.length === 0) return
  const now = await get<Correction | null>(database.transaction('preferences').objectStore('preferences'), amendmentKey(rescued.id))
  for (const { sha256, type } of rescued.correction.bytes) {
    const picture = now?.bytes.find((each) => each.sha256 === sha256)
    if (!picture) throw new Error('the store changed while it was read')
    const head: RescuedPicture = { what: 'picture', document_id: rescued.id, sha256, photo: { state: 'waiting', type, attempts: 0 } }
    yield { head, bytes: new Uint8Array(picture.bytes) }
  }
}
