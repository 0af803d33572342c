/**
 * Writes public/outlines/<two digits>.json, townships/<county>.json and index.json.
 *   node --import tsx supabase/reference/build-outlines.ts
 *   … --own FILE --province 13 --code-field NAME --datum wgs84|gcj02 --approval "GS(…)" [--source TEXT]
 *   … --own FILE --county 520326 --code-field NAME --datum wgs84|gcj02 --approval "GS(…)" [--source TEXT]
 * The second form replaces one province by an authority's own GeoJSON, the third adds the townships of one county; both
 * leave the others as they are.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { redrawn } from './area-changes.ts'
import { provinceCodes } from './area-row.ts'
import { repositoryPath } from './cache.ts'
import { joinShapes, type Joined } from './outline-join.ts'
import { outlineSource, ownShapes, packageShapes, type SourceShape } from './outline-source.ts'
import { drawOutlines } from './outline-topology.ts'
import { readTsv } from './tsv.ts'

type Drawn = {
  readonly file: string
  readonly bytes: number
  readonly gzipBytes: number
  readonly withoutOutline: readonly number[]
  readonly datum: 'WGS-84'
  /** The map approval number (审图号), null where there is none: then the map is for internal use only. */
  readonly approval: string | null
  readonly source: string
}
type Entry = Drawn & { readonly province: number, readonly counties: number }
type TownshipEntry = Drawn & { readonly county: number, readonly townships: number }
type Index = { readonly files: readonly Entry[], readonly townships?: readonly TownshipEntry[] }

const { values: options } = parseArgs({
  options: {
    own: { type: 'string' },
    province: { type: 'string' },
    county: { type: 'string' },
    'code-field': { type: 'string', default: 'code' },
    datum: { type: 'string' },
    approval: { type: 'string' },
    source: { type: 'string', default: 'the authority’s own data' },
  },
})

const folder = (file: string) => repositoryPath('public', 'outlines', file)
const areas = readTsv(repositoryPath('supabase', 'reference', 'areas.tsv'))

async function draw(
  file: string, layer: 'counties' | 'townships', joined: Joined, approval: string | null, source: string,
): Promise<Drawn> {
  const text = await drawOutlines(joined.shapes, layer)
  writeFileSync(folder(file), text)
  const gzipBytes = gzipSync(text, { level: 9 }).length
  console.log(`${file}: ${joined.shapes.size} ${layer}, ${text.length} bytes, ${gzipBytes} gzip`)
  for (const { id, name, reason } of joined.missing) console.log(`  code without polygon: ${id} ${name}: ${reason}`)
  for (const { code, name } of joined.unplaced) console.log(`  polygon without code: ${code} ${name}`)
  return {
    file, bytes: text.length, gzipBytes, withoutOutline: joined.missing.map(({ id }) => id), datum: 'WGS-84', approval, source,
  }
}

async function buildProvince(
  province: string, shapes: readonly SourceShape[], moved: ReadonlyMap<string, string>, approval: string | null,
  source: string,
): Promise<Entry> {
  const counties = areas.filter(({ level, code = '' }) => level === 'county' && code.startsWith(province))
  const joined = joinShapes(counties, shapes, moved)
  const drawn = await draw(`${province}.json`, 'counties', joined, approval, source)
  return { province: Number(`${province}0000`), counties: joined.shapes.size, ...drawn }
}

async function buildTownships(county: string, shapes: readonly SourceShape[], approval: string | null): Promise<TownshipEntry> {
  const townships = areas.filter(({ level, statutory_parent }) => level === 'township' && statutory_parent === county)
  if (townships.length === 0) throw new Error(`${county} is no county with townships`)
  const joined = joinShapes(townships, shapes, new Map())
  mkdirSync(folder('townships'), { recursive: true })
  const drawn = await draw(`townships/${county}.json`, 'townships', joined, approval, options.source)
  return { county: Number(county), townships: joined.shapes.size, ...drawn }
}

const known: Index = existsSync(folder('index.json')) ? JSON.parse(readFileSync(folder('index.json'), 'utf8')) as Index : { files: [] }

async function build(): Promise<Index> {
  const { own, province = '', county, datum, approval = null } = options
  if (own === undefined) {
    const files: Entry[] = []
    for (const each of provinceCodes) {
      files.push(await buildProvince(each, packageShapes(each), redrawn, null, `${outlineSource.name} ${outlineSource.version}`))
    }
    return { ...known, files }
  }
  if (datum !== 'wgs84' && datum !== 'gcj02') throw new Error('--datum takes wgs84 or gcj02')
  const shapes = ownShapes(own, options['code-field'], datum, county === undefined ? 6 : 9)
  if (county !== undefined) {
    const others = (known.townships ?? []).filter((entry) => entry.county !== Number(county))
    return { ...known, townships: [...others, await buildTownships(county, shapes, approval)].sort((one, other) => one.county - other.county) }
  }
  if (!/^\d{2}$/.test(province)) throw new Error('--province takes two digits')
  const others = known.files.filter((entry) => entry.province !== Number(`${province}0000`))
  const entry = await buildProvince(province, shapes, new Map(), approval, options.source)
  return { ...known, files: [...others, entry].sort((one, other) => one.province - other.province) }
}

writeFileSync(folder('index.json'), `${JSON.stringify(await build(), null, 2)}\n`)
