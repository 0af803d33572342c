import type { Queryable } from '../../../supabase/embedded/database.ts'
import { relations } from '../expectations/relations.ts'
import { relationsOf, type Relation } from '../probe/catalogue.ts'
import type { Facts } from '../scene/who.ts'

/** A relation as the wire has it: which rows there are, and of which class each is. */
export interface Keyed {
  readonly relation: Relation
  readonly schema: string
  readonly table: string
  /** Class of every row by its key. */
  readonly classOf: ReadonlyMap<string, string>
}

/** The key of a row that came as JSON. */
export const keyOf = ({ key }: Relation, row: Readonly<Record<string, unknown>>): string =>
  key.map((column) => String(row[column])).join(' ')

/** The rows of every relation as their owner sees them, each under the class that the expectations name. */
export async function keyedRelations(database: Pick<Queryable, 'query'>): Promise<Keyed[]> {
  const keyed: Keyed[] = []
  for (const relation of await relationsOf(database)) {
    const rules = relations[relation.name]
    if (!rules || relation.key.length === 0) throw new Error(`${relation.name} has no expectations or no key`)
    const rows = await database.query<{ key: string; class: string }>(
      `select (${relation.key.map((column) => `(to_jsonb(${column}) #>> '{}')`).join(" || ' ' || ")}) as key, ${rules.row} as class from ${relation.name}`)
    const [schema = '', table = ''] = relation.name.split('.')
    keyed.push({ relation, schema, table, classOf: new Map(rows.map((row) => [row.key, row.class])) })
  }
  return keyed
}

/** Whether the expectations let a persona see the row of a key. */
export function maySee({ relation, classOf }: Keyed, who: Facts, key: string): boolean {
  const rules = relations[relation.name]
  const row = classOf.get(key)
  if (rules === undefined || row === undefined) return false
  return rules.closed !== true && (rules.openGrants === true || who.signedIn) && rules.reads(who, row)
}
