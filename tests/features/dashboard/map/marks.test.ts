import { describe, expect, it } from 'vitest'
import { clusterMarks } from '../../../../src/features/dashboard/map/marks-clusters.ts'
import { newBitmap, paintDots } from '../../../../src/features/dashboard/map/marks-dots.ts'
import { heatCell, heatOf } from '../../../../src/features/dashboard/map/marks-heat.ts'
import { hitMarks } from '../../../../src/features/dashboard/map/marks-hit.ts'
import { indexMarks, type MarkColumns } from '../../../../src/features/dashboard/map/marks-index.ts'
import { rowsIn, targetAt } from '../../../../src/features/dashboard/map/marks-target.ts'
import type { Frame } from '../../../../src/features/dashboard/map/projection.ts'
import { seeded } from '../../../make/random.ts'

const grid = 20
const world = 2 ** grid
/** 400 × 300 pixels from the world's corner, one pixel a unit. */
const frame: Frame = { left: 0, top: 0, scale: world, width: 400, height: 300, ratio: 1 }

const columns = (points: readonly (readonly [x: number, y: number, kind?: number, count?: number])[]): MarkColumns => ({
  grid, kinds: ['a', 'b'], x: points.map(([x]) => x), y: points.map(([, y]) => y),
  kind: points.map(([, , kind = 0]) => kind), count: points.map(([, , , count = 1]) => count),
})
function strewn(length: number): MarkColumns {
  const random = seeded(7)
  return columns(Array.from({ length }, () => [Math.floor(random() * 4_000), Math.floor(random() * 3_000), random() < 0.5 ? 0 : 1] as const))
}
const rowsOf = (runs: readonly number[]) =>
  runs.flatMap((from, n) => (n % 2 === 0 ? Array.from({ length: (runs[n + 1] as number) - from }, (_, each) => from + each) : []))

describe('an index of marks', () => {
  const source = strewn(2_000)
  const index = indexMarks(source)

  it('holds every row once, with all of its columns', () => {
    expect([...index.row].sort((a, b) => a - b)).toEqual(Array.from({ length: 2_000 }, (_, n) => n))
    for (const at of [0, 999, 1_999]) {
      const row = index.row[at] as number
      expect([index.x[at], index.y[at], index.kind[at]]).toEqual([source.x[row], source.y[row], source.kind[row]])
    }
  })

  it('gives whatever lies in a box, and less than all', () => {
    const found = rowsOf(index.runs(1_000 / world, 1_000 / world, 1_500 / world, 1_400 / world))
    const inside = Array.from(index.row, (_, at) => at).filter((at) =>
      (index.x[at] as number) >= 1_000 && (index.x[at] as number) <= 1_500 && (index.y[at] as number) >= 1_000 && (index.y[at] as number) <= 1_400)

    expect(inside.length).toBeGreaterThan(0)
    expect(found).toEqual(expect.arrayContaining(inside))
    expect(found.length).toBeLessThan(400)
  })

  it('lists the rows in view exactly, as they stand in the answer', () => {
    const view = { ...frame, left: 1_000 / world, top: 1_000 / world }
    const inside = Array.from({ length: 2_000 }, (_, row) => row).filter((row) =>
      (source.x[row] as number) >= 1_000 && (source.x[row] as number) < 1_400 && (source.y[row] as number) >= 1_000 && (source.y[row] as number) < 1_300)

    expect(inside.length).toBeGreaterThan(5)
    expect(rowsIn(index, view)).toEqual(inside)
  })

  it('gives nothing beyond what it holds, and nothing of nothing', () => {
    expect(index.runs(0.5, 0.5, 0.6, 0.6)).toEqual([])
    expect(indexMarks(columns([])).runs(0, 0, 1, 1)).toEqual([])
  })
})

describe('a tap', () => {
  const index = indexMarks(columns([[100, 100], [110, 100], [300, 200, 1], [300, 200, 0]]))

  it('hits the nearest mark within its radius', () => {
    expect(hitMarks(index, 108 / world, 101 / world, 16 / world).map((at) => index.row[at])).toEqual([1])
    expect(hitMarks(index, 200 / world, 100 / world, 16 / world)).toEqual([])
  })

  it('hits all that stand on one place', () => {
    expect(hitMarks(index, 301 / world, 200 / world, 16 / world).map((at) => index.row[at]).sort()).toEqual([2, 3])
  })

  it('on a cluster looks closer, and on one that does not fall apart lists it', () => {
    const clusters = clusterMarks(index, frame)

    expect(targetAt(index, clusters, frame, 105, 100, 16)).toMatchObject({ cluster: { count: 2 } })
    expect(targetAt(index, clusters, frame, 300, 200, 16)).toEqual({ rows: expect.arrayContaining([2, 3]) })
    expect(targetAt(index, clusters, frame, 200, 20, 16)).toBeNull()
  })
})

describe('clusters', () => {
  it('count all marks once, by kind', () => {
    const index = indexMarks(strewn(2_000))
    const whole = { ...frame, width: 4_000, height: 3_000 }
    const clusters = clusterMarks(index, whole)
    const sum = (kind: number) => clusters.reduce((total, { kinds }) => total + (kinds[kind] ?? 0), 0)

    expect(clusters.reduce((total, { count }) => total + count, 0)).toBe(2_000)
    expect([sum(0), sum(1)]).toEqual([0, 1].map((kind) => index.kind.filter((each) => each === kind).length))
  })

  it('weigh cells by how many stand in them, and come with the largest first', () => {
    const clusters = clusterMarks(indexMarks(columns([[300, 200, 0, 2], [100, 100, 0, 30], [110, 100, 1, 10]])), frame)

    expect(clusters.map(({ count, kinds }) => [count, kinds])).toEqual([[40, [30, 10]], [2, [2, 0]]])
    expect((clusters[0]?.x ?? 0) * world).toBeCloseTo(102.5)
  })

  it('stay as they are when the map is moved', () => {
    const index = indexMarks(strewn(500))
    const inMiddle = (left: number) => clusterMarks(index, { ...frame, left: left / world, top: 400 / world })
      .filter(({ x, y }) => x * world > 800 && x * world < 1_000 && y * world > 500 && y * world < 600).map(({ x, y }) => [x, y])

    expect(inMiddle(700)).toEqual(inMiddle(730))
  })
})

describe('dots', () => {
  const colours = { kinds: [0xff0000ff, 0xff00ff00], ring: 0xffffffff }

  it('are drawn in their kind\'s colour with a ring around', () => {
    const bitmap = newBitmap(400, 300)
    const drawn = paintDots(bitmap, indexMarks(columns([[100, 100], [300, 200, 1]])), frame, colours)

    expect(drawn).toBe(2)
    expect([bitmap.pixels[100 * 400 + 100], bitmap.pixels[200 * 400 + 300], bitmap.pixels[0]]).toEqual([0xff0000ff, 0xff00ff00, 0])
    expect(bitmap.pixels[100 * 400 + 107]).toBe(0xffffffff)
  })

  it('are drawn once for each pixel however many stand on it, and again in the next drawing', () => {
    const bitmap = newBitmap(400, 300)
    const index = indexMarks(columns(Array.from({ length: 50 }, () => [100, 100] as const)))

    expect(paintDots(bitmap, index, frame, colours)).toBe(1)
    expect(paintDots(bitmap, index, frame, colours)).toBe(1)
  })

  it('leave out what lies outside', () => {
    expect(paintDots(newBitmap(400, 300), indexMarks(columns([[1_000, 100], [100, 1_000]])), frame, colours)).toBe(0)
  })
})

describe('heat', () => {
  it('is hottest where most stand, and cold far from all', () => {
    const heat = heatOf(indexMarks(columns([[100, 100, 0, 40], [300, 200, 0, 2]])), frame)
    const at = (x: number, y: number) => heat.values[Math.floor(y / heatCell) * heat.width + Math.floor(x / heatCell)] as number

    expect(at(100, 100)).toBeCloseTo(1)
    expect(at(300, 200)).toBeGreaterThan(0)
    expect(at(300, 200)).toBeLessThan(0.5)
    expect(at(200, 20)).toBe(0)
  })
})
