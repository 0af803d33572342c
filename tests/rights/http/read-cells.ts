import { relations } from '../expectations/relations.ts'
import { emptyResult, inOrder, type Result } from '../probe/cell.ts'
import { everybody } from '../scene/who.ts'
import { keyOf, maySee, type Keyed } from './keys.ts'
import type { World } from './world.ts'

/** What each persona reads of each relation where every schema is exposed: row security alone, over HTTP. */
export async function checkExposedReads(world: World, keyed: readonly Keyed[]): Promise<Result> {
  const result = emptyResult()
  for (const who of everybody) {
    for (const each of keyed) {
      const { relation, schema, table, classOf } = each
      const response = await world.askExposed(who.who, `/rest/v1/${table}?select=${relation.key.join(',')}`,
        { headers: { 'accept-profile': schema } })
      const body: unknown = await response.json()
      const rows = Array.isArray(body) ? body as Record<string, unknown>[] : []
      const classes = relations[relation.name]?.classes ?? []
      const expected = inOrder([...classOf].filter(([key]) => maySee(each, who, key)).map(([, name]) => name))
      const found = inOrder(rows.map((row) => classOf.get(keyOf(relation, row)) ?? 'unknown'))
      result.cells['exposed read'] = (result.cells['exposed read'] ?? 0) + classes.length
      if (found !== expected || response.status >= 500)
        result.mismatches.push({ who: who.who, about: relation.name, verb: 'exposed read', expected, found: `${response.status} ${found}` })
    }
  }
  return result
}
