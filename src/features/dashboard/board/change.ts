/** What became of a figure against the same months a year before. */
export interface Change {
  readonly by: number
  /** With one decimal; null where there was nothing before, or so little that a percentage says nothing (over 999). */
  readonly percent: number | null
}

/** The change from `before` to `now`, both counts. */
export function changeOf(now: number, before: number): Change {
  const percent = before === 0 ? Infinity : Math.round(((now - before) / before) * 1000) / 10
  return { by: now - before, percent: percent > 999 ? null : percent }
}
