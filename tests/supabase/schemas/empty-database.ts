import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBackend } from '../../../supabase/embedded/backend.ts'
import { bootstrap } from '../../../supabase/embedded/bootstrap.ts'
import type { Database, OpenDatabase } from '../../../supabase/embedded/database.ts'
import { openPglite } from '../../../supabase/embedded/database-pglite.ts'
import { openPostgres } from '../../../supabase/embedded/database-postgres.ts'
import { makeSecrets } from '../../../supabase/embedded/secrets.ts'
import type { DatabaseSource } from '../../database/engines.ts'

export interface EmptyDatabase {
  readonly database: Database
  /** postgres:// address as superuser; null on PGlite. */
  readonly url: string | null
  close(): Promise<void>
}

/** A database with the auth and storage schemas and the roles, and nothing of ours: what a migration meets first. */
export async function openEmptyDatabase(source: DatabaseSource): Promise<EmptyDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'xingxun-empty-'))
  const { open, url, drop } = await openBare(source, folder)
  const backend = await createBackend({ open, secrets: await makeSecrets(), storageFolder: join(folder, 'storage') })
  await backend.ensureSystemSchema()
  await bootstrap(open.database)
  const close = async (): Promise<void> => {
    await open.database.close()
    await drop()
    await rm(folder, { recursive: true, force: true })
  }
  return { database: open.database, url, close }
}

interface Bare {
  readonly open: OpenDatabase
  readonly url: string | null
  drop(): Promise<void>
}

async function openBare(source: DatabaseSource, folder: string): Promise<Bare> {
  if (source.engine === 'pglite') {
    const data = join(folder, 'data')
    await cp(source.empty, data, { recursive: true })
    return { open: await openPglite({ folder: data }), url: null, drop: () => Promise.resolve() }
  }
  const name = `xingxun_${randomUUID().replaceAll('-', '')}`
  const url = source.server.replace(/\/[^/]*$/, `/${name}`)
  const onServer = async (sql: string): Promise<void> => {
    const { database } = openPostgres(source.server)
    await database.exec(sql)
    await database.close()
  }
  await onServer(`create database ${name}`)
  return { open: openPostgres(url), url, drop: () => onServer(`drop database ${name} with (force)`) }
}
