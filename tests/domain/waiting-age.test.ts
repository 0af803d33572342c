// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { longWaiting, lookAgain, type WaitingLog } from '../../src/domain/waiting-age.ts'
import { documentId } from '../make/payload.ts'

const hour = 3_600_000
const day = 24 * hour
const year = 365 * day
const noon = Date.parse('2026-05-08T04:00:00Z')
const id = documentId(1)
const waiting = (touched: number, base = '') => ({ id, touched, base })
const ageOf = (log: WaitingLog) => (log.ages[id]?.age ?? Number.NaN) / hour

describe('how long a record has waited', () => {
  it('[K7] counts from its last save when it is seen first, and grows with the clock', () => {
    const first = lookAgain(undefined, [waiting(noon - 5 * hour)], noon, 0)
    expect(ageOf(first)).toBe(5)

    expect(ageOf(lookAgain(first, [waiting(noon - 5 * hour)], noon + 20 * hour, 0))).toBe(25)
  })

  it('[K7] is not begun again by an edit', () => {
    const first = lookAgain(undefined, [waiting(noon)], noon, 0)

    expect(ageOf(lookAgain(first, [waiting(noon + 29 * hour)], noon + 30 * hour, 0))).toBe(30)
  })

  it('[K7] is begun again by what is edited after a delivery', () => {
    const first = lookAgain(undefined, [waiting(noon, 'first')], noon, 0)

    expect(ageOf(lookAgain(first, [waiting(noon + 29 * hour, 'second')], noon + 30 * hour, 0))).toBe(1)
    const none = lookAgain(first, [], noon + 30 * hour, 0)
    expect(none.ages).toEqual({})
  })

  it('[K7] is not hidden by a clock that was set back: what the page has counted is added', () => {
    const first = lookAgain(undefined, [waiting(noon - 23 * hour)], noon, 0)

    const set = lookAgain(first, [waiting(noon - 23 * hour)], noon - 10 * year, 2 * hour)
    expect(ageOf(set)).toBe(25)

    expect(ageOf(lookAgain(set, [waiting(noon - 23 * hour)], noon - 10 * year + 5 * hour, 0))).toBe(30)
  })

  it('[K7] does not cry for a new record when the clock jumps ten years ahead, or was ahead when it was saved', () => {
    const fresh = lookAgain(undefined, [waiting(noon)], noon + 10 * year, 0)
    expect(longWaiting(fresh)).toBeNull()
    const first = lookAgain(undefined, [waiting(noon)], noon, 0)
    expect(longWaiting(lookAgain(first, [waiting(noon)], noon + 10 * year, hour))).toBeNull()
    const ahead = lookAgain(undefined, [waiting(noon + 10 * year)], noon, 0)
    expect(ageOf(ahead)).toBe(0)

    expect(ageOf(lookAgain(ahead, [waiting(noon + 10 * year)], noon + day, 0))).toBe(24)
  })

  it('[K7] believes a phone that lay in a drawer for weeks', () => {
    const first = lookAgain(undefined, [waiting(noon)], noon, 0)

    expect(ageOf(lookAgain(first, [waiting(noon)], noon + 50 * day, 0))).toBe(50 * 24)
  })
})

describe('what has waited for too long', () => {
  const aged = (...hours: number[]): WaitingLog =>
    ({ read: noon, ages: Object.fromEntries(hours.map((each, n) => [documentId(n + 1), { base: '', age: each * hour }])) })

  it('is told from 24 hours on, and loudly from 72', () => {
    expect(longWaiting(aged(23.9))).toBeNull()
    expect(longWaiting(aged(24, 3, 71))).toEqual({ hours: 24, count: 2, oldest: 71 * hour })
    expect(longWaiting(aged(24, 72, 100))).toEqual({ hours: 72, count: 2, oldest: 100 * hour })
    expect(longWaiting(aged())).toBeNull()
  })
})
