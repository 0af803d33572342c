// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { countSeal } from '../../src/features/capture/submit.ts'
import { createSync, type Sync, type SyncParts, type SyncState } from '../../src/sync/sync.ts'
import { FakeClock } from '../fakes/fake-clock.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, makePayload } from '../make/payload.ts'
import { makePicture } from '../make/picture.ts'

let device: FakeDevice
let remote: FakeRemote
let clock: FakeClock
let states: SyncState[]
let sync: Sync

function make(parts: Partial<SyncParts> = {}): Sync {
  return createSync({
    local: device.local, remote, now: clock.now, random: () => 0.5, hash: hashText, later: clock.later,
    alone: async (work) => { await work(); return true }, packKeys: async () => ['rules'], organisations: () => [],
    connected: () => true, changed: (state) => states.push(state), ...parts,
  })
}

beforeEach(() => {
  device = new FakeDevice(authorId)
  remote = new FakeRemote(new ModelServer(), authorId)
  remote.server.packs.set('rules', { version: '1' })
  clock = new FakeClock()
  states = []
  sync = make()
})

const save = (n = 1) => device.local.records.save(makePayload({ id: documentId(n), revision: 0 }), [], 0)
const asked = () => remote.requests.map(({ name }) => name)
const last = () => states.at(-1)
const events = async () => (await device.local.events.last()).map(({ name }) => name)
/** Until the loop has come to rest and planned its next look. */
const settled = () => vi.waitFor(() => {
  expect(last()?.phase).toBe('idle')
  expect(clock.pending).toHaveLength(1)
})

describe('a round', () => {
  it('[R2] pushes, uploads, pulls, tells what is numbered and refreshes, in this order', async () => {
    const scene = makePicture()
    await device.local.device.change(countSeal(documentId()))
    await device.local.records.save(makePayload({ revision: 0, photos: [scene.entry] }), [scene.file], 0)

    await sync.now()

    expect(asked()).toEqual(['push', 'photo', 'pull', 'ledger', 'pack'])
    expect(states.map(({ phase }) => phase)).toEqual(['running', 'running', 'idle'])
    expect(last()).toEqual({ phase: 'idle', failure: null, succeeded: clock.now() })
  })

  it('[R13] without a network tries nothing, so that a draft can still be dropped, and sends it with the line', async () => {
    let connected = false
    sync = make({ connected: () => connected })
    await save()
    await save(2)

    await sync.now()

    expect(asked()).toEqual([])
    expect(last()).toMatchObject({ phase: 'idle', failure: { code: 'offline' } })
    expect(await device.local.records.discard(documentId(2))).toBe(true)
    connected = true
    await sync.now()
    expect(asked().slice(0, 1)).toEqual(['push'])
    expect(last()?.failure).toBeNull()
  })

  it.each(['lost', 'html', 401, 429, 503] as const)('[R2] ends where %s stops it', async (fault) => {
    await save()
    remote.faults = [fault]

    await sync.now()

    expect(asked()).toEqual(['push'])
    expect(last()).toMatchObject({ succeeded: null })
    expect(last()?.failure).not.toBeNull()
  })

  it('[R11] that left a record over goes on, says so, and is as quick as ever', async () => {
    await save()
    remote.faults = [500]

    await sync.now()

    expect(asked()).toEqual(['push', 'pull', 'pack'])
    expect(last()?.failure?.code).toBe('unknown')
    expect(clock.pending).toEqual([60_000])
    sync.soon()
    expect(clock.pending).toEqual([1_000])
  })

  it('[R3] asked for while one runs is remembered', async () => {
    const first = sync.now()
    await sync.now()
    sync.soon()
    await first

    expect(asked().filter((name) => name === 'pull')).toHaveLength(1)
    expect(clock.pending).toEqual([1_000])
  })

  it('[R3] waits its turn while another tab runs one', async () => {
    sync = make({ alone: async () => false })

    await sync.now()

    expect(asked()).toEqual([])
    expect(clock.pending).toEqual([5_000])
  })

  it('[R8] in which a step crashes is noted and planned again', async () => {
    vi.spyOn(device.local.outbox, 'due').mockRejectedValue(new RangeError('a bug'))

    await sync.now()
    await sync.now()

    expect(await events()).toEqual(['round crashed', 'round crashed'])
    expect(last()).toMatchObject({ phase: 'idle', failure: { code: 'unknown', detail: 'RangeError' } })
    expect(clock.pending).toEqual([1_000])
  })

  it('[R8] is planned again even when the crash cannot be noted', async () => {
    vi.spyOn(device.local.outbox, 'due').mockRejectedValue(new RangeError('a bug'))
    vi.spyOn(device.local.events, 'note').mockRejectedValue(new Error('disk full'))

    await sync.now()

    expect(clock.pending).toHaveLength(1)
  })

  it('[R8] is planned again when the lock cannot be had', async () => {
    sync = make({ alone: () => Promise.reject(new DOMException('', 'InvalidStateError')) })

    await sync.now()

    expect(clock.pending).toHaveLength(1)
  })

  it('[R12] notes a failure that repeats once', async () => {
    remote.rule = () => 'lost'

    for (let n = 0; n < 4; n += 1) await sync.now()
    remote.rule = () => 401
    await sync.now()

    expect(await events()).toEqual(['round stopped', 'round stopped'])
  })
})

describe('the loop', () => {
  it('[R4] waits longer after each failure in a row, and starts afresh after a success', async () => {
    remote.rule = () => 'lost'
    await sync.now()
    const waits = [clock.pending[0]]
    for (let n = 0; n < 3; n += 1) {
      clock.advance(clock.pending[0] ?? 0)
      await settled()
      waits.push(clock.pending[0])
    }
    remote.rule = () => null
    clock.advance(clock.pending[0] ?? 0)
    await settled()

    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000])
    expect(clock.pending).toEqual([60_000])
  })

  it('[R4] waits at least as long as the server asked', async () => {
    remote.faults = [429]

    await sync.now()
    sync.soon()

    expect(clock.pending).toEqual([8_000])
  })

  it('[R5] runs at once at a tap and forgets the waiting time', async () => {
    remote.rule = () => 'lost'
    for (let n = 0; n < 5; n += 1) await sync.now()

    expect(asked()).toHaveLength(5)
    expect(clock.pending).toEqual([1_000])
  })

  it('[R6] looks soon after a save, never later than planned already', async () => {
    await sync.now()
    expect(clock.pending).toEqual([60_000])
    sync.soon()
    clock.advance(600)
    for (let n = 0; n < 5; n += 1) sync.soon()

    expect(clock.pending).toEqual([400])
  })

  it('[R6] does not shorten the wait after a failure when something is saved', async () => {
    remote.rule = () => 'lost'
    await sync.now()
    for (let n = 0; n < 3; n += 1) {
      clock.advance(clock.pending[0] ?? 0)
      await settled()
    }

    sync.soon()

    expect(clock.pending).toEqual([8_000])
  })

  it('[R6] is not put off by a clock that was set back', async () => {
    await sync.now()
    clock.set(0)

    sync.soon()

    expect(clock.pending).toEqual([1_000])
  })

  it('[R7] looks again in five seconds, six times, while pictures wait to be confirmed, then in a minute', async () => {
    const scene = makePicture()
    await device.local.records.save(makePayload({ revision: 0, photos: [scene.entry] }), [scene.file], 0)
    await sync.now()
    const waits = [clock.pending[0]]
    for (let n = 0; n < 7; n += 1) {
      clock.advance(clock.pending[0] ?? 0)
      await settled()
      waits.push(clock.pending[0])
    }

    expect(waits).toEqual([...Array<number>(6).fill(5_000), 60_000, 60_000])
    expect(asked().filter((name) => name === 'pack')).toHaveLength(1)
  })

  it('[R7] is quiet again once the pictures are confirmed', async () => {
    const scene = makePicture()
    await device.local.records.save(makePayload({ revision: 0, photos: [scene.entry] }), [scene.file], 0)
    await sync.now()
    expect(clock.pending).toEqual([5_000])
    remote.server.confirm()

    await sync.now()

    expect(clock.pending).toEqual([60_000])
  })

  it('[R9] begins no step and reports nothing after it was stopped', async () => {
    await save()
    remote.passing = () => {
      sync.stop()
      device.local.close()
    }
    const before = states.length

    await sync.now()
    await sync.now()

    expect(asked()).toEqual(['push'])
    expect(states).toHaveLength(before + 1)
    expect(clock.pending).toEqual([])
  })
})
