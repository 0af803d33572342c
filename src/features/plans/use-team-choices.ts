import { computed, shallowRef, watch } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { OrganisationId } from '@/domain/id'
import type { ListedPerson } from '@/domain/people-admin'
import { offeredPeople } from '@/domain/reference'
import { useReference } from '@/fields/reference'

/**
 * Whom a plan of an organisation may name: who works for it as far as this device knows, and oneself where one belongs to it
 * beside another. For `far` ones, whose people no pack brings to the manager of an area, the server is asked.
 */
export function useTeamChoices(organisation: () => OrganisationId, far: () => boolean) {
  const { peopleAdmin } = useContainer()
  const { identity } = useWorkplace()
  const { reference } = useReference()
  const asked = shallowRef<readonly ListedPerson[]>([])
  /** They could not be asked for, mostly for want of a network. */
  const unknown = shallowRef(false)

  watch([organisation, far], async ([id, isFar]) => {
    asked.value = []
    unknown.value = false
    if (!isFar || !id) return
    const answer = await peopleAdmin.people('', id)
    if (id !== organisation()) return
    if (answer.ok) asked.value = answer.value.people
    else unknown.value = true
  }, { immediate: true })

  const belongs = computed(() => identity.memberships.some(({ organisation_id }) => organisation_id === organisation()))
  const people = computed(() => {
    const known = [...offeredPeople(reference.value.people.values())]
      .filter(({ id, organisation_id }) => organisation_id === organisation() || (id === identity.personId && belongs.value))
    return [...new Map([...asked.value, ...known].map(({ id, name }) => [id, { value: id, label: name }])).values()]
  })
  return { people, unknown }
}
