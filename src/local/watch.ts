import { code, loadCode } from './store-code'

/** Milliseconds until the store's code is asked for again where it could not be fetched. */
const rest = 2_000

/**
 * Runs the query now, or once the store's code is there, however long that takes, and after each change of what it read, in
 * any tab; gives the function that stops it.
 */
export function watch<T>(query: () => Promise<T>, give: (value: T) => void, fail: (error: unknown) => void): () => void {
  const loaded = code()
  if (loaded) return loaded.watch(query, give, fail)
  let stop = () => {}
  let ended = false
  const begin = (): unknown => loadCode().then((late) => {
    if (!ended) stop = late.watch(query, give, fail)
  }, () => {
    const timer = setTimeout(begin, rest)
    stop = () => clearTimeout(timer)
    if (ended) stop()
  })
  begin()
  return () => {
    ended = true
    stop()
  }
}
