import { element } from './element'
import { say, words } from './words'

/** Takes the app's worker and the files it keeps out of this browser; what people recorded lies elsewhere and stays. */
export async function removeOfflineCopy(): Promise<void> {
  const workers = await navigator.serviceWorker?.getRegistrations() ?? []
  await Promise.all(workers.map((worker) => worker.unregister()))
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)))
}

/** The card that offers it. */
export function removeCard(): HTMLElement {
  const button = element('button', { type: 'button', class: 'recover-button recover-button--quiet' }, words.remove)
  const note = element('p', { role: 'status', class: 'recover-note' })
  button.addEventListener('click', () => {
    if (!confirm(words.removeAsk)) return
    removeOfflineCopy().then(() => (note.textContent = words.removed),
      (error: unknown) => (note.textContent = say(words.failed, { reason: String(error) })))
  })
  return element('section', { class: 'recover-card' },
    element('h2', {}, words.removeTitle), element('p', {}, words.removeText), button, note)
}
