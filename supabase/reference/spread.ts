import { bounds, contains, distance, moved, rounded, type Outline, type Point } from './polygon.ts'

export type Random = () => number

/** A deterministic source of numbers in [0, 1): the same seed gives the same organisations on every run. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ state >>> 15, state | 1)
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61)
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32
  }
}

const sampleCount = 3000
const rounds = 12

/** Random points within an outline. */
export function sample(outline: Outline, random: Random, count = sampleCount): Point[] {
  const [west, south, east, north] = bounds(outline)
  const points: Point[] = []
  while (points.length < count) {
    const point: Point = [west + random() * (east - west), south + random() * (north - south)]
    if (contains(outline, point)) points.push(point)
  }
  return points
}

const mean = (points: readonly Point[]): Point => [
  points.reduce((sum, [lng]) => sum + lng, 0) / points.length,
  points.reduce((sum, [, lat]) => sum + lat, 0) / points.length,
]

export function nearest(points: readonly Point[], to: Point): Point {
  return points.reduce((best, point) => distance(point, to) < distance(best, to) ? point : best)
}

/** Where a county's seat is put: the sampled point nearest to its middle, so always within. */
export const middle = (points: readonly Point[]): Point => rounded(nearest(points, mean(points)))

/** A number of points spread evenly over an outline's samples (k-means), nearest to the middle first. */
export function spread(points: readonly Point[], count: number): Point[] {
  let centres = points.slice(0, count)
  for (let round = 0; round < rounds; round += 1) {
    const groups = new Map<Point, Point[]>(centres.map((centre) => [centre, []]))
    for (const point of points) groups.get(nearest(centres, point))?.push(point)
    centres = [...groups].map(([centre, group]) => group.length === 0 ? centre : nearest(group, mean(group)))
  }
  const seat = middle(points)
  return centres.map(rounded).sort((one, other) => distance(one, seat) - distance(other, seat))
}

const attempts = 200

/** A point between two distances (km) of another, within the outline. Throws when none is found. */
export function near(outline: Outline, from: Point, least: number, most: number, random: Random): Point {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const point = moved(from, least + random() * (most - least), random() * 2 * Math.PI)
    if (contains(outline, point)) return point
  }
  throw new Error(`no room within ${most} km of ${from.join(',')}`)
}
