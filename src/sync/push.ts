import type { Failure } from '@/domain/failure'
import type { Parcel } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { NewPerson, PushVerdict, Remote } from '@/domain/ports'
import type { Person } from '@/domain/reference'
import type { Local } from '@/local/local'
import type { TextKey } from '@/local/texts'
import { makeBatches, type Batch, type Source } from './batch'
import type { Pace } from './pace'
import { done, leftOver, stopped, type Outcome } from './outcome'
import { beginEpoch } from './pull'

export interface PushParts {
  readonly local: Pick<Local, 'outbox' | 'texts' | 'cursors' | 'events' | 'preferences'>
  readonly remote: Pick<Remote, 'push'>
  readonly hash: (text: string) => Promise<Sha256>
  readonly now: () => number
  readonly pace: Pace
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

/** Texts of one source, and what the server's word on each of them comes to. */
interface Delivery<Key> extends Source<Key> {
  settle(parcel: Parcel, word: PushVerdict | undefined): Promise<void>
}

/** What is queued: new content, and what got no word. */
function fromOutbox({ local: { outbox, events }, hash, now }: PushParts): Delivery<DocumentId> {
  return {
    due: () => outbox.due(),
    take: (id) => outbox.take(id, hash),
    people: () => outbox.people(),
    async settle({ id, sha256 }, word) {
      if (!word || word.verdict === 'retry') return outbox.unknown(id, sha256)
      if (word.verdict === 'applied' || word.verdict === 'duplicate') return outbox.acknowledge(id, sha256)
      const codes = word.verdict === 'conflict' ? ['conflict'] : word.codes.length > 0 ? word.codes : ['payload:unknown']
      await outbox.refuse(id, sha256, codes)
      await events.note('refused', codes.join(' '), now())
    },
  }
}

const asNew = ({ id, name, organisation_id, title_level, category }: Person): NewPerson => ({ id, name, organisation_id, title_level, category })

/** What a restored server may have lost. Where it holds something else by now, the record goes the way of a conflict. */
async function sentAgain({ local, now }: PushParts): Promise<Delivery<TextKey>> {
  const { outbox, events, preferences } = local
  const texts = await local.texts()
  return {
    due: () => texts.due(),
    take: (key) => texts.take(key),
    // The server may have lost the people, too, that were typed here.
    people: async () => (await preferences.get<readonly Person[]>('typed-people') ?? []).map(asNew),
    async settle({ id, sha256 }, word) {
      if (!word || word.verdict === 'retry') return
      if (word.verdict !== 'applied' && word.verdict !== 'duplicate') {
        await events.note('sent again in vain', [word.verdict, ...word.codes].join(' '), now())
        await outbox.disown(id, sha256)
      }
      // Last: an app that dies before asks again, and one that died after would not know that the record is to be queued.
      await texts.settled({ id, sha256 })
    },
  }
}

/** Sends what is queued, after what a restored server may have lost; nothing is said to be under way afterwards. */
export async function push(parts: PushParts): Promise<Outcome> {
  const again = await deliver(parts, await sentAgain(parts))
  const outcome = again.done || again.goOn ? await deliver(parts, fromOutbox(parts)) : again
  await parts.local.outbox.release()
  return outcome.done ? again : outcome
}

/**
 * Sends every queued record in batches and books each verdict. Ends at the first failure of the line. A batch that fails
 * for its content is halved until the record at fault stands alone: that one is refused when the failure is certain to
 * come again, and left for later when it is not.
 */
async function deliver<Key>(parts: PushParts, source: Delivery<Key>): Promise<Outcome> {
  const { local, remote } = parts
  const batches = await makeBatches(source, parts.pace.bytes())
  const unknown = async (batch: Batch) => {
    for (const parcel of batch.parcels) await source.settle(parcel, undefined)
  }
  let outcome = done
  let inTrouble = 0
  for (let batch = await batches.next(); batch !== null; batch = await batches.next()) {
    const { parcels, people } = batch
    const [first] = parcels as readonly [Parcel, ...Parcel[]]
    const start = parts.now()
    const answer = await remote.push(parcels, people)
    if (answer.ok) {
      parts.pace.took(batch.bytes, parts.now() - start)
      inTrouble = 0
      const words = parcels.map((parcel) =>
        answer.value.find(({ id, sha256 }) => id === parcel.id && sha256 === parcel.sha256))
      if (isForeign(words)) {
        await unknown(batch)
        return stopped({ code: 'signedOut', detail: 'session of another person' })
      }
      await beginEpoch(local.cursors, answer.value)
      // Before the records: an app that dies in between sends those again, and nothing would ever forget the people.
      await local.outbox.forgetPeople(people.map((person) => person.id))
      for (const [n, parcel] of parcels.entries()) await source.settle(parcel, words[n])
      continue
    }
    const { failure } = answer
    if (failure.code === 'offline') parts.pace.cut(batch.bytes)
    if (ofTheLine.has(failure.code) || (failure.code === 'forbidden' && people.length === 0)) {
      await unknown(batch)
      return stopped(failure)
    }
    if (parcels.length > 1) {
      batches.halve(batch)
    } else if (ofTheContent.has(failure.code)) {
      await source.settle(first, { ...first, verdict: 'rejected', codes: [`payload:${contentCode(failure)}`], head: null })
    } else {
      await unknown(batch)
      await local.events.note('record left over', failure.code, parts.now())
      inTrouble += 1
      if (inTrouble >= mostInTrouble) return stopped(failure)
      outcome = leftOver(failure)
    }
  }
  return outcome
}

const contentCode = ({ code }: Failure) => (code === 'tooLarge' ? 'too_large' : 'invalid')
