import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { FailureCode } from '@/domain/failure'
import type { DocumentId, PersonId } from '@/domain/id'
import type { SessionCode, SessionEntry } from '@/domain/session-sheet'

/** How long a code is good, unless it is closed: a day of teaching. */
const minutes = 12 * 60
/** Between two looks at who signed in, while the code is open and the page is seen. */
const everyMilliseconds = 8_000

/** The code of a record and who signed in by it; nothing of it is kept on the device. */
export function useSessionCode(id: DocumentId) {
  const { sessionSheet } = useContainer()
  const { sync } = useWorkplace()
  const code = shallowRef<SessionCode | null>(null)
  const entries = shallowRef<readonly SessionEntry[]>([])
  const failure = ref<FailureCode | null>(null)
  const busy = ref(false)

  async function refresh() {
    if (!navigator.onLine) return
    const answer = await (await sessionSheet()).entries(id)
    if (answer.ok) ({ code: code.value, entries: entries.value } = answer.value)
  }
  /** The record must have arrived first; what is unsent is sent now. */
  async function open() {
    busy.value = true
    failure.value = null
    try {
      if (!navigator.onLine) return void (failure.value = 'offline')
      await sync.now()
      const answer = await (await sessionSheet()).openCode(id, minutes)
      if (answer.ok) code.value = answer.value
      else failure.value = answer.failure.code
    } finally {
      busy.value = false
    }
  }
  async function close() {
    const answer = await (await sessionSheet()).openCode(id, 0)
    if (answer.ok) code.value = null
    else failure.value = answer.failure.code
  }
  /** Tells the server; gives whether it heard. Who is settled is not shown again. */
  async function settle(entry: PersonId, person: PersonId | null): Promise<FailureCode | null> {
    const answer = await (await sessionSheet()).settle(entry, person)
    if (!answer.ok && answer.failure.code !== 'notFound') return answer.failure.code
    entries.value = entries.value.filter((each) => each.id !== entry)
    return null
  }

  const timer = setInterval(() => { if (code.value && document.visibilityState === 'visible') void refresh() }, everyMilliseconds)
  onScopeDispose(() => clearInterval(timer))
  void refresh()
  return { code: computed(() => code.value), entries: computed(() => entries.value), failure, busy, open, close, settle }
}
