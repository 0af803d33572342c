import { onScopeDispose, shallowRef } from 'vue'
import { useWorkplace } from '@/container'
import type { DocumentId } from '@/domain/id'

/** What of this device's records and pictures is not with the server yet. */
export interface Standing {
  readonly queued: number
  readonly refused: readonly DocumentId[]
  readonly photos: number
}

/** How delivery stands, live; null until read. */
export function useDelivery() {
  const { local } = useWorkplace()
  const standing = shallowRef<Standing | null>(null)
  onScopeDispose(local.watch(async () => {
    const [records, photos] = await Promise.all([local.outbox.standing(), local.photoQueue.waiting()])
    return { ...records, photos }
  }, (value) => (standing.value = value), (error) => { throw error }))
  return standing
}
