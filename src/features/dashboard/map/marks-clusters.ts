import type { MarksIndex } from './marks-index'
import type { Frame } from './projection'

/** Marks that are drawn as one; positions in worlds. */
export interface Cluster {
  readonly x: number
  readonly y: number
  readonly count: number
  /** How many of each kind. */
  readonly kinds: readonly number[]
  /** Rows that it stands for, one place of the index among them. */
  readonly rows: number
  readonly at: number
  /** The greater side of the box around its rows, in worlds; 0 where they stand on one place. */
  readonly spread: number
}

interface Heap {
  x: number; y: number; count: number; rows: number; at: number; kinds: number[]
  west: number; north: number; east: number; south: number
}

/** CSS pixels of a cell: what is nearer than this may become one. */
const size = 64

function gather(index: MarksIndex, frame: Frame): Heap[] {
  const cell = size / frame.scale
  // Cells begin at the world's corner, so that a pan moves no cluster; those at the edge are gathered whole.
  const [west, north] = [Math.floor(frame.left / cell), Math.floor(frame.top / cell)]
  const columns = Math.floor((frame.left + frame.width / frame.scale) / cell) - west + 1
  const lines = Math.floor((frame.top + frame.height / frame.scale) / cell) - north + 1
  const heaps = new Array<Heap | undefined>(columns * lines)
  const { unit } = index
  const runs = index.runs(west * cell, north * cell, (west + columns) * cell, (north + lines) * cell)
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run] as number; at < (runs[run + 1] as number); at += 1) {
      const x = (index.x[at] as number) * unit
      const y = (index.y[at] as number) * unit
      const column = Math.floor(x / cell) - west
      const line = Math.floor(y / cell) - north
      if (column < 0 || line < 0 || column >= columns || line >= lines) continue
      const place = line * columns + column
      const heap = heaps[place] ??= {
        x: 0, y: 0, count: 0, rows: 0, at, kinds: new Array<number>(index.kinds).fill(0), west: x, north: y, east: x, south: y,
      }
      const count = index.count[at] as number
      heap.x += x * count
      heap.y += y * count
      heap.count += count
      heap.rows += 1
      const kind = index.kind[at] as number
      heap.kinds[kind] = (heap.kinds[kind] ?? 0) + count
      if (x < heap.west) heap.west = x
      if (x > heap.east) heap.east = x
      if (y < heap.north) heap.north = y
      if (y > heap.south) heap.south = y
    }
  }
  return heaps.filter((heap) => heap !== undefined)
}

function absorb(into: Heap, other: Heap): void {
  into.x += other.x
  into.y += other.y
  into.count += other.count
  into.rows += other.rows
  other.kinds.forEach((count, kind) => (into.kinds[kind] = (into.kinds[kind] ?? 0) + count))
  into.west = Math.min(into.west, other.west)
  into.north = Math.min(into.north, other.north)
  into.east = Math.max(into.east, other.east)
  into.south = Math.max(into.south, other.south)
}

const apart = (a: Heap, b: Heap) => Math.hypot(a.x / a.count - b.x / b.count, a.y / a.count - b.y / b.count)

/**
 * The clusters of a frame, the largest first: marks of one cell of a grid of 64 pixels, and neighbours that would stand on
 * each other, as one.
 */
export function clusterMarks(index: MarksIndex, frame: Frame): Cluster[] {
  const heaps = gather(index, frame).sort((a, b) => b.count - a.count)
  const near = (size * 0.7) / frame.scale
  const kept: Heap[] = []
  for (const heap of heaps) {
    const host = kept.find((other) => apart(other, heap) < near)
    if (host) absorb(host, heap)
    else kept.push(heap)
  }
  return kept.sort((a, b) => b.count - a.count).map(({ x, y, count, rows, at, kinds, west, north, east, south }) =>
    ({ x: x / count, y: y / count, count, kinds, rows, at, spread: Math.max(east - west, south - north) }))
}
