// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import { waitingPlansKey, type PlanDraft, type WaitingPlans } from '../../src/domain/plan.ts'
import type { PlanId } from '../../src/domain/id.ts'
import { sendPlans } from '../../src/sync/plans.ts'
import { FakeDevice } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, places } from '../make/payload.ts'

const makePlan = (n: number, note = ''): PlanDraft => ({
  id: documentId(n) as string as PlanId, kind: 'free_clinic', planned_on: '2026-05-20', organisation_id: places.hospital,
  team: [authorId], area_id: places.county, recipient_org_id: null, place_name: '', note,
})

let device: FakeDevice
let remote: FakeRemote
beforeEach(() => {
  device = new FakeDevice(authorId)
  remote = new FakeRemote(new ModelServer(), authorId)
  remote.server.packs.set('plans', { version: '1', plans: [] })
})

const keep = (plan: PlanDraft) => device.local.preferences.update<WaitingPlans>(waitingPlansKey, (now = {}) => ({ ...now, [plan.id]: { plan, refused: null } }))
const waiting = async () => Object.values(await device.local.preferences.get<WaitingPlans>(waitingPlansKey) ?? {})
const send = () => sendPlans({ local: device.local, remote })
const asked = () => remote.requests.splice(0).map(({ name }) => name)

it('[R2] asks for nothing while no plan waits', async () => {
  expect(await send()).toEqual({ done: true })
  expect(asked()).toEqual([])
})

it('[C7] delivers what waits, drops it here and fetches what is open now', async () => {
  await keep(makePlan(1))
  await keep(makePlan(2))

  expect(await send()).toEqual({ done: true })

  expect(asked()).toEqual(['plan', 'plan', 'pack'])
  expect([...remote.server.plans.keys()]).toEqual([documentId(1), documentId(2)])
  expect(await waiting()).toEqual([])
  expect((await device.local.packs.get('plans'))?.version).toBe('1')
})

it.each(['lost', 'html', 401, 429, 503] as const)('keeps what waits when %s ends the round', async (fault) => {
  await keep(makePlan(1))
  remote.faults = [fault]

  expect(await send()).toMatchObject({ done: false, goOn: false })
  expect(await waiting()).toHaveLength(1)
})

it('[C7] keeps a refused plan with its reason, sends the others, and does not ask for it again', async () => {
  await keep(makePlan(1))
  await keep(makePlan(2))
  remote.server.refusedPlans.add(makePlan(1).id)

  await send()

  expect(await waiting()).toEqual([{ plan: makePlan(1), refused: 'invalid' }])
  asked()
  await send()
  expect(asked()).toEqual([])
})

it('keeps a plan that was changed while the older wording was under way', async () => {
  await keep(makePlan(1))
  let changed = false
  remote.passing = (at) => {
    if (at === 'arriving' && !changed) {
      changed = true
      void keep(makePlan(1, '改到下午'))
    }
  }
  await send()
  await send()

  expect(remote.server.plans.get(makePlan(1).id)?.note).toBe('改到下午')
  expect(await waiting()).toEqual([])
})

it('[C7] keeps a plan that was taken until the list that holds it has come, and does not send it again', async () => {
  await keep(makePlan(1))
  const putPlan = remote.putPlan.bind(remote)
  remote.putPlan = async (plan) => {
    const answer = await putPlan(plan)
    remote.faults = ['lost']
    return answer
  }

  expect(await send()).toMatchObject({ done: false })
  expect([remote.server.plans.size, await waiting()]).toEqual([1, [{ plan: makePlan(1), refused: null, taken: true }]])

  remote.putPlan = putPlan
  asked()
  expect(await send()).toEqual({ done: true })
  expect([asked(), await waiting()]).toEqual([['pack'], []])
})
