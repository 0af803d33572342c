import { computed, type ComputedRef } from 'vue'
import { useReference } from '@/fields/reference'
import type { Names } from './change-words'

/** Names of people, organisations, areas and techniques as this device knows them. */
export function useNames(): ComputedRef<Names> {
  const { reference } = useReference()
  return computed(() => ({
    person: (id) => reference.value.people.get(id as never)?.name,
    organisation: (id) => reference.value.organisations.get(id)?.name,
    area: (id) => reference.value.areas.get(id)?.name,
    technique: (code) => reference.value.techniques.get(code)?.name,
  }))
}
