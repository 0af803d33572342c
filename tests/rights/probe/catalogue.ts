import type { Queryable } from '../../../supabase/embedded/database.ts'

export interface Relation {
  readonly name: string
  readonly columns: readonly string[]
  /** Columns whose value is computed: an update may set them to their default alone. */
  readonly generated: readonly string[]
  readonly key: readonly string[]
}

const schemas = "('api', 'app', 'private', 'storage')"

/** Every relation of our schemas as the catalogue has it. */
export async function relationsOf(database: Pick<Queryable, 'query'>): Promise<Relation[]> {
  return database.query<Relation & Record<string, unknown>>(`
    select s.nspname || '.' || c.relname as name,
      array_agg(a.attname::text order by a.attnum) as columns,
      coalesce(array_agg(a.attname::text) filter (where a.attgenerated <> '' or a.attidentity = 'a'), '{}') as generated,
      coalesce((select array_agg(k.attname::text order by array_position(i.indkey::int[], k.attnum::int))
        from pg_index i join pg_attribute k on k.attrelid = c.oid and k.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary), '{}') as key
    from pg_class c join pg_namespace s on s.oid = c.relnamespace and s.nspname in ${schemas}
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm', 'f') group by c.oid, 1 order by 1`)
}

/** Every function of our schemas: `schema.name` and its full signature. */
export async function functionsOf(database: Pick<Queryable, 'query'>): Promise<{ name: string; signature: string }[]> {
  return database.query(`
    select s.nspname || '.' || f.proname as name, f.oid::regprocedure::text as signature
    from pg_proc f join pg_namespace s on s.oid = f.pronamespace and s.nspname in ${schemas} order by 2`)
}
