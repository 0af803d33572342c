import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openPostgres } from './database-postgres.ts'
import type { ServerOptions } from './options.ts'

/** What an installation keeps in its data folder. Nothing else in there is touched: the folder may be anybody's. */
const ownEntries = ['database', 'storage', 'secrets.json', 'tls']

/** Deletes all data, the accounts and the secrets included. A first start comes next. */
export async function resetInstallation(
  { dataFolder, databaseUrl }: Pick<ServerOptions, 'dataFolder' | 'databaseUrl'>,
): Promise<void> {
  if (databaseUrl !== null) await resetPostgres(databaseUrl)
  for (const entry of ownEntries) await rm(join(dataFolder, entry), { recursive: true, force: true })
}

async function resetPostgres(url: string): Promise<void> {
  const { database } = openPostgres(url)
  try {
    await database.transaction((tx) => tx.exec(resetSql))
  } finally {
    await database.close()
  }
}

const resetSql = `
  drop schema if exists api cascade;
  drop schema if exists private cascade;
  drop schema if exists app cascade;
  drop schema if exists supabase_migrations cascade;
  do $$ declare found record; begin
    for found in select policyname, tablename from pg_policies where schemaname = 'storage' loop
      execute format('drop policy %I on storage.%I', found.policyname, found.tablename);
    end loop;
    if to_regclass('storage.objects') is not null then delete from storage.objects; delete from storage.buckets; end if;
    if to_regclass('auth.users') is not null then delete from auth.users; end if;
  end $$;
`
