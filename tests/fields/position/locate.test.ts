import { describe, expect, it, vi } from 'vitest'
import { locate, type LocateClock, type LocateOptions } from '../../../src/fields/position/locate.ts'
import { FakeGeolocation } from './fake-geolocation.ts'

/** A clock whose time passes only when told to. */
class FakeClock implements LocateClock {
  private time = Date.parse('2026-03-05T06:00:00Z')
  private readonly timers = new Map<number, { at: number; run: () => void }>()
  private next = 1

  now() { return this.time }
  setTimeout(run: () => void, milliseconds: number) {
    this.timers.set(this.next, { at: this.time + milliseconds, run })
    return this.next++
  }
  clearTimeout(timer: number) { this.timers.delete(timer) }
  pass(seconds: number) {
    this.time += seconds * 1000
    for (const [timer, { at, run }] of [...this.timers]) {
      if (at <= this.time && this.timers.delete(timer)) run()
    }
  }
  get waiting() { return this.timers.size }
}

function search(options: LocateOptions = { granted: true }) {
  const clock = new FakeClock()
  const device = new FakeGeolocation()
  const result = locate(device, clock, options)
  const settled = vi.fn()
  void result.then(settled)
  return { clock, device, result, isSettled: async () => (await Promise.resolve(), settled.mock.calls.length > 0) }
}

describe('locating', () => {
  it('keeps the most accurate reading of 20 seconds', async () => {
    const { clock, device, result } = search()

    device.read({ lng: 107.1, lat: 28.1, accuracy: 1500 })
    device.read({ lng: 107.2, lat: 28.2, accuracy: 35 })
    clock.pass(3)
    device.read({ lng: 107.3, lat: 28.3, accuracy: 80 })
    clock.pass(17)

    expect(await result).toEqual({
      ok: true, value: { lng: 107.2, lat: 28.2, accuracy_m: 35, at: '2026-03-05T06:00:00.000Z' },
    })
    expect(device.watching).toBe(0)
  })

  it('ends at once with a reading fine to 20 metres', async () => {
    const { clock, device, result } = search()

    clock.pass(2)
    device.read({ lng: 107, lat: 28, accuracy: 20 })

    expect(await result).toMatchObject({ ok: true, value: { accuracy_m: 20, at: '2026-03-05T06:00:02.000Z' } })
    expect([device.watching, clock.waiting]).toEqual([0, 0])
  })

  it('reports each better reading and no worse one', () => {
    const seen: number[] = []
    const { device } = search({ granted: true, onProgress: (best) => seen.push(best.accuracy_m) })

    for (const accuracy of [900, 300, 400, 60]) device.read({ lng: 107, lat: 28, accuracy })

    expect(seen).toEqual([900, 300, 60])
  })

  it('is forbidden at once when the person denies it', async () => {
    const { device, result } = search({})

    device.refuse(1)

    expect(await result).toEqual({ ok: false, failure: { code: 'forbidden' } })
    expect(device.watching).toBe(0)
  })

  it('finds nothing when nothing comes in 20 seconds', async () => {
    const { clock, device, result } = search()

    device.refuse(2)
    clock.pass(20)

    expect(await result).toMatchObject({ ok: false, failure: { code: 'notFound' } })
    expect(device.watching).toBe(0)
  })

  it('goes on after a passing failure of the sensor', async () => {
    const { clock, device, result } = search()

    device.refuse(2)
    device.read({ lng: 107, lat: 28, accuracy: 50 })
    device.refuse(3)
    clock.pass(20)

    expect(await result).toMatchObject({ ok: true, value: { accuracy_m: 50 } })
  })

  it('does not count the time the person takes to answer the prompt', async () => {
    const { clock, device, result, isSettled } = search({ granted: false })

    clock.pass(45)
    device.read({ lng: 107, lat: 28, accuracy: 100 })
    clock.pass(19)
    expect(await isSettled()).toBe(false)
    clock.pass(1)

    expect(await result).toMatchObject({ ok: true, value: { accuracy_m: 100 } })
  })

  it('takes the system’s own time-out for an answer', async () => {
    const { device, result } = search({ granted: false })

    device.refuse(3)

    expect(await result).toMatchObject({ ok: false, failure: { code: 'notFound' } })
  })

  it('ends on a system that never answers', async () => {
    const { clock, result } = search({ granted: false })

    clock.pass(60)

    expect(await result).toMatchObject({ ok: false, failure: { code: 'notFound' } })
  })

  it('gives the best so far when it is stopped', async () => {
    const abort = new AbortController()
    const { device, result } = search({ granted: true, signal: abort.signal })

    device.read({ lng: 107, lat: 28, accuracy: 120 })
    abort.abort()

    expect(await result).toMatchObject({ ok: true, value: { accuracy_m: 120 } })
    expect(device.watching).toBe(0)
  })

  it('ignores a reading without numbers', async () => {
    const { clock, device, result } = search()

    device.read({ lng: Number.NaN, lat: 28, accuracy: 5 })
    clock.pass(20)

    expect(await result).toMatchObject({ ok: false })
  })

  it('asks for a fresh and fine reading', () => {
    const { device } = search()

    expect(device.options).toMatchObject({ enableHighAccuracy: true, maximumAge: 0 })
  })

  it('finds nothing where the browser has no positions', async () => {
    expect(await locate(undefined, new FakeClock())).toMatchObject({ ok: false, failure: { code: 'notFound' } })
  })
})
