// @vitest-environment node
import { WebSocket } from 'ws'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openServer, secondsAsked } from '../../src/remote/client.ts'
import { openRemote } from '../../src/remote/remote.ts'
import { documentId, makeParcel, sha256Of } from '../make/payload.ts'
import type { Sha256 } from '../../src/domain/id.ts'

const config = { url: 'http://127.0.0.1:9', key: 'sb_publishable_x', accountDomain: 'accounts.test.local', demo: false }
const answers = vi.fn<typeof fetch>()
const parts = {
  config: async () => config, fetch: answers,
  auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: WebSocket as never },
}
const reply = (body: string, status = 200, headers: Record<string, string> = {}) => () =>
  Promise.resolve(new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } }))
const page = '<!doctype html><title>Wi-Fi</title>'

beforeEach(() => {
  answers.mockReset()
})

describe('the connection', () => {
  it('is opened once, however many ask at the same time', async () => {
    const get = vi.fn(parts.config)
    const open = openServer({ ...parts, config: get })

    const [a, b] = await Promise.all([open(), open()])

    expect(a?.client).toBe(b?.client)
    expect(get).toHaveBeenCalledTimes(1)
  })

  it('is tried again after there was no configuration', async () => {
    const get = vi.fn(async (): Promise<typeof config | null> => null)
    const open = openServer({ ...parts, config: get })
    expect(await open()).toBeNull()
    get.mockResolvedValue(config)

    expect(await open()).not.toBeNull()
  })

  it('reads how long it is asked to wait, as a number or a date', () => {
    const now = Date.parse('2026-05-08T01:00:00Z')

    expect(secondsAsked('12', now)).toBe(12)
    expect(secondsAsked('Fri, 08 May 2026 01:00:30 GMT', now)).toBe(30)
    for (const none of [null, '', '0', 'soon', 'Fri, 08 May 2026 00:59:00 GMT']) expect(secondsAsked(none, now)).toBeUndefined()
  })
})

describe('a request', () => {
  const push = () => openRemote(parts).remote.push([makeParcel()], [])
  const upload = (bytes = new ArrayBuffer(7)) =>
    openRemote(parts).remote.uploadPhoto(documentId(1), sha256Of('photo') as Sha256, 'image/jpeg', bytes)

  it('without a configuration is offline', async () => {
    const { remote } = openRemote({ ...parts, config: async () => null })

    expect(await remote.pullOwn(null)).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(answers).not.toHaveBeenCalled()
  })

  it('that a portal answers with its page is offline', async () => {
    answers.mockImplementation(reply(page, 200, { 'content-type': 'text/html' }))

    expect(await push()).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await upload()).toMatchObject({ ok: false, failure: { code: 'offline' } })
  })

  it('that a portal answers with other JSON is offline', async () => {
    answers.mockImplementation(reply('{"login":"please"}'))

    expect(await push()).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await upload()).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await openRemote(parts).remote.referencePack('rules', null)).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await openRemote(parts).reports.activity(documentId(1))).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await openRemote(parts).session.refresh()).toMatchObject({ ok: false, failure: { code: 'offline' } })
  })

  it('that finds no line is offline', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined)
    answers.mockRejectedValue(new TypeError('fetch failed'))

    expect(await push()).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await upload()).toMatchObject({ ok: false, failure: { code: 'offline' } })
    expect(await openRemote(parts).session.signIn('a', 'b')).toMatchObject({ ok: false, failure: { code: 'offline' } })
  })

  it('that is sent away says how long to wait', async () => {
    answers.mockImplementation(reply('{"code":"busy","message":"busy"}', 503, { 'retry-after': '5' }))

    expect(await push()).toMatchObject({ ok: false, failure: { code: 'busy', retryAfter: 5 } })
    expect(await upload()).toMatchObject({ ok: false, failure: { code: 'busy', retryAfter: 5 } })
  })

  it('for a picture that is there already has succeeded', async () => {
    answers.mockImplementation(reply('{"statusCode":"409","error":"Duplicate","message":"The resource already exists"}', 400))

    expect(await upload()).toEqual({ ok: true, value: undefined })
  })

  it('sends the batch as text and the cursor by its parts', async () => {
    answers.mockImplementation(reply('null'))
    const { remote } = openRemote(parts)
    await remote.push([makeParcel()], [])
    await remote.pullOwn({ epoch: 'e', xid: '7' })
    const bodies = answers.mock.calls.map(([, init]) => JSON.parse(String(init?.body)) as Record<string, unknown>)

    expect(JSON.parse(String(bodies[0]?.['batch']))).toEqual({ protocol: 1, items: [JSON.parse(JSON.stringify(makeParcel()))], people: [] })
    expect(bodies[1]).toEqual({ epoch: 'e', xid: '7', page: 100 })
  })

  it('for a password tried too often says that', async () => {
    answers.mockImplementation(reply('{"code":"over_request_rate_limit","message":"wait"}', 429, { 'retry-after': '60' }))

    expect(await openRemote(parts).session.signIn('a', 'b')).toMatchObject({ ok: false, failure: { code: 'tooManyAttempts', retryAfter: 60 } })
  })
})

describe('packs', () => {
  it('tell the areas apart that travel as rows', async () => {
    answers.mockImplementation(reply('{"version":"1","areas":[[52,"province","贵州省",1,1]]}'))

    expect(await openRemote(parts).remote.referencePack('areas', null)).toEqual({ ok: true, value: {
      version: '1', areas: [{ id: 52, level: 'province', name: '贵州省', statutory_parent: 1, managing_parent: 1 }],
    } })
  })
})
