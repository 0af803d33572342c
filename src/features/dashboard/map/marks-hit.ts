import type { MarksIndex } from './marks-index'

/**
 * Places of the index that lie within a radius of a point, all in worlds: the nearest one and those that stand on it (within
 * a quarter of the radius of it), nearest first. Empty where nothing is.
 */
export function hitMarks(index: MarksIndex, x: number, y: number, radius: number): readonly number[] {
  const { unit } = index
  const near: { readonly at: number; readonly distance: number }[] = []
  const runs = index.runs(x - radius, y - radius, x + radius, y + radius)
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run] as number; at < (runs[run + 1] as number); at += 1) {
      const distance = Math.hypot((index.x[at] as number) * unit - x, (index.y[at] as number) * unit - y)
      if (distance <= radius) near.push({ at, distance })
    }
  }
  near.sort((a, b) => a.distance - b.distance)
  const first = near[0]
  if (!first) return []
  const [cx, cy] = [index.x[first.at] as number, index.y[first.at] as number]
  return near.map(({ at }) => at)
    .filter((at) => Math.hypot((index.x[at] as number) - cx, (index.y[at] as number) - cy) * unit <= radius / 4)
}
