import { ref, shallowRef } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import { returnedKey, type RecordHistory, type RecordReview } from '@/domain/reports'
import { keepAnswer } from './keep-answer'

/** A history with why the record was returned, where it was since the server said the rest. */
function withReturn(id: DocumentId, known: RecordHistory | null, returned: RecordReview | undefined): RecordHistory | null {
  const reviews = known?.reviews ?? []
  if (!returned || reviews.some(({ at }) => at >= returned.at)) return known
  return { id, revisions: [], replaces: null, replaced_by: null, ...known, reviews: [...reviews, returned] }
}

/**
 * A record's history: what the server said last and why it was returned, which came with the record, until `read` has what
 * the server says now. `unread`: it could not be asked.
 */
export function useHistory(id: DocumentId) {
  const { reports } = useContainer()
  const { local } = useWorkplace()
  const history = shallowRef<RecordHistory | null>(null)
  const unread = ref(false)

  async function read(): Promise<void> {
    const key = `history/${id}`
    const [kept, returned] = await Promise.all([
      local.preferences.get<RecordHistory>(key), local.preferences.get<RecordReview>(returnedKey(id)),
    ])
    history.value = withReturn(id, history.value ?? kept ?? null, returned)
    const answer = await reports.history(id)
    unread.value = !answer.ok && answer.failure.code !== 'notFound'
    if (!answer.ok) return
    history.value = answer.value
    await keepAnswer(local, key, answer.value)
  }
  return { history, unread, read }
}
