import type { Day } from './day'
import type { AreaId } from './id'
import type { Side, Totals } from './reports'

/** Which records count: all that were handed in, or the approved alone. */
export const countedStatuses = ['all', 'submitted', 'approved'] as const
export type CountedStatus = (typeof countedStatuses)[number]

/** What a manager's screens ask about: one area, whole months, and what is left out. */
export interface BoardQuestion {
  readonly area: AreaId
  /** First day of the first month and last day of the last. */
  readonly from: Day
  readonly to: Day
  /** A slug of a kind; null for all. */
  readonly kind: string | null
  readonly status: CountedStatus
}

export type BothSides<T> = Readonly<Record<Side, T>>
export type Counted = Pick<Totals, 'sessions' | 'visits'>

export interface BoardArea {
  readonly id: AreaId
  readonly name: string
  readonly level: 'province' | 'prefecture' | 'county' | 'township'
  readonly code: string
  /** The counties that it covers, for outlines and comparisons; empty for a township. */
  readonly county_ids: readonly AreaId[]
  /** Institutions in force that lie in it. */
  readonly institutions: number
  /** As an authority imported it last; null: 无人口数据. */
  readonly residents: number | null
  readonly host: Counted
  /** Null for a township: organisations belong to counties. */
  readonly home: Counted | null
}

/** One area's first screen. Host and home are never added up; visits (人次) and persons (人) never mixed. */
export interface Board {
  readonly area_id: AreaId
  readonly area_name: string
  readonly level: 'province' | 'prefecture' | 'county'
  /** Two digits, for the outlines. */
  readonly province: string
  /** From the widest area of the caller's that holds it down to itself: the way back. */
  readonly path: readonly { readonly id: AreaId; readonly name: string }[]
  readonly from: Day
  readonly to: Day
  /** ISO 8601, when the server answered. */
  readonly at: string
  readonly totals: BothSides<Totals>
  /** The same months a year before. */
  readonly before: BothSides<Totals>
  /** Each month asked for, also those without anything, with the same month a year before. */
  readonly months: readonly { readonly month: string; readonly host: Counted; readonly home: Counted; readonly before: BothSides<Counted> }[]
  readonly kinds: readonly { readonly key: string; readonly host: Counted; readonly home: Counted }[]
  /** By the level of the organisation that carried it out. */
  readonly levels: readonly { readonly key: string; readonly host: Counted; readonly home: Counted }[]
  /** By category of technique (two digits) of training sessions; one session counts in each of its categories. */
  readonly techniques: readonly { readonly key: string; readonly name: string; readonly host: Counted; readonly home: Counted }[]
  /** The areas right below. */
  readonly areas: readonly BoardArea[]
}

/** West, south, east, north in degrees. */
export type View = readonly [number, number, number, number]

export interface MarksQuestion extends BoardQuestion {
  readonly side: Side
  /** Only what this organisation carried out; null for all. */
  readonly organisation: number | null
  readonly view: View
  /** Zoom of the map, whole. */
  readonly zoom: number
}

/** Records of one organisation that an answer holds at most, the newest. */
export const mostOwnMarks = 3_000

/**
 * What lies in a view, column by column. Positions count in 2^-grid of the world's width (web mercator, from the upper
 * left). `ids` and `titles` stand where single records are given, else each row is a cell of the grid with how many.
 */
export interface Marks {
  readonly at: string
  readonly grid: number
  /** True where `x` and `y` are steps from the row before (marks-code.ts), which weigh less on their way. */
  readonly steps?: boolean
  readonly kinds: readonly string[]
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Index into `kinds`. */
  readonly kind: readonly number[]
  readonly count: readonly number[]
  readonly ids: readonly string[] | null
  readonly titles: readonly string[] | null
  /** Sessions of the question in the whole area: with a position, and without one. */
  readonly placed: number
  readonly unplaced: number
}
