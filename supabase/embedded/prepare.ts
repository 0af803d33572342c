import { join } from 'node:path'
import type { Backend } from './backend.ts'
import { bootstrap } from './bootstrap.ts'
import type { Database } from './database.ts'
import { assertNoDrift } from './drift.ts'
import { migrate, readMigrations } from './migrate.ts'

/**
 * Brings a database of any age to the schema of this program: auth and storage, roles, migrations.
 * Takes the folder that holds `migrations`; gives the newest schema version. Throws StartRefused where the database's
 * rights are not what the migrations gave.
 */
export async function prepareDatabase(database: Database, backend: Backend, supabaseFolder: string): Promise<string> {
  await backend.ensureSystemSchema()
  const owner = await bootstrap(database)
  const version = await migrate(database, await readMigrations(join(supabaseFolder, 'migrations')), owner)
  await assertNoDrift(database, supabaseFolder)
  return version
}
