import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readObject } from '../../../supabase/embedded/object-store.ts'
import { openBackend } from './client.ts'
import { majorVersion, makeDatabaseOwnedBy, makeOptions, notesSql, sourceOfRun } from './fixture.ts'

describe('a start with a new epoch', { timeout: 180_000 }, () => {
  it('draws it, and one without leaves it alone', async () => {
    const options = await makeOptions()
    const drawn = async (newEpoch: boolean): Promise<unknown> => {
      const { open, close } = await openBackend({ ...options, newEpoch })
      const rows = await open.database.query('select n from app.ticks where n = 1000')
      await close()
      return rows.length
    }

    expect([await drawn(false), await drawn(true), await drawn(false)]).toEqual([0, 1, 1])
  })
})

describe('the migrations of a start', { timeout: 180_000 }, () => {
  it('are written to the history that supabase db push reads', async () => {
    const { open } = await openBackend(await makeOptions())

    const history = await open.database.query(`
      select version, name, cardinality(statements) > 10 as has_statements from supabase_migrations.schema_migrations`)

    expect(history).toEqual([{ version: '20260101000000', name: 'notes', has_statements: true }])
  })

  it('make tables that belong to the owner role', async () => {
    const { open } = await openBackend(await makeOptions())

    const [table] = await open.database.query('select tableowner from pg_tables where tablename = $1', ['notes'])

    expect(table).toEqual({ tableowner: 'xingxun_owner' })
  })

  it('stop the start when an applied file was changed or is gone', async () => {
    const options = await makeOptions()
    await (await openBackend(options)).close()
    const file = join(options.supabaseFolder, 'migrations', '20260101000000_notes.sql')

    await writeFile(file, `${notesSql}\n-- changed`)
    await expect(openBackend(options)).rejects.toThrow('--reset')
    await rename(file, file.replace('20260101', '20270101'))
    await expect(openBackend(options)).rejects.toThrow('newer release')
  })

  it('take over what supabase db push applied', async () => {
    const options = await makeOptions()
    const first = await openBackend(options)
    await first.open.database.exec('delete from supabase_migrations.checksums')
    await first.close()

    const { open } = await openBackend(options)

    expect(await open.database.query('select version from supabase_migrations.checksums')).toHaveLength(1)
  })

  it('are applied one by one as releases bring them, and leave nothing behind when they fail', async () => {
    const options = await makeOptions()
    await (await openBackend(options)).close()
    const file = join(options.supabaseFolder, 'migrations', '20260202000000_more.sql')
    await writeFile(file, 'create table app.half (n int); select nothing_of_the_kind();')
    await expect(openBackend(options)).rejects.toThrow('nothing_of_the_kind')

    await writeFile(file, 'create table app.half (n int);')
    const { facts } = await openBackend(options)

    expect(facts.schemaVersion).toBe('20260202000000')
  })
})

// PGlite knows its superuser alone.
if (sourceOfRun()?.engine === 'postgres') {
  describe('the connected role', { timeout: 180_000 }, () => {
    it('owns the schema itself when it is no superuser but may do what hosted Supabase allows', async () => {
      const databaseUrl = await makeDatabaseOwnedBy('createrole bypassrls in role anon, authenticated, service_role')

      const { open, backend, facts } = await openBackend(await makeOptions({ databaseUrl }))
      const [notes] = await open.database.query(`
        select tableowner = current_user as own, not rolsuper as plain
        from pg_tables, pg_roles where tablename = 'notes' and rolname = current_user`)

      expect(notes).toEqual({ own: true, plain: true })
      expect(facts.schemaVersion).toBe('20260101000000')
      await expect(backend.signUp('jia@accounts.test.local', 'a-long-password')).resolves.toBeTypeOf('string')
    })

    it('is refused when row security would bind it', async () => {
      const databaseUrl = await makeDatabaseOwnedBy('createrole')

      await expect(openBackend(await makeOptions({ databaseUrl }))).rejects.toThrow('BYPASSRLS')
    })

    it('joins the roles of requests by itself, or is told what to ask for where it may not', async () => {
      const databaseUrl = await makeDatabaseOwnedBy('createrole bypassrls')
      const options = await makeOptions({ databaseUrl })

      // Since PostgreSQL 16 the right to create roles is no right to join the roles of others.
      if (await majorVersion(databaseUrl) >= 16) await expect(openBackend(options)).rejects.toThrow('grant anon')
      else await expect(openBackend(options)).resolves.toBeDefined()
    })
  })
}

describe('the data of a start', { timeout: 180_000 }, () => {
  const account = { name: 'xiaoxing', password: 'demo-password-1', role: 'field_worker' }

  it('are given once: reference data always, demo data when wanted', async () => {
    const options = await makeOptions({ demo: true })
    const first = await openBackend(options)
    expect(first.facts.accounts).toEqual([account])
    await first.close()

    const { open, facts } = await openBackend(options)

    expect(facts.accounts).toEqual([account])
    expect(await open.database.query('select body from app.notes')).toEqual([{ body: 'demo note' }])
    expect(await readObject(first.storageFolder, 'photos', 'demo/photo')).toEqual(Buffer.from([1, 2, 3]))
    expect(await open.database.query('select 1 from app.reference_seeds')).toHaveLength(1)
  })

  it('never include demo data where an installation began without them', async () => {
    const options = await makeOptions({ demo: false })
    await (await openBackend(options)).close()

    const { open, facts } = await openBackend({ ...options, demo: true })

    expect(facts.accounts).toEqual([])
    expect(await open.database.query('select 1 from auth.users')).toEqual([])
  })

  it('lose the demo data with --remove-demo, for good', async () => {
    const options = await makeOptions({ demo: true })
    await (await openBackend(options)).close()
    await (await openBackend({ ...options, removeDemo: true })).close()

    const { open, facts, storageFolder } = await openBackend(options)

    expect(facts.accounts).toEqual([])
    expect(await open.database.query('select 1 from auth.users')).toEqual([])
    expect(await open.database.query('select 1 from app.notes')).toEqual([])
    expect(await readObject(storageFolder, 'photos', 'demo/photo')).toBeNull()
  })

  it('keep the server off the network while demo accounts exist or would be made', async () => {
    const options = await makeOptions({ demo: true })
    const onNetwork = { ...options, host: '0.0.0.0' }
    await expect(openBackend(onNetwork)).rejects.toThrow('--allow-demo-on-network')
    await (await openBackend(options)).close()

    await expect(openBackend(onNetwork)).rejects.toThrow('--allow-demo-on-network')
    await expect(openBackend({ ...onNetwork, allowDemoOnNetwork: true })).resolves.toBeDefined()
  })
})
