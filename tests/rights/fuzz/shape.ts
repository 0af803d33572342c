import type { Queryable } from '../../../supabase/embedded/database.ts'
import { keyedRelations, type Keyed } from '../http/keys.ts'

export interface Fuzzed extends Keyed {
  /** Values that stand in each column, whoever may see them. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** Relations that can be embedded: by name, with the columns that lead there. */
  readonly near: readonly { readonly name: string; readonly hint: string }[]
}

interface ForeignKey { readonly child: string; readonly parent: string; readonly name: string }

/** What queries are made of: relations, their values, and how they hang together. */
export async function shapeOf(database: Pick<Queryable, 'query'>): Promise<readonly Fuzzed[]> {
  const keys = await database.query<ForeignKey & Record<string, unknown>>(`
    select sc.nspname || '.' || c.relname as child, sp.nspname || '.' || p.relname as parent, k.conname as name
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace sc on sc.oid = c.relnamespace
    join pg_class p on p.oid = k.confrelid join pg_namespace sp on sp.oid = p.relnamespace
    where k.contype = 'f' and sc.nspname = 'app' and sp.nspname = 'app' order by 1, 2, 3`)
  const shapes: Fuzzed[] = []
  for (const keyed of await keyedRelations(database)) {
    const { name, columns } = keyed.relation
    const rows = await database.query<{ row: string }>(
      `select to_jsonb(t)::text as row from (select * from ${name} order by ${keyed.relation.key.join(', ')} limit 40) as t`)
    const parsed = rows.map(({ row }) => JSON.parse(row) as Record<string, unknown>)
    shapes.push({
      ...keyed,
      values: new Map(columns.map((column) => [column, [...new Set(parsed.map((row) => row[column])
        .filter((value) => value !== null && typeof value !== 'object').map((value) => String(value).slice(0, 80)))]])),
      near: keys.flatMap(({ child, parent, name: hint }) => [
        ...(child === name ? [{ name: parent, hint }] : []), ...(parent === name ? [{ name: child, hint }] : [])]),
    })
  }
  return shapes
}
