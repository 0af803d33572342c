/** Writes organisations.tsv from areas.tsv and the shipped outlines; needs no network. See SOURCES.md. */
import { provinceCodes, xionganId } from './area-row.ts'
import { repositoryPath } from './cache.ts'
import { demoOrganisations } from './demo-organisations.ts'
import { namedOrganisations, type NamedOrganisation } from './named-organisations.ts'
import { demoCounties, organisationColumns, organisationKinds, type OrganisationRow } from './organisation-row.ts'
import { readOutlines, type Outline } from './polygon.ts'
import { middle, near, sample, seeded } from './spread.ts'
import { readTsv, writeTsv } from './tsv.ts'

const areas = readTsv(repositoryPath('supabase', 'reference', 'areas.tsv'))
const outlines = new Map(provinceCodes.flatMap((province) =>
  [...readOutlines(repositoryPath('public', 'outlines', `${province}.json`))]))

function outlineOf(county: number): Outline {
  const outline = outlines.get(county)
  if (outline === undefined) throw new Error(`county ${county} has no outline`)
  return outline
}

const seatSamples = 400
const townRadius = 1.5

function placed(organisation: NamedOrganisation): OrganisationRow {
  const outline = outlineOf(organisation.county_id)
  const seat = middle(sample(outline, seeded(organisation.county_id), seatSamples))
  const [lng, lat] = near(outline, seat, 0, townRadius, seeded(organisation.id))
  return {
    ...organisation, ownership: 'public', township_id: '', lng: lng.toFixed(5), lat: lat.toFixed(5),
    position_source: 'approximate',
  }
}

/** The prefectures of the demo counties, 雄安新区 and 辛集市: a manager there sees more than one county at work. */
const shownPrefectures = new Set([130600, 150400, 330600, 520300, xionganId])
const hasHospital = new Set(namedOrganisations
  .filter(({ kind, level }) => kind === 'tcm_hospital' && level === 'county').map((named) => named.county_id))

const otherHospitals = areas
  .filter(({ id, level, statutory_parent: statutory, managing_parent: managing }) => level === 'county'
    && (id === '130181' || shownPrefectures.has(Number(statutory)) || shownPrefectures.has(Number(managing)))
    && !hasHospital.has(Number(id)) && outlines.has(Number(id)))
  .map(({ id, code = '', name = '', name_short: short = '' }): OrganisationRow => {
    const hospital = code.startsWith('15') ? '蒙医中医医院' : '中医医院'
    return placed({
      id: 1_000_000 + Number(id), name: `${name}${hospital}`, name_short: `${short}${hospital}`, kind: 'tcm_hospital',
      level: 'county', county_id: Number(id), demo: 1,
    })
  })

const rows = [
  ...namedOrganisations.map(placed),
  ...demoCounties.flatMap((county) => demoOrganisations(
    county,
    areas.filter(({ level, statutory_parent: parent }) => level === 'township' && parent === String(county.id)),
    outlineOf(county.id),
  )),
  ...otherHospitals,
].sort((one, other) => one.id - other.id)

writeTsv(repositoryPath('supabase', 'reference', 'organisations.tsv'), organisationColumns, rows)
for (const kind of organisationKinds) console.log(`${kind}: ${rows.filter((row) => row.kind === kind).length}`)
console.log(`${rows.length} organisations`)
