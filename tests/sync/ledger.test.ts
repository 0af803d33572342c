// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { Payload } from '../../src/domain/document.ts'
import { countSeal, seal } from '../../src/features/capture/submit.ts'
import { tellLedger } from '../../src/sync/ledger.ts'
import { makePace } from '../../src/sync/pace.ts'
import { push } from '../../src/sync/push.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, makePayload } from '../make/payload.ts'

const at = Date.parse('2026-05-08T05:00:00Z')
const hour = 3_600_000
let device: FakeDevice
let remote: FakeRemote
let now: number
beforeEach(() => {
  device = new FakeDevice(authorId)
  remote = new FakeRemote(new ModelServer(), authorId)
  now = at
})

const draft = (n: number, overrides: Partial<Payload> = {}): Payload =>
  makePayload({ id: documentId(n), revision: 0, status: 'draft', sealed: null, ...overrides } as never)
const save = (payload: Payload) => device.local.records.save(payload, [], now)
/** Seals a record as the tap on 提交 does. */
async function submit(payload: Payload): Promise<Payload> {
  const sealed = seal(payload, now, await device.local.device.change(countSeal(payload.id)), 'rules-1')
  await save(sealed)
  await device.local.outbox.fix(payload.id, hashText)
  return sealed
}
const deliver = () => push({ local: device.local, remote, hash: hashText, now: () => now, pace: makePace() })
const tell = () => tellLedger({ local: device.local, remote, now: () => now })
const told = () => remote.requests.filter(({ name }) => name === 'ledger').length
/** Tells, and gives what the server heard last. */
async function statement() {
  await tell()
  return [...remote.server.ledgers.values()].at(-1)
}
const missing = async () => remote.server.missing(authorId, (await device.local.device.read()).id)

describe('a statement', () => {
  it('[G2] names what waits, since when, and how many were refused, with no word of content', async () => {
    const { id, code } = await device.local.device.read()
    await submit(draft(1))
    now += hour
    await submit(draft(2))
    const { id: refusedId } = await submit(draft(3, { amend_reason: 'x'.repeat(262_144) }))

    expect(await statement()).toEqual({
      device_id: id, code, issued: 3, waiting: [1, 2, 3], replaced: [], oldest_waiting_at: '2026-05-08T05:00:00.000Z', refused: 0,
    })
    await deliver()
    expect((await device.local.outbox.standing()).refused).toEqual([refusedId])
    expect(await statement()).toMatchObject({ issued: 3, waiting: [3], replaced: [], refused: 1, oldest_waiting_at: '2026-05-08T06:00:00.000Z' })
    expect(await missing()).toEqual([])
  })

  it('[G2] names nothing of what was delivered', async () => {
    await submit(draft(1))
    await deliver()

    expect(await statement()).toMatchObject({ issued: 1, waiting: [], replaced: [], oldest_waiting_at: null })
    expect(await missing()).toEqual([])
  })

  it('[G2] goes on naming a text of which no word came', async () => {
    await submit(draft(1))
    remote.faults = ['replyLost']
    await deliver()

    expect(await statement()).toMatchObject({ waiting: [1], replaced: [] })
  })

  it('[G1] knows a number that no save used, after a crash too', async () => {
    await save(draft(1))
    await device.local.device.change(countSeal(documentId(1)))
    device.restart()

    expect(await statement()).toMatchObject({ issued: 1, waiting: [], replaced: [1] })
    await submit(draft(1))
    expect(await statement()).toMatchObject({ issued: 2, waiting: [2], replaced: [1] })
    await deliver()
    expect(await statement()).toMatchObject({ issued: 2, waiting: [], replaced: [1] })
  })

  it('[G1] knows a number whose draft was dropped after the crash', async () => {
    await save(draft(1))
    await device.local.device.change(countSeal(documentId(1)))
    await device.local.records.discard(documentId(1))

    expect(await statement()).toMatchObject({ waiting: [], replaced: [1] })
    expect(await statement()).toMatchObject({ waiting: [], replaced: [1] })
  })

  it('[G3] names the number of a text that was sealed again as replaced, offline', async () => {
    const sealed = await submit(draft(1))
    await save({ ...sealed, status: 'draft', sealed: null })
    expect(await statement()).toMatchObject({ issued: 1, waiting: [], replaced: [1] })

    await submit({ ...sealed, status: 'draft', sealed: null })

    expect(await statement()).toMatchObject({ issued: 2, waiting: [2], replaced: [1] })
    await deliver()
    device.restart()
    expect(await statement()).toMatchObject({ issued: 2, waiting: [], replaced: [1] })
    expect(await missing()).toEqual([])
  })

  it('[G3] names the number of a refused text that is edited as replaced', async () => {
    const sealed = await submit(draft(1, { amend_reason: 'x'.repeat(262_144) }))
    await deliver()
    expect(await statement()).toMatchObject({ waiting: [1], replaced: [], refused: 1 })

    await save({ ...sealed, status: 'draft', sealed: null, amend_reason: '' })

    expect(await statement()).toMatchObject({ waiting: [], replaced: [1], refused: 0 })
  })

  it('[G3] drawn up between numbering and saving is put right by the next', async () => {
    const sealed = await submit(draft(1))
    await deliver()
    const second = await device.local.device.change(countSeal(sealed.id))
    expect(await statement()).toMatchObject({ issued: 2, waiting: [], replaced: [2] })

    await save(seal(sealed, now, second, 'rules-1'))

    expect(await statement()).toMatchObject({ issued: 2, waiting: [2], replaced: [] })
    await deliver()
    expect(await statement()).toMatchObject({ issued: 2, waiting: [], replaced: [] })
  })

  it('[G4] does not explain away a record that is gone from the store', async () => {
    await submit(draft(1))
    await submit(draft(2))
    const request = device.disk.open(`xingxun-${authorId}`)
    await new Promise((resolve) => { request.onsuccess = resolve })
    const transaction = request.result.transaction('documents', 'readwrite')
    transaction.objectStore('documents').delete(documentId(1))
    await new Promise((resolve) => { transaction.oncomplete = resolve })
    request.result.close()

    expect(await statement()).toMatchObject({ issued: 2, waiting: [2], replaced: [] })
    expect(await missing()).toEqual([1])
    expect(await statement()).toMatchObject({ issued: 2, waiting: [2], replaced: [] })
  })

  it('[G5] waits for no practice record', async () => {
    await submit(draft(1, { practice: true }))
    await submit(draft(2))

    expect(await statement()).toMatchObject({ issued: 2, waiting: [2], replaced: [1] })
    await deliver()
    expect(await statement()).toMatchObject({ issued: 2, waiting: [], replaced: [] })
    expect(await missing()).toEqual([])
  })

  it('[G5] misses no number from before they were written down, and waits for those that wait', async () => {
    const sealed = await submit(draft(1))
    await submit(draft(2))
    await device.local.device.change(({ given: _given, ...old }) => ({ ...old, sealed: 4 }))
    await submit(draft(3))

    expect(await statement()).toMatchObject({ issued: 5, waiting: [1, 2, 5], replaced: [3, 4] })
    await submit({ ...sealed, amend_reason: '更正' })
    expect(await statement()).toMatchObject({ issued: 6, waiting: [2, 5, 6], replaced: [1, 3, 4] })
  })

  it('[G8] leaves numbers of another device to that device', async () => {
    await save(makePayload({ id: documentId(1), device_id: 'another', revision: 0 }))
    await submit(draft(2, { device_id: 'another' }))

    expect(await statement()).toMatchObject({ issued: 1, waiting: [1] })
  })
})

describe('telling', () => {
  it('[G6] begins with the first seal', async () => {
    await save(draft(1))

    expect(await tell()).toEqual({ done: true })
    expect(remote.requests).toEqual([])
  })

  it('[G6] repeats itself when something changed, and every six hours', async () => {
    await submit(draft(1))
    await tell()
    now += 6 * hour - 1
    await tell()
    expect(told()).toBe(1)
    now += 1
    await tell()
    expect(told()).toBe(2)
    await submit(draft(2))
    await tell()
    expect(told()).toBe(3)
    now -= 24 * hour
    await tell()
    expect(told()).toBe(4)
  })

  it.each(['lost', 'html', 401, 429, 503] as const)('[G7] ends the round at %s and is done again', async (fault) => {
    await submit(draft(1))
    remote.faults = [fault]

    expect(await tell()).toMatchObject({ done: false, goOn: false })
    expect(await tell()).toEqual({ done: true })
    expect(told()).toBe(2)
  })

  it.each([403, 413] as const)('[G7] that is refused with %s holds up nothing, and is noted', async (fault) => {
    await submit(draft(1))
    remote.faults = [fault]

    expect(await tell()).toEqual({ done: true })
    expect(await tell()).toEqual({ done: true })
    expect(told()).toBe(1)
    expect((await device.local.events.last()).map(({ name }) => name)).toEqual(['ledger refused'])
  })
})
