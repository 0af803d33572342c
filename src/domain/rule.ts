import type { ActivityKindSlug } from './activity'
import type { AreaId } from './id'
import type { Day } from './day'

/** A threshold, target or minimum of some policy, as data: nothing of the kind is a constant in code. */
export interface RuleRow {
  readonly code: string
  /** Area it holds in; null holds everywhere. */
  readonly area_id: AreaId | null
  readonly valid_from: Day
  readonly valid_to: Day | null
  readonly operator: '>=' | '<=' | '='
  readonly value: number
  readonly unit: string
  readonly source: string
  readonly source_quote: string
  /** False: the source's wording has not been verified (待核实). */
  readonly verified: boolean
}

/**
 * The row of `code` in force on `day` in the first area of `line` that has one, most local first, then the row that
 * holds everywhere.
 */
export function ruleInForce(
  rows: readonly RuleRow[],
  code: string,
  line: readonly AreaId[],
  day: Day,
): RuleRow | undefined {
  const valid = rows.filter(
    (row) => row.code === code && row.valid_from <= day && (row.valid_to === null || day <= row.valid_to),
  )
  for (const area of line) {
    const local = valid.find((row) => row.area_id === area)
    if (local) return local
  }
  return valid.find((row) => row.area_id === null)
}

/** The rule on how many photos a record needs: that of its kind, `photo_minimum_<kind>`, before that of all kinds. */
export const photoRule = (
  rows: readonly RuleRow[], kind: ActivityKindSlug, line: readonly AreaId[], day: Day,
): RuleRow | undefined =>
  ruleInForce(rows, `photo_minimum_${kind}`, line, day) ?? ruleInForce(rows, 'photo_minimum', line, day)
