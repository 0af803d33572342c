import type { Feature, Polygon, MultiPolygon, Position } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { Outlines } from '@/fields/position/load-outlines'
import { cssColour, type Colour, type MapColours } from './map-colours'
import { inFrame, worldX, worldY, type Frame } from './projection'

/** One area's outline, a county's or a township's, in units of 1/65536 world from the ground's own corner: a path keeps single precision alone. */
interface Outline {
  readonly county: number
  readonly path: Path2D
  readonly box: readonly [west: number, north: number, east: number, south: number]
}

export interface Ground {
  readonly left: number
  readonly top: number
  readonly outlines: readonly Outline[]
  /** A path along the borders between counties of different groups, and around all that have one. */
  borders(groupOf: (county: number) => number | undefined): Path2D
}

/** How an area is drawn: filled with a colour, or empty and quiet where it is not ours. */
export interface Shading {
  readonly fill: (county: number) => Colour | null
  /** Drawn stronger than the borders between counties. */
  readonly borders: Path2D | null
}

const unit = 2 ** -16

function ringsOf({ geometry }: Feature): readonly (readonly Position[])[] {
  const { type, coordinates } = geometry as Polygon | MultiPolygon
  return type === 'Polygon' ? coordinates : coordinates.flat()
}

type Ring = readonly (readonly [x: number, y: number])[]

/** Makes paths of outlines. */
export function makeGround(topology: Outlines): Ground {
  const inWorld = (line: readonly Position[]): Ring => line.map(([lng = 0, lat = 0]) => [worldX(lng), worldY(lat)] as const)
  const worlds = feature(topology, topology.objects.counties).features.map((each) =>
    ({ county: Number(each.id), rings: ringsOf(each).map(inWorld) }))
  const all = worlds.flatMap(({ rings }) => rings.flat())
  const left = all.reduce((least, [x]) => Math.min(least, x), 1)
  const top = all.reduce((least, [, y]) => Math.min(least, y), 1)
  function draw(path: Path2D, line: Ring): void {
    line.forEach(([x, y], n) => path[n === 0 ? 'moveTo' : 'lineTo']((x - left) / unit, (y - top) / unit))
  }
  return {
    left, top,
    outlines: worlds.map(({ county, rings }) => {
      const path = new Path2D()
      for (const ring of rings) {
        draw(path, ring)
        path.closePath()
      }
      const points = rings.flat()
      const least = (n: 0 | 1) => points.reduce((found, point) => Math.min(found, point[n]), 1)
      const most = (n: 0 | 1) => points.reduce((found, point) => Math.max(found, point[n]), 0)
      return { county, path, box: [least(0), least(1), most(0), most(1)] as const }
    }),
    borders(groupOf) {
      const path = new Path2D()
      const group = ({ id }: { id?: string | number | undefined }) => groupOf(Number(id))
      const parts = mesh(topology, topology.objects.counties, (one, other) =>
        (one === other ? group(one) !== undefined : group(one) !== group(other)))
      for (const line of parts.coordinates) draw(path, inWorld(line))
      return path
    },
  }
}

/** The box around some counties, in worlds; null where none of them has an outline. */
export function boxOf({ outlines }: Ground, counties: ReadonlySet<number>): Outline['box'] | null {
  const boxes = outlines.filter(({ county }) => counties.has(county)).map(({ box }) => box)
  if (boxes.length === 0) return null
  return [
    Math.min(...boxes.map(([west]) => west)), Math.min(...boxes.map(([, north]) => north)),
    Math.max(...boxes.map(([, , east]) => east)), Math.max(...boxes.map(([, , , south]) => south)),
  ]
}

/** The county at a point of the world; null where none is. */
export function countyAt({ left, top, outlines }: Ground, context: CanvasRenderingContext2D, x: number, y: number): number | null {
  context.save()
  context.setTransform(1, 0, 0, 1, 0, 0)
  const found = outlines.find(({ path, box: [west, north, east, south] }) =>
    x >= west && x <= east && y >= north && y <= south && context.isPointInPath(path, (x - left) / unit, (y - top) / unit, 'evenodd'))
  context.restore()
  return found?.county ?? null
}

/** Draws areas: each filled and bordered, those that are not ours empty and faint, and the stronger borders. */
export function paintGround(
  context: CanvasRenderingContext2D, { left, top, outlines }: Ground, frame: Frame, { fill, borders }: Shading, colours: MapColours,
): void {
  const [x, y] = inFrame(frame, left, top)
  const scale = frame.scale * unit
  const visible = outlines.filter(({ box: [west, north, east, south] }) =>
    east >= frame.left && west <= frame.left + frame.width / frame.scale
    && south >= frame.top && north <= frame.top + frame.height / frame.scale)
  const stroke = (path: Path2D, width: number, colour: Colour, strength: number) => {
    context.globalAlpha = strength
    context.lineWidth = width / scale
    context.strokeStyle = cssColour(colour)
    context.stroke(path)
  }
  context.save()
  context.translate(x, y)
  context.scale(scale, scale)
  context.lineJoin = 'round'
  for (const { county, path } of visible) {
    const colour = fill(county)
    if (!colour) continue
    context.fillStyle = cssColour(colour)
    context.fill(path, 'evenodd')
  }
  for (const { county, path } of visible) stroke(path, 0.6, colours.line, fill(county) ? 0.6 : 0.3)
  if (borders) stroke(borders, 1.6, colours.line, 1)
  context.restore()
}
