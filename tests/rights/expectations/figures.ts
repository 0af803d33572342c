import { activities, recordNames, records } from '../scene/records.ts'
import { personOf } from './people.ts'
import { listedIn, reachesOrganisation, readsAudit, seats } from './reach.ts'
import type { Persona } from '../../supabase/schemas/cast.ts'
import { plans } from '../scene/other-rows.ts'
import { alike, nobody, signedIn, type RelationRules } from './relation.ts'

const counted = activities.filter((name) => ['submitted', 'approved', 'returned', 'void'].includes(records[name].status))
const sealers = [...new Set(recordNames.filter((name) => records[name].status !== 'draft').map((name) => records[name].author))]
const sides = new Set(counted.flatMap((name) => [`${records[name].host}:host`, `${records[name].home}:home`]))
const organisations = new Set(counted.map((name) => String(records[name].organisation)))

export const figureRelations: Readonly<Record<string, RelationRules>> = {
  'app.county_rollups': {
    row: "county_id || ':' || side", classes: [...sides],
    reads: ({ counties }, row) => counties.includes(Number(row.split(':')[0])),
  },
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
  'app.filling_times': alike(signedIn),
  'app.filling_intake': { ...alike(nobody), closed: true },
}
