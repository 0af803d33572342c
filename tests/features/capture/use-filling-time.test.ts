import { createApp, ref, shallowRef } from 'vue'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { waitingFillingsKey, type FillingTime } from '../../../src/domain/filling.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { useFillingTime } from '../../../src/features/capture/use-filling-time.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, documentId, makePayload } from '../../make/payload.ts'

const born = Date.parse('2026-05-08T01:00:00Z')
const draft = (overrides: Partial<Payload> = {}): Payload => ({
  ...makePayload({ revision: 0, status: 'draft', sealed: null, created_at: new Date(born).toISOString() }), ...overrides } as Payload)

let now = 0
let hidden = false
Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') })

/** The form of a record on a screen, opened when the clock stands at `now`. */
async function open(device: FakeDevice, content: Payload, amending = false, refusal: readonly string[] = []) {
  hidden = false
  const workplace = { local: device.local } as unknown as Workplace
  const container = { clock: { now: () => now }, workplace: shallowRef(workplace) } as unknown as Container
  let filling = undefined as ReturnType<typeof useFillingTime> | undefined
  const parts = { payload: shallowRef<Payload | null>(content), refusal: ref(refusal), loaded: Promise.resolve() }
  const app = createApp({ setup: () => (filling = useFillingTime(content.id, parts, amending), () => null) })
  app.provide(containerKey, container).mount(document.createElement('div'))
  const close = () => app.unmount()
  onTestFinished(close)
  // The time kept before is read first.
  await vi.waitFor(() => device.local.preferences.get('filling'))
  await new Promise((resolve) => setTimeout(resolve, 5))
  return { hand: () => filling!.hand(), close }
}

const work = (seconds: number) => {
  now += seconds * 1000
  document.dispatchEvent(new Event('input'))
}
const show = (visible: boolean) => {
  hidden = !visible
  document.dispatchEvent(new Event('visibilitychange'))
}
const handed = async (device: FakeDevice) => (await device.local.preferences.get<readonly FillingTime[]>(waitingFillingsKey)) ?? []

describe('the time that filling in takes', () => {
  it('is what is worked in front, a pause counting for a minute at most', async () => {
    now = born
    const device = new FakeDevice(authorId)
    const { hand } = await open(device, draft())

    work(20)
    work(30)
    work(600)
    show(false)
    work(1_000)
    show(true)
    work(10)
    await hand()

    expect(await handed(device)).toEqual([{ kind: 'free_clinic', answers_version: 1, seconds: 120 }])
  })

  it('goes on where it stood when the draft was left, and is handed over once', async () => {
    now = born
    const device = new FakeDevice(authorId)
    const first = await open(device, draft())
    work(40)
    first.close()
    await vi.waitFor(async () => expect(await device.local.preferences.get('filling')).toEqual({ [documentId()]: 40_000 }))
    now += 86_400_000
    const second = await open(device, draft())
    work(5)
    await second.hand()
    await second.hand()
    second.close()

    expect((await handed(device)).map(({ seconds }) => seconds)).toEqual([45])
    expect(await device.local.preferences.get('filling')).toEqual({})
  })

  it.each<[string, Payload, boolean, string[], number]>([
    ['for practice', draft({ practice: true }), false, [], 0],
    ['for a correction', draft({ status: 'submitted' }), true, [], 0],
    ['for what stands for another record', draft({ replaces: documentId(2) }), false, [], 0],
    ['for what was handed in before and refused', draft(), false, ['header.title:required'], 0],
    ['for what was returned', draft({ status: 'returned' }), false, [], 0],
    ['for a draft begun elsewhere', draft(), false, [], 3_600_000],
  ])('is not taken %s', async (_name, content, amending, refusal, age) => {
    now = born + age
    const device = new FakeDevice(authorId)
    const { hand } = await open(device, content, amending, refusal)

    work(30)
    await hand()

    expect(await handed(device)).toEqual([])
  })

  it('is not stretched by a clock that is set back', async () => {
    now = born
    const device = new FakeDevice(authorId)
    const { hand } = await open(device, draft())

    work(20)
    work(-5_000)
    work(20)
    await hand()

    expect((await handed(device)).map(({ seconds }) => seconds)).toEqual([40])
  })
})
