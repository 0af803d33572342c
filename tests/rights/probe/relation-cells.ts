import { nobody, type RelationRules } from '../expectations/relation.ts'
import type { Facts } from '../scene/who.ts'
import { refused } from './attempts.ts'
import type { Relation } from './catalogue.ts'
import { inOrder, type Cell } from './cell.ts'

/** SQL that lists the classes of the rows of a query, each once. */
export const classesIn = (rows: string, row: string): string =>
  `select coalesce(string_agg(distinct l, ' ' order by l), '') from (select (${row}) collate "C" as l from ${rows}) as listed`

/** What a persona reads, inserts, changes, deletes and truncates of a relation. */
export function relationCells({ name, columns }: Relation, rules: RelationRules, who: Facts): Cell[] {
  const { classes, reads, row, openGrants = false } = rules
  const isOpen = openGrants || (who.signedIn && rules.closed !== true)
  const seen = inOrder(classes.filter((each) => reads(who, each)))
  const updated = (rules.updates ?? '').split(' ').filter(Boolean)
  const column = updated[0] ?? columns[0] ?? ''
  const mayUpdate = openGrants || (who.signedIn && updated.length > 0)
  const reached = inOrder(classes.filter((each) => (rules.changes ?? nobody)(who, each)))
  const cell = (verb: string, statement: string, expected: string): Cell =>
    ({ about: name, verb, statement, expected, classes: expected === refused ? 1 : classes.length })
  const changing = (statement: string) =>
    `with touched as (${statement} returning (${row}) collate "C" as l) select coalesce(string_agg(distinct l, ' ' order by l), '') from touched`
  return [
    cell('select', classesIn(name, row), isOpen ? seen : refused),
    cell('update', mayUpdate ? changing(`update ${name} set ${column} = ${column}`) : `update ${name} set ${column} = default`,
      mayUpdate ? reached : refused),
    cell('delete', openGrants ? changing(`delete from ${name}`) : `delete from ${name}`, openGrants ? '' : refused),
    ...(rules.inserts === undefined ? [cell('insert', `insert into ${name} default values`, refused)] : []),
    { about: name, verb: 'truncate', statement: `select has_table_privilege('${name}', 'truncate, references, trigger')::text`,
      expected: openGrants || who.signedIn ? 'false' : refused, classes: 1 },
  ]
}
