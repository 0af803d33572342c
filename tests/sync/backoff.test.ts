// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { delay } from '../../src/sync/backoff.ts'

it('[R4] draws the wait from below a ceiling that doubles up to five minutes', () => {
  const ceilings = [1, 2, 3, 8, 9, 50, 2_000].map((attempt) => delay(attempt, 1))

  expect(ceilings).toEqual([2_000, 4_000, 8_000, 256_000, 300_000, 300_000, 300_000])
  expect(delay(5, 0)).toBe(0)
})

it('[R4] never waits less than the server asked, and spreads those it sent away together', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.nat(600), (attempt, random, seconds) => {
      const wait = delay(attempt, random, seconds)
      expect(wait).toBeGreaterThanOrEqual(seconds * 1000)
      expect(wait).toBeLessThan(seconds * 1000 + 300_000)
    }))
  expect(delay(3, 0.1, 30)).not.toBe(delay(3, 0.9, 30))
})
