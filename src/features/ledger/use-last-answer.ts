import { ref, shallowRef } from 'vue'
import { useWorkplace } from '@/container'
import type { Failure, Result } from '@/domain/failure'
import { keepAnswer } from '../history/keep-answer'

/** The newest answer to a question, and without one the last that was kept on this device under `key`. */
export function useLastAnswer<T>(key: () => string, ask: () => Promise<Result<T>>) {
  const { local } = useWorkplace()
  const answer = shallowRef<T | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  let asked = 0

  /** Shows what was kept at once, and what comes when it comes. */
  async function load(): Promise<void> {
    const mine = (asked += 1)
    const place = key()
    busy.value = true
    const kept = (await local.preferences.get<T>(place)) ?? null
    if (mine === asked) answer.value = kept
    const found = await ask()
    if (found.ok) await keepAnswer(local, place, found.value)
    // An answer to a question that was replaced meanwhile is nobody's.
    if (mine !== asked) return
    busy.value = false
    failure.value = found.ok ? null : found.failure
    if (found.ok) answer.value = found.value
  }

  return { answer, failure, busy, load }
}
