// @vitest-environment node
import { expect, it } from 'vitest'
import { makePace } from '../../src/sync/pace.ts'
import { push } from '../../src/sync/push.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, makeHeader, makePayload } from '../make/payload.ts'

const device = new FakeDevice(authorId)
const server = new ModelServer()
const remote = new FakeRemote(server, authorId)
const save = (n: number, title = '义诊') => device.local.records.save(
  makePayload({ id: documentId(n), revision: 0, header: makeHeader({ title }) }), [], n)
const batches = () => remote.requests.map(({ what }) => what.length)

it('[P16] holds in one batch what the line carries in ten seconds, and half of what got no answer', async () => {
  for (let n = 1; n <= 40; n += 1) await save(n)
  const pace = makePace()
  let clock = 0
  const slowly = () => push({ local: device.local, remote, hash: hashText, now: () => clock, pace })
  remote.passing = (at) => { if (at === 'leaving') clock += 40_000 }
  remote.faults = [null]

  await slowly()
  const [first = 0] = batches()
  expect(first).toBe(40)
  for (let n = 1; n <= 40; n += 1) await save(n, '改')
  await slowly()
  const second = batches()[1] ?? 0
  expect(second).toBeLessThanOrEqual(first / 4)
  expect(second).toBeGreaterThan(1)
  expect(server.documents.size).toBe(40)
})

it('[P16] halves after a request without an answer, down to the least, and doubles again with a quick one', () => {
  const pace = makePace()
  const whole = pace.bytes()

  pace.cut(whole)
  expect(pace.bytes()).toBe(whole / 2)
  for (let n = 0; n < 10; n += 1) pace.cut(pace.bytes())
  expect(pace.bytes()).toBe(8 * 1024)
  pace.took(8 * 1024, 300)
  expect(pace.bytes()).toBe(16 * 1024)
})

it('[P16] learns of a request that failed for want of an answer', async () => {
  const pace = makePace()
  for (let n = 1; n <= 40; n += 1) await save(n, '又改')
  remote.passing = () => undefined
  remote.faults = ['lost']

  await push({ local: device.local, remote, hash: hashText, now: () => 0, pace })

  expect(pace.bytes()).toBeLessThan(makePace().bytes() / 2)
})
