import type { Sync } from './sync'

/**
 * A loop whose code comes after the first page. When it does not come, the console has why, and the next call asks
 * again; what was stopped before it came never runs.
 */
export function fetchedSync(fetch: () => Promise<Sync>): Sync {
  let coming: Promise<Sync | null> | undefined
  let stopped = false
  const loop = () => {
    coming ??= fetch().catch((error: unknown) => {
      coming = undefined
      console.warn('the delivery has not been fetched yet', error)
      return null
    })
    return coming
  }
  return {
    async now() {
      const sync = await loop()
      if (!stopped) await sync?.now()
    },
    soon() {
      void loop().then((sync) => !stopped && sync?.soon())
    },
    stop() {
      stopped = true
      void coming?.then((sync) => sync?.stop())
    },
  }
}
