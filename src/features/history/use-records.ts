import { onScopeDispose, ref, shallowRef } from 'vue'
import { useWorkplace } from '@/container'
import type { HeldView } from './record-view'

/** The records of this device, live: newest first. `failed` when the store cannot be read. */
export function useRecords() {
  const { local } = useWorkplace()
  const records = shallowRef<readonly HeldView[] | null>(null)
  const failed = ref(false)
  onScopeDispose(local.watch(
    () => local.records.list(),
    (list) => (records.value = list),
    () => (failed.value = true),
  ))
  return { records, failed }
}
