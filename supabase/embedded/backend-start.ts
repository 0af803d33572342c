import { join } from 'node:path'
import { createBackend, type Backend } from './backend.ts'
import type { OpenDatabase } from './database.ts'
import { openPglite } from './database-pglite.ts'
import { openPostgres } from './database-postgres.ts'
import type { DemoAccount, SeedContext } from './hooks.ts'
import { createObjectStore } from './object-store.ts'
import { assertDemoStaysLocal } from './preflight.ts'
import { prepareDatabase } from './prepare.ts'
import { declineDemo, readDemoAccounts, removeDemo, seedDemo, seedReferenceOnce } from './seeding.ts'
import type { BackendFacts, WorkerSettings } from './worker-messages.ts'

export interface RunningBackend {
  readonly open: OpenDatabase
  readonly backend: Backend
  readonly storageFolder: string
  readonly facts: BackendFacts
}

/** Opens the database, brings it up to date, seeds it at a first start. Throws StartRefused when it must not run. */
export async function startBackend(settings: WorkerSettings): Promise<RunningBackend> {
  const storageFolder = join(settings.dataFolder, 'storage')
  const open = settings.databaseUrl === null
    ? await openPglite({ folder: join(settings.dataFolder, 'database') })
    : openPostgres(settings.databaseUrl)
  try {
    const backend = await createBackend({ open, secrets: settings.secrets, storageFolder })
    const schemaVersion = await prepareDatabase(open.database, backend, settings.supabaseFolder)
    await seedReferenceOnce(open.database, settings.supabaseFolder)
    if (settings.newEpoch) await open.database.query('select private.draw_epoch()')
    const accounts = await settleDemo(seedContext(open, backend, storageFolder, settings), settings)
    return { open, backend, storageFolder, facts: { engine: open.database.engine, schemaVersion, accounts } }
  } catch (error) {
    await open.database.close()
    throw error
  }
}

function seedContext(
  { database }: OpenDatabase, { signUp }: Backend, storageFolder: string, { accountDomain }: WorkerSettings,
): SeedContext {
  const store = createObjectStore(storageFolder)
  return {
    database,
    accountDomain,
    signUp,
    writeObject: (bucket, name, bytes, type) => store.uploadObject(bucket, name, undefined, bytes, type, 'no-cache'),
    removeObject: (bucket, name) => store.deleteObject(bucket, name, undefined),
  }
}

async function settleDemo(context: SeedContext, settings: WorkerSettings): Promise<readonly DemoAccount[]> {
  const { database } = context
  const { host, allowDemoOnNetwork: allowed, supabaseFolder } = settings
  if (settings.removeDemo) {
    await removeDemo(context, supabaseFolder)
    return []
  }
  const present = await readDemoAccounts(database)
  if (present !== null) {
    assertDemoStaysLocal({ host, allowed, demo: present.length > 0 })
    return present
  }
  if (!settings.demo) {
    await declineDemo(database)
    return []
  }
  assertDemoStaysLocal({ host, allowed, demo: true })
  return seedDemo(context, supabaseFolder)
}
