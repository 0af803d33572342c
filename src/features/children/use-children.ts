import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useWorkplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import { useReference } from '@/fields/reference'
import type { HeldView } from '../history/record-view'
import { childOf, inOrder } from './children'

/** The records of this device that belong to one, in their order and without void ones, live. */
export function useChildren(parent: MaybeRefOrGetter<DocumentId | null>) {
  const { local } = useWorkplace()
  const { reference } = useReference()
  const views = shallowRef<readonly HeldView[]>([])
  watch(() => toValue(parent), (id, _before, onCleanup) => {
    if (id === null) views.value = []
    else onCleanup(local.watch(
      () => local.records.children(id),
      (found) => (views.value = inOrder(found)),
      (error) => { throw error },
    ))
  }, { immediate: true })
  /** As the parent's check looks at them. */
  const children = computed(() => views.value.map(({ record }) => childOf(record.payload, reference.value)))
  return { views, children }
}
