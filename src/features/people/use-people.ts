import { computed, ref, shallowRef } from 'vue'
import { useContainer } from '@/container'
import type { Failure } from '@/domain/failure'
import type { OrganisationId } from '@/domain/id'
import type { ListedPerson } from '@/domain/people-admin'
import { initialsOf } from '@/domain/pinyin'

const plain = (text: string) => text.normalize('NFKC').toLowerCase().trim()

/** Whether somebody is meant by what was typed: a part of the name, its initials, the account or the organisation. */
export const isMeant = (person: ListedPerson, typed: string): boolean => {
  const words = plain(typed)
  if (words === '') return true
  const { name, account, organisation_name } = person
  return [name, account ?? '', organisation_name].some((text) => plain(text).includes(words))
    || initialsOf(name).some((initials) => initials.startsWith(words))
}

/** The people in reach. Asked once; what is typed is looked for here, and on the server where it did not send all. */
export function usePeople() {
  const { peopleAdmin } = useContainer()
  const listed = shallowRef<readonly ListedPerson[] | null>(null)
  const truncated = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  const words = ref('')
  const organisation = ref<OrganisationId | null>(null)
  let asked = 0

  async function load(typed = '') {
    const mine = asked += 1
    busy.value = true
    const answer = await peopleAdmin.people(typed, organisation.value)
    if (mine !== asked) return
    busy.value = false
    failure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return
    listed.value = answer.value.people
    if (typed === '') truncated.value = answer.value.truncated
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  function search(typed: string) {
    words.value = typed
    clearTimeout(timer)
    if (truncated.value) timer = setTimeout(() => void load(typed.trim()), 300)
  }
  const found = computed(() => (listed.value ?? []).filter((each) => truncated.value || isMeant(each, words.value)))

  return { listed, found, truncated, failure, busy, words, organisation, load, search }
}
