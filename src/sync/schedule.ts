import type { Sync } from './sync'

/**
 * Tells the loop when to look: the app opens, comes to the front, the line comes back. Background Sync would be a bonus;
 * nothing depends on it. Gives the function that undoes it.
 */
export function schedule(sync: Sync, window: Window, document: Document): () => void {
  const online = () => void sync.now()
  const seen = () => {
    if (document.visibilityState === 'visible') sync.soon()
  }
  window.addEventListener('online', online)
  document.addEventListener('visibilitychange', seen)
  sync.soon()
  return () => {
    window.removeEventListener('online', online)
    document.removeEventListener('visibilitychange', seen)
    sync.stop()
  }
}

/** Web Locks: one uploader per browser profile. Without them every tab may run; the server tolerates it. */
export const aloneIn = (locks: LockManager | undefined, name: string) =>
  async (work: () => Promise<void>): Promise<boolean> => {
    if (!locks) {
      await work()
      return true
    }
    return locks.request(name, { ifAvailable: true }, async (lock) => {
      if (!lock) return false
      await work()
      return true
    })
  }
