import type { ShallowRef } from 'vue'
import type { Workplace } from '@/container'
import type { Clock, Session } from '@/domain/ports'
import { actingBook, identityBook } from './identity-book'

/** Not asked for more often than this, in milliseconds. */
const pause = 60_000

/**
 * Rights change at the server: what this device knows of them is asked for again whenever the server was reached; where
 * they changed, the packs are fetched again with what they now allow. Gives the function to call then. A refusal changes
 * nothing here, for the person's own records stay readable.
 */
export function makeRenewal(parts: {
  readonly workplace: ShallowRef<Workplace | null>
  readonly session: Pick<Session, 'refresh'>
  readonly clock: Clock
  /** Has the packs of this device asked for again. */
  readonly askAgain: (local: Workplace['local']) => Promise<unknown>
}): () => Promise<void> {
  const { workplace, session, clock, askAgain } = parts
  let asked = Number.NEGATIVE_INFINITY
  return async () => {
    if (!workplace.value || clock.now() - asked < pause) return
    asked = clock.now()
    const answer = await session.refresh()
    const here = workplace.value
    if (!answer.ok || answer.value.personId !== here?.identity.personId) return
    if (JSON.stringify(answer.value) === JSON.stringify(here.identity)) return
    identityBook.write(answer.value)
    workplace.value = { ...here, identity: answer.value, acting: actingBook.read(answer.value) }
    await askAgain(here.local)
    here.sync.soon()
  }
}
