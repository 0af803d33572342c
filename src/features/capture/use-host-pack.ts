import { watch } from 'vue'
import type { AreaId } from '@/domain/id'
import type { useReference } from '@/fields/reference'

/**
 * Has the organisations of the county where a record takes place fetched while there is a network, where it is new to this
 * device: chosen by hand, known from last time, or said by a colleague's code. Where it cannot be fetched, the field of organisations offers it again.
 */
export function useHostPack(county: () => AreaId | null, { reference, ready, fetchCounty }: ReturnType<typeof useReference>): void {
  const missing = () => {
    const now = county()
    return ready.value && now !== null && !reference.value.counties.has(now) ? now : null
  }
  watch(missing, (now) => { if (now !== null) void fetchCounty(now) }, { immediate: true })
}
