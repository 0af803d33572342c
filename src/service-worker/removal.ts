/// <reference lib="webworker" />

declare const self: ServiceWorkerGlobalScope
export {}

/**
 * Stands in for a worker that broke the app: takes itself out with the app's files that it kept, and has the pages that the
 * broken one served fetched anew. IndexedDB, where the records are, is not touched. Pages without a worker stay as they
 * are, so that one that registers it again is not reloaded for ever.
 */
async function remove(): Promise<void> {
  const { scope } = self.registration
  const own = (await caches.keys()).filter((name) => name.startsWith('workbox-') && name.endsWith(scope))
  await Promise.all(own.map((name) => caches.delete(name)))
  const pages = await self.clients.matchAll({ type: 'window' })
  await self.registration.unregister()
  await Promise.all(pages.map((page) => page.navigate(page.url)))
}

self.addEventListener('install', () => void self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(remove()))
