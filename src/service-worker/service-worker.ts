/// <reference lib="webworker" />
import { createHandlerBoundToURL, precacheAndRoute, cleanupOutdatedCaches } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | { url: string; revision: string | null })[] }

// The app itself, whole, so that it opens in flight mode. Answers of the API are never cached, IndexedDB never touched.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

// Pages of the app are the one page; the server's own paths are not, nor the page for records of an app that does not open.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), {
  denylist: [/^\/(rest|auth|storage)\//, /^\/(health|config\.json)$/, /^\/recover(\.html)?$/],
}))

// A new version waits until the person agrees: never in the middle of a form.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

// The first installation serves the page that installed it, so that flight mode works from then on.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
