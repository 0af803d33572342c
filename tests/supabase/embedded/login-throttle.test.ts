import { describe, expect, it } from 'vitest'
import { createLoginThrottle } from '../../../supabase/embedded/login-throttle.ts'

const minute = 60_000

function makeThrottle() {
  const clock = { now: 1_000_000 }
  return { clock, throttle: createLoginThrottle(() => clock.now) }
}

describe('the login throttle', () => {
  it('lets five wrong passwords pass and tells the sixth to wait', () => {
    const { throttle } = makeThrottle()

    const waits = Array.from({ length: 6 }, () => throttle.admit('a@x', '10.0.0.1'))

    expect(waits).toEqual([0, 0, 0, 0, 0, 15 * 60])
  })

  it('lets the account try again after fifteen minutes', () => {
    const { throttle, clock } = makeThrottle()
    for (let n = 0; n < 5; n += 1) throttle.admit('a@x', '10.0.0.1')

    clock.now += 15 * minute + 1

    expect(throttle.admit('a@x', '10.0.0.1')).toBe(0)
  })

  it('starts an account from zero when the password was right', () => {
    const { throttle } = makeThrottle()
    for (let n = 0; n < 5; n += 1) throttle.admit('a@x', '10.0.0.1')
    throttle.succeeded('a@x', '10.0.0.1')

    expect(throttle.admit('a@x', '10.0.0.1')).toBe(0)
  })

  it('limits an address that tries many accounts', () => {
    const { throttle, clock } = makeThrottle()
    for (let n = 0; n < 30; n += 1) expect(throttle.admit(`${n}@x`, '10.0.0.1')).toBe(0)

    expect(throttle.admit('30@x', '10.0.0.1')).toBe(5 * 60)
    expect(throttle.admit('30@x', '10.0.0.2')).toBe(0)
    clock.now += 5 * minute + 1
    expect(throttle.admit('31@x', '10.0.0.1')).toBe(0)
  })

  it('lets any number of people behind one address sign in', () => {
    const { throttle } = makeThrottle()

    for (let n = 0; n < 100; n += 1) {
      expect(throttle.admit(`${n}@x`, '10.0.0.1')).toBe(0)
      throttle.succeeded(`${n}@x`, '10.0.0.1')
    }
  })

  it('does not count attempts that the server could not judge', () => {
    const { throttle } = makeThrottle()

    for (let n = 0; n < 50; n += 1) {
      expect(throttle.admit('a@x', '10.0.0.1')).toBe(0)
      throttle.withdrawn('a@x', '10.0.0.1')
    }
  })
})
