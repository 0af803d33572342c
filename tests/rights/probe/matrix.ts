import { functions } from '../expectations/functions.ts'
import { relations } from '../expectations/relations.ts'
import { everybody, type Facts } from '../scene/who.ts'
import { callCells } from './call-cells.ts'
import { functionsOf, relationsOf } from './catalogue.ts'
import { add, ask, emptyResult, inOrder, type Result } from './cell.ts'
import { columnCells } from './column-cells.ts'
import { functionCell } from './function-cells.ts'
import { classesIn, relationCells } from './relation-cells.ts'
import { insertCells } from './insert-cells.ts'
import { undone, type Arranged } from './undone.ts'

const complain = (result: Result, about: string, expected: string, found: string): void => {
  result.mismatches.push({ who: 'owner', about, verb: 'catalogue', expected, found })
}

/** Whether catalogue and expectations name the same things, and the scene has a row of every class. */
async function coverage(database: Arranged): Promise<Result> {
  const result = emptyResult()
  const [tables, routines] = [await relationsOf(database), await functionsOf(database)]
  const compare = (known: Iterable<string>, found: readonly string[]) => {
    const expected = new Set(known)
    for (const name of new Set(found)) if (!expected.has(name)) complain(result, name, 'an expectation', 'none')
    for (const name of expected) if (!found.includes(name)) complain(result, name, 'to exist', 'gone')
  }
  compare(Object.keys(relations), tables.map(({ name }) => name))
  compare(functions.keys(), routines.map(({ name }) => name))
  for (const [name, { row, classes }] of Object.entries(relations)) {
    if (!tables.some((table) => table.name === name)) continue
    const [answer] = await database.query<Record<string, string>>(classesIn(name, row))
    const found = Object.values(answer ?? {})[0] ?? ''
    result.cells['scene'] = (result.cells['scene'] ?? 0) + classes.length
    if (found !== inOrder(classes)) complain(result, `rows of ${name}`, inOrder(classes), found)
  }
  return result
}

/** The whole matrix on a database with the scene in it: relations, columns, functions and calls, for these personas. */
export async function checkMatrix(database: Arranged, people: readonly Facts[] = everybody): Promise<Result> {
  const result = await coverage(database)
  const [tables, routines] = [await relationsOf(database), await functionsOf(database)]
  const known = tables.flatMap((table) => {
    const rules = relations[table.name]
    return rules ? [{ table, rules }] : []
  })
  add(result, await undone(database, (tx) => ask(tx, people, (who) => [
    ...known.flatMap(({ table, rules }) => [...relationCells(table, rules, who), ...columnCells(table, rules, who)]),
    ...routines.flatMap((routine) => {
      const caller = functions.get(routine.name)
      return caller ? [functionCell(routine, caller, who)] : []
    }),
    ...insertCells(who),
    ...callCells(who),
  ])))
  return result
}
