/** Fetches a module for its default export. */
export type Load<T> = () => Promise<{ default: T }>

/**
 * The same, kept once it came: the browser looks through all that a module needs each time it is asked for one. What could
 * not be fetched is asked for again.
 */
export function once<T>(load: Load<T>): Load<T> {
  let asked: ReturnType<Load<T>> | undefined
  return () => (asked ??= load().catch((error: unknown) => {
    asked = undefined
    throw error
  }))
}
