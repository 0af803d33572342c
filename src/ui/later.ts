import { onMounted, onScopeDispose, ref, type Ref } from 'vue'

/** True a moment after what stands first has been painted: for what lies below it, out of sight. */
export function useLater(): Readonly<Ref<boolean>> {
  const later = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  onMounted(() => {
    frame = requestAnimationFrame(() => (timer = setTimeout(() => (later.value = true))))
  })
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  })
  return later
}
