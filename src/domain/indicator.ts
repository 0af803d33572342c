import type { Day } from './day'
import type { AreaId } from './id'

export const indicatorCodes = ['I13', 'I14', 'I15', 'I16', 'I17', 'I18', 'I19'] as const
export type IndicatorCode = (typeof indicatorCodes)[number]

/** Why there is no value: nothing to divide by, no register (无登记数据), no population (无人口数据), no findings yet (暂无整改数据), no rule. */
export type IndicatorState = 'ok' | 'nothing' | 'no_register' | 'no_population' | 'no_findings' | 'no_rule'

/** A target or threshold with where it is written. */
export interface Target {
  readonly code: string
  readonly operator: '>=' | '<=' | '='
  readonly value: number
  readonly unit: string
  readonly source: string
  readonly source_quote: string
  /** False: 待核实. */
  readonly verified: boolean
}

export interface IndicatorFigure {
  readonly numerator: number
  readonly denominator: number
  /** Percent, or per 10,000 residents; null where `state` is not `ok`. */
  readonly value: number | null
  readonly state: IndicatorState
}

export interface Indicator extends IndicatorFigure {
  readonly code: IndicatorCode
  readonly unit: 'percent' | 'per_10k'
  readonly direction: 'up' | 'down'
  /** What is counted, both days included. */
  readonly from: Day
  readonly to: Day
  readonly target: Target | null
  readonly areas: readonly (IndicatorFigure & { readonly id: AreaId; readonly name: string })[]
}

/** One thing behind a figure: a record, an institution, a place or a finding, and whether it is in the numerator. */
export interface IndicatorRow {
  /** In the order of the pages. Of an area it is `<area>:<level of stop>`. */
  readonly key: string
  readonly kind: 'activity' | 'organisation' | 'area' | 'finding'
  /** The record to open; null where there is none, or none that the reader may see. */
  readonly activity_id: string | null
  /** Empty for a record that the reader may not see. */
  readonly title: string
  readonly area_name: string
  readonly day: Day | null
  readonly counted: boolean
  /** What it adds to the numerator of its area. */
  readonly numerator: number
  /** What it adds to the denominator; null where that was imported. */
  readonly denominator: number | null
}
