import { createApp, nextTick, shallowRef } from 'vue'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { noPosition } from '../../../src/domain/header.ts'
import { useOwnPlace } from '../../../src/features/capture/use-own-place.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, makeHeader, makePayload } from '../../make/payload.ts'

const begun = makePayload({ revision: 0, status: 'draft', sealed: null, created_at: '2026-05-08T01:47:00.000Z',
  header: makeHeader({ started_at: '2026-05-08T01:30:00.000Z', position: noPosition }) })
const minutes = (count: number) => Date.parse(begun.created_at) + count * 60_000
const here = { lng: 107.9, lat: 28.5 }

let device: FakeDevice
beforeEach(() => { device = new FakeDevice(authorId) })

/** A form on a record at a time, on a phone that stands `here` and may say so. */
async function open(record: Payload, now: number, reopened = false) {
  vi.stubGlobal('navigator', { permissions: { query: async () => ({ state: 'granted' }) } })
  const sensor = vi.fn((read: PositionCallback) => read({ coords: { longitude: here.lng, latitude: here.lat, accuracy: 8 }, timestamp: now } as GeolocationPosition))
  const payload = shallowRef(record)
  const change = (part: Partial<Payload['header']>) => (payload.value = { ...payload.value, header: { ...payload.value.header, ...part } })
  const cleared = vi.fn()
  const app = createApp({ setup: () => (useOwnPlace({ payload: () => payload.value, reopened, place: (position) => change({ position }), cleared }), () => null) })
  app.provide(containerKey, { clock: { now: () => now }, geolocation: { getCurrentPosition: sensor },
    workplace: shallowRef({ local: device.local } as unknown as Workplace) } as unknown as Container)
  app.mount(document.createElement('div'))
  onTestFinished(() => { app.unmount(); vi.unstubAllGlobals() })
  await new Promise((resolve) => setTimeout(resolve, 30))
  return { payload, change, cleared, at: () => payload.value.header.position.lng }
}
const headed = (part: Partial<Payload['header']>): Payload => ({ ...begun, header: { ...begun.header, ...part } })

describe('a record', () => {
  it('begun just now, of today, is placed where the phone is', async () => {
    expect((await open(begun, minutes(1))).at()).toBe(here.lng)
  })

  it.each([
    ['opened again in the evening', begun, minutes(600), true],
    ['opened again at once', begun, minutes(1), true],
    ['begun long ago and never saved since', begun, minutes(11), false],
    ['begun by a clock that was set back since', begun, minutes(-5), false],
    ['sent before', { ...begun, revision: 1 }, minutes(1), false],
    ['of yesterday', headed({ started_at: '2026-05-07T01:30:00.000Z' }), minutes(1), false],
    ['that says why it has no place', headed({ position: { ...noPosition, no_fix_reason: '信号弱' } }), minutes(1), false],
  ])('%s is not', async (_, record, now, reopened) => {
    expect((await open(record, now, reopened)).at()).toBeNull()
  })
})

describe('a record that was placed by itself', () => {
  it('and is moved to another day has no place any more, also where that is done later', async () => {
    const { payload, change, cleared, at } = await open(begun, minutes(1))
    change({ started_at: '2026-05-08T00:30:00.000Z' })
    await nextTick()
    expect(at()).toBe(here.lng)
    const later = await open(payload.value, minutes(600), true)

    for (const form of [{ change, cleared, at }, later]) {
      form.change({ started_at: '2026-05-07T01:30:00.000Z' })
      await vi.waitFor(() => expect(form.at()).toBeNull())
      expect(form.cleared).toHaveBeenCalledOnce()
    }
  })

  it('and then by hand keeps what somebody said', async () => {
    const { change, cleared, at } = await open(begun, minutes(1))
    change({ position: { ...noPosition, lng: 107.8, lat: 28.4, fix_source: 'manual_pin' } })

    change({ started_at: '2026-05-07T01:30:00.000Z' })
    await new Promise((resolve) => setTimeout(resolve, 30))

    expect([at(), cleared.mock.calls.length]).toEqual([107.8, 0])
  })
})

it('a record placed by somebody keeps its place when it is moved to another day', async () => {
  const { change, at } = await open(headed({ position: { ...noPosition, lng: 107.8, lat: 28.4, fix_source: 'gps' } }), minutes(1))

  change({ started_at: '2026-05-07T01:30:00.000Z' })
  await new Promise((resolve) => setTimeout(resolve, 30))

  expect(at()).toBe(107.8)
})
