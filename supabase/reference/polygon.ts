import { readFileSync } from 'node:fs'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

/** Longitude and latitude in degrees, WGS-84. */
export type Point = readonly [lng: number, lat: number]
type Ring = readonly Point[]
/** Polygons, each an outer ring and its holes. */
export type Outline = readonly (readonly Ring[])[]

const kilometresPerDegree = 111.32

function crosses([lng, lat]: Point, ring: Ring): boolean {
  let inside = false
  ring.forEach(([x, y], index) => {
    const [otherX, otherY] = ring.at(index - 1) ?? [x, y]
    if ((y > lat) !== (otherY > lat) && lng < (otherX - x) * (lat - y) / (otherY - y) + x) inside = !inside
  })
  return inside
}

/** Whether a point lies within an outline; holes count as outside. */
export function contains(outline: Outline, point: Point): boolean {
  return outline.some(([outer = [], ...holes]) => crosses(point, outer) && !holes.some((hole) => crosses(point, hole)))
}

/** Distance in kilometres, flat-earth: good to a per mille within a county. */
export function distance(one: Point, other: Point): number {
  const shrink = Math.cos((one[1] + other[1]) / 2 * Math.PI / 180)
  return Math.hypot((one[0] - other[0]) * shrink, one[1] - other[1]) * kilometresPerDegree
}

/** The point a distance (km) away in a direction (radians, 0 = east), rounded to 5 decimals. */
export function moved([lng, lat]: Point, kilometres: number, direction: number): Point {
  const shrink = Math.cos(lat * Math.PI / 180)
  const degrees = kilometres / kilometresPerDegree
  return rounded([lng + Math.cos(direction) * degrees / shrink, lat + Math.sin(direction) * degrees])
}

export const rounded = ([lng, lat]: Point): Point => [Number(lng.toFixed(5)), Number(lat.toFixed(5))]

/** West, south, east and north of an outline. */
export function bounds(outline: Outline): readonly [west: number, south: number, east: number, north: number] {
  const points = outline.flat(2)
  const lngs = points.map(([lng]) => lng)
  const lats = points.map(([, lat]) => lat)
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)]
}

/** Reads a province's outlines as they are shipped: county area id → outline. */
export function readOutlines(path: string): Map<number, Outline> {
  const drawn = JSON.parse(readFileSync(path, 'utf8')) as Topology<{ counties: GeometryCollection }>
  return new Map(feature(drawn, drawn.objects.counties).features.map(({ id, geometry }) => {
    if (geometry.type === 'Polygon') return [Number(id), [geometry.coordinates] as unknown as Outline]
    if (geometry.type === 'MultiPolygon') return [Number(id), geometry.coordinates as unknown as Outline]
    throw new Error(`${path}: ${id} is a ${geometry.type}`)
  }))
}
