// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { distance, formatPoint } from '../../src/domain/place.ts'

const point = fc.record({
  lng: fc.double({ min: -180, max: 180, noNaN: true }), lat: fc.double({ min: -90, max: 90, noNaN: true }),
})

it('measures the way between two points in metres', () => {
  const guiyang = { lng: 106.7135, lat: 26.5783 }
  const zunyi = { lng: 106.9274, lat: 27.7254 }

  expect(distance(guiyang, zunyi)).toBeGreaterThan(129_000)
  expect(distance(guiyang, zunyi)).toBeLessThan(130_000)
  expect(distance({ lng: 0, lat: 0 }, { lng: 180, lat: 0 })).toBeCloseTo(Math.PI * 6_371_008.8, 0)
  fc.assert(fc.property(point, point, (a, b) => {
    expect(distance(a, a)).toBe(0)
    expect(distance(a, b)).toBeCloseTo(distance(b, a), 6)
    expect(distance(a, b)).toBeLessThanOrEqual(Math.PI * 6_371_008.8 + 1)
  }))
})

it('writes a point as people read it', () => {
  expect(formatPoint({ lng: 107.9, lat: 28.52 })).toBe('28.52000°N 107.90000°E')
  expect(formatPoint({ lng: -0.000004, lat: -33.123456 })).toBe('33.12346°S 0.00000°W')
})
