import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutStamp, type Measure } from '../../src/photos/stamp-layout.ts'

/** Chinese is one em wide, the rest about half. */
const measure: Measure = (text, fontSize) =>
  [...text].reduce((width, character) => width + (character > '\u2e80' ? fontSize : fontSize * 0.55), 0)

const lines = ['设备时间 2026-03-05 14:08:09 UTC+08:00', '28.52000°N 107.90000°E ±12 米', '示范县中医院', '义诊-7K3F']
const landscape = { width: 1600, height: 1200 }

describe('the layout of a stamp', () => {
  it('stands in the lower left corner, one row for each line', () => {
    const layout = layOutStamp(lines, landscape, measure)

    expect(layout?.rows.map((row) => row.text)).toEqual(lines)
    expect(layout?.fontSize).toBe(40)
    expect(layout?.band.x).toBe(0)
    expect((layout?.band.y ?? 0) + (layout?.band.height ?? 0)).toBeCloseTo(landscape.height)
  })

  it('wraps a long line once before anything shrinks', () => {
    const layout = layOutStamp(['示范县'.repeat(20)], landscape, measure)

    expect(layout?.rows).toHaveLength(2)
    expect(layout?.rows.map((row) => row.text).join('')).toBe('示范县'.repeat(20))
    expect(layout?.fontSize).toBe(40)
  })

  it('keeps Latin words and numbers whole', () => {
    const layout = layOutStamp([`${'示范县'.repeat(12)}Administration`], landscape, measure)

    expect(layout?.rows[1]?.text).toBe('Administration')
  })

  it('shrinks when two rows are not enough for a line', () => {
    const layout = layOutStamp(['示范县'.repeat(60)], landscape, measure)

    expect(layout?.rows).toHaveLength(2)
    expect(layout?.fontSize).toBeLessThan(40)
  })

  it('is nothing without lines', () => {
    expect(layOutStamp([], landscape, measure)).toBeNull()
  })

  it('never reaches over the edge', () => {
    const size = fc.record({ width: fc.integer({ min: 60, max: 1600 }), height: fc.integer({ min: 60, max: 1600 }) })
    const line = fc.oneof(fc.string({ maxLength: 120 }), fc.string({ unit: fc.constantFrom(...'示范县中医院 A1-'), maxLength: 120 }))

    fc.assert(fc.property(size, fc.array(line, { minLength: 1, maxLength: 4 }), (picture, texts) => {
      const layout = layOutStamp(texts, picture, measure)
      if (layout === null) return
      const { band, rows, fontSize } = layout
      expect(band.x + band.width).toBeLessThanOrEqual(picture.width + 1e-6)
      expect(band.y).toBeGreaterThanOrEqual(0)
      expect(band.y + band.height).toBeLessThanOrEqual(picture.height + 1e-6)
      for (const row of rows) {
        expect(row.x + measure(row.text, fontSize)).toBeLessThanOrEqual(picture.width + 1e-6)
        expect(row.y).toBeLessThanOrEqual(picture.height)
      }
    }), { seed: 7 })
  })
})
