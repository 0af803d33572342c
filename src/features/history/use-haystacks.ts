import { computed } from 'vue'
import type { ListedRecord } from '@/domain/listed-record'
import { useReference } from '@/fields/reference'
import { haystackOf, type Haystack } from './filters'

/** What each line is found by; made when first asked, and anew when the packs change. */
export function useHaystacks() {
  const { reference } = useReference()
  const made = computed(() => ({ of: reference.value, stacks: new WeakMap<ListedRecord, Haystack>() }))
  return (record: ListedRecord): Haystack => {
    const { of, stacks } = made.value
    const stack = stacks.get(record) ?? haystackOf(record, of)
    stacks.set(record, stack)
    return stack
  }
}
