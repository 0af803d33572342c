import { computed, type Ref } from 'vue'
import type { AreaId } from '@/domain/id'
import { managingLine } from '@/domain/reference'
import { useReference } from '@/fields/reference'

interface Place {
  readonly id: AreaId
  readonly name: string
}

/** The way from the widest area that the reader manages down to the one shown, out of the areas that this device knows. */
export function usePath(area: Readonly<Ref<AreaId | null>>, managed: Readonly<Ref<readonly Place[]>>) {
  const { reference } = useReference()
  return computed<readonly Place[]>(() => {
    const line = managingLine(reference.value.areas, area.value)
    const widest = line.findLastIndex((id) => managed.value.some((each) => each.id === id))
    return line.slice(0, widest + 1).reverse().flatMap((id) => reference.value.areas.get(id) ?? []).map(({ id, name }) => ({ id, name }))
  })
}
