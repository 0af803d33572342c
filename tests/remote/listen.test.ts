// @vitest-environment node
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openServer } from '../../src/remote/client.ts'
import { listen } from '../../src/remote/listen.ts'

/** Speaks as much of Realtime's protocol as a channel needs: answers joins, and sends what a test asks for. */
let realtime: WebSocketServer
let joins: unknown[]
let reply: 'ok' | 'error'
const say = (event: string, payload: unknown) => {
  for (const socket of realtime.clients) socket.send(JSON.stringify([null, null, 'realtime:area:520326', event, payload]))
}

beforeEach(async () => {
  joins = []
  reply = 'ok'
  realtime = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(realtime, 'listening')
  realtime.on('connection', (socket) => socket.on('message', (data) => {
    const [joinRef, ref, topic, event, payload] = JSON.parse(String(data)) as unknown[]
    if (event !== 'phx_join') return
    joins.push({ topic, private: (payload as { config: { private: boolean } }).config.private })
    const answer = { status: reply, response: reply === 'ok' ? { postgres_changes: [] } : { reason: 'Unauthorized' } }
    socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', answer]))
  }))
})
afterEach(() => new Promise<void>((done) => {
  for (const socket of realtime.clients) socket.terminate()
  realtime.close(() => done())
}))

const connect = (has: boolean) => openServer({
  config: async () => ({ url: `http://127.0.0.1:${(realtime.address() as AddressInfo).port}`, key: 'sb_publishable_x', accountDomain: 'x', demo: false, realtime: has }),
  auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: WebSocket as never },
})

describe('listening for changes', () => {
  it('joins the private channel of the area and calls on each change', async () => {
    const changed = vi.fn()
    const answer = await listen(connect(true), 520326, changed, () => {})

    expect(answer.ok).toBe(true)
    expect(joins).toEqual([{ topic: 'realtime:area:520326', private: true }])
    expect(changed).not.toHaveBeenCalled()
    say('broadcast', { type: 'broadcast', event: 'changed', payload: {} })
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1))
    if (answer.ok) answer.value()
  })

  it('says that the line is lost when the server closes it, and not when it is left', async () => {
    const lost = vi.fn()
    await listen(connect(true), 520326, () => {}, lost)
    say('phx_close', {})
    await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1))

    const own = vi.fn()
    const answer = await listen(connect(true), 520326, () => {}, own)
    if (answer.ok) answer.value()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([answer.ok, own.mock.calls.length]).toEqual([true, 0])
  })

  it('says where it may not', async () => {
    reply = 'error'

    expect(await listen(connect(true), 520326, () => {}, () => {})).toMatchObject({ ok: false, failure: { code: 'forbidden' } })
  })

  it('asks nobody where the deployment has no Realtime', async () => {
    expect(await listen(connect(false), 520326, () => {}, () => {})).toEqual({ ok: false, failure: { code: 'notFound' } })
    expect(joins).toEqual([])
  })
})
