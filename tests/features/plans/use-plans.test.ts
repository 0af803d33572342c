import { expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { draftOf, madePlansKey, waitingPlansKey, type Plan, type PlanDraft, type WaitingPlans } from '../../../src/domain/plan.ts'
import { usePlans } from '../../../src/features/plans/use-plans.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, documentId, makePayload, places } from '../../make/payload.ts'
import { makePlan, planId } from '../../make/plan.ts'
import { makeReference } from '../../make/reference.ts'

const drawn = { ...draftOf(makePlan({ id: planId(2), planned_on: '2026-05-20' })), team: [authorId] }

/** The plans as a page has them, on a device that holds these of the server and the places they name. */
async function openPlans(given: readonly Plan[] = []) {
  const { local } = new FakeDevice(authorId)
  const { areas, organisations } = makeReference()
  await local.packs.put('areas', { version: '1', areas: [...areas.values()] })
  await local.packs.put(`county:${places.county}`, { version: '1', organisations: [...organisations.values()] })
  const give = (version: string, plans: readonly Plan[], did_plans = [] as ReturnType<typeof documentId>[]) => local.packs.put('plans', { version, plans, did_plans })
  await give('1', given)
  const soon = vi.fn()
  let plans = undefined as ReturnType<typeof usePlans> | undefined
  const identity = { personId: authorId, memberships: [{ organisation_id: places.hospital, organisation_name: '务川县中医院' }] }
  const app = createApp({ setup: () => (plans = usePlans(), () => null) })
  const workplace = shallowRef({ local, identity, sync: { soon } } as unknown as Workplace)
  app.provide(containerKey, { clock: { now: () => Date.parse('2026-05-07T16:00:00Z') }, workplace } as unknown as Container).mount(document.createElement('div'))
  const { todo, aside, known, waiting, keep, cancel, putAside, bringBack } = plans!
  const standing = () => plans!.plans.value.map(({ id, note, area_name, waits }) => [id, note, area_name, waits])
  await vi.waitFor(() => expect(known.value).toEqual(given))
  const shown = () => todo.value.map(({ id, note, refused }) => [id, note, refused])
  const settle = (some: unknown) => vi.waitFor(() => expect(shown()).toEqual(some))
  return { local, give, soon, waiting, keep, cancel, settle, standing, todo, aside, putAside, bringBack, close: () => app.unmount() }
}

it('a plan that is kept is sent, and remembered as typed here after it is gone', async () => {
  const { local, soon, waiting, keep, cancel, close } = await openPlans()
  await keep(drawn)
  await vi.waitFor(() => expect(waiting.value).toHaveLength(1))

  expect(soon).toHaveBeenCalledOnce()
  expect(await local.preferences.get(waitingPlansKey)).toEqual({ [drawn.id]: { plan: { ...drawn, made_on: '2026-05-08' }, refused: null } })
  await cancel(drawn)
  expect(await local.preferences.get(waitingPlansKey)).toEqual({})
  expect(await local.preferences.get(madePlansKey)).toEqual([drawn.id])
  close()
})

it('what waits is to do as it was written: made, changed and cancelled', async () => {
  const known = makePlan()
  const { keep, cancel, settle, close } = await openPlans([known])
  await keep(drawn)
  await settle([[known.id, '', null], [drawn.id, '', null]])

  await keep({ ...draftOf(known), note: '改到下午' })
  await settle([[known.id, '改到下午', null], [drawn.id, '', null]])

  await cancel(draftOf(known))
  await settle([[drawn.id, '', null]])
  close()
})

it('what the server refused stays, and says why', async () => {
  const { local, settle, close } = await openPlans()
  await local.preferences.set(waitingPlansKey, { [drawn.id]: { plan: drawn, refused: 'invalid' } } satisfies WaitingPlans)

  await settle([[drawn.id, '', 'invalid']])
  close()
})

/** What delivery does: says that the server has the plan, and, once its list has come, lets it wait no more. */
const say = (local: FakeDevice['local'], now: WaitingPlans) => local.preferences.set(waitingPlansKey, now)
const taken = (plan: PlanDraft): WaitingPlans => ({ [plan.id]: { plan, refused: null, taken: true } })

it('one that is cancelled unsent is gone at once, and forgotten', async () => {
  const { local, keep, cancel, settle, close } = await openPlans()
  await keep(drawn)
  await settle([[drawn.id, '', null]])

  await cancel(drawn)
  await settle([])
  expect(await local.preferences.get(waitingPlansKey)).toEqual({})
  close()
})

it('one that the server has taken is told to be cancelled, though its list is still to come', async () => {
  const { local, waiting, cancel, settle, close } = await openPlans()
  await say(local, taken(drawn))
  await vi.waitFor(() => expect(waiting.value).toHaveLength(1))

  await cancel(drawn)
  await settle([])
  expect(await local.preferences.get(waitingPlansKey)).toEqual({ [drawn.id]: { plan: { ...drawn, cancelled: true }, refused: null } })
  close()
})

it('one that the server has taken stands as it was written and waits no more, until its list is here', async () => {
  const theirs = { ...drawn, team: [colleagueId] }
  const { local, give, waiting, keep, standing, close } = await openPlans()
  await keep(theirs)
  await vi.waitFor(() => expect(waiting.value).toHaveLength(1))
  expect(standing()).toEqual([])

  await say(local, taken(theirs))
  await vi.waitFor(() => expect(standing()).toEqual([[theirs.id, '', `area ${places.county}`, false]]))

  await give('1', [])
  await say(local, {})
  await vi.waitFor(() => expect(standing()).toEqual([]))
  close()
})

it('one of the server\'s that was changed and taken stands as it was changed, and is the server\'s again with its list', async () => {
  const known = makePlan({ team: [colleagueId], mine: false, by_me: true })
  const { local, give, standing, close } = await openPlans([known])
  await say(local, taken({ ...draftOf(known), note: '改到下午' }))
  await vi.waitFor(() => expect(standing()).toEqual([[known.id, '改到下午', '务川县', false]]))

  await give('1', [{ ...known, note: '改到晚上' }])
  await say(local, {})
  await vi.waitFor(() => expect(standing()).toEqual([[known.id, '改到晚上', '务川县', false]]))
  close()
})

it('one that the server has taken is to do, and goes where a colleague has done it meanwhile', async () => {
  const { local, give, keep, todo, settle, close } = await openPlans()
  await keep(drawn)
  await vi.waitFor(() => expect(todo.value.map(({ waits }) => waits)).toEqual([true]))
  await say(local, taken(drawn))
  await vi.waitFor(() => expect(todo.value.map(({ waits }) => waits)).toEqual([false]))

  await give('1', [])
  await say(local, {})
  await settle([])
  close()
})

it.each([['nothing waits', {}], ['one was refused', { [drawn.id]: { plan: drawn, refused: 'invalid' } }]] satisfies [string, WaitingPlans][])(
  'a list that comes by itself is shown while %s', async (_, waits) => {
    const { local, give, standing, waiting, close } = await openPlans()
    await say(local, waits)
    await vi.waitFor(() => expect(waiting.value).toHaveLength(Object.keys(waits).length))
    await give('2', [makePlan()])

    await vi.waitFor(() => expect(standing()).toHaveLength(1))
    close()
  })

it('a record that has done a plan which the server lists no more does none of the others', async () => {
  const later = makePlan({ id: planId(3), planned_on: '2026-05-15' })
  const { local, give, settle, standing, close } = await openPlans([makePlan(), later])
  await local.records.save(makePayload({ status: 'submitted' }), [], 1)
  await settle([[later.id, '', null]])

  await give('2', [later], [documentId()])
  await vi.waitFor(() => expect(standing().map(([id]) => id)).toEqual([later.id]))
  await settle([[later.id, '', null]])
  close()
})

it('cancels a plan of the server\'s whatever waits of it, as the server has it; saving it again takes that back', async () => {
  const known = makePlan()
  const { local, waiting, keep, cancel, settle, close } = await openPlans([known])
  await keep({ ...draftOf(known), note: '改到下午' })
  await settle([[known.id, '改到下午', null]])

  await cancel({ ...draftOf(known), note: '改到下午' })
  await settle([])
  expect(await local.preferences.get(waitingPlansKey)).toEqual({ [known.id]: { plan: { ...draftOf(known), cancelled: true }, refused: null } })

  await keep(waiting.value[0]!.plan)
  await settle([[known.id, '', null]])
  close()
})

it('one that was put aside is reminded of no more on this device, until it is brought back or moved to another day', async () => {
  const [missed, other] = [makePlan(), makePlan({ id: planId(3) })]
  const { give, settle, aside, putAside, bringBack, soon, close } = await openPlans([missed, other])
  await settle([[missed.id, '', null], [other.id, '', null]])

  await putAside(missed)
  await settle([[other.id, '', null]])
  expect([aside.value.map(({ id }) => id), soon.mock.calls]).toEqual([[missed.id], []])

  await bringBack(missed.id)
  await settle([[missed.id, '', null], [other.id, '', null]])

  await putAside(missed)
  await settle([[other.id, '', null]])
  await give('2', [{ ...missed, planned_on: '2026-05-19' }, other])
  await settle([[other.id, '', null], [missed.id, '', null]])
  close()
})
