import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { makeOptions } from './fixture.ts'
import { startTestServer, type Account, type TestServer } from './client.ts'

const notes = async (server: TestServer, as: Account): Promise<string[]> => {
  const rows = await (await server.call('/rest/v1/notes?select=body', { as })).json() as { body: string }[]
  return rows.map((row) => row.body)
}

describe('a server in one process', { timeout: 180_000 }, () => {
  let server: TestServer
  beforeAll(async () => {
    const options = await makeOptions()
    await writeFile(join(options.supabaseFolder, 'migrations', '20260202000000_ticks.sql'), `
      create or replace function api.ticks() returns int language sql security definer set search_path = ''
        as $$ select count(*)::int from app.ticks $$;
      grant execute on function api.ticks() to authenticated`)
    server = await startTestServer(options)
  }, 180_000)

  it('shows each person their own rows, also when many ask at once', async () => {
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

  it('tells its health while the database is busy with one long statement', async () => {
    const as = await server.signUp('chou')
    const order: string[] = []

    const slow = server.call('/rest/v1/rpc/slow_me', { as, body: { seconds: 1.5 } }).then(() => order.push('slow'))
    await fetch(`${server.address}/health`).then(() => order.push('health'))
    await slow

    expect(order).toEqual(['health', 'slow'])
  })

  it('refuses people without an account, wrong keys and foreign schemas', async () => {
    const account = await server.signUp('bing')

    const anonymous = await server.call('/rest/v1/notes')
    const keyless = await fetch(`${server.address}/rest/v1/notes`, { headers: { apikey: 'sb_publishable_no' } })
    const other = await fetch(`${server.address}/rest/v1/notes`, {
      headers: { 'authorization': `Bearer ${account.token}`, 'accept-profile': 'app' },
    })

    expect([anonymous.status, keyless.status]).toEqual([401, 401])
    expect(other.ok).toBe(false)
  })

  it('hands a json argument to a function as it was sent', async () => {
    const as = await server.signUp('ding')

    const kind = await server.call('/rest/v1/rpc/kind_of', { as, body: { payload: { a: 1 } } })

    expect(await kind.json()).toBe('object')
  })

  it('leaves row contents out of log and answer when a statement fails', async () => {
    const account = await server.signUp('wu')
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const secret = '某人13800000000'

    await server.call('/rest/v1/rpc/note_as_owner', { as: account, body: { value: secret } })
    const twice = await server.call('/rest/v1/rpc/note_as_owner', { as: account, body: { value: secret } })
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
    const as = await server.signUp('ji')
    await notes(server, as)

    const chosenId = await server.call('/rest/v1/notes', { as, body: { id: crypto.randomUUID(), body: 'x' } })
    const mayTruncate = await server.call('/rest/v1/rpc/may_truncate', { as, body: {} })

    expect(chosenId.status).toBe(403)
    expect(await mayTruncate.json()).toBe(false)
  })

  it('works in the background while nobody asks', async () => {
    const as = await server.signUp('geng')

    await vi.waitFor(async () => {
      expect(await (await server.call('/rest/v1/rpc/ticks', { as, body: {} })).json()).toBeGreaterThan(0)
    }, { timeout: 20_000, interval: 500 })
  })
})

describe('the life of a server', { timeout: 180_000 }, () => {
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

  it('gives the data folder back when it must not start', async () => {
    const options = await makeOptions()
    await writeFile(join(options.supabaseFolder, 'migrations', '20260202000000_bad.sql'), 'select nothing_of_the_kind()')

    await expect(startTestServer(options)).rejects.toThrow('nothing_of_the_kind')

    expect(existsSync(join(options.dataFolder, 'lock'))).toBe(false)
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

  it('tells when its backend thread ends by itself, and answers 503 until it is stopped', async () => {
    const options = await makeOptions()
    await writeFile(join(options.supabaseFolder, 'jobs', 'tick.ts'), 'export const tick = () => process.exit(3)')
    const crashed = vi.fn()

    const server = await startTestServer(options, crashed)
    await vi.waitFor(() => { expect(crashed).toHaveBeenCalledOnce() }, { timeout: 60_000, interval: 200 })

    expect((await server.call('/rest/v1/notes')).status).toBe(503)
  })
})
