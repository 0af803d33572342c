import { activities, factsOfRecord, recordNames, recordOf, type RecordFacts, type RecordName } from '../scene/records.ts'
import type { Facts } from '../scene/who.ts'
import type { RelationRules } from './relation.ts'

export type RecordRule = (who: Facts, record: RecordFacts) => boolean

export const isAuthor: RecordRule = ({ person }, { author }) => person === author
export const isNamed: RecordRule = ({ person }, { team }) => person !== null && team.includes(person)
/** What was handed in and is no practice: an organisation's own, and managers' of the host or the home county. */
export const seesShared: RecordRule = ({ organisations, counties }, { shared, organisation, host, home }) =>
  shared && (organisations.includes(organisation) || counties.includes(host) || counties.includes(home))

export const any = (...rules: readonly RecordRule[]): RecordRule => (who, record) => rules.some((rule) => rule(who, record))

/** Who reads the record itself, and with it its newest text and its pictures. */
export const seesRecord = any(isAuthor, isNamed, seesShared)
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
