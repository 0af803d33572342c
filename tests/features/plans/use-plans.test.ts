import { expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { PlanId } from '../../../src/domain/id.ts'
import { madePlansKey, waitingPlansKey, type PlanDraft } from '../../../src/domain/plan.ts'
import { usePlans } from '../../../src/features/plans/use-plans.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, documentId, places } from '../../make/payload.ts'

const plan: PlanDraft = {
  id: documentId() as string as PlanId, kind: 'free_clinic', planned_on: '2026-05-20', organisation_id: places.hospital, team: [],
  area_id: places.county, recipient_org_id: null, place_name: '', note: '',
}

it('a plan that is kept is sent, and remembered as typed here after it is gone', async () => {
  const { local } = new FakeDevice(authorId)
  const soon = vi.fn()
  let plans = undefined as ReturnType<typeof usePlans> | undefined
  const app = createApp({ setup: () => (plans = usePlans(), () => null) })
  const workplace = shallowRef({ local, sync: { soon } } as unknown as Workplace)
  app.provide(containerKey, { workplace } as unknown as Container).mount(document.createElement('div'))

  await plans!.keep(plan)

  expect(soon).toHaveBeenCalledOnce()
  expect(await local.preferences.get(waitingPlansKey)).toEqual({ [plan.id]: { plan, refused: null } })
  await plans!.drop(plan.id)
  expect(await local.preferences.get(waitingPlansKey)).toEqual({})
  expect(await local.preferences.get(madePlansKey)).toEqual([plan.id])
  app.unmount()
})
