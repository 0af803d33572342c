import type { RelationRules } from '../expectations/relation.ts'
import type { Facts } from '../scene/who.ts'
import { refused } from './attempts.ts'
import type { Relation } from './catalogue.ts'
import type { Cell } from './cell.ts'

/** Whether each single column of a relation may be written: an update or insert of no row asks for the right all the same. */
export function columnCells({ name, columns, generated }: Relation, rules: RelationRules, who: Facts): Cell[] {
  const granted = (list: string | undefined, column: string) =>
    rules.openGrants === true || (who.signedIn && (list ?? '').split(' ').includes(column))
  return columns.flatMap((column) => {
    const value = generated.includes(column) ? 'default' : 'null'
    const cell = (verb: string, statement: string, allowed: boolean): Cell =>
      ({ about: `${name}.${column}`, verb, statement, expected: allowed ? 'rows 0' : refused, classes: 1 })
    return [
      cell('update column', `update ${name} set ${column} = ${value} where false`, granted(rules.updates, column)),
      ...(generated.includes(column) ? [] : [
        cell('insert column', `insert into ${name} (${column}) select null where false`, granted(rules.inserts, column))]),
    ]
  })
}
