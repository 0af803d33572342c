import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Queryable } from './database.ts'
import { StartRefused } from './failure.ts'

/** Stands in the supabase folder: what rights the schema of this program gives, a line each. */
export const catalogueFile = 'catalogue.txt'

/**
 * Who may do what in a database, as lines in order: schemas, tables with their row security, grants, policies, triggers,
 * functions with the hash of their text. Independent of the engine, its version and the owner's name.
 */
export async function catalogueLines(database: Queryable): Promise<string[]> {
  const rows = await database.query<{ line: string }>(catalogueSql)
  return rows.map(({ line }) => line).sort()
}

/**
 * Refuses a database whose grants, policies or functions are not those of this program. Takes the folder that holds
 * `catalogue.txt`; a folder without one is another program's, and is not judged.
 */
export async function assertNoDrift(database: Queryable, supabaseFolder: string): Promise<void> {
  const text = await readFile(join(supabaseFolder, catalogueFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return
  const expected = new Set(text.split('\n').filter((line) => line !== ''))
  const found = await catalogueLines(database)
  const strange = [
    ...found.filter((line) => !expected.has(line)).map((line) => `+ ${line}`),
    ...[...expected].filter((line) => !found.includes(line)).map((line) => `- ${line}`),
  ]
  if (strange.length === 0) return
  const some = strange.slice(0, 4).map((line) => `\n  ${line.slice(0, 200)}`).join('')
  throw new StartRefused(
    `数据库的权限、策略或函数与本程序不一致（${strange.length} 处），拒绝启动：${some}`,
    `Grants, policies or functions of the database are not those of this program (${strange.length}): refusing to start.${some}`,
  )
}

const ours = "('app', 'api', 'private')"
/** Expressions are written out differently by versions: without white space, brackets and casts they are the same. */
const plain = (expression: string) => `regexp_replace(coalesce(${expression}, ''), '[\\s()]|::[a-z_]+(\\[\\])?', '', 'g')`
const grants = (acl: string, owner: string) => `coalesce((
  select string_agg(concat(case g.grantee when 0 then 'public' else g.grantee::regrole::text end, '=', g.privilege_type,
    case when g.is_grantable then '*' end), ',' order by g.grantee::regrole::text collate "C", g.privilege_type)
  from aclexplode(${acl}) g where g.grantee <> ${owner}), '')`

const catalogueSql = `
  with relation as (
    select c.*, s.nspname from pg_class c join pg_namespace s on s.oid = c.relnamespace
    where s.nspname in ${ours} and c.relkind in ('r', 'p', 'v', 'm', 'f')
  )
  select concat_ws(' ', 'schema', nspname, ${grants('nspacl', 'nspowner')}) as line from pg_namespace where nspname in ${ours}
  union all
  select concat_ws(' ', 'relation', nspname, relname, relkind, relrowsecurity::text, relforcerowsecurity::text,
    ${grants('relacl', 'relowner')}) from relation
  union all
  select concat_ws(' ', 'column', r.nspname, r.relname, a.attname, ${grants('a.attacl', 'r.relowner')})
  from relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  union all
  select concat_ws(' ', 'trigger', r.nspname, r.relname, t.tgname, t.tgfoid::regproc::text, t.tgenabled)
  from pg_trigger t join relation r on r.oid = t.tgrelid where not t.tgisinternal
  union all
  select concat_ws(' ', 'policy', s.nspname, c.relname, p.polname, p.polcmd, p.polpermissive::text,
    (select string_agg(role::regrole::text, ',' order by role::regrole::text) from unnest(p.polroles) as role),
    md5(${plain('pg_get_expr(p.polqual, p.polrelid)')} || '|' || ${plain('pg_get_expr(p.polwithcheck, p.polrelid)')}))
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace s on s.oid = c.relnamespace
  where s.nspname in ${ours} or s.nspname = 'storage'
  union all
  select concat_ws(' ', 'function', f.oid::regprocedure::text, f.prosecdef::text, f.provolatile, f.proconfig::text, md5(f.prosrc),
    ${grants("coalesce(f.proacl, acldefault('f', f.proowner))", 'f.proowner')})
  from pg_proc f join pg_namespace s on s.oid = f.pronamespace and s.nspname in ${ours}
`
