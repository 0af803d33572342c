/** Writes areas.tsv and area-aliases.tsv from two pinned packages. See SOURCES.md. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { aliases } from './area-changes.ts'
import { areaColumns, expectedCounties, provinceCodes } from './area-row.ts'
import { isFunctionalZone, specialRows, townshipRows, upperRows } from './area-rows.ts'
import { readTownships, readUpperAreas } from './area-sources.ts'
import { repositoryPath } from './cache.ts'
import { writeTsv } from './tsv.ts'

const inProvinces = (code: string) => provinceCodes.some((province) => code.startsWith(province))

const areas = readUpperAreas()
const source = readTownships()
const upper = provinceCodes.flatMap((province) => upperRows(province, areas))
const counties = upper.filter(({ level }) => level === 'county')
const { rows: townships, left } = townshipRows(
  source.townships.filter(({ code }) => inProvinces(code)), new Set(counties.map(({ id }) => id)),
)

for (const province of provinceCodes) {
  const count = counties.filter(({ code }) => code.startsWith(province)).length
  console.log(`${province}: ${count} counties`)
  if (count !== expectedCounties[province]) throw new Error(`${province}: expected ${expectedCounties[province]}`)
}

/* A county that only one source knows, or that the two name differently, needs an alias and a person's decision. */
const disputed = counties.filter(({ code, name }) => source.counties.get(code) !== name)
if (disputed.length > 0) {
  throw new Error(`the sources disagree on ${disputed.map(({ code, name }) => code + name).join(' ')}`)
}
console.log('both sources agree on every county’s code and name: no township needed an alias')

const zones = new Set(left.map(({ areaCode }) => areaCode).filter((code) => isFunctionalZone(code)))
console.log(`left out: ${left.length} townships, of ${zones.size} functional zones and of placeholders.
A zone’s townships lie in real counties that neither source names; a guessed county would show their records to the
wrong managers. A deployment that needs them adds them by hand with the county that governs them:`)
for (const { code, name, areaCode } of left) {
  console.log(`  ${code} ${name} (${source.counties.get(areaCode) ?? areaCode})`)
}

const levelOrder = ['country', 'province', 'prefecture', 'county', 'township']
const rows = [...specialRows(), ...upper, ...townships].sort((one, other) =>
  levelOrder.indexOf(one.level) - levelOrder.indexOf(other.level) || one.id - other.id)
writeTsv(repositoryPath('supabase', 'reference', 'areas.tsv'), areaColumns, rows)
writeTsv(
  repositoryPath('supabase', 'reference', 'area-aliases.tsv'),
  ['old_code', 'new_code', 'from_date', 'note', 'extent'],
  aliases.map(({ old, new: next, from, note, extent }) => (
    { old_code: old, new_code: next, from_date: from, note, extent }
  )),
)

for (const file of ['areas.tsv', 'area-aliases.tsv']) {
  const bytes = readFileSync(repositoryPath('supabase', 'reference', file))
  console.log(`${file}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`)
}
console.log(`${rows.length} areas, ${townships.length} townships`)
