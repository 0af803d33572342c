import { activityKinds } from '@/domain/activity'
import { countedStatuses, type BoardQuestion, type CountedStatus } from '@/domain/board'
import type { Day, Month } from '@/domain/day'
import type { AreaId, OrganisationId } from '@/domain/id'
import { sides, type Side } from '@/domain/reports'
import { periodDays, periods, type Period } from './period'

/** Months that a person chose, both included. */
export interface MonthSpan {
  readonly from: Month
  readonly to: Month
}

/** What managers' screens show, as their address says it. */
export interface Scope {
  /** Null: the first area that the reader manages. */
  readonly area: AreaId | null
  readonly period: Period
  /** In place of the period. */
  readonly months: MonthSpan | null
  /** A slug of a kind; null for all. */
  readonly kind: string | null
  readonly status: CountedStatus
  readonly side: Side
  /** Whose records alone the map shows; null for all. */
  readonly organisation: OrganisationId | null
  /** Of those asked for, the months whose marks alone the map shows; null for all. */
  readonly shown: MonthSpan | null
}

export const widestScope: Scope = {
  area: null, period: 'twelve', months: null, kind: null, status: 'all', side: 'host', organisation: null, shown: null,
}

/** What narrows the map alone: no other page says it, counts it or carries it on. */
const ofMap = { organisation: null, shown: null } as const

/** A scope as a page has it; what narrows the map stays on the map. */
export const scopeOn = (page: string, scope: Scope): Scope => (page === 'map' ? scope : { ...scope, ...ofMap })

/** A scope as far as it decides which totals are asked for, wherever they are shown: the key that answers are kept under. */
export const totalsScope = (scope: Scope): Scope => ({ ...scope, ...ofMap, area: null, side: widestScope.side })

/** A query of an address, as a router reads it. */
export type Query = Readonly<Record<string, unknown>>

const scopeKeys = ['area', 'period', 'from', 'to', 'kind', 'status', 'side', 'organisation', 'shown'] as const

const text = (query: Query, key: string): string => (typeof query[key] === 'string' ? query[key] : '')
const number = (query: Query, key: string): number | null => (/^[1-9]\d{0,8}$/.test(text(query, key)) ? Number(text(query, key)) : null)
const oneOf = <T extends string>(all: readonly T[], found: string): T | undefined => all.find((each) => each === found)
const isMonth = (found: string) => /^20\d\d-(0[1-9]|1[0-2])$/.test(found)

function monthsOf(from = '', to = ''): MonthSpan | null {
  if (!isMonth(from) || !isMonth(to)) return null
  return from <= to ? { from, to } : { from: to, to: from }
}

/** The scope that an address asks for; what it does not say, or says wrongly, is as wide as can be. */
export function readScope(query: Query): Scope {
  const [first, last] = text(query, 'shown').split('_')
  return {
    area: number(query, 'area'),
    period: oneOf(periods, text(query, 'period')) ?? widestScope.period,
    months: monthsOf(text(query, 'from'), text(query, 'to')),
    kind: oneOf(activityKinds, text(query, 'kind')) ?? null,
    status: oneOf(countedStatuses, text(query, 'status')) ?? widestScope.status,
    side: oneOf(sides, text(query, 'side')) ?? widestScope.side,
    organisation: number(query, 'organisation'),
    shown: monthsOf(first, last),
  }
}

/** A scope as the part of a query that says it; what is as wide as can be is not said. */
export function writeScope(scope: Scope): Readonly<Record<string, string>> {
  const { months, shown, ...plain } = scope
  const said = Object.entries(plain).filter(([key, value]) => value !== null && value !== widestScope[key as keyof Scope])
  const rest = months ? said.filter(([key]) => key !== 'period') : said
  return Object.fromEntries([...rest.map(([key, value]) => [key, String(value)]), ...Object.entries(months ?? {}),
    ...(shown ? [['shown', `${shown.from}_${shown.to}`]] : [])])
}

/** A scope with a part of it changed: where other months are asked for, none of those before are chosen any more. */
export function changeScope(scope: Scope, part: Partial<Scope>): Scope {
  const next = { ...scope, ...part }
  const same = next.period === scope.period && next.months?.from === scope.months?.from && next.months?.to === scope.months?.to
  return same || part.shown ? next : { ...next, shown: null }
}

/** A query with another scope; all else in it stays. */
export const withScope = (query: Query, scope: Scope): Query =>
  ({ ...Object.fromEntries(Object.entries(query).filter(([key]) => !(scopeKeys as readonly string[]).includes(key))), ...writeScope(scope) })

/**
 * Of some months those among others, in their order; null where these are all of them or none: a link says months, and by
 * the time it is opened a period may have moved on.
 */
export function monthsAmong(all: readonly Month[], chosen: MonthSpan | null): MonthSpan | null {
  const among = chosen ? all.filter((month) => month >= chosen.from && month <= chosen.to) : []
  const [from, to] = [among[0], among.at(-1)]
  return from && to && among.length < all.length ? { from, to } : null
}

/** The last day of a month. */
const lastDay = (month: Month): Day =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)

/** First and last day of a stretch of months. */
export const monthSpanDays = ({ from, to }: MonthSpan): { from: Day; to: Day } => ({ from: `${from}-01`, to: lastDay(to) })

/** First and last day of what a scope asks for; whole months. */
export const scopeDays = ({ period, months }: Scope, now: Date): { from: Day; to: Day } =>
  (months ? monthSpanDays(months) : periodDays(period, now))

/** The question that a scope puts about an area. */
export const questionOf = (scope: Scope, area: AreaId, now: Date): BoardQuestion =>
  ({ area, ...scopeDays(scope, now), kind: scope.kind, status: scope.status })
