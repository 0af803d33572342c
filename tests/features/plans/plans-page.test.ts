import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { draftOf, waitingPlansKey, type Plan, type WaitingPlans } from '../../../src/domain/plan.ts'
import PlansPage from '../../../src/features/plans/PlansPage.vue'
import words from '../../../src/locales/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, places } from '../../make/payload.ts'
import { makePlan } from '../../make/plan.ts'

/** The page of somebody of the hospital, on a device with this list of plans and what waits. */
async function openPage(plans: readonly Plan[], waiting: WaitingPlans) {
  const { local } = new FakeDevice(authorId)
  await local.packs.put('plans', { version: '1', plans })
  await local.preferences.set(waitingPlansKey, waiting)
  const identity = { personId: authorId, memberships: [{ organisation_id: places.hospital, area_id: null, organisation_name: '务川县中医院' }] }
  const app = createApp(() => h(PlansPage))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: PlansPage }] })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, fallbackWarn: false, messages: { 'zh-CN': { today: words.today } } })).use(router)
  app.provide(containerKey, {
    clock: { now: () => Date.parse('2026-05-01T01:00:00.000Z') }, workplace: shallowRef({ local, identity, sync: {} } as unknown as Workplace),
  } as unknown as Container).mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  return { local, text: () => [...document.querySelectorAll('.x-row')].map((row) => row.textContent) }
}

it('a plan changed for others stays on the page as it was written when the server takes it, waits no more, and opens; so with its list', async () => {
  const known = makePlan({ team: [colleagueId], mine: false, by_me: true, note: '上午' })
  const plan = { ...draftOf(known), note: '改到下午' }
  const { local } = await openPage([known], { [plan.id]: { plan, refused: null } })
  const rows = () => [...document.querySelectorAll('.x-row')].map((row) =>
    [row.textContent?.includes('改到下午'), row.textContent?.includes('delivery.queued'), row.getAttribute('href') ?? row.getAttribute('to')])
  await vi.waitFor(() => expect(rows()).toEqual([[true, true, `/plans/${plan.id}`]]))

  await local.preferences.set(waitingPlansKey, { [plan.id]: { plan, refused: null, taken: true } })
  await vi.waitFor(() => expect(rows()).toEqual([[true, false, `/plans/${plan.id}`]]))

  await local.packs.put('plans', { version: '1', plans: [{ ...known, note: '改到下午，带艾条' }] })
  await local.preferences.set(waitingPlansKey, {})
  await vi.waitFor(() => expect(document.body.textContent).toContain('改到下午，带艾条'))
  await vi.waitFor(() => expect(rows()).toEqual([[true, false, `/plans/${plan.id}`]]))
})

it('names who of one\'s own organisation goes, once their names are known here, and their organisation until then', async () => {
  const { local, text } = await openPage([makePlan({ team: [colleagueId], mine: false, by_me: true })], {})
  await vi.waitFor(() => expect(text()).toEqual([expect.stringContaining('5月8日 · 务川县中医院')]))

  await local.packs.put(`county:${places.county}`, { version: '1', organisations: [], people: [
    { id: colleagueId, name: '演员二', organisation_id: places.hospital, title_level: 'junior', category: 'tcm' },
  ] })
  await vi.waitFor(() => expect(text()).toEqual([expect.stringContaining('5月8日 · 演员二')]))
})

it('says of a plan not sent yet where it goes, and its year where that is another', async () => {
  const known = makePlan({ team: [colleagueId], mine: false, by_me: true })
  const { text } = await openPage([known], { [known.id]: { plan: { ...draftOf(known), planned_on: '2027-01-08' }, refused: null } })

  await vi.waitFor(() => expect(text()).toEqual([expect.stringMatching(/ · 务川县2027年1月8日/)]))
})
