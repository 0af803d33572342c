/// <reference lib="webworker" />
import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { answerWithoutWorker, dropOtherFirstPages, firstPageCache, keepFirstPage } from './static-routes'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | { url: string; revision: string | null })[] }

// The app itself, whole, so that it opens in flight mode. Answers of the API are never cached, IndexedDB never touched.
const files = new PrecacheController()
files.addToCacheList(self.__WB_MANIFEST)
registerRoute(new PrecacheRoute(files))
cleanupOutdatedCaches()

// Pages of the app are the one page; the server's own paths are not, nor the page for records of an app that does not open.
registerRoute(new NavigationRoute(files.createHandlerBoundToURL('/index.html'), {
  denylist: [/^\/(rest|auth|storage)\//, /^\/(health|config\.json)$/, /^\/recover(\.html)?$/],
}))

const { scope } = self.registration
const firstPage = firstPageCache(files.getCacheKeyForURL('/index.html') ?? scope, scope)

self.addEventListener('install', (event) => {
  event.waitUntil(answerWithoutWorker(event, files.strategy.cacheName, firstPage))
  event.waitUntil(files.install(event).then(async () => keepFirstPage(firstPage, await files.matchPrecache('/index.html'))))
})

// A new version waits until the person agrees: never in the middle of a form.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

// The first installation serves the page that installed it, so that flight mode works from then on.
self.addEventListener('activate', (event) => {
  event.waitUntil(files.activate(event))
  event.waitUntil(dropOtherFirstPages(firstPage, scope))
  event.waitUntil(self.clients.claim())
})
