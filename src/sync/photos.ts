import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, stopped, stopsRound, type Outcome } from './outcome'

export interface PhotoParts {
  readonly local: Pick<Local, 'photoQueue' | 'events'>
  readonly remote: Pick<Remote, 'uploadPhoto'>
  readonly now: () => number
}

/** Uploads waiting pictures one by one. A refused one is marked and blocks no other; the line's failure ends the round. */
export async function sendPhotos({ local, remote, now }: PhotoParts): Promise<Outcome> {
  for (const photo of await local.photoQueue.due()) {
    const bytes = await local.photoQueue.bytes(photo)
    if (!bytes) continue
    await local.photoQueue.mark(photo, 'sending')
    const answer = await remote.uploadPhoto(photo.document_id, photo.sha256, photo.type, bytes)
    if (answer.ok) {
      await local.photoQueue.mark(photo, 'received')
      continue
    }
    const { failure } = answer
    if (stopsRound(failure)) {
      await local.photoQueue.mark(photo, 'waiting')
      return stopped(failure)
    }
    await local.events.note('photo refused', failure.code, now())
    // The server may refuse a picture whose record it does not hold yet; eight tries, then it is said to be refused.
    await local.photoQueue.mark(photo, photo.attempts >= 8 ? 'refused' : 'waiting')
  }
  return done
}
