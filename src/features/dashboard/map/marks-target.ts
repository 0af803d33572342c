import { clusterRadius } from './paint-clusters'
import type { Cluster } from './marks-clusters'
import { hitMarks } from './marks-hit'
import type { MarksIndex } from './marks-index'
import { inFrame, type Frame } from './projection'

/** What a tap meant: rows of the answer that stand on one place, or a cluster that falls apart when it is looked at closer. */
export type MarkTarget =
  | { readonly rows: readonly number[] }
  | { readonly cluster: Cluster }

/** A cluster narrower than this many worlds (some twenty metres) does not fall apart by looking closer. */
const oneSpot = 2 ** -21

/** What stands at a point of a frame, in CSS pixels; null where nothing does. `reach` is how near is near enough. */
export function targetAt(
  index: MarksIndex, clusters: readonly Cluster[], frame: Frame, x: number, y: number, reach: number,
): MarkTarget | null {
  const rows = (places: readonly number[]) => ({ rows: places.map((at) => index.row[at] as number) })
  const world = [frame.left + x / frame.scale, frame.top + y / frame.scale] as const
  if (clusters.length === 0) {
    const hit = hitMarks(index, ...world, reach / frame.scale)
    return hit.length > 0 ? rows(hit) : null
  }
  const away = (cluster: Cluster) => {
    const [cx, cy] = inFrame(frame, cluster.x, cluster.y)
    return Math.hypot(cx - x, cy - y) - Math.max(clusterRadius(cluster.count), reach)
  }
  const nearest = clusters.reduce<Cluster | null>((best, each) => (best && away(best) <= away(each) ? best : each), null)
  if (!nearest || away(nearest) > 0) return null
  if (nearest.rows > 1 && nearest.spread > oneSpot) return { cluster: nearest }
  return rows(hitMarks(index, nearest.x, nearest.y, oneSpot * 8))
}

/** Rows of the answer that stand in a frame, as they stand in the answer. */
export function rowsIn(index: MarksIndex, { left, top, scale, width, height }: Frame): readonly number[] {
  const [east, south] = [left + width / scale, top + height / scale]
  const found: number[] = []
  const runs = index.runs(left, top, east, south)
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run] as number; at < (runs[run + 1] as number); at += 1) {
      const x = (index.x[at] as number) * index.unit
      const y = (index.y[at] as number) * index.unit
      if (x >= left && x < east && y >= top && y < south) found.push(index.row[at] as number)
    }
  }
  return found.sort((a, b) => a - b)
}
