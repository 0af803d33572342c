import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { openPostgres } from '../../../supabase/embedded/database-postgres.ts'
import type { ServerOptions } from '../../../supabase/embedded/options.ts'
import type { DatabaseSource } from '../../database/engines.ts'
import { makeFolder } from './folder.ts'

/** The databases that the run prepared; null where nothing was prepared: then PGlite begins from nothing. */
export function sourceOfRun(): DatabaseSource | null {
  const source: DatabaseSource | undefined = inject('databaseSource')
  return source ?? null
}

/** A schema of the project's shape, small enough to read in a minute. */
export const notesSql = `
  create schema app;
  create schema api;
  create schema private;
  grant usage on schema app, api to authenticated;
  grant usage on schema api to anon;
  create table app.notes (
    id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid(), body text not null unique
  );
  alter table app.notes enable row level security;
  alter table app.notes force row level security;
  create policy "own" on app.notes to authenticated
    using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
  grant select, insert (body) on app.notes to authenticated;
  create view api.notes with (security_invoker = true) as select id, owner_id, body from app.notes;
  grant select, insert (body) on api.notes to authenticated;
  create function api.kind_of(payload jsonb) returns text language sql set search_path = ''
    as $$ select jsonb_typeof(payload) $$;
  create function api.slow_me(seconds double precision) returns uuid language plpgsql set search_path = ''
    as $$ begin perform pg_sleep(seconds); return auth.uid(); end $$;
  create function api.number_of(value text) returns int language sql set search_path = '' as $$ select value::int $$;
  -- As owner: only then does the server quote the row in the details of a broken constraint.
  create function api.note_as_owner(value text) returns void language sql security definer set search_path = ''
    as $$ insert into app.notes (owner_id, body) values (auth.uid(), value) $$;
  create function api.may_truncate() returns boolean language sql set search_path = ''
    as $$ select has_table_privilege('app.notes', 'truncate') or has_table_privilege('app.notes', 'delete') $$;
  create function api.ticks() returns int language sql set search_path = '' as $$ select 0 $$;
  create table app.ticks (n int);
  create function private.draw_epoch() returns void language sql set search_path = '' as $$ insert into app.ticks values (1000) $$;
  insert into storage.buckets (id, name, public) values ('photos', 'photos', false);
  create policy "insert own" on storage.objects for insert to authenticated
    with check (bucket_id = 'photos' and (storage.foldername(name))[1] = (select auth.uid())::text);
  create policy "read own" on storage.objects for select to authenticated
    using (bucket_id = 'photos' and owner_id = (select auth.uid())::text);
`

const demoModule = `
export const seed = async ({ database, signUp, writeObject, accountDomain }) => {
  const id = await signUp('xiaoxing@' + accountDomain, 'demo-password-1')
  await database.query('insert into app.notes (owner_id, body) values ($1, $2)', [id, 'demo note'])
  await writeObject('photos', 'demo/photo', new Uint8Array([1, 2, 3]), 'image/jpeg')
  return { accounts: [{ name: 'xiaoxing', password: 'demo-password-1', role: 'field_worker' }] }
}
export const removeDemo = async ({ database, removeObject }) => {
  await database.query("delete from app.notes where body = 'demo note'")
  await removeObject('photos', 'demo/photo')
  await database.query("delete from auth.users where email like 'xiaoxing@%'")
}
`

const tickModule = `
let running = false
export const tick = async ({ database }) => {
  if (running) throw new Error('overlap')
  running = true
  await database.transaction((tx) => tx.exec('insert into app.ticks values (1)'))
  running = false
  return { confirmed: 0, refused: 0, more: false, trouble: null }
}
`

const referenceModule = `
export const seedReference = async (database) => {
  await database.exec('create table app.reference_seeds (at timestamptz default now()); insert into app.reference_seeds default values')
}
`

/** A `supabase/` folder with one migration, demo data, reference data and a job. */
export async function makeSupabaseFolder(): Promise<string> {
  const folder = await makeFolder()
  const files: Record<string, string> = {
    'migrations/20260101000000_notes.sql': notesSql,
    'demo/seed.ts': demoModule,
    'reference/seed.ts': referenceModule,
    'jobs/tick.ts': tickModule,
    'package.json': '{"type":"module"}',
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

/** Options of a server on a free port of this machine, on the engine of the run, with data of its own. */
export async function makeOptions(given: Partial<ServerOptions> = {}): Promise<ServerOptions> {
  const pageFolder = await makeFolder()
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>page</title>')
  return {
    host: '127.0.0.1', port: 0, databaseUrl: await makeDatabase(), dataFolder: await makeDataFolder(),
    supabaseFolder: await makeSupabaseFolder(), pageFolder, sourceFolder: null, accountDomain: 'accounts.test.local',
    name: '杏巡', tileOrigins: [], https: false, reset: false, demo: false, removeDemo: false, allowDemoOnNetwork: false,
    killServiceWorker: false, newEpoch: false,
    ...given,
  }
}

/** A data folder whose database, on PGlite, is there and empty already. */
export async function makeDataFolder(): Promise<string> {
  const folder = await makeFolder()
  const source = sourceOfRun()
  if (source?.engine === 'pglite') await cp(source.empty, join(folder, 'database'), { recursive: true })
  return folder
}

/** The major version of a PostgreSQL server. */
export async function majorVersion(url: string): Promise<number> {
  const { database } = openPostgres(url)
  const [row] = await database.query<{ number: string }>('select current_setting(\'server_version_num\') as number')
  await database.close()
  return Math.trunc(Number(row?.number) / 10_000)
}

/** An empty database of the run's cluster that belongs to a new role with these attributes; gives its address. */
export async function makeDatabaseOwnedBy(attributes: string): Promise<string> {
  const url = new URL(await makeDatabase() ?? '')
  const role = `role_${crypto.randomUUID().replaceAll('-', '')}`
  const { database } = openPostgres(url.href)
  await database.exec(`create role ${role} login ${attributes} password 'of-a-test'`)
  await database.exec(`alter database ${url.pathname.slice(1)} owner to ${role}`)
  await database.close()
  url.username = role
  url.password = 'of-a-test'
  return url.href
}

/** An empty database of the run's cluster; null on PGlite, whose database is in the data folder. */
export async function makeDatabase(): Promise<string | null> {
  const source = sourceOfRun()
  if (source?.engine !== 'postgres') return null
  const name = `embedded_${crypto.randomUUID().replaceAll('-', '')}`
  const { database } = openPostgres(source.server)
  await database.exec(`create database ${name}`)
  await database.close()
  return source.server.replace(/\/[^/]*$/, `/${name}`)
}
