import { onMounted, onScopeDispose, ref, type Ref } from 'vue'
import { whenIdle } from './idle'

/** True a moment after what stands first has been painted: for what lies below it, out of sight. */
export function useLater(): Readonly<Ref<boolean>> {
  const later = ref(false)
  let stop = () => {}
  onMounted(() => (stop = whenIdle(() => (later.value = true))))
  onScopeDispose(() => stop())
  return later
}
