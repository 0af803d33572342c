import { expect, it } from 'vitest'
import { scaleFor } from '../../../src/fields/position/map-scale.ts'

it('a map’s scale is the longest round distance of at most 100 pixels', () => {
  expect(scaleFor(1)).toEqual({ metres: 100, pixels: 100 })
  expect(scaleFor(67)).toEqual({ metres: 5000, pixels: 75 })
  expect(scaleFor(0.53)).toEqual({ metres: 50, pixels: 94 })
  expect(scaleFor(3)).toEqual({ metres: 200, pixels: 67 })
})
