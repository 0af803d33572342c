import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Plan } from '../../../src/domain/plan.ts'
import PlansCard from '../../../src/features/plans/PlansCard.vue'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, places } from '../../make/payload.ts'
import { makePlan, planId } from '../../make/plan.ts'

/** The card of Today, on a device that holds these plans; `rows` are the days' notes and whether they stand as today's or overdue. */
async function openCard(plans: readonly Plan[], clock: { now: () => number }) {
  const { local } = new FakeDevice(authorId)
  await local.packs.put('plans', { version: '1', plans })
  const identity = { personId: authorId, memberships: [{ organisation_id: places.hospital, organisation_name: '务川县中医院' }] }
  const app = createApp(() => h(PlansCard))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: PlansCard }] })
  app.use(createI18n({ legacy: false, missingWarn: false, fallbackWarn: false })).use(router)
  app.provide(containerKey, { clock, workplace: shallowRef({ local, identity, sync: {} } as unknown as Workplace) } as unknown as Container)
    .mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  return () => [...document.querySelectorAll('.x-row')].map(({ textContent: text }) =>
    [text?.match(/\[.*\]/)?.[0], text?.includes('planToday') ? 'today' : text?.includes('planOverdue') ? 'overdue' : ''])
}
const on = (planned_on: string, n: number) => makePlan({ id: planId(n), planned_on, note: `[${planned_on}]` })

it('shows what is to be done today and next, however much was left undone before', async () => {
  const undone = ['2026-01-05', '2026-01-06', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'].map(on)
  const rows = await openCard([...undone, on('2026-05-08', 7), on('2026-05-12', 8)], { now: () => Date.parse('2026-05-08T01:00:00Z') })

  await vi.waitFor(() => expect(rows().slice(0, 5)).toEqual([
    ['[2026-05-08]', 'today'], ['[2026-05-12]', ''], ['[2026-05-01]', 'overdue'], ['[2026-04-01]', 'overdue'], ['[2026-03-01]', 'overdue'],
  ]))
})

it('calls nothing today\'s any more once the night has passed', async () => {
  let now = Date.parse('2026-05-08T10:00:00Z')
  const rows = await openCard([on('2026-05-08', 1), on('2026-05-09', 2)], { now: () => now })
  await vi.waitFor(() => expect(rows()).toEqual([['[2026-05-08]', 'today'], ['[2026-05-09]', '']]))

  now = Date.parse('2026-05-09T00:30:00Z')
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(rows()).toEqual([['[2026-05-09]', 'today'], ['[2026-05-08]', 'overdue']]))
})
