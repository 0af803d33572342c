import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createBackend } from '../../../supabase/embedded/backend.ts'
import { openPglite } from '../../../supabase/embedded/database-pglite.ts'
import { makeSecrets } from '../../../supabase/embedded/secrets.ts'
import { makeDataFolder } from './fixture.ts'
import { atEnd, makeFolder } from './folder.ts'

async function openEmpty() {
  const open = await openPglite({ folder: join(await makeDataFolder(), 'database') })
  atEnd(() => open.database.close())
  return open
}

const who = 'select coalesce(current_setting(\'app.who\', true), \'\') as who'

describe('the one session of PGlite', { timeout: 180_000 }, () => {
  it('is had by one transaction at a time, whoever opens it', async () => {
    const { connection, database, exclusive } = await openEmpty()
    if (!('dumpDataDir' in connection.driver)) throw new Error('not PGlite')
    const { driver } = connection

    /** What a request of the library does: plain BEGIN, a role for the transaction, work, COMMIT. */
    const asLibrary = (name: string): Promise<unknown> => exclusive(async () => {
      await driver.query('begin')
      await driver.query('select set_config(\'app.who\', $1, true)', [name])
      await pause(5)
      const { rows: [row] } = await driver.query(who)
      await driver.query('commit')
      return row
    })
    const [first, second, outside, inside] = await Promise.all([
      asLibrary('first'), asLibrary('second'), database.query(who),
      database.transaction(async (tx) => { await pause(5); return tx.query(who) }),
    ])

    expect([first, second, outside, inside]).toEqual([{ who: 'first' }, { who: 'second' }, [{ who: '' }], [{ who: '' }]])
  })

  it('is asked for by every request', async () => {
    const open = await openEmpty()
    let turns = 0
    const counted = { ...open, exclusive: <T>(work: () => Promise<T>) => { turns += 1; return open.exclusive(work) } }
    const backend = await createBackend({
      open: counted, secrets: await makeSecrets(), storageFolder: await makeFolder(),
    })

    await backend.ensureSystemSchema()
    await backend.fetch(new Request('http://localhost/rest/v1/'), null)

    expect(turns).toBe(2)
  })
})
