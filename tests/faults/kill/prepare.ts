import { execFileSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createBackend } from '../../../supabase/embedded/backend.ts'
import type { Engine, OpenDatabase } from '../../../supabase/embedded/database.ts'
import { openPglite } from '../../../supabase/embedded/database-pglite.ts'
import { openPostgres } from '../../../supabase/embedded/database-postgres.ts'
import { readOrCreateSecrets } from '../../../supabase/embedded/secrets.ts'
import { startCluster } from '../../database/cluster.ts'
import { buildPgliteImage, buildPostgresTemplate } from '../../database/engines.ts'
import { personId } from '../../make/payload.ts'

/** What a server is started on, with the accounts of its writers. */
export interface Prepared {
  /** null on PGlite, whose database is in the data folder. */
  readonly databaseUrl: string | null
  openData(): Promise<OpenDatabase>
  stop(): Promise<void>
}

export const password = 'a-long-password'
export const accountOf = (writer: number): string => `writer-${writer}`
export const personOf = (writer: number) => personId(accountOf(writer))
/** Half of the writers work for a hospital in one province, half for one in another. */
export const organisationOf = (writer: number): number => (writer % 2 === 0 ? 121 : 123)

/** Puts a prepared database and accounts for so many writers into a data folder. */
export async function prepareFolder(engine: Engine, folder: string, writers: number): Promise<Prepared> {
  const prepared = engine === 'postgres' ? await onPostgres() : await onPglite(folder)
  const open = await prepared.openData()
  const backend = await createBackend({ open, secrets: await readOrCreateSecrets(folder), storageFolder: join(folder, 'storage') })
  for (let n = 0; n < writers; n += 1) {
    const user = await backend.signUp(`${accountOf(n)}@accounts.xingxun.local`, password)
    const [person, organisation] = [personOf(n), organisationOf(n)]
    await open.database.query('insert into app.people (id, name, organisation_id) values ($1, $2, $3)', [person, accountOf(n), organisation])
    await open.database.query('insert into app.accounts (user_id, person_id, name) values ($1, $2, $3)', [user, person, accountOf(n)])
    await open.database.query(
      `insert into app.memberships (person_id, role, organisation_id, valid_from) values ($1, 'field_worker', $2, '2026-01-01')`,
      [person, organisation])
  }
  await open.database.close()
  return prepared
}

async function onPostgres(): Promise<Prepared> {
  const cluster = await startCluster()
  const source = await buildPostgresTemplate(cluster)
  const databaseUrl = cluster.url(source.engine === 'postgres' ? source.template : '')
  return { databaseUrl, openData: async () => openPostgres(databaseUrl), stop: () => cluster.stop() }
}

async function onPglite(folder: string): Promise<Prepared> {
  const source = await buildPgliteImage()
  const database = join(folder, 'database')
  await mkdir(database, { recursive: true })
  if (source.engine === 'pglite') execFileSync('tar', ['-xf', source.image, '-C', database], { stdio: 'ignore' })
  return { databaseUrl: null, openData: () => openPglite({ folder: database }), stop: async () => undefined }
}
