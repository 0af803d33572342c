import { ref } from 'vue'
import { provideWaiting } from '@/fields/session-code/waiting'

/** Asks once before a record is handed in while people who signed in at it wait: they would be missing from it. */
export function useWaitingQuestion() {
  const waiting = provideWaiting()
  const asking = ref(false)
  let answered = 0

  /** Whether it may be handed in; the question is open if not. */
  function isAnswered(): boolean {
    asking.value = waiting.value > answered
    return !asking.value
  }
  /** It is to be handed in without those who wait now. */
  function goOn() {
    answered = waiting.value
    asking.value = false
  }
  return { waiting, asking, isAnswered, goOn }
}
