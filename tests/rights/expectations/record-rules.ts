import { activities, factsOfRecord, recordNames, recordOf, records, type RecordFacts, type RecordName } from '../scene/records.ts'
import { opened, openings } from '../scene/decisions.ts'
import type { Persona } from '../../supabase/schemas/cast.ts'
import type { Facts } from '../scene/who.ts'
import type { RelationRules } from './relation.ts'

export type RecordRule = (who: Facts, record: RecordFacts) => boolean

/** What has a typed row: what was handed in, and is no piece of something else. */
export const isActivity = ({ shared, kind }: RecordFacts): boolean => shared && kind !== 'visit_part'
export const isAuthor: RecordRule = ({ person }, { author }) => person === author
export const isNamed: RecordRule = ({ person }, { team }) => person !== null && team.includes(person)
/** What was handed in and is no practice: an organisation's own, managers' of the host or the home county, and partners' of a programme. */
export const seesShared: RecordRule = ({ organisations, counties, programmes: partOf }, { shared, organisation, host, home, programmes }) =>
  shared && (organisations.includes(organisation) || counties.includes(host) || counties.includes(home)
    || programmes.some((each) => partOf.includes(each)))

export const any = (...rules: readonly RecordRule[]): RecordRule => (who, record) => rules.some((rule) => rule(who, record))

/** Who reads the record itself, and with it its newest text and its pictures. */
export const seesRecord = any(isAuthor, isNamed, seesShared)
/** Whose pictures these are, who works on them, and who opened them a short while ago and may see them still. */
export const readsPictures = any(isAuthor, isNamed, (who, record) => seesShared(who, record) && record === records[opened]
  && who.person !== null && (openings as Partial<Record<Persona, boolean>>)[who.person] === true)
/** Who reads what is derived from it: a team reads the record, not the lists. */
export const seesActivity = any(isAuthor, seesShared)

/** A relation whose rows belong to the record that `column` names. */
export const ofRecord = (column: string, rule: RecordRule, among: readonly RecordName[] = recordNames): RelationRules => ({
  row: recordOf(column),
  classes: among,
  reads: (who, name) => {
    const record = factsOfRecord(name)
    return record !== undefined && rule(who, record)
  },
})

export const ofActivity = (column = 'id', among: readonly RecordName[] = activities): RelationRules =>
  ofRecord(column, seesActivity, among)
