import { expect, it } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { PlanId } from '../../../src/domain/id.ts'
import type { PlanDraft } from '../../../src/domain/plan.ts'
import { useTypedPlan } from '../../../src/features/plans/use-typed-plan.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, documentId, places } from '../../make/payload.ts'

const plan = (note: string): PlanDraft => ({
  id: documentId() as string as PlanId, kind: 'free_clinic', planned_on: '2026-05-20', organisation_id: places.hospital, team: [],
  area_id: places.county, recipient_org_id: null, place_name: '', note,
})

/** The plan's page, opened; acting for a membership. */
async function open(device: FakeDevice, page: string, acting = 1) {
  const workplace = { local: device.local, acting: { id: acting } } as unknown as Workplace
  let typed = undefined as ReturnType<typeof useTypedPlan> | undefined
  const app = createApp({ setup: () => (typed = useTypedPlan(page), () => null) })
  app.provide(containerKey, { workplace: shallowRef(workplace) } as unknown as Container).mount(document.createElement('div'))
  await typed!.read
  app.unmount()
  return typed!
}

it('a plan half typed is there again when the page is opened again, after the app died too', async () => {
  const device = new FakeDevice(authorId)
  const first = await open(device, 'new')
  expect(first.again.value).toBe(false)
  void first.keep(plan('带艾'))
  await first.keep(plan('带艾条'))
  device.restart()

  const second = await open(device, 'new')

  expect([second.again.value, second.typed.value]).toEqual([true, plan('带艾条')])
  expect((await open(device, documentId(2))).typed.value).toBeNull()
  expect((await open(device, 'new', 2)).typed.value).toBeNull()
})

it('is gone once it is saved or begun anew', async () => {
  const device = new FakeDevice(authorId)
  const page = await open(device, 'new')
  void page.keep(plan('带艾条'))
  await page.forget()

  expect((await open(device, 'new')).typed.value).toBeNull()
})
