import { waitingUpdate } from './update'

/** Milliseconds that the first page has the line to itself before the rest of the app is fetched for flight mode. */
const firstPage = 4_000

/** Registers the worker that lets the app open without a network. A new version waits: it never takes over by itself. */
export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  if (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, firstPage))
  // Without it for now: the line went, or the person went on to another page. The next page asks again.
  const registration = await navigator.serviceWorker.register('/service-worker.js').catch(() => null)
  if (!registration) return
  const watch = (worker: ServiceWorker | null) => worker?.addEventListener('statechange', () => {
    if (worker.state === 'installed' && navigator.serviceWorker.controller) waitingUpdate.value = worker
  })
  if (registration.waiting && navigator.serviceWorker.controller) waitingUpdate.value = registration.waiting
  watch(registration.installing)
  registration.addEventListener('updatefound', () => watch(registration.installing))
}
