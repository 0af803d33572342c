import { describe, expect, it } from 'vitest'
import type { Marks } from '../../../../src/domain/board.ts'
import { codeColumns, plainMarks } from '../../../../src/domain/marks-code.ts'
import { dotColumns, pointColumns } from '../../../../src/features/dashboard/map/mark-columns.ts'
import { holdsView, latOf, lngOf, padView, worldX, worldY } from '../../../../src/features/dashboard/map/projection.ts'

const cells: Marks = {
  at: '', grid: 10, kinds: ['a', 'b'], x: [3, 3, 700], y: [5, 5, 9], kind: [0, 1, 0], count: [4, 40, 1], ids: null, titles: null,
  placed: 45, unplaced: 0,
}

describe('an answer in steps', () => {
  it('counts out to what it was made of', () => {
    const coded = { ...cells, ...codeColumns(cells), steps: true }

    expect(coded.x).toEqual([3, 0, 697])
    expect(plainMarks(coded)).toMatchObject({ x: cells.x, y: cells.y })
    expect(plainMarks(plainMarks(coded))).toMatchObject({ x: cells.x, y: cells.y })
  })

  it('is left alone when it comes plain', () => {
    expect(plainMarks(cells)).toBe(cells)
  })
})

describe('cells', () => {
  it('stand at their middles', () => {
    expect(pointColumns(cells)).toMatchObject({ grid: 11, x: [7, 7, 1401], y: [11, 11, 19] })
  })

  it('are strewn with as many dots as they count, twelve at most, within their borders', () => {
    const dots = dotColumns(cells)

    expect(dots.row).toEqual([...Array(4).fill(0), ...Array(12).fill(1), 2])
    dots.row?.forEach((row, n) => {
      expect(Math.floor((dots.x[n] as number) / 8)).toBe(cells.x[row])
      expect(Math.floor((dots.y[n] as number) / 8)).toBe(cells.y[row])
    })
  })

  it('are strewn the same way each time', () => {
    expect(dotColumns(cells)).toEqual(dotColumns(cells))
  })

  it('that are single records stay where they are', () => {
    const records = { ...cells, ids: ['a', 'b', 'c'], titles: ['a', 'b', 'c'] }

    expect(pointColumns(records)).toBe(records)
    expect(dotColumns(records)).toMatchObject({ grid: 10, x: records.x, row: null })
  })
})

describe('positions', () => {
  it('go to the world and back', () => {
    for (const [lng, lat] of [[107.887, 28.563], [-179, -80], [0, 0]] as const) {
      expect(lngOf(worldX(lng))).toBeCloseTo(lng, 9)
      expect(latOf(worldY(lat))).toBeCloseTo(lat, 9)
    }
    expect(worldY(28)).toBeLessThan(worldY(27))
  })

  it('of a padded view lie around it', () => {
    const view = [100, 20, 110, 30] as const

    expect(padView(view, 0.3)).toEqual([97, 17, 113, 33])
    expect(holdsView(padView(view, 0.3), view)).toBe(true)
    for (const beyond of [[99, 20, 110, 30], [100, 19, 110, 30], [100, 20, 111, 30], [100, 20, 110, 31]] as const)
      expect([beyond, holdsView(view, beyond)]).toEqual([beyond, false])
  })
})
