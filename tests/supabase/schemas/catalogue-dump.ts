import type { Queryable } from '../../../supabase/embedded/database.ts'

const ours = "('app', 'api', 'private')"

/** All that the schema files make, as lines: what two databases must share to be the same. */
export async function dumpCatalogue(database: Queryable): Promise<string[]> {
  const rows = await database.query<{ line: string }>(dumpSql)
  return rows.map(({ line }) => line)
}

const dumpSql = `
  with relation as (
    select c.*, s.nspname from pg_class c join pg_namespace s on s.oid = c.relnamespace where s.nspname in ${ours}
  )
  select 'schema ' || nspname || ' ' || nspowner::regrole || ' ' || coalesce(nspacl::text, '') as line
  from pg_namespace where nspname in ${ours}
  union all
  select concat_ws(' ', 'relation', nspname, relname, relkind, relowner::regrole, relrowsecurity, relforcerowsecurity,
    relacl::text) from relation
  union all
  select concat_ws(' ', 'column', r.nspname, r.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), a.attacl::text)
  from relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0
  left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum where r.relkind in ('r', 'v', 'c')
  union all
  select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
  from pg_constraint c join pg_namespace s on s.oid = c.connamespace and s.nspname in ${ours}
  union all
  select 'index ' || pg_get_indexdef(i.indexrelid) from pg_index i join relation r on r.oid = i.indrelid
  union all
  select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t join relation r on r.oid = t.tgrelid where not t.tgisinternal
  union all
  select concat_ws(' ', 'policy', schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check)
  from pg_policies where schemaname in ${ours} or schemaname = 'storage'
  union all
  select concat_ws(' ', 'function', pg_get_functiondef(f.oid), f.proowner::regrole, f.proacl::text)
  from pg_proc f join pg_namespace s on s.oid = f.pronamespace and s.nspname in ${ours}
  union all
  select concat_ws(' ', 'default', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl::text)
  from pg_default_acl where defaclrole = (select nspowner from pg_namespace where nspname = 'app')
  union all
  select 'row ' || to_jsonb(x)::text from (
    select slug as key, answers_version::text as value from app.kinds union all
    select code, area_id || valid_from::text || operator || value || source from app.rules union all
    select code, name || category || standard_no from app.techniques union all
    select from_status || to_status, by_part from private.transitions union all
    select id, allowed_mime_types::text || file_size_limit from storage.buckets) as x
  order by line`
