// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { PushVerdict } from '../../src/domain/ports.ts'
import { makePace } from '../../src/sync/pace.ts'
import { push } from '../../src/sync/push.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, makeHeader, makePayload, personId } from '../make/payload.ts'

let device: FakeDevice
let server: ModelServer
let remote: FakeRemote

beforeEach(() => {
  device = new FakeDevice(authorId)
  server = new ModelServer()
  remote = new FakeRemote(server, authorId)
})

const send = () => push({ local: device.local, remote, hash: hashText, now: () => 0, pace: makePace() })
const save = (n: number, title = '义诊') => device.local.records.save(
  makePayload({ id: documentId(n), revision: 0, header: makeHeader({ title }) }), [], n)
const entryOf = async (n: number) => (await device.local.records.read(documentId(n)))?.entry
const titles = (n: number) => (server.documents.get(documentId(n))?.revisions ?? [])
  .map(({ text }) => (JSON.parse(text) as { header: { title: string } }).header.title)
const batches = () => remote.requests.map(({ what }) => what.length)
/** The server's answer is changed on its way. */
const answering = (change: (word: PushVerdict) => PushVerdict[]) => {
  const { push: real } = server
  server.push = (...given) => real.apply(server, given).flatMap(change)
}

describe('a push', () => {
  it('[P1] repeated after a lost reply changes nothing', async () => {
    await save(1)
    remote.faults = ['replyLost']

    await send()
    expect((await entryOf(1))?.state).toBe('queued')
    await send()

    expect(titles(1)).toEqual(['义诊'])
    expect(await entryOf(1)).toBeNull()
  })

  it('[P2] of a record edited after a lost reply descends from the text that arrived', async () => {
    await save(1, '一稿')
    remote.faults = ['replyLost']
    await send()
    await save(1, '二稿')

    await send()

    expect(titles(1)).toEqual(['一稿', '二稿'])
    expect(await entryOf(1)).toBeNull()
  })

  it('[P3] still arrives after more failures than it may have parents', async () => {
    await save(1, '到了')
    remote.faults = ['replyLost']
    await send()
    for (let n = 0; n < 40; n += 1) {
      await save(1, `稿 ${n}`)
      remote.faults = ['lost']
      await send()
    }

    await send()
    await send()

    expect(titles(1).at(-1)).toBe('稿 39')
    expect(titles(1)[0]).toBe('到了')
    expect(await entryOf(1)).toBeNull()
  })

  it('[P4] packs by bytes as they travel and by count', async () => {
    for (let n = 0; n < 7; n += 1) await save(n, '义'.repeat(40_000))
    for (let n = 10; n < 70; n += 1) await save(n)

    await send()

    expect(batches().reduce((sum, each) => sum + each)).toBe(67)
    expect(Math.max(...batches())).toBeLessThanOrEqual(50)
    expect(batches().length).toBeGreaterThan(4)
  })

  it('[P4] sends a record larger than a batch alone', async () => {
    await save(1)
    await save(2, 'x'.repeat(258_000))
    await save(3)

    await send()

    expect(remote.requests.find(({ what }) => what.includes(documentId(2)))?.what).toEqual([documentId(2)])
    expect(server.documents.size).toBe(3)
  })

  it('[P5] halves a batch that is too large until it passes', async () => {
    for (let n = 0; n < 8; n += 1) await save(n)
    remote.rule = ({ what }) => (what.length > 2 ? 413 : null)

    const outcome = await send()

    expect(outcome.done).toBe(true)
    expect(batches()).toEqual([8, 4, 2, 2, 2, 2])
    expect(server.documents.size).toBe(8)
  })

  it('[P6] refuses the one record that is too large at every place in the queue', async () => {
    for (let poison = 0; poison < 6; poison += 1) {
      device = new FakeDevice(authorId)
      remote = new FakeRemote(server = new ModelServer(), authorId)
      for (let n = 0; n < 6; n += 1) await save(n)
      remote.rule = ({ what }) => (what.includes(documentId(poison)) ? 413 : null)

      const outcome = await send()

      expect(outcome.done).toBe(true)
      expect(server.documents.size).toBe(5)
      expect(await entryOf(poison)).toMatchObject({ state: 'refused', codes: ['payload:too_large'] })
    }
  })

  it('[P6] leaves a record at which the server stumbles for later and delivers the others', async () => {
    for (let n = 0; n < 6; n += 1) await save(n)
    remote.rule = ({ what }) => (what.includes(documentId(2)) ? 500 : null)

    const outcome = await send()

    expect(outcome).toMatchObject({ done: false, goOn: true })
    expect(server.documents.size).toBe(5)
    expect((await entryOf(2))?.state).toBe('queued')
  })

  it('[P6] stops asking a server that stumbles at everything', async () => {
    for (let n = 0; n < 40; n += 1) await save(n)
    remote.rule = () => 500

    const outcome = await send()

    expect(outcome).toMatchObject({ done: false, goOn: false, failure: { code: 'unknown' } })
    expect(remote.requests.length).toBeLessThan(12)
  })

  it('[P13] sends a record that failed before after those that did not', async () => {
    await save(1)
    remote.faults = ['lost']
    await send()
    await save(2)
    await save(3)

    await send()

    expect(remote.requests.at(-1)?.what).toHaveLength(3)
    expect(remote.requests.at(-1)?.what.at(-1)).toBe(documentId(1))
  })

  it.each(['lost', 'html', 401, 429, 503] as const)('[P10] acknowledges nothing when %s is the answer', async (fault) => {
    await save(1)
    await save(2)
    remote.faults = [fault]

    const outcome = await send()

    expect(outcome).toMatchObject({ done: false, goOn: false })
    expect(remote.requests).toHaveLength(1)
    expect([(await entryOf(1))?.state, (await entryOf(2))?.state]).toEqual(['queued', 'queued'])
  })

  it('[P14] leaves nothing under way, not even what it had packed for the next batch', async () => {
    for (let n = 0; n < 20; n += 1) await save(n, '义诊'.repeat(3000))
    remote.rule = () => 'lost'

    await send()

    expect(batches()[0]).toBeLessThan(20)
    const states = (await device.local.records.list()).map(({ entry }) => entry?.state)
    expect(new Set(states)).toEqual(new Set(['queued']))
  })
})

describe('a verdict', () => {
  it('[P7] ends the waiting when it is applied or duplicate', async () => {
    await save(1)

    await send()

    const view = await device.local.records.read(documentId(1))
    expect(view?.entry).toBeNull()
    expect(view?.record.acknowledged).toBe(server.documents.get(documentId(1))?.revisions[0]?.sha256)
  })

  it('[P7] leaves a record queued that was edited while it was under way', async () => {
    await save(1, '一稿')
    remote.passing = () => {
      remote.passing = () => undefined
      void save(1, '二稿')
    }
    await send()
    expect((await entryOf(1))?.state).toBe('queued')

    await send()

    expect(titles(1)).toEqual(['一稿', '二稿'])
  })

  it('[P8] of conflict or refusal sets the record aside with its codes; editing queues it again', async () => {
    await save(1)
    answering((word) => [{ ...word, verdict: 'rejected', codes: ['header.title:too_long'] }])
    await send()
    expect(await entryOf(1)).toMatchObject({ state: 'refused', codes: ['header.title:too_long'] })
    await send()
    expect(remote.requests).toHaveLength(1)

    await save(1, '短')

    expect((await entryOf(1))?.state).toBe('queued')
  })

  it('[P8] of refusal without codes still says that something is wrong', async () => {
    await save(1)
    answering((word) => [{ ...word, verdict: 'rejected', codes: [] }])

    await send()

    expect((await entryOf(1))?.codes).toEqual(['payload:unknown'])
  })

  it.each<[string, (word: PushVerdict) => PushVerdict[]]>([
    ['retry', (word) => [{ ...word, verdict: 'retry' }]],
    ['one of a newer server', (word) => [{ ...word, verdict: 'parked' as never }]],
    ['missing', () => []],
    ['about another text', (word) => [{ ...word, sha256: 'f'.repeat(64) as never }]],
    ['about another record', (word) => [{ ...word, id: documentId(9) }]],
  ])('[P9] that is %s leaves the record queued', async (_name, change) => {
    await save(1)
    answering(change)

    await send()

    expect((await entryOf(1))?.state).toBe('queued')
  })

  it('[P12] about records of a session that is not theirs is no verdict', async () => {
    await save(1)
    remote = new FakeRemote(server, personId('somebody else'))

    const outcome = await send()

    expect(outcome).toMatchObject({ done: false, failure: { code: 'signedOut' } })
    expect((await entryOf(1))?.state).toBe('queued')
    expect(server.documents.size).toBe(0)
  })
})
