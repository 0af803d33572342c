import type { Sha256 } from '@/domain/id'
import { openLocal } from '@/local/local'
import { identity } from '../person.ts'
import { makePayload } from '../payload.ts'

/**
 * Fills the app's own store, apart from the app's own code, so that a first visit can meet a filled list: 200 records
 * that the server is said to hold. The newest is a draft.
 */
const local = openLocal(identity.personId, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
for (let number = 0; number < 200; number += 1) {
  const payload = makePayload(number)
  await local.records.accept({
    id: payload.id,
    revision: 1,
    sha256: number.toString(16).padStart(64, '0') as Sha256,
    text: '',
    received_at: payload.header.started_at ?? '',
    photos: [],
  }, payload, Date.now())
}
local.close()
localStorage.setItem('xingxun.identity', JSON.stringify(identity))
document.documentElement.dataset['done'] = 'seed'
