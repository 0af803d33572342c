import { onScopeDispose, readonly, ref, type DeepReadonly, type Ref } from 'vue'
import type { FailureCode, Result } from '@/domain/failure'
import type { Fix } from '@/domain/place'
import { deviceClock, locate } from './locate'

export { locate } from './locate'

/** What a search for the position is doing; `best` is its smallest radius so far in metres. */
export type PositionSearch =
  | { readonly status: 'idle' }
  | { readonly status: 'asking' }
  | { readonly status: 'searching'; readonly best: number | null }
  | { readonly status: 'failed'; readonly code: FailureCode }

/** Whether the person has allowed positions before; false where the browser cannot tell. */
async function isGranted(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state === 'granted'
  } catch {
    return false
  }
}

export interface UsePosition {
  readonly search: DeepReadonly<Ref<PositionSearch>>
  /** Starts a search; a second call while one runs gives the running one. */
  start(): Promise<Result<Fix>>
  /** Ends the search with the best reading so far. */
  stop(): void
}

/** A search for the device's position that ends with the component that uses it. */
export function usePosition(): UsePosition {
  const search = ref<PositionSearch>({ status: 'idle' })
  let abort: AbortController | null = null
  let running: Promise<Result<Fix>> | null = null

  async function run(signal: AbortSignal): Promise<Result<Fix>> {
    const granted = await isGranted()
    search.value = granted ? { status: 'searching', best: null } : { status: 'asking' }
    const result = await locate(navigator.geolocation, deviceClock, {
      granted,
      signal,
      onProgress: ({ accuracy_m }) => (search.value = { status: 'searching', best: accuracy_m }),
    })
    search.value = result.ok || signal.aborted ? { status: 'idle' } : { status: 'failed', code: result.failure.code }
    return result
  }

  function start(): Promise<Result<Fix>> {
    if (running !== null) return running
    abort = new AbortController()
    search.value = { status: 'asking' }
    running = run(abort.signal).finally(() => (running = null))
    return running
  }

  const stop = () => abort?.abort()
  onScopeDispose(stop)
  return { search: readonly(search), start, stop }
}
