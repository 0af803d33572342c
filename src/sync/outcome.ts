import type { Failure } from '@/domain/failure'

/**
 * How a step of delivery ended: `done` when nothing is left that can be sent now, else the failure that stopped it and
 * whether the other steps are worth trying. Which failures end the whole round, and which concern one item only, is
 * decided here and nowhere else.
 */
export type Outcome =
  | { readonly done: true }
  | { readonly done: false; readonly failure: Failure; readonly goOn: boolean }

/** Failures after which trying the next item is pointless: no line, no session, or a server that asks for patience. */
const general = new Set<Failure['code']>(['offline', 'signedOut', 'busy', 'updateRequired', 'unknown'])

export const stopsRound = (failure: Failure): boolean => general.has(failure.code)

export const done: Outcome = { done: true }
export const stopped = (failure: Failure): Outcome => ({ done: false, failure, goOn: !stopsRound(failure) })
/** Something was left over that concerns itself alone: the round goes on, and comes back to it. */
export const leftOver = (failure: Failure): Outcome => ({ done: false, failure, goOn: true })
