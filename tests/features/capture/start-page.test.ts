import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import StartPage from '../../../src/features/capture/StartPage.vue'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, places } from '../../make/payload.ts'
import { tourId } from '../../make/tour.ts'

/** Whether the page at an address asks if the record is for practice. */
async function asksForPractice(address: string): Promise<boolean> {
  const { local } = new FakeDevice(authorId)
  const acting = { id: 1, role: 'field_worker', organisation_id: places.hospital, organisation_name: '务川县中医院', area_id: null, area_name: '', county_id: places.county }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: StartPage }] })
  await router.push(address)
  const app = createApp(() => h(StartPage))
  app.use(createI18n({ legacy: false, missingWarn: false, fallbackWarn: false })).use(router)
  const workplace = { local, acting, identity: { personId: authorId, memberships: [acting] }, sync: {} } as unknown as Workplace
  app.provide(containerKey, { clock: { now: () => 0 }, workplace: shallowRef(workplace) } as unknown as Container)
  app.mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  await vi.waitFor(() => expect(document.querySelector('[data-action=begin]')).not.toBeNull())
  return document.body.textContent?.includes('capture.start.practice') ?? false
}

it('asks whether a record is for practice', async () => expect(await asksForPractice('/start')).toBe(true))

it('does not ask below a parent, whose own word decides', async () =>
  expect(await asksForPractice(`/start?kind=tour_stop&parent=${tourId}`)).toBe(false))
