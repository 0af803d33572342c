import { code, loadCode } from './store-code'

/**
 * Runs the query now, or once the store's code is there, and after each change of what it read, in any tab; gives the function
 * that stops it.
 */
export function watch<T>(query: () => Promise<T>, give: (value: T) => void, fail: (error: unknown) => void): () => void {
  const loaded = code()
  if (loaded) return loaded.watch(query, give, fail)
  let stop = () => {}
  let ended = false
  loadCode().then((late) => {
    if (!ended) stop = late.watch(query, give, fail)
  }, (error: unknown) => {
    if (!ended) fail(error)
  })
  return () => {
    ended = true
    stop()
  }
}
