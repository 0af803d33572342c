import type { Sync } from './sync'

/**
 * A loop whose code comes after the first page. When it does not come, `now` throws why, and the next call asks again;
 * what was stopped before it came never runs.
 */
export function fetchedSync(fetch: () => Promise<Sync>): Sync {
  let coming: Promise<Sync> | undefined
  let stopped = false
  const loop = () => {
    coming ??= fetch().catch((error: unknown) => {
      coming = undefined
      throw error
    })
    return coming
  }
  return {
    async now() {
      const sync = await loop()
      if (!stopped) await sync.now()
    },
    soon() {
      loop().then((sync) => !stopped && sync.soon(), (error: unknown) => console.warn('the delivery has not been fetched yet', error))
    },
    stop() {
      stopped = true
      // Whoever asked for it hears why it did not come.
      void coming?.then((sync) => sync.stop(), () => undefined)
    },
  }
}
