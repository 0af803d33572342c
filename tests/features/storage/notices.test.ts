import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { useCleared } from '../../../src/features/storage/use-cleared.ts'
import { useWaitingAge } from '../../../src/features/storage/use-waiting-age.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { authorId, documentId, makePayload } from '../../make/payload.ts'
import { makePicture } from '../../make/picture.ts'

let device: FakeDevice
let time: number
const hour = 3_600_000
const id = documentId(1)

beforeEach(() => {
  device = new FakeDevice(authorId)
  time = Date.parse('2026-05-08T04:00:00Z')
  localStorage.clear()
})

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A composable on a screen of its own. */
function mount<T>(use: () => T): T {
  const workplace = { local: device.local, sync: { now: vi.fn() } } as unknown as Workplace
  const container = { clock: { now: () => time }, workplace: shallowRef(workplace) } as unknown as Container
  let made: T | undefined
  const app = createApp({ setup: () => (made = use(), () => null) })
  app.provide(containerKey, container).mount(document.createElement('div'))
  closers.push(() => app.unmount())
  return made as T
}
const save = (part: Parameters<typeof makePayload>[0] = {}, files: Parameters<typeof device.local.records.save>[1] = []) =>
  device.local.records.save(makePayload({ id, revision: 0, photos: [], ...part }), files, time)
const deliver = async () => {
  const parcel = await device.local.outbox.take(id, hashText)
  await device.local.outbox.acknowledge(id, parcel!.sha256)
}

describe('records that wait', () => {
  it('are told when they have waited for a day, also where the clock was set back meanwhile', async () => {
    await save()
    const first = mount(useWaitingAge)
    await first.look()
    expect(first.long.value).toBeNull()
    time += 23 * hour
    await first.look()

    time -= 1_000 * hour
    const second = mount(useWaitingAge)
    await second.look()
    expect(second.long.value).toBeNull()
    time += 2 * hour
    await second.look()

    expect(second.long.value).toMatchObject({ hours: 24, count: 1 })
  })

  it('are told no more once they are delivered with their pictures', async () => {
    const scene = makePicture('scene')
    await save({ photos: [scene.entry] }, [scene.file])
    time += 30 * hour
    const { long, look } = mount(useWaitingAge)
    await look()
    expect(long.value?.count).toBe(1)

    await deliver()
    await look()
    expect(long.value?.count).toBe(1)

    const [photo] = await device.local.photoQueue.due(time)
    await device.local.photoQueue.mark(photo!, 'received')
    await look()

    expect(long.value).toBeNull()
  })

  it('are told although the log cannot be kept', async () => {
    await save()
    time += 80 * hour
    vi.spyOn(device.local.preferences, 'set').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))

    const { long, look } = mount(useWaitingAge)
    await look()

    expect(long.value?.hours).toBe(72)
  })

  it('that were refused are not counted: sending again does not help them', async () => {
    await save()
    const parcel = await device.local.outbox.take(id, hashText)
    await device.local.outbox.refuse(id, parcel!.sha256, ['required'])
    time += 80 * hour

    const { long, look } = mount(useWaitingAge)
    await look()

    expect(long.value).toBeNull()
  })
})

describe('a store', () => {
  it('that is empty in place of the one that was known has been cleared, until the person has read it', async () => {
    await device.local.device.read()
    mount(useCleared)
    await vi.waitFor(() => expect(localStorage.length).toBe(1))
    device = new FakeDevice(authorId)

    const { cleared, settle } = mount(useCleared)
    await vi.waitFor(() => expect(cleared.value).toBe(true))
    await settle()

    expect(cleared.value).toBe(false)
    const again = mount(useCleared)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(again.cleared.value).toBe(false)
  })

  it('that is new to the device, or the same as ever, has not', async () => {
    const fresh = mount(useCleared)
    await device.local.device.read()
    const second = mount(useCleared)
    await vi.waitFor(() => expect(localStorage.length).toBe(1))
    const third = mount(useCleared)
    await new Promise((resolve) => setTimeout(resolve, 50))

    expect([fresh, second, third].map(({ cleared }) => cleared.value)).toEqual([false, false, false])
  })
})
