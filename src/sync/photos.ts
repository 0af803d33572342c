import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { delay } from './backoff'
import { done, stopped, stopsRound, type Outcome } from './outcome'

export interface PhotoParts {
  readonly local: Pick<Local, 'photoQueue' | 'events'>
  readonly remote: Pick<Remote, 'uploadPhoto'>
  readonly now: () => number
  readonly random: () => number
}

/** A server may refuse a picture whose record it does not hold yet, or by a rule that is mended: not for good at once. */
const mostTries = 8
const shortestWait = 60_000
const longestWait = 3_600_000

/** Uploads waiting pictures one by one. A refused one waits and blocks no other; the line's failure ends the round. */
export async function sendPhotos({ local, remote, now, random }: PhotoParts): Promise<Outcome> {
  for (const photo of await local.photoQueue.due(now())) {
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
    const tries = photo.attempts + 1
    const last = tries >= mostTries
    const wait = Math.min(longestWait, shortestWait + delay(tries, random(), failure.retryAfter))
    await local.photoQueue.refuse(photo, last ? null : wait, now())
    const reason = [failure.code, failure.detail].filter(Boolean).join(' ')
    await local.events.note(last ? 'photo refused' : 'photo to be tried again', reason, now())
  }
  return done
}
