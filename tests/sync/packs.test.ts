// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import { askAgain, refreshPacks } from '../../src/sync/packs.ts'
import { FakeClock } from '../fakes/fake-clock.ts'
import { FakeDevice } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId } from '../make/payload.ts'
import { makePlan } from '../make/plan.ts'

let device: FakeDevice
let remote: FakeRemote
let clock: FakeClock

beforeEach(() => {
  device = new FakeDevice(authorId)
  remote = new FakeRemote(new ModelServer(), authorId)
  clock = new FakeClock()
  remote.server.packs.set('rules', { version: '1', rules: [] })
  remote.server.packs.set('county:520326', { version: '1', organisations: [] })
})

const refresh = (...keys: string[]) => refreshPacks({ local: device.local, remote, now: clock.now }, async () => keys)
const asked = () => remote.requests.splice(0).map(({ what }) => what[0])
const minutes = (n: number) => clock.advance(n * 60_000)

it('[C5] fetches a pack that was never asked for at once, and any other at most once in half an hour', async () => {
  await refresh('rules')
  expect(asked()).toEqual(['rules'])
  minutes(29)
  await refresh('rules', 'county:520326')
  expect(asked()).toEqual(['county:520326'])
  device.restart()
  await refresh('rules')
  expect(asked()).toEqual([])
  remote.server.packs.set('rules', { version: '2', rules: [] })
  minutes(1)

  await refresh('rules')

  expect(asked()).toEqual(['rules'])
  expect((await device.local.packs.versions()).get('rules')).toBe('2')
})

it('[C5] asks again when the clock was set back', async () => {
  await refresh('rules')
  clock.set(0)
  asked()

  await refresh('rules')

  expect(asked()).toEqual(['rules'])
})

it('[C5] asks again after a failure of the line', async () => {
  remote.faults = ['lost']
  expect(await refresh('rules')).toMatchObject({ done: false })

  await refresh('rules')

  expect((await device.local.packs.versions()).has('rules')).toBe(true)
})

it('[C6] goes past a pack that the server refuses, and keeps the one it has', async () => {
  await refresh('county:520326')
  remote.server.packs.delete('county:520326')
  minutes(31)

  const outcome = await refresh('county:520326', 'county:999999', 'rules')

  expect(outcome.done).toBe(true)
  expect([...(await device.local.packs.versions()).keys()].sort()).toEqual(['county:520326', 'rules'])
})

it('[C5] asks for every pack again once rights have changed', async () => {
  await refresh('rules', 'county:520326')
  asked()

  await askAgain(device.local)
  await refresh('rules')

  expect(asked()).toEqual(['rules', 'county:520326'])
})

it('[C10] asks for the county of a plan that came just now, and for it and the others once', async () => {
  remote.server.packs.set('plans', { version: '1', plans: [makePlan({ county_id: 520326 })] })
  const keys = async () => ['plans', 'rules', ...(await device.local.packs.get('plans'))?.plans?.map(({ county_id }) => `county:${county_id}`) ?? []]

  await refreshPacks({ local: device.local, remote, now: clock.now }, keys)

  expect(asked()).toEqual(['plans', 'rules', 'county:520326'])
  expect((await device.local.packs.versions()).has('county:520326')).toBe(true)
})
