import { shallowRef } from 'vue'

/** A new version that waits for the person's word; null when there is none. */
export const waitingUpdate = shallowRef<ServiceWorker | null>(null)

/** Lets the waiting version take over and reloads once it has. */
export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waitingUpdate.value?.postMessage({ type: 'SKIP_WAITING' })
}
