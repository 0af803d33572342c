const first = 2_000
const longest = 300_000

/**
 * Milliseconds to wait after the `attempt`-th failure in a row (1, 2, …): full jitter below a doubling ceiling of five
 * minutes, on top of what the server asked for in seconds, so that all the phones it sent away do not come back at
 * once. `random` lies in [0, 1).
 */
export function delay(attempt: number, random: number, retryAfter?: number): number {
  const ceiling = Math.min(longest, first * 2 ** Math.min(Math.max(attempt, 1) - 1, 12))
  return (retryAfter ?? 0) * 1000 + Math.floor(random * ceiling)
}
