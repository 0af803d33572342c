import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { notesSql, makeOptions } from './fixture.ts'
import { startTestServer, type Account, type TestServer } from './client.ts'

const notes = async (server: TestServer, as: Account): Promise<string[]> => {
  const rows = await (await server.call('/rest/v1/notes?select=body', { as })).json() as { body: string }[]
  return rows.map((row) => row.body)
}

describe('a server in one process', () => {
  it('keeps accounts, rows and photos over a restart', async () => {
    const options = await makeOptions()
    const first = await startTestServer(options)
    const before = await first.signUp('yisheng')
    const photo = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3])
    await first.call('/rest/v1/notes', { as: before, body: { body: '记录一' } })
    await first.call(`/storage/v1/object/photos/${before.id}/a`, { as: before, body: photo, type: 'image/jpeg' })
    await first.stop()
    expect(existsSync(join(options.dataFolder, 'lock'))).toBe(false)

    const second = await startTestServer(options)
    const after = await second.signIn('yisheng')
    const stored = await second.call(`/storage/v1/object/photos/${before.id}/a`, { as: after })

    expect(after.id).toBe(before.id)
    expect(await notes(second, before)).toEqual(['记录一'])
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(photo)
    expect(stored.headers.get('content-type')).toBe('image/jpeg')
  })

  it('shows each person their own rows, also when many ask at once', async () => {
    const server = await startTestServer(await makeOptions())
    const accounts = [await server.signUp('jia'), await server.signUp('yi')]

    const answers = await Promise.all(Array.from({ length: 24 }, async (_, n) => {
      const account = accounts[n % 2]
      const response = await server.call('/rest/v1/rpc/slow_me', {
        body: { seconds: 0.01 }, ...(account === undefined ? {} : { as: account }),
      })
      return [await response.json(), account?.id]
    }))

    for (const [answer, id] of answers) expect(answer).toBe(id)
  })

  it('refuses people without an account, wrong keys and foreign schemas', async () => {
    const server = await startTestServer(await makeOptions())
    const account = await server.signUp('jia')

    const anonymous = await server.call('/rest/v1/notes')
    const keyless = await fetch(`${server.address}/rest/v1/notes`, { headers: { apikey: 'sb_publishable_no' } })
    const other = await fetch(`${server.address}/rest/v1/notes`, {
      headers: { 'authorization': `Bearer ${account.token}`, 'accept-profile': 'app' },
    })

    expect([anonymous.status, keyless.status]).toEqual([401, 401])
    expect(other.ok).toBe(false)
  })

  it('hands a json argument to a function as it was sent', async () => {
    const server = await startTestServer(await makeOptions())

    const kind = await server.call('/rest/v1/rpc/kind_of', { as: await server.signUp('jia'), body: { payload: { a: 1 } } })

    expect(await kind.json()).toBe('object')
  })

  it('leaves row contents out of log and answer when a statement fails', async () => {
    const server = await startTestServer(await makeOptions())
    const account = await server.signUp('jia')
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const secret = '某人13800000000'

    await server.call('/rest/v1/notes', { as: account, body: { body: secret } })
    const twice = await server.call('/rest/v1/notes', { as: account, body: { body: secret } })
    await server.call('/rest/v1/rpc/number_of', { as: account, body: { value: secret } })
    const answer = await twice.text()
    const log = write.mock.calls.map(([text]) => String(text)).join('')
    write.mockRestore()

    expect(twice.status).toBe(409)
    expect(JSON.parse(answer)).toMatchObject({ code: '23505', details: null })
    expect(answer).not.toContain(secret)
    expect(log).toContain('23505')
    expect(log).not.toContain(secret)
  })

  it('grants nothing on its own: tables stay as the migration left them', async () => {
    const server = await startTestServer(await makeOptions())
    const account = await server.signUp('jia')
    await notes(server, account)

    const id = crypto.randomUUID()
    const ownId = await server.call('/rest/v1/notes', { as: account, body: { id, body: 'x' } })

    expect(ownId.status).toBe(403)
  })

  it('refuses to start when an applied migration was changed or is gone', async () => {
    const options = await makeOptions()
    await (await startTestServer(options)).stop()
    const file = join(options.supabaseFolder, 'migrations', '20260101000000_notes.sql')

    await writeFile(file, `${notesSql}\n-- changed`)
    await expect(startTestServer(options)).rejects.toThrow('--reset')
    await rename(file, file.replace('20260101', '20270101'))
    await expect(startTestServer(options)).rejects.toThrow('newer release')
    expect(existsSync(join(options.dataFolder, 'lock'))).toBe(false)
  })

  it('applies a new migration at the next start', async () => {
    const options = await makeOptions()
    await (await startTestServer(options)).stop()
    await writeFile(join(options.supabaseFolder, 'migrations', '20260202000000_more.sql'), `
      create function api.added() returns int language sql set search_path = '' as $$ select 7 $$;
      grant execute on function api.added() to authenticated`)

    const server = await startTestServer(options)
    const added = await server.call('/rest/v1/rpc/added', { as: await server.signUp('jia'), body: {} })

    expect(await added.json()).toBe(7)
    expect(server.facts.schemaVersion).toBe('20260202000000')
  })

  it('leaves nothing behind of a migration that fails', async () => {
    const options = await makeOptions()
    const file = join(options.supabaseFolder, 'migrations', '20260202000000_more.sql')
    await writeFile(file, 'create table app.half (n int); select nothing_of_the_kind();')
    await expect(startTestServer(options)).rejects.toThrow('nothing_of_the_kind')

    await writeFile(file, 'create table app.half (n int);')

    await expect(startTestServer(options)).resolves.toBeDefined()
  })

  it('begins anew with --reset', async () => {
    const options = await makeOptions()
    const first = await startTestServer(options)
    await first.signUp('jia')
    await first.stop()

    const second = await startTestServer({ ...options, reset: true })

    await expect(second.signIn('jia')).rejects.toThrow('400')
    await expect(second.signUp('jia')).resolves.toBeDefined()
  })

  it('works in the background while nobody asks', async () => {
    const options = await makeOptions()
    await writeFile(join(options.supabaseFolder, 'migrations', '20260202000000_ticks.sql'), `
      create or replace function api.ticks() returns int language sql security definer set search_path = ''
        as $$ select count(*)::int from app.ticks $$;
      grant execute on function api.ticks() to authenticated`)
    const server = await startTestServer(options)
    const as = await server.signUp('jia')

    await vi.waitFor(async () => {
      expect(await (await server.call('/rest/v1/rpc/ticks', { as, body: {} })).json()).toBeGreaterThan(0)
    }, { timeout: 20_000, interval: 500 })
  })
})
