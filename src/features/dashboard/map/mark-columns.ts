import type { Marks } from '@/domain/board'
import type { MarkColumns } from './marks-index'

/** Positions of an answer as points: a cell stands at its middle. */
export function pointColumns(marks: Marks): MarkColumns {
  if (marks.ids) return marks
  return { ...marks, grid: marks.grid + 1, x: marks.x.map((x) => 2 * x + 1), y: marks.y.map((y) => 2 * y + 1) }
}

/** As many dots as a cell shows at most. */
const most = 12
/** Places within a cell, on each side. */
const places = 8

/**
 * Cells as dots strewn over them, as many as there are sessions (twelve at most), always the same ones for the same cell;
 * `row` is the row of the answer that each stands for. Single records stay as they are.
 */
export function dotColumns(marks: Marks): MarkColumns & { readonly row: readonly number[] | null } {
  if (marks.ids) return { ...marks, row: null }
  const [x, y, kind, count, row]: number[][] = [[], [], [], [], []]
  marks.x.forEach((cell, n) => {
    const line = marks.y[n] as number
    const slug = marks.kind[n] as number
    for (let dot = 0; dot < Math.min(most, marks.count[n] as number); dot += 1) {
      const place = Math.imul(cell * 73_856_093 ^ line * 19_349_663 ^ (slug * 31 + dot) * 83_492_791, 0x9e3779b1) >>> 20
      x?.push(cell * places + (place % places))
      y?.push(line * places + (Math.floor(place / places) % places))
      kind?.push(slug)
      count?.push(1)
      row?.push(n)
    }
  })
  return { kinds: marks.kinds, grid: marks.grid + 3, x: x ?? [], y: y ?? [], kind: kind ?? [], count: count ?? [], row: row ?? [] }
}
