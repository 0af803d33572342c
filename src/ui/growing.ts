import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import { whenIdle } from './idle'

/**
 * How many of `length` rows stand: `first` at once, and `step` more whenever nothing else waits, so that a long form answers
 * before all of it is made. `reach` has a row stand now, by its index; `begin` starts over, with other rows.
 */
export function useGrowing(length: () => number, first: number, step: number): {
  readonly count: Readonly<Ref<number>>
  reach(index: number): void
  begin(): void
} {
  const made = ref(first)
  let stop = () => {}
  watch([made, length], () => {
    stop()
    if (made.value < length()) stop = whenIdle(() => (made.value += step))
  }, { immediate: true, flush: 'post' })
  onScopeDispose(() => stop())
  return {
    count: computed(() => Math.min(made.value, length())),
    reach: (index) => (made.value = Math.max(made.value, index + 1)),
    begin: () => (made.value = first),
  }
}
