import type { BoardArea } from '@/domain/board'
import type { Side } from '@/domain/reports'
import type { Sort } from '@/ui/table-column'
import type { Measure } from './arrangement'

/** One area beside the others, on equal terms; null where a figure cannot be had. */
export interface ComparedArea {
  readonly id: number
  readonly name: string
  /** Whether its own board can be shown. */
  readonly below: boolean
  readonly host: number
  readonly home: number | null
  readonly perCounty: number | null
  readonly perInstitution: number | null
  readonly perResidents: number | null
  /** Whether anybody told how many live there. */
  readonly counted: boolean
}

export const comparisons = ['host', 'home', 'perCounty', 'perInstitution', 'perResidents'] as const
export type Comparison = (typeof comparisons)[number]

const per = (value: number | null, of: number | null, times = 1): number | null =>
  (value === null || of === null || of === 0 ? null : Math.round((value / of) * times * 10) / 10)

/** The areas with what they did; the shares are of one side's figures, the sides are never added. */
export const compareAreas = (areas: readonly BoardArea[], measure: Measure, side: Side): readonly ComparedArea[] =>
  areas.map((area) => {
    const host = area.host[measure]
    const home = area.home?.[measure] ?? null
    const own = side === 'host' ? host : home
    return {
      id: area.id, name: area.name, below: area.level !== 'township', host, home,
      perCounty: per(own, area.county_ids.length), perInstitution: per(own, area.institutions),
      perResidents: per(own, area.residents, 10_000), counted: area.residents !== null,
    }
  })

const order = new Intl.Collator('zh-CN')

/** The areas in the order of a column; what has no figure comes last either way. */
export function sortAreas(areas: readonly ComparedArea[], { key, descending }: Sort): readonly ComparedArea[] {
  const turn = descending ? -1 : 1
  if (key === 'name') return [...areas].sort((a, b) => turn * order.compare(a.name, b.name))
  const value = (area: ComparedArea) => area[key as Comparison] ?? null
  return [...areas].sort((a, b) => {
    const [one, other] = [value(a), value(b)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return turn * (one - other) || order.compare(a.name, b.name)
  })
}
