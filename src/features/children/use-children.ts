import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useWorkplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import { useReference } from '@/fields/reference'
import { useSteady } from '@/ui/steady'
import type { HeldView } from '../history/record-view'
import { useRecordIndex } from '../history/use-record-index'
import { childOf, inOrder, lineage } from './children'

/**
 * The records of this device that belong to one, or to what it `replaces`, in their order and without void ones, live. Which
 * they are is known from the lines in memory: nothing is read for a record that has none, however many others there are.
 */
export function useChildren(parent: MaybeRefOrGetter<DocumentId | null>, replaces: () => DocumentId | undefined = () => undefined) {
  const { local } = useWorkplace()
  const { reference } = useReference()
  const { records, colleagues } = useRecordIndex()
  const views = shallowRef<readonly HeldView[]>([])
  const earlier = shallowRef<readonly DocumentId[]>([])
  watch(replaces, async (id) => (earlier.value = id ? await lineage(local, id) : []), { immediate: true })
  const ids = useSteady(() => {
    const of = toValue(parent)
    const line = of === null ? [] : [of, ...earlier.value]
    return line.length === 0 ? [] : [...records.value ?? [], ...colleagues.value]
      .flatMap(({ id, parent_id }) => (parent_id && line.includes(parent_id) ? [id] : [])).sort()
  })
  watch(ids, (some, _before, onCleanup) => {
    if (some.length === 0) views.value = []
    else onCleanup(local.watch(
      () => local.records.several(some),
      (found) => (views.value = inOrder(found)),
      (error) => { throw error },
    ))
  }, { immediate: true })
  /** As the parent's check looks at them. */
  const children = computed(() => views.value.map(({ record }) => childOf(record.payload, reference.value)))
  return { views, children }
}
