import { gzipSync } from 'node:zlib'
import type { MultiPolygon, Position } from 'geojson'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { requireTools } from './cache.ts'
import type { SourceShape } from './outline-source.ts'

/** What is drawn, and how small an islet of it may be, in square kilometres. */
type Layer = 'counties' | 'townships'
type Outlines = Topology<Record<string, GeometryCollection>>

const islets: Readonly<Record<Layer, number>> = { counties: 2, townships: 0.1 }

/** What the generation tools offer, as far as it is used here. */
const require = requireTools()
const { applyCommands } = require('mapshaper') as {
  applyCommands: (commands: string, files: Record<string, string | Buffer>) => Promise<Record<string, Buffer>>
}
const gcoord = require('gcoord') as {
  GCJ02: string, WGS84: string, transform: (position: Position, from: string, to: string) => Position
}

const budgetBytes = 18_000

/**
 * Neighbours in the source disagree by up to two cells of its grid of 1/1024°, so their common border is mended first:
 * what overlaps goes to one of them, what gapes by less than 600 m is closed, small islets are not drawn.
 */
const mend = (layer: Layer) => '-i shapes.json -dissolve id -clean gap-width=600m overlap-rule=max-area'
  + ` -filter-islands min-area=${islets[layer]}km2 -o mended.json format=geojson`

const draw = (layer: Layer, percentage: number) => `-i mended.json -simplify ${percentage}% weighted keep-shapes`
  + ` -rename-layers ${layer} -o drawn.json format=topojson quantization=10000 id-field=id`

function toWgs84({ geometry, datum }: SourceShape): MultiPolygon {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const convert = ([lng = 0, lat = 0]: Position): Position =>
    datum === 'wgs84' ? [lng, lat] : gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.WGS84)
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map((ring) => ring.map(convert))) }
}

async function run(commands: string, input: Record<string, string | Buffer>): Promise<Buffer> {
  const [output] = Object.values(await applyCommands(commands, input))
  if (output === undefined) throw new Error(`no output from ${commands}`)
  return output
}

/** The TopoJSON text with nothing in a geometry but its type, id and arcs. Throws when an area was lost. */
function bare(text: string, layer: Layer, expected: number): string {
  const drawn = JSON.parse(text) as Outlines
  const geometries = (drawn.objects[layer]?.geometries ?? []).map((geometry) => {
    const { type, id } = geometry
    if (type !== 'Polygon' && type !== 'MultiPolygon') throw new Error(`area ${id} is empty`)
    return { type, id: Number(id), arcs: geometry.arcs }
  }).sort((one, other) => one.id - other.id)
  if (geometries.length !== expected) throw new Error(`${geometries.length} of ${expected} areas are left`)
  return JSON.stringify({ ...drawn, objects: { [layer]: { type: 'GeometryCollection', geometries } } })
}

/**
 * One province's or one county's TopoJSON text: an object named as the layer, each geometry with its area's id and nothing
 * else, WGS-84. Takes area id → shapes (several are merged into one). Simplified as little as a size of 18 kB gzip allows.
 */
export async function drawOutlines(shapes: ReadonlyMap<number, readonly SourceShape[]>, layer: Layer): Promise<string> {
  const features = [...shapes].flatMap(([id, list]) => list.map((shape) => (
    { type: 'Feature', properties: { id }, geometry: toWgs84(shape) }
  )))
  const mended = await run(mend(layer), { 'shapes.json': JSON.stringify({ type: 'FeatureCollection', features }) })
  const at = async (percentage: number) =>
    bare((await run(draw(layer, percentage), { 'mended.json': mended })).toString('utf8'), layer, shapes.size)
  const fits = (text: string) => gzipSync(text, { level: 9 }).length <= budgetBytes
  const whole = await at(100)
  if (fits(whole)) return whole
  let kept = 0.5
  let tooMuch = 60
  for (let step = 0; step < 9; step += 1) {
    const middle = Math.sqrt(kept * tooMuch)
    if (fits(await at(middle))) kept = middle
    else tooMuch = middle
  }
  console.log(`kept ${kept.toFixed(1)} % of the points`)
  return at(kept)
}
