const hour = 3_600_000
const day = 24 * hour

/** Milliseconds until the next midnight in China. */
const untilMidnight = (): number => day - (Date.now() + 8 * hour) % day

/**
 * Resolves at once, or just after China's midnight where that is nearer than `seconds`: what a test works out of today and
 * what the app or a database says a moment later are then of one day, and of one month.
 */
export async function dayThatLasts(seconds: number): Promise<void> {
  const left = untilMidnight()
  if (left <= seconds * 1000) await new Promise((resolve) => setTimeout(resolve, left + 100))
}
