import type { Marks } from '@/domain/board'
import type { MapItem } from './map-item'
import { clusterMarks } from './marks-clusters'
import type { MarksIndex } from './marks-index'
import { rowsIn } from './marks-target'
import type { Frame } from './projection'

/** One row of an answer as a line of a list. */
export const itemOf = (marks: Marks, row: number): MapItem => ({
  id: marks.ids?.[row] ?? null, title: marks.titles?.[row] ?? '', count: marks.count[row] ?? 1,
  kinds: [{ slug: marks.kinds[marks.kind[row] ?? 0] ?? '', count: marks.count[row] ?? 1 }], at: null,
})

/** What of an answer lies in a frame: its records, else its cells as they stand together. `all` has every row once. */
export function seenItems(marks: Marks, all: MarksIndex, frame: Frame): readonly MapItem[] {
  if (marks.ids) return rowsIn(all, frame).map((row) => itemOf(marks, row))
  return clusterMarks(all, frame).map((cluster): MapItem => ({
    id: null, title: '', count: cluster.count, at: cluster,
    kinds: cluster.kinds.flatMap((count, kind) => (count > 0 ? [{ slug: marks.kinds[kind] ?? '', count }] : [])),
  }))
}

/** Whether a frame shows a box of the world whole. */
export const showsBox = ({ left, top, scale, width, height }: Frame, [west, north, east, south]: readonly [number, number, number, number]): boolean =>
  left <= west && top <= north && left + width / scale >= east && top + height / scale >= south
