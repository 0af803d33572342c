import { ref, shallowRef } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import type { RecordHistory } from '@/domain/reports'
import { keepAnswer } from './keep-answer'

/** A record's history: what the server said last, until `read` has what it says now. `unread`: it could not be asked. */
export function useHistory(id: DocumentId) {
  const { reports } = useContainer()
  const { local } = useWorkplace()
  const history = shallowRef<RecordHistory | null>(null)
  const unread = ref(false)

  async function read(): Promise<void> {
    const key = `history/${id}`
    history.value ??= (await local.preferences.get<RecordHistory>(key)) ?? null
    const answer = await reports.history(id)
    unread.value = !answer.ok && answer.failure.code !== 'notFound'
    if (!answer.ok) return
    history.value = answer.value
    await keepAnswer(local, key, answer.value)
  }
  return { history, unread, read }
}
