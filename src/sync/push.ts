import type { Parcel } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { PushVerdict, Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, stopped, type Outcome } from './outcome'

/** Bytes of text in one batch: half of the server's limit, little enough for a slow line. */
const batchBytes = 256 * 1024
const batchItems = 50

export interface PushParts {
  readonly local: Pick<Local, 'outbox' | 'events'>
  readonly remote: Pick<Remote, 'push'>
  readonly hash: (text: string) => Promise<Sha256>
  readonly now: () => number
}

async function settle(parcel: Parcel, word: PushVerdict | undefined, { local, now }: PushParts): Promise<void> {
  const { outbox, events } = local
  if (!word || word.verdict === 'retry') return outbox.unknown(parcel.id)
  if (word.verdict === 'applied' || word.verdict === 'duplicate') return outbox.acknowledge(parcel.id, parcel.sha256)
  const codes = word.verdict === 'conflict' ? ['conflict'] : word.codes
  await events.note('refused', codes.join(' '), now())
  return outbox.refuse(parcel.id, parcel.sha256, codes)
}

async function takeBatch(ids: DocumentId[], limit: number, { local, hash }: PushParts): Promise<Parcel[]> {
  const batch: Parcel[] = []
  let bytes = 0
  while (ids.length > 0 && batch.length < batchItems && bytes < limit) {
    const parcel = await local.outbox.take(ids.shift() as DocumentId, hash)
    if (!parcel) continue
    batch.push(parcel)
    bytes += parcel.text.length
  }
  return batch
}

/** Sends every queued record in batches and books each verdict. Ends quietly at the first failure of the line. */
export async function push(parts: PushParts): Promise<Outcome> {
  const { local, remote } = parts
  const ids = [...(await local.outbox.due())]
  let limit = batchBytes
  while (ids.length > 0) {
    const batch = await takeBatch(ids, limit, parts)
    if (batch.length === 0) continue
    const people = await local.outbox.people()
    const answer = await remote.push(batch, people)
    if (!answer.ok) {
      if (answer.failure.code === 'tooLarge' && batch.length > 1) {
        limit = Math.max(1, Math.floor(limit / 2))
        ids.unshift(...batch.map((parcel) => parcel.id))
        continue
      }
      for (const parcel of batch) await local.outbox.unknown(parcel.id)
      return stopped(answer.failure)
    }
    for (const parcel of batch) {
      const word = answer.value.find((each) => each.id === parcel.id && each.sha256 === parcel.sha256)
      await settle(parcel, word, parts)
    }
    await local.outbox.forgetPeople(people.map((person) => person.id))
  }
  return done
}
