import type { Payload } from '@/domain/document'
import type { Sha256 } from '@/domain/id'
import { openLocal, type Local } from '@/local/local'
import { identity } from './person.ts'

/** Puts a record into the store as one that the server is said to hold. */
export const accept = (local: Local, payload: Payload, number: number) =>
  local.records.accept({
    id: payload.id,
    revision: 1,
    sha256: number.toString(16).padStart(64, '0') as Sha256,
    text: '',
    received_at: payload.header.started_at ?? '',
    photos: [],
  }, payload, Date.now())

/** Fills the app's own store, apart from the app's own code, and leaves its person signed in. */
export async function plant(fill: (local: Local) => Promise<void>): Promise<void> {
  const local = openLocal(identity.personId, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
  await fill(local)
  local.close()
  localStorage.setItem('xingxun.identity', JSON.stringify(identity))
  document.documentElement.dataset['done'] = 'seed'
}
