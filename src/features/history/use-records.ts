import { onScopeDispose } from 'vue'
import { useWorkplace } from '@/container'

/** The records of this device, live: newest first. `failed` when the store cannot be read. */
export function useRecords() {
  const { listing } = useWorkplace()
  onScopeDispose(listing.look())
  return { records: listing.records, failed: listing.failed }
}
