import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { whenIdle } from './idle'

export interface Settled<T> {
  readonly settled: Readonly<ShallowRef<T>>
  /** Catches up now. */
  settle(): void
}

/**
 * A value that follows another once the change has been painted, so that a tap is answered before what is reckoned from it;
 * from `null` it follows at once.
 */
export function useSettled<T>(source: () => T): Settled<T> {
  const settled = shallowRef(source()) as ShallowRef<T>
  let stop: (() => void) | null = null
  function settle(): void {
    stop?.()
    stop = null
    settled.value = source()
  }
  watch(source, () => {
    if (settled.value === null) settle()
    else stop ??= whenIdle(settle)
  }, { flush: 'sync' })
  onScopeDispose(() => stop?.())
  return { settled, settle }
}
