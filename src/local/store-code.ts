import type * as Code from './database'

let loaded: typeof Code | undefined

/** The store's code, a quarter of what the app begins with; not there before it was loaded once. */
export const code = (): typeof Code | undefined => loaded

/** Loads the store's code. Rejects where it cannot be fetched; the next call asks again. */
export async function loadCode(): Promise<typeof Code> {
  loaded ??= await import('./database')
  return loaded
}
