import { totalsScope, withScope, writeScope, readScope, type Query } from '../scope'

/** The cards of a board, in the order that nobody has changed yet. */
export const cardKeys = ['totals', 'trend', 'areas', 'kinds', 'levels', 'techniques'] as const
export type CardKey = (typeof cardKeys)[number]

/** What breakdowns and comparisons are made of: sessions, or visits (人次). Never both in one figure. */
export const measures = ['sessions', 'visits'] as const
export type Measure = (typeof measures)[number]

/** Which cards a person shows, in which order, and of what. */
export interface Arrangement {
  readonly cards: readonly CardKey[]
  readonly measure: Measure
}

/** The arrangement that an address asks for; all cards where it names none that exists. */
export function readArrangement(query: Query): Arrangement {
  const named = typeof query['cards'] === 'string' ? query['cards'].split(',') : []
  const cards = cardKeys.filter((key) => named.includes(key)).sort((a, b) => named.indexOf(a) - named.indexOf(b))
  return { cards: cards.length > 0 ? cards : cardKeys, measure: measures.find((each) => each === query['measure']) ?? 'sessions' }
}

const isUsual = (cards: readonly CardKey[]) => cards.join() === cardKeys.join()

/** An arrangement as the part of a query that says it; what is usual is not said. */
export const writeArrangement = ({ cards, measure }: Arrangement): Readonly<Record<string, string>> => ({
  ...(isUsual(cards) ? {} : { cards: cards.join(',') }),
  ...(measure === 'sessions' ? {} : { measure }),
})

/** A query with another arrangement; all else in it stays. */
export function withArrangement(query: Query, arrangement: Arrangement): Query {
  const { cards: _cards, measure: _measure, ...rest } = query
  return { ...rest, ...writeArrangement(arrangement) }
}

/** The cards with one of them moved up (-1) or down (1), as far as there is room. */
export function moved(cards: readonly CardKey[], key: CardKey, by: -1 | 1): readonly CardKey[] {
  const from = cards.indexOf(key)
  const to = from + by
  if (from < 0 || to < 0 || to >= cards.length) return cards
  const next = [...cards]
  next.splice(from, 1)
  next.splice(to, 0, key)
  return next
}

/** The cards with one of them shown, at the end, or hidden; the last one stays. */
export const toggled = (cards: readonly CardKey[], key: CardKey): readonly CardKey[] => {
  if (!cards.includes(key)) return [...cards, key]
  return cards.length === 1 ? cards : cards.filter((each) => each !== key)
}

/**
 * All that a board's address says but for the area and what the map alone shows, in one way of writing: two addresses
 * of one view have one text, and whoever is sent it sees an area of their own.
 */
export function viewQuery(query: Query): string {
  const said = { ...writeScope(totalsScope(readScope(query))), ...writeArrangement(readArrangement(query)) }
  return new URLSearchParams(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1))).toString()
}

/** The query that shows a saved view in the area where one is. */
export const queryOf = (view: string, area: number | null): Query =>
  withScope(Object.fromEntries(new URLSearchParams(view)), { ...readScope(Object.fromEntries(new URLSearchParams(view))), area })
