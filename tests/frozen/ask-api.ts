import type { Queryable } from '../../supabase/embedded/database.ts'
import type { Json } from './exchange.ts'

/** Calls a function of the `api` schema as the API does: arguments by name, out of JSON, each as what the function declares. */
export async function askApi(tx: Queryable, name: string, args: Json): Promise<Json | null> {
  const [call] = await tx.query<{ declared: string; passed: string }>(`
    select string_agg(format('%I %s', arg.name, format_type(arg.type, null)), ', ') as declared,
      string_agg(format('%I => given.%I', arg.name, arg.name), ', ') as passed
    from pg_proc p cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) as arg(name, type)
    where p.pronamespace = 'api'::regnamespace and p.proname = $1 and ($2::text)::jsonb ? arg.name`, [name, JSON.stringify(args)])
  const [row] = await tx.query<{ answer: string | null }>(
    `select api.${name}(${call?.passed})::text as answer from json_to_record(($1::text)::json) as given(${call?.declared})`, [JSON.stringify(args)])
  return JSON.parse(row?.answer ?? 'null') as Json | null
}
