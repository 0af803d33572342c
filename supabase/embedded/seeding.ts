import type { Database } from './database.ts'
import { StartRefused } from './failure.ts'
import { loadDemo, loadReference, type DemoAccount, type SeedContext } from './hooks.ts'

/** What an installation has been given, remembered so that no later start gives it again. */
type Marker = 'reference' | 'demo'

/** Seeds the reference data unless this database has them. */
export async function seedReferenceOnce(database: Database, supabaseFolder: string): Promise<void> {
  if (await readMarker(database, 'reference') !== null) return
  const module = await loadReference(supabaseFolder)
  if (module === null) return
  await explained('reference', () => module.seedReference(database))
  await writeMarker(database, 'reference', [])
}

/** The demo accounts of this database; null while nobody decided whether it has any. */
export async function readDemoAccounts(database: Database): Promise<DemoAccount[] | null> {
  return readMarker(database, 'demo')
}

/** Seeds the demo data, gives its accounts. Nothing happens without `demo/seed.ts`. */
export async function seedDemo(context: SeedContext, supabaseFolder: string): Promise<readonly DemoAccount[]> {
  const module = await loadDemo(supabaseFolder)
  if (module === null) return []
  const { accounts } = await explained('demo', () => module.seed(context))
  await writeMarker(context.database, 'demo', accounts)
  return accounts
}

/** Remembers that this database stays without demo data, whatever later starts say. */
export async function declineDemo(database: Database): Promise<void> {
  await writeMarker(database, 'demo', [])
}

/** Takes the demo data and its accounts away for good. */
export async function removeDemo(context: SeedContext, supabaseFolder: string): Promise<void> {
  const module = await loadDemo(supabaseFolder)
  const accounts = await readMarker(context.database, 'demo')
  if (accounts !== null && accounts.length > 0) {
    const remove = module?.removeDemo
    if (remove === undefined) {
      throw new StartRefused('没有可用的演示数据清除程序。', 'There is no program to remove the demo data.')
    }
    await explained('demo', () => remove(context))
  }
  await declineDemo(context.database)
}

async function readMarker(database: Database, key: Marker): Promise<DemoAccount[] | null> {
  await database.exec(
    'create table if not exists supabase_migrations.installation (key text primary key, accounts text not null)',
  )
  const [row] = await database.query<{ accounts: string }>(
    'select accounts from supabase_migrations.installation where key = $1', [key],
  )
  return row === undefined ? null : JSON.parse(row.accounts) as DemoAccount[]
}

async function writeMarker(database: Database, key: Marker, accounts: readonly DemoAccount[]): Promise<void> {
  await database.query(
    `insert into supabase_migrations.installation (key, accounts) values ($1, $2)
     on conflict (key) do update set accounts = excluded.accounts`,
    [key, JSON.stringify(accounts)],
  )
}

/** Seeds hold no personal data: their failures are told in full. */
async function explained<T>(what: Marker, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const parts = error instanceof Error ? [error.message, Reflect.get(error, 'detail')] : []
    const reason = parts.filter(Boolean).join(': ')
    throw new StartRefused(`写入 ${what} 数据失败：${reason}`, `Seeding the ${what} data failed: ${reason}`)
  }
}
