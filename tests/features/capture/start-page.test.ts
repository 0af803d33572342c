import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { asidePlansKey, type Plan } from '../../../src/domain/plan.ts'
import StartPage from '../../../src/features/capture/StartPage.vue'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, documentId, makePayload, places } from '../../make/payload.ts'
import { makePlan } from '../../make/plan.ts'
import { tourId } from '../../make/tour.ts'

/** The page at an address, of the author of a hospital, on a device that holds these. */
async function openPage(address: string, held: { plans?: readonly Plan[]; records?: readonly Payload[] } = {}) {
  const { local } = new FakeDevice(authorId)
  await local.packs.put('plans', { version: '1', plans: held.plans ?? [] })
  for (const each of held.records ?? []) await local.records.save(each, [], 0)
  const acting = { id: 1, role: 'field_worker', organisation_id: places.hospital, organisation_name: '务川县中医院', area_id: null, area_name: '', county_id: places.county }
  const router = createRouter({ history: createMemoryHistory(), routes: [
    { path: '/capture/:id', name: 'capture', component: StartPage }, { path: '/:rest(.*)*', component: StartPage },
  ] })
  await router.push(address)
  const app = createApp(() => h(StartPage))
  app.use(createI18n({ legacy: false, missingWarn: false, fallbackWarn: false })).use(router)
  const workplace = { local, acting, identity: { personId: authorId, memberships: [acting] }, sync: {} } as unknown as Workplace
  app.provide(containerKey, { clock: { now: () => Date.parse('2026-05-10T01:00:00Z') }, workplace: shallowRef(workplace) } as unknown as Container)
  app.mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const tap = (action: string, words = '') => vi.waitFor(() => {
    const found = document.querySelector<HTMLElement>(`[data-action=${action}]`)
    if (!found?.textContent?.includes(words)) throw new Error(`nothing to tap: ${action} ${words}`)
    found.click()
  })
  await vi.waitFor(() => expect(document.querySelector('[data-action=begin]')).not.toBeNull())
  return { local, router, tap }
}
async function asksForPractice(address: string): Promise<boolean> {
  await openPage(address)
  return document.body.textContent?.includes('capture.start.practice') ?? false
}

it('puts a plan aside for whoever did not go, and leaves for Today', async () => {
  const plan = makePlan()
  const { local, router, tap } = await openPage(`/start?plan=${plan.id}`, { plans: [plan] })

  await tap('leave-plan', 'planMissed')
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/'))
  expect(await local.preferences.get(asidePlansKey)).toEqual({ [plan.id]: plan.planned_on })
})

it('goes on with what was begun from a plan, and begins no second', async () => {
  const plan = makePlan()
  const begun = makePayload({ id: documentId(5), status: 'draft', sealed: null, plan_id: plan.id })
  const practice = { ...begun, id: documentId(6), short_no: 'YZ-6', practice: true }
  const { router, tap } = await openPage(`/start?plan=${plan.id}`, { plans: [plan], records: [begun, practice] })

  await tap('begin', 'goOn')
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe(`/capture/${begun.id}`))
  expect(document.querySelector('[data-action=leave-plan]')).toBeNull()
})

it('asks whether a record is for practice', async () => expect(await asksForPractice('/start')).toBe(true))

it('does not ask below a parent, whose own word decides', async () =>
  expect(await asksForPractice(`/start?kind=tour_stop&parent=${tourId}`)).toBe(false))
