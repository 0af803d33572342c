import type { Marks } from '@/domain/board'

/** What a map draws of an answer: columns sorted by cells of a grid, so that what lies in a view is a few runs of rows. */
export interface MarksIndex {
  readonly length: number
  /** Worlds per unit of `x` and `y`. */
  readonly unit: number
  readonly x: Int32Array
  readonly y: Int32Array
  readonly kind: Uint8Array
  readonly count: Uint32Array
  /** Row of the answer that stands at each place. */
  readonly row: Uint32Array
  readonly kinds: number
  /** Runs of rows (from, to, from, to …) that cover a box of world positions; some lie a little outside. */
  runs(west: number, north: number, east: number, south: number): number[]
}

export interface MarkColumns extends Pick<Marks, 'grid' | 'kinds'> {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly kind: ArrayLike<number>
  readonly count: ArrayLike<number>
}

interface Bounds { readonly x: number; readonly y: number; readonly wide: number; readonly high: number }

function boundsOf(x: ArrayLike<number>, y: ArrayLike<number>): Bounds {
  let west = Infinity
  let north = Infinity
  let east = -Infinity
  let south = -Infinity
  for (let i = 0; i < x.length; i += 1) {
    const a = x[i] as number
    const b = y[i] as number
    if (a < west) west = a
    if (a > east) east = a
    if (b < north) north = b
    if (b > south) south = b
  }
  return x.length === 0 ? { x: 0, y: 0, wide: 1, high: 1 } : { x: west, y: north, wide: east - west + 1, high: south - north + 1 }
}

/**
 * Sorts an answer's columns by cells, about eight rows in each, in two passes over the rows. Loops over rows make no arrays, not
 * even to take them apart: before the browser has compiled them, each costs more than the row.
 */
export function indexMarks({ grid, kinds, x, y, kind, count }: MarkColumns): MarksIndex {
  const length = x.length
  const side = Math.max(1, Math.min(1024, Math.ceil(Math.sqrt(length / 8))))
  const bounds = boundsOf(x, y)
  const [perX, perY] = [side / bounds.wide, side / bounds.high]
  const starts = new Uint32Array(side * side + 1)
  const cells = new Uint32Array(length)
  for (let i = 0; i < length; i += 1) {
    const cell = Math.floor(((y[i] as number) - bounds.y) * perY) * side + Math.floor(((x[i] as number) - bounds.x) * perX)
    cells[i] = cell
    starts[cell + 1] = (starts[cell + 1] as number) + 1
  }
  for (let cell = 0; cell < side * side; cell += 1) starts[cell + 1] = (starts[cell + 1] as number) + (starts[cell] as number)
  const next = starts.slice()
  const index = {
    x: new Int32Array(length), y: new Int32Array(length), kind: new Uint8Array(length), count: new Uint32Array(length),
    row: new Uint32Array(length),
  }
  for (let i = 0; i < length; i += 1) {
    const cell = cells[i] as number
    const at = next[cell] as number
    next[cell] = at + 1
    index.x[at] = x[i] as number
    index.y[at] = y[i] as number
    index.kind[at] = kind[i] as number
    index.count[at] = count[i] as number
    index.row[at] = i
  }
  const unit = 2 ** -grid
  const column = (world: number, from: number, per: number) => Math.max(0, Math.min(side - 1, Math.floor((world / unit - from) * per)))
  return {
    ...index, length, unit, kinds: kinds.length,
    runs(west, north, east, south) {
      const right = (bounds.x + bounds.wide) * unit
      const bottom = (bounds.y + bounds.high) * unit
      if (length === 0 || east < bounds.x * unit || south < bounds.y * unit || west > right || north > bottom) return []
      const [first, last] = [column(west, bounds.x, perX), column(east, bounds.x, perX)]
      const found: number[] = []
      for (let line = column(north, bounds.y, perY); line <= column(south, bounds.y, perY); line += 1) {
        const [from, to] = [starts[line * side + first] as number, starts[line * side + last + 1] as number]
        if (to > from) found.push(from, to)
      }
      return found
    },
  }
}
