import type { AreaId } from '@/domain/id'
import type { Area } from '@/domain/reference'

/** Areas below each area, as a person walks down: counties hang on who manages them, townships on their county. */
export function childrenByParent(areas: ReadonlyMap<AreaId, Area>): ReadonlyMap<AreaId, readonly Area[]> {
  const children = new Map<AreaId, Area[]>()
  for (const area of areas.values()) {
    if (area.managing_parent === null) continue
    const list = children.get(area.managing_parent) ?? []
    list.push(area)
    children.set(area.managing_parent, list)
  }
  return children
}

/** `务川仡佬族苗族自治县 涪洋镇`: a township with its county, any other area alone. Empty for an unknown one. */
export function areaName(areas: ReadonlyMap<AreaId, Area>, id: AreaId | null): string {
  const area = id === null ? undefined : areas.get(id)
  if (!area) return ''
  const above = area.statutory_parent === null ? undefined : areas.get(area.statutory_parent)
  return area.level === 'township' && above ? `${above.name} ${area.name}` : area.name
}
