import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { pageHeaders } from '../../../supabase/embedded/headers.ts'
import { createHttpApp } from '../../../supabase/embedded/http.ts'
import { createKnownDevices } from '../../../supabase/embedded/known-devices.ts'
import { createLoginThrottle } from '../../../supabase/embedded/login-throttle.ts'
import { readStaticFiles } from '../../../supabase/embedded/static-files.ts'
import type { ForwardedRequest, ForwardedResponse } from '../../../supabase/embedded/worker-messages.ts'
import { makeFolder } from './folder.ts'

type Answer = (request: ForwardedRequest) => ForwardedResponse | null

const json = (status: number, value: unknown): ForwardedResponse => ({
  status,
  headers: [['content-type', 'application/json']],
  body: new TextEncoder().encode(JSON.stringify(value)).buffer,
})

async function makeServer(answer: Answer = () => json(200, {}), killServiceWorker = false) {
  const folder = await makeFolder()
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  await writeFile(join(folder, 'assets', 'main-AbCdEf12.js'), 'let a = 1\n'.repeat(100))
  await writeFile(join(folder, 'assets', 'decode-worker-AbCdEf12.js'), 'let b = 1')
  await writeFile(join(folder, 'service-worker.js'), 'self.a = 1')
  await writeFile(join(folder, 'service-worker-removal.js'), 'self.registration.unregister()')
  await writeFile(join(folder, 'recover.html'), '<!doctype html><title>recover</title>')
  const forwarded: ForwardedRequest[] = []
  const app = createHttpApp({
    backend: {
      facts: { engine: 'pglite', schemaVersion: '20260101000000', accounts: [{ name: 'a', password: 'b', role: 'c' }] },
      send: (request) => {
        forwarded.push(request)
        return Promise.resolve(answer(request))
      },
    },
    files: await readStaticFiles(folder),
    headers: pageHeaders({ scriptHashes: [], styleHashes: [] }, []),
    tileOrigins: ['https://tiles.example.cn'],
    throttle: createLoginThrottle(() => 0),
    knownDevices: createKnownDevices('a secret'),
    publishableKey: 'sb_publishable_x',
    accountDomain: 'accounts.test.local',
    name: '杏巡',
    killServiceWorker,
  })
  const ask = async (path: string, init?: RequestInit): Promise<Response> =>
    app.request(path, init, { incoming: { socket: { remoteAddress: '10.0.0.9' } } })
  return { ask, forwarded }
}

type Server = Awaited<ReturnType<typeof makeServer>>

const signIn = (server: Server, email: string, path = '/auth/v1/token?grant_type=password'): Promise<Response> =>
  server.ask(path, { method: 'POST', body: JSON.stringify({ email, password: 'guess' }) })

describe('what the server answers', () => {
  let server: Server
  beforeEach(async () => { server = await makeServer() })

  it('tells its health, engine and schema', async () => {
    const response = await server.ask('/health')

    expect(await response.json()).toEqual({ ok: true, engine: 'pglite', schema: '20260101000000' })
  })

  it('tells the page its key and where it is', async () => {
    const response = await server.ask('/config.json')

    expect(await response.json()).toEqual({
      url: '', key: 'sb_publishable_x', accountDomain: 'accounts.test.local', demo: true, name: '杏巡',
    })
    expect(response.headers.get('cache-control')).toBe('no-cache')
  })

  it.each(['/auth/v1/user', '/rest/v1/rpc/push', '/storage/v1/object/photos/a'])('forwards %s', async (path) => {
    await server.ask(`${path}?a=1`, { method: 'POST', body: 'x', headers: { apikey: 'k' } })

    const [request] = server.forwarded
    expect(new URL(request?.url ?? '').pathname).toBe(path)
    expect(request).toMatchObject({ method: 'POST', peerAddress: '10.0.0.9' })
    expect(request?.headers).toContainEqual(['apikey', 'k'])
    expect(new TextDecoder().decode(request?.body ?? undefined)).toBe('x')
  })

  it.each([
    '/_system', '/_system/studio', '/realtime/v1/websocket', '/functions/v1/x', '/graphql/v1', '/auth/v2/token',
    '/auth/admin', '/rest/', '/.data/secrets.json', '/../package.json', '/supabase/embedded/main.ts',
  ])('does not serve %s', async (path) => {
    const response = await server.ask(path, { headers: { accept: 'text/html' } })

    expect(response.status).toBe(404)
    expect(server.forwarded).toEqual([])
  })

  it('opens the app under every address of its own, for people only', async () => {
    const opened = await server.ask('/records/01', { headers: { accept: 'text/html,*/*' } })
    const fetched = await server.ask('/records/01', { headers: { accept: '*/*' } })
    const missing = await server.ask('/assets/gone-AbCdEf12.js', { headers: { accept: 'text/html' } })

    expect(await opened.text()).toContain('<title>page</title>')
    expect([fetched.status, missing.status]).toEqual([404, 404])
  })

  it('says not modified to a browser that has the file', async () => {
    const first = await server.ask('/index.html')
    const etag = first.headers.get('etag') ?? ''

    const again = await server.ask('/index.html', { headers: { 'if-none-match': `W/${etag}` } })

    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  it('puts the security headers on pages, refusals and answers alike', async () => {
    for (const path of ['/', '/missing', '/health', '/rest/v1/x']) {
      const { headers } = await server.ask(path)
      expect(headers.get('content-security-policy')).toContain('require-trusted-types-for')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('camera=(self), geolocation=(self)')
    }
  })

  it('lets the worker that reads QR codes compile WebAssembly, and no page', async () => {
    const policy = async (path: string) => (await server.ask(path)).headers.get('content-security-policy')

    expect(await policy('/assets/decode-worker-AbCdEf12.js')).toBe(
      'default-src \'none\'; script-src \'self\' \'wasm-unsafe-eval\'; connect-src \'self\'')
    expect(await policy('/')).not.toContain('eval')
    expect(await policy('/assets/main-AbCdEf12.js')).not.toContain('eval')
  })

  it('lets the service worker fetch map tiles', async () => {
    const { headers } = await server.ask('/service-worker.js')

    expect(headers.get('content-security-policy')).toContain('connect-src \'self\' https://tiles.example.cn')
  })

  it('[E7] opens the page for records of an app that does not open under its own address', async () => {
    for (const path of ['/recover', '/recover.html']) {
      const response = await server.ask(path, { headers: { accept: 'text/html' } })
      expect(await response.text()).toContain('<title>recover</title>')
      expect(response.headers.get('content-security-policy')).toContain('require-trusted-types-for')
    }
  })

  it('[E8] has the service worker asked for anew each time, and serves one that goes away where it is to be taken out', async () => {
    const plain = await server.ask('/service-worker.js')
    const killing = await makeServer(undefined, true)
    const killed = await killing.ask('/service-worker.js')
    const other = await killing.ask('/index.html')

    expect([await plain.text(), plain.headers.get('cache-control')]).toEqual(['self.a = 1', 'no-cache'])
    expect([await killed.text(), killed.headers.get('cache-control')]).toEqual(['self.registration.unregister()', 'no-store'])
    expect(killed.headers.get('content-type')).toContain('text/javascript')
    expect(other.headers.get('cache-control')).toBe('no-cache')
  })

  it('hands out stored objects as downloads that a browser will not run', async () => {
    const { headers } = await server.ask('/storage/v1/object/photos/a')

    expect(headers.get('content-security-policy')).toBe('sandbox; default-src \'none\'')
    expect(headers.get('content-disposition')).toBe('attachment')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    ['/rest/v1/rpc/push', 1024 * 1024], ['/auth/v1/token', 1024 * 1024], ['/storage/v1/object/photos/a', 8 * 1024 * 1024],
  ])('refuses more than %s may carry with 413', async (path, limit) => {
    const send = (size: number) => server.ask(path, {
      method: 'POST', body: new Uint8Array(size), headers: { 'content-length': String(size) },
    })

    expect((await send(limit)).status).not.toBe(413)
    const refused = await send(limit + 1)
    expect(refused.status).toBe(413)
    expect(await refused.json()).toEqual({ code: 'too_large', message: 'payload too large' })
  })

  it('counts the bytes of a body that does not tell its length', async () => {
    const chunks = new ReadableStream({
      start: (stream) => {
        for (let n = 0; n < 5; n += 1) stream.enqueue(new Uint8Array(300_000))
        stream.close()
      },
    })

    const response = await server.ask('/rest/v1/x', { method: 'POST', body: chunks, duplex: 'half' } as RequestInit)

    expect(response.status).toBe(413)
  })

  it('compresses long JSON for phones on a weak network', async () => {
    server = await makeServer(() => json(200, { text: '杏'.repeat(5000) }))

    const response = await server.ask('/rest/v1/x', { headers: { 'accept-encoding': 'gzip, br' } })

    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(1000)
  })

  it('answers 503 with Retry-After when the backend has no room', async () => {
    server = await makeServer(() => null)

    const response = await server.ask('/rest/v1/x')

    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.json()).toEqual({ code: 'busy', message: 'server busy' })
  })
})

describe('password guessing', () => {
  it('ends after five wrong passwords with 429 and Retry-After, without asking the backend', async () => {
    const server = await makeServer(() => json(400, { error_code: 'invalid_credentials' }))

    for (let n = 0; n < 5; n += 1) expect((await signIn(server, 'a@x.cn')).status).toBe(400)
    const refused = await signIn(server, 'a@x.cn')

    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('900')
    expect(server.forwarded).toHaveLength(5)
  })

  it('is not helped by writing the account or the address differently', async () => {
    const server = await makeServer(() => json(400, {}))
    const paths = [
      '/auth/v1/token?grant_type=password', '/auth/v1/%74oken?grant_type=password', '/auth/v1/token',
      '/auth/v1/token?grant_type=refresh_token&grant_type=password', '/auth/v1/token?x=1&grant_type=password',
    ]
    for (const path of paths) await signIn(server, 'A@X.cn ', path)

    expect((await signIn(server, 'a@x.cn')).status).toBe(429)
  })

  it('is not helped by guessing all at once', async () => {
    const server = await makeServer(() => json(400, {}))

    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await signIn(server, 'a@x.cn')).status))

    expect(statuses.filter((status) => status === 400)).toHaveLength(5)
  })

  it('does not stand in the way of a session that is renewed', async () => {
    const server = await makeServer(() => json(400, {}))
    const renew = () => server.ask('/auth/v1/token?grant_type=refresh_token', { method: 'POST', body: '{}' })

    for (let n = 0; n < 40; n += 1) expect((await renew()).status).toBe(400)
  })

  it('counts from zero after the right password, and not at all when the server is busy', async () => {
    let answer: ForwardedResponse | null = json(400, {})
    const server = await makeServer(() => answer)
    for (let n = 0; n < 4; n += 1) await signIn(server, 'a@x.cn')

    answer = null
    for (let n = 0; n < 10; n += 1) expect((await signIn(server, 'a@x.cn')).status).toBe(503)
    answer = json(200, {})
    await signIn(server, 'a@x.cn')
    answer = json(400, {})
    for (let n = 0; n < 5; n += 1) expect((await signIn(server, 'a@x.cn')).status).toBe(400)

    expect((await signIn(server, 'a@x.cn')).status).toBe(429)
  })

  it('elsewhere does not lock the owner out on a device that signed in before, which guesses five times itself', async () => {
    let answer = json(200, {})
    const server = await makeServer(() => answer)
    const from = (cookie: string, email = 'a@x.cn') => server.ask('/auth/v1/token?grant_type=password', {
      method: 'POST', headers: { cookie }, body: JSON.stringify({ email, password: 'guess' }) })
    const first = await signIn(server, 'a@x.cn')
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(first.headers.get('set-cookie')).toMatch(/^xd_[0-9a-f]{12}=[\w-]{16}\.[\w-]{43}; Path=\/auth\/v1; Max-Age=\d+; HttpOnly; SameSite=Strict$/)
    answer = json(400, {})
    for (let n = 0; n < 5; n += 1) await signIn(server, 'a@x.cn')
    expect((await signIn(server, 'a@x.cn')).status).toBe(429)

    for (const forged of [cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), cookie.replace(/=[\w-]{16}/, '=AAAAAAAAAAAAAAAA'), 'xd_=a.b']) {
      expect((await from(forged)).status).toBe(429)
    }
    expect((await from(`other=1; ${cookie}`)).status).toBe(400)
    for (let n = 0; n < 4; n += 1) expect((await from(cookie)).status).toBe(400)
    expect((await from(cookie)).status).toBe(429)
    expect((await from(cookie, 'b@x.cn')).headers.get('set-cookie')).toBeNull()
  })
})
