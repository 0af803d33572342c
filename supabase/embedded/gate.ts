export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>

/**
 * Runs work one at a time, in order of arrival. PGlite has a single session, and the library opens its
 * transactions on it with plain BEGIN: two requests at once would share one transaction and one role.
 */
export function createGate(): Exclusive {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }
}

/** No gate: every request has a session of its own. */
export const ungated: Exclusive = (work) => work()
