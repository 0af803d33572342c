import { ref, watch, type Ref } from 'vue'
import { useWorkplace } from '@/container'
import type { Payload } from '@/domain/document'
import { kindModels, present } from '@/kinds/models'
import { useSteady } from '@/ui/steady'
import { useRecordIndex } from '../history/use-record-index'
import { replacing } from './children'

/**
 * Whether an approved record on this device names this piece: what was approved rests on it, and the server takes no change
 * of it; null until that is read. `private.is_approved_piece` says the same in SQL, and decides where the record is not here,
 * or is of a newer app.
 */
export function useApprovedPiece(piece: () => Payload): Readonly<Ref<boolean | null>> {
  const { local } = useWorkplace()
  const { records, colleagues } = useRecordIndex()
  const isApproved = ref<boolean | null>(null)
  const approved = useSteady(() => {
    const { kind, parent_id } = piece()
    if (!kindModels[kind].piece || parent_id === null) return []
    if (!records.value) return null
    const lines = [...records.value, ...colleagues.value]
    const line = replacing(lines, parent_id)
    return lines.flatMap(({ id, status }) => (status === 'approved' && line.has(id) ? [id] : []))
  })
  watch(approved, async (ids) => {
    if (ids === null) return
    const wholes = ids.length === 0 ? [] : await local.records.several(ids)
    isApproved.value = wholes.some(({ record }) => {
      const { kind, answers, answers_version } = present(record.payload)
      return answers_version <= kindModels[kind].version && kindModels[kind].children?.pieces?.(answers).includes(piece().id)
    })
  }, { immediate: true })
  return isApproved
}
