import type { ActivityKindSlug } from './activity'

/** How long one filling of a form took, or the middle of many. Whose it was is nowhere said. */
export interface FillingTime {
  readonly kind: ActivityKindSlug
  readonly answers_version: number
  readonly seconds: number
}

/** Under which preference the filling times rest that the server has not taken. */
export const waitingFillingsKey = 'waiting-fillings'

/** Nobody fills a form in for longer than four hours on end; who comes back after longer was away. */
export const longestFilling = 14_400

/** Who touches nothing for this long, in milliseconds, is at something else: a pause counts for no more. */
export const longestPause = 60_000

/** Milliseconds of work between two signs of life. */
export const workedBetween = (before: number, now: number): number => Math.min(Math.max(0, now - before), longestPause)
