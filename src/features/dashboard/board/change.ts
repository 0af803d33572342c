/** What became of a figure against the same months a year before. */
export interface Change {
  readonly by: number
  /** With one decimal; null where there was nothing before, of which nothing can be a part. */
  readonly percent: number | null
}

/** The change from `before` to `now`, both counts. */
export const changeOf = (now: number, before: number): Change => ({
  by: now - before,
  percent: before === 0 ? null : Math.round(((now - before) / before) * 1000) / 10,
})
