// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import { waitingFillingsKey, type FillingTime } from '../../src/domain/filling.ts'
import { sendFillings } from '../../src/sync/fillings.ts'
import { FakeDevice } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId } from '../make/payload.ts'

const time = (seconds: number): FillingTime => ({ kind: 'free_clinic', answers_version: 1, seconds })
let device: FakeDevice
let remote: FakeRemote
beforeEach(() => {
  device = new FakeDevice(authorId)
  remote = new FakeRemote(new ModelServer(), authorId)
})

const keep = (...times: FillingTime[]) =>
  device.local.preferences.update<readonly FillingTime[]>(waitingFillingsKey, (now = []) => [...now, ...times])
const waiting = async () => (await device.local.preferences.get<readonly FillingTime[]>(waitingFillingsKey)) ?? []
const send = () => sendFillings({ local: device.local, remote })
const seconds = () => remote.server.fillings.map((each) => each.seconds)

it('[C8] asks for nothing while none waits', async () => {
  expect(await send()).toEqual({ done: true })
  expect(remote.requests).toEqual([])
})

it('[C8] are sent once, twenty at a time, with kind, form version and seconds alone', async () => {
  await keep(...Array.from({ length: 21 }, (_, n) => time(n + 1)))

  await send()
  expect(remote.server.fillings[0]).toEqual({ kind: 'free_clinic', answers_version: 1, seconds: 1 })
  expect(seconds()).toHaveLength(20)
  await send()
  await send()

  expect(seconds()).toEqual(Array.from({ length: 21 }, (_, n) => n + 1))
  expect(remote.requests).toHaveLength(2)
})

it.each([401, 429] as const)('[C8] wait on when %s turns them away, and end no round', async (fault) => {
  await keep(time(60))
  remote.faults = [fault]

  expect(await send()).toEqual({ done: true })
  expect(await waiting()).toEqual([time(60)])
  await send()
  expect(seconds()).toEqual([60])
})

it.each([['replyLost', [60]], ['lost', []], ['html', []], [500, []], [503, []]] as const)(
  '[C8] are not sent twice after %s, which does not say whether they were taken', async (fault, there) => {
    await keep(time(60))
    remote.faults = [fault]

    expect(await send()).toEqual({ done: true })
    expect(await waiting()).toEqual([])
    await send()
    expect(seconds()).toEqual(there)
  })

it.each([403, 413] as const)('[C8] are forgotten when the server refuses them with %s', async (fault) => {
  await keep(time(60))
  remote.faults = [fault]

  expect(await send()).toEqual({ done: true })
  expect(await waiting()).toEqual([])
})

it('[C8] are not sent again by an app that died while they were under way, and one that came meanwhile is kept', async () => {
  await keep(time(60))
  remote.passing = (at) => {
    if (at === 'leaving') void keep(time(90))
    else throw new Error('the app died')
  }
  await expect(send()).rejects.toThrow('died')
  remote.passing = () => undefined
  device.restart()
  await send()

  expect(seconds()).toEqual([60, 90])
})
