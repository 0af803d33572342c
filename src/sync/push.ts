import type { Failure } from '@/domain/failure'
import type { Parcel } from '@/domain/document'
import type { Sha256 } from '@/domain/id'
import type { PushVerdict, Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { makeBatches, type Batch } from './batch'
import { done, leftOver, stopped, type Outcome } from './outcome'

export interface PushParts {
  readonly local: Pick<Local, 'outbox' | 'events'>
  readonly remote: Pick<Remote, 'push'>
  readonly hash: (text: string) => Promise<Sha256>
  readonly now: () => number
}

/** Failures of a request that say nothing about what was in it. */
const ofTheLine = new Set<Failure['code']>(['offline', 'signedOut', 'busy', 'updateRequired', 'notFound'])
/** Failures that a request with the same content meets again for certain. */
const ofTheContent = new Set<Failure['code']>(['tooLarge', 'invalid'])
/** So many records alone that fail one after another without a reason mean that the server is in trouble. */
const mostInTrouble = 3

/** Nothing in the batch is the session's own: it belongs to somebody else, who does not judge this person's records. */
const isForeign = (words: readonly (PushVerdict | undefined)[]) =>
  words.every((word) => word?.verdict === 'rejected' && word.codes.includes('payload:not_yours'))

async function settle(parcel: Parcel, word: PushVerdict | undefined, { local, now }: PushParts): Promise<void> {
  const { outbox, events } = local
  if (!word || word.verdict === 'retry') return outbox.unknown(parcel.id, parcel.sha256)
  if (word.verdict === 'applied' || word.verdict === 'duplicate') return outbox.acknowledge(parcel.id, parcel.sha256)
  const codes = word.verdict === 'conflict' ? ['conflict'] : word.codes.length > 0 ? word.codes : ['payload:unknown']
  await outbox.refuse(parcel.id, parcel.sha256, codes)
  await events.note('refused', codes.join(' '), now())
}

async function unknown({ parcels }: Batch, { local }: PushParts): Promise<void> {
  for (const { id, sha256 } of parcels) await local.outbox.unknown(id, sha256)
}

/** Sends what is queued; nothing is said to be under way afterwards. */
export async function push(parts: PushParts): Promise<Outcome> {
  const outcome = await deliver(parts)
  await parts.local.outbox.release()
  return outcome
}

/**
 * Sends every queued record in batches and books each verdict. Ends at the first failure of the line. A batch that fails
 * for its content is halved until the record at fault stands alone: that one is refused when the failure is certain to
 * come again, and left for later when it is not.
 */
async function deliver(parts: PushParts): Promise<Outcome> {
  const { local, remote } = parts
  const batches = makeBatches(local.outbox, parts.hash, await local.outbox.due())
  let outcome = done
  let inTrouble = 0
  for (let batch = await batches.next(); batch !== null; batch = await batches.next()) {
    const { parcels, people } = batch
    const [first] = parcels as readonly [Parcel, ...Parcel[]]
    const answer = await remote.push(parcels, people)
    if (answer.ok) {
      inTrouble = 0
      const words = parcels.map((parcel) =>
        answer.value.find(({ id, sha256 }) => id === parcel.id && sha256 === parcel.sha256))
      if (isForeign(words)) {
        await unknown(batch, parts)
        return stopped({ code: 'signedOut', detail: 'session of another person' })
      }
      for (const [n, parcel] of parcels.entries()) await settle(parcel, words[n], parts)
      await local.outbox.forgetPeople(people.map((person) => person.id))
      continue
    }
    const { failure } = answer
    if (ofTheLine.has(failure.code) || (failure.code === 'forbidden' && people.length === 0)) {
      await unknown(batch, parts)
      return stopped(failure)
    }
    if (parcels.length > 1) {
      batches.halve(batch)
    } else if (ofTheContent.has(failure.code)) {
      await settle(first, { ...first, verdict: 'rejected', codes: [`payload:${contentCode(failure)}`], head: null }, parts)
    } else {
      await unknown(batch, parts)
      await local.events.note('record left over', failure.code, parts.now())
      inTrouble += 1
      if (inTrouble >= mostInTrouble) return stopped(failure)
      outcome = leftOver(failure)
    }
  }
  return outcome
}

const contentCode = ({ code }: Failure) => (code === 'tooLarge' ? 'too_large' : 'invalid')
