/// <reference lib="webworker" />

/** The part of an install event that not every browser has: https://w3c.github.io/ServiceWorker/#service-worker-static-router-api */
interface Routing {
  addRoutes?(rules: readonly { readonly condition: object; readonly source: { readonly cacheName: string } }[]): Promise<void>
}

const own = (scope: string) => ({ start: 'workbox-first-page-', end: `-${scope}` })

/** The cache of this version's first page alone, named by its key in the precache; the worker that takes everything out knows it by its start. */
export const firstPageCache = (key: string, scope: string): string =>
  `${own(scope).start}${new URL(key).searchParams.get('__WB_REVISION__') ?? ''}${own(scope).end}`

/**
 * Has the browser answer from what is kept, without starting the worker: the app's own files, which never change under their
 * names, and its first page. What is missing there is fetched: whoever calls this keeps the first page before the worker is
 * installed. Browsers without such rules, or with others, ask the worker, as for everything else.
 */
export async function answerWithoutWorker(event: Event & Routing, files: string, firstPage: string): Promise<void> {
  await event.addRoutes?.([
    { condition: { urlPattern: { pathname: '/assets/*', search: '' }, requestMethod: 'GET' }, source: { cacheName: files } },
    { condition: { urlPattern: { pathname: '/', search: '' }, requestMode: 'navigate' }, source: { cacheName: firstPage } },
  ]).catch(() => undefined)
}

/**
 * Puts the first page where the browser looks for it, whatever headers it is asked for with. Throws when there is no room:
 * then the worker is not installed.
 */
export async function keepFirstPage(name: string, page: Response | undefined): Promise<void> {
  if (!page) return
  const headers = new Headers(page.headers)
  headers.delete('vary')
  await (await caches.open(name)).put('/', new Response(page.body, { status: page.status, statusText: page.statusText, headers }))
}

/** Drops the first pages of other versions. */
export async function dropOtherFirstPages(name: string, scope: string): Promise<void> {
  const { start, end } = own(scope)
  const others = (await caches.keys()).filter((each) => each !== name && each.startsWith(start) && each.endsWith(end))
  await Promise.all(others.map((each) => caches.delete(each)))
}
