/** Starts the worker; the app's default policy for Trusted Types admits its address. */
export function startPhotoWorker(): Worker {
  return new Worker(new URL('./photo-worker.ts', import.meta.url), { type: 'module' })
}
