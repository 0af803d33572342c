/**
 * Writes public/outlines/<two digits>.json and index.json.
 *   node --import tsx supabase/reference/build-outlines.ts
 *   … --own FILE --province 13 --code-field NAME --datum wgs84|gcj02 --approval "GS(…)" [--source TEXT]
 * The second form replaces one province by an authority's own GeoJSON and leaves the others as they are.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { redrawn } from './area-changes.ts'
import { provinceCodes } from './area-row.ts'
import { repositoryPath } from './cache.ts'
import { joinShapes } from './outline-join.ts'
import { outlineSource, ownShapes, packageShapes, type SourceShape } from './outline-source.ts'
import { drawOutlines } from './outline-topology.ts'
import { readTsv } from './tsv.ts'

type Entry = {
  readonly province: number
  readonly file: string
  readonly bytes: number
  readonly gzipBytes: number
  readonly counties: number
  readonly withoutOutline: readonly number[]
  readonly datum: 'WGS-84'
  /** The map approval number (审图号), null where there is none: then the map is for internal use only. */
  readonly approval: string | null
  readonly source: string
}

const { values: options } = parseArgs({
  options: {
    own: { type: 'string' },
    province: { type: 'string' },
    'code-field': { type: 'string', default: 'code' },
    datum: { type: 'string' },
    approval: { type: 'string' },
    source: { type: 'string', default: 'the authority’s own data' },
  },
})

const folder = (file: string) => repositoryPath('public', 'outlines', file)
const areas = readTsv(repositoryPath('supabase', 'reference', 'areas.tsv'))

async function build(
  province: string, shapes: readonly SourceShape[], moved: ReadonlyMap<string, string>, approval: string | null,
  source: string,
): Promise<Entry> {
  const counties = areas.filter(({ level, code = '' }) => level === 'county' && code.startsWith(province))
  const joined = joinShapes(counties, shapes, moved)
  const text = await drawOutlines(joined.shapes)
  const file = `${province}.json`
  writeFileSync(folder(file), text)
  const gzipBytes = gzipSync(text, { level: 9 }).length
  console.log(`${file}: ${joined.shapes.size} of ${counties.length} counties, ${text.length} bytes, ${gzipBytes} gzip`)
  for (const { id, name, reason } of joined.missing) console.log(`  code without polygon: ${id} ${name}: ${reason}`)
  for (const { code, name } of joined.unplaced) console.log(`  polygon without code: ${code} ${name}`)
  return {
    province: Number(`${province}0000`), file, bytes: text.length, gzipBytes, counties: joined.shapes.size,
    withoutOutline: joined.missing.map(({ id }) => id), datum: 'WGS-84', approval, source,
  }
}

function buildOwn(path: string): Promise<Entry> {
  const { province = '', datum, approval } = options
  if (!/^\d{2}$/.test(province)) throw new Error('--province takes two digits')
  if (datum !== 'wgs84' && datum !== 'gcj02') throw new Error('--datum takes wgs84 or gcj02')
  return build(province, ownShapes(path, options['code-field'], datum), new Map(), approval ?? null, options.source)
}

const source = `${outlineSource.name} ${outlineSource.version}`
const built: Entry[] = []
if (options.own !== undefined) built.push(await buildOwn(options.own))
else {
  for (const province of provinceCodes) {
    built.push(await build(province, packageShapes(province), redrawn, null, source))
  }
}

const known = options.own !== undefined && existsSync(folder('index.json'))
  ? (JSON.parse(readFileSync(folder('index.json'), 'utf8')) as { files: Entry[] }).files
  : []
const files = [...known.filter(({ province }) => built.every((entry) => entry.province !== province)), ...built]
  .sort((one, other) => one.province - other.province)
writeFileSync(folder('index.json'), `${JSON.stringify({ files }, null, 2)}\n`)
