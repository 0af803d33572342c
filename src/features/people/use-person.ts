import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useContainer } from '@/container'
import type { Failure, Result } from '@/domain/failure'
import type { PersonId } from '@/domain/id'
import type { ManagedPerson } from '@/domain/people-admin'
import { useToast } from '@/ui/toast'
import { useWhy } from './use-why'

/** One person as the server has them, and changes of theirs: each is asked, said, and read again. */
export function usePerson(id: PersonId) {
  const { t } = useI18n()
  const why = useWhy()
  const toast = useToast()
  const { peopleAdmin } = useContainer()
  const person = shallowRef<ManagedPerson | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)

  async function load() {
    const answer = await peopleAdmin.person(id)
    failure.value = answer.ok ? null : answer.failure
    if (answer.ok) person.value = answer.value
  }
  /** Gives whether it was done. */
  async function change(work: () => Promise<Result<void>>, said: string): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    const answer = await work()
    busy.value = false
    toast.show(answer.ok ? { tone: 'success', text: t(said) } : { tone: 'danger', text: why(answer.failure), seconds: 12 })
    if (answer.ok) await load()
    return answer.ok
  }
  void load()
  return { person, failure, busy, load, change }
}
