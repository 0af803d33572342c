import { shallowRef, watch } from 'vue'
import type { AreaId } from '@/domain/id'
import { loadTownships, type Outlines } from '@/fields/position/load-outlines'
import { findTownships } from './outline-index'

export interface Townships {
  readonly outlines: Outlines
  /** Their map approval number (审图号); null where they are for internal use only. */
  readonly approval: string | null
}

/** The outlines of a county's townships where the deployment has its own; null elsewhere, while they come and without a network. */
export function useTownships(county: () => AreaId | null) {
  const townships = shallowRef<Townships | null>(null)
  watch(county, async (id) => {
    townships.value = null
    const listed = id === null ? null : await findTownships(id)
    if (id === null || !listed) return
    const outlines = await loadTownships(id)
    if (outlines.ok && county() === id) townships.value = { outlines: outlines.value, approval: listed.approval }
  }, { immediate: true })
  return townships
}

/** The approval numbers of all outlines on a map; null where one of them has none: then it is for internal use only. */
export function approvalsOf(province: string | null, townships: Townships | null): string | null {
  const numbers = [province, ...(townships ? [townships.approval] : [])]
  return numbers.every((number) => number !== null) ? [...new Set(numbers)].join(' ') : null
}

/** Areas as a map with outlines of townships knows them: each by its own id where it covers no county. */
export const byOwnOutline = <Area extends { readonly id: number; readonly counties: readonly number[] }>(areas: readonly Area[]): readonly Area[] =>
  areas.map((area) => (area.counties.length > 0 ? area : { ...area, counties: [area.id] }))
