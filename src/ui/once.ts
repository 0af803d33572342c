import { computed, type Ref } from 'vue'

/** True from the first time on that the flag was: for what costs to make and is seldom opened. */
export function useOnce(flag: Readonly<Ref<boolean>>): Readonly<Ref<boolean>> {
  let was = false
  return computed(() => (was ||= flag.value))
}
