import type { DocumentId } from './id'

/** A record that has not wholly reached the server. */
export interface WaitingRecord {
  readonly id: DocumentId
  /** Milliseconds by the device's clock, of its last save. */
  readonly touched: number
  /** What the server holds of it; where that changes, what waits is something newer. */
  readonly base: string
}

/** How long records have waited, in milliseconds, as they were last looked at. */
export interface WaitingLog {
  /** The device's clock at that look. */
  readonly read: number
  readonly ages: Readonly<Record<string, { readonly base: string; readonly age: number }>>
}

/** A phone lies in a drawer for weeks; a clock that moved further was set. */
const believable = 60 * 86_400_000

/** Milliseconds that passed by a clock, where its two readings can be believed, else those that were counted without it. */
const passed = (from: number, to: number, counted: number) => (to >= from && to - from <= believable ? to - from : counted)

/**
 * The log after another look. A clock that was set back hides nothing, and one that jumped ahead by years makes nothing
 * old: then only `counted` is added, the milliseconds since the look before that the page has measured itself. A record
 * seen for the first time has waited since its last save.
 */
export function lookAgain(log: WaitingLog | undefined, waiting: readonly WaitingRecord[], now: number, counted: number): WaitingLog {
  const since = log ? passed(log.read, now, counted) : 0
  return {
    read: now,
    ages: Object.fromEntries(waiting.map(({ id, base, touched }) => {
      const known = log?.ages[id]
      return [id, { base, age: known?.base === base ? known.age + since : passed(touched, now, 0) }]
    })),
  }
}

/** Technical, not a rule of the work: how soon waiting is told, and how soon it is told loudly. */
export const longHours = 24
export const tooLongHours = 72

export interface LongWaiting {
  readonly hours: typeof longHours | typeof tooLongHours
  /** How many have waited for that long. */
  readonly count: number
  /** How long the oldest has. */
  readonly oldest: number
}

/** What has waited for too long; null while nothing has. */
export function longWaiting({ ages }: WaitingLog): LongWaiting | null {
  const all = Object.values(ages).map(({ age }) => age)
  const oldest = Math.max(0, ...all)
  for (const hours of [tooLongHours, longHours] as const)
    if (oldest >= hours * 3_600_000) return { hours, oldest, count: all.filter((age) => age >= hours * 3_600_000).length }
  return null
}
