import type { AreaKind, Level } from './area-kinds.ts'

export const areaColumns = [
  'id', 'code', 'level', 'kind', 'statutory_parent', 'managing_parent', 'name', 'name_short', 'tradition_label',
  'valid_from', 'valid_to',
] as const

/**
 * A line of areas.tsv. `id` is opaque (the number of the code, or 1 and 2 where there is none). An empty parent is the
 * top; an empty date is unknown or open. An empty `tradition_label` means the nearest parent's.
 */
export type AreaRow = {
  readonly id: number
  readonly code: string
  readonly level: Level
  readonly kind: AreaKind
  readonly statutory_parent: number | ''
  readonly managing_parent: number | ''
  readonly name: string
  readonly name_short: string
  readonly tradition_label: 'tcm' | 'mongolian' | ''
  readonly valid_from: string
  readonly valid_to: string
}

export const provinceCodes = ['13', '15', '33', '52'] as const

export const countryId = 1
export const xionganId = 2

/** Counties that answer to another area than the one in their code. */
export const managedBy: ReadonlyMap<string, number> = new Map([
  ['130181', 130000],
  ['130682', 130000],
  ['130629', xionganId],
  ['130632', xionganId],
  ['130638', xionganId],
])

/** Counties each province must have once functional zones are dropped. */
export const expectedCounties: Readonly<Record<typeof provinceCodes[number], number>> = {
  13: 167, 15: 103, 33: 90, 52: 88,
}
