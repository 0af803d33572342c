import { activities, recordNames, records } from '../scene/records.ts'
import { personOf } from './people.ts'
import { listedIn, reachesOrganisation, readsAudit, seats } from './reach.ts'
import type { Persona } from '../../supabase/schemas/cast.ts'
import { findings } from '../scene/decisions.ts'
import { plans } from '../scene/other-rows.ts'
import { alike, nobody, signedIn, type RelationRules } from './relation.ts'

const counted = activities.filter((name) => ['submitted', 'approved', 'returned', 'void'].includes(records[name].status))
const sealers = [...new Set(recordNames.filter((name) => records[name].status !== 'draft').map((name) => records[name].author))]
const counties = new Set(counted.flatMap((name) => [String(records[name].host), String(records[name].home)]))
/** Of what is counted now: what is returned or void leaves no place behind. */
const standing = counted.filter((name) => ['submitted', 'approved'].includes(records[name].status))
const faceted = standing.filter((name) => ['tour_stop', 'training_session', 'supervision_visit'].includes(records[name].kind))
const hosts = new Set(standing.map((name) => String(records[name].host)))
const organisations = new Set(counted.map((name) => String(records[name].organisation)))

export const figureRelations: Readonly<Record<string, RelationRules>> = {
  'app.county_rollups': {
    row: 'county_id::text', classes: [...counties], reads: ({ counties: mine }, row) => mine.includes(Number(row)),
  },
  'app.county_versions': { row: 'county_id::text', classes: [...counties], reads: ({ counties: mine }, row) => mine.includes(Number(row)) },
  'app.facet_rollups': {
    row: 'county_id::text', classes: [...new Set(faceted.flatMap((name) => [String(records[name].host), String(records[name].home)]))],
    reads: ({ counties: mine }, row) => mine.includes(Number(row)),
  },
  'app.tile_rollups': {
    row: "host_county_id || ':' || home_county_id",
    classes: [...new Set(standing.filter((name) => records[name].kind !== 'circuit_tour').map((name) => `${records[name].host}:${records[name].home}`))],
    reads: ({ counties: mine }, row) => row.split(':').some((county) => mine.includes(Number(county))),
  },
  'app.place_months': { row: 'county_id::text', classes: [...hosts], reads: ({ counties: mine }, row) => mine.includes(Number(row)) },
  'app.institution_months': { row: 'county_id::text', classes: ['520326'], reads: ({ counties: mine }, row) => mine.includes(Number(row)) },
  'app.organisation_rollups': {
    row: 'organisation_id::text', classes: [...organisations],
    reads: ({ organisations: mine }, row) => mine.includes(Number(row)),
  },
  'app.archive_departures': {
    row: 'organisation_id::text', classes: ['121', '123'], reads: ({ organisations: mine }, row) => mine.includes(Number(row)),
  },
  'app.plans': {
    row: `case id::text ${Object.entries(plans).map(([name, { id }]) => `when '${id}' then '${name}'`).join(' ')} end`,
    classes: Object.keys(plans),
    reads: ({ person, organisations: mine, counties }, row) => {
      const { organisation, host, madeBy } = plans[row as keyof typeof plans]
      return mine.includes(organisation) || counties.includes(host) || person === madeBy
    },
  },
  // A chain is its organisation's managers' and its county's; what belongs to no organisation is nobody's.
  'app.audit': {
    row: 'organisation_id::text', classes: ['0', ...Object.keys(seats)], reads: (who, row) => readsAudit(who, Number(row)),
  },
  // Of whoever sealed a record: their own, and their managers'.
  'app.device_ledgers': {
    row: personOf('person_id'), classes: sealers,
    reads: (who, row) => row === who.person || reachesOrganisation(who, listedIn[row as Persona] ?? Number.NaN),
  },
  // Of a county, of the prefecture above it, and of a township that its county's managers read.
  'app.area_figures': {
    row: 'area_id::text', classes: ['520326', '520326101', '520300', '130682'],
    reads: ({ who, person, counties }, row) => person !== null && (row === '520300'
      ? ['zunyiManager', 'guizhouManager', 'countryManager'].includes(who) : counties.includes(Number(row.slice(0, 6)))),
  },
  'app.saved_views': {
    row: personOf('person_id'), classes: ['wuchuanManager', 'author'], reads: ({ person }, row) => person === row,
  },
  'app.finding_facts': {
    row: 'no::text', classes: Object.keys(findings), reads: ({ counties }) => counties.includes(records.visit.host),
  },
  'app.trained_people': {
    row: personOf('person_id'), classes: ['colleague'], reads: ({ counties }) => counties.includes(seats[121] ?? Number.NaN),
  },
  'app.filling_times': alike(signedIn),
  'app.filling_intake': { ...alike(nobody), closed: true },
}
