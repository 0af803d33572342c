import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import TodayPage from '../../../src/features/today/TodayPage.vue'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId } from '../../make/payload.ts'

it('has the new date once the night has passed', async () => {
  let now = Date.parse('2026-05-08T10:00:00Z')
  const { local } = new FakeDevice(authorId)
  const workplace = { local, identity: { personId: authorId, memberships: [] }, acting: undefined, sync: {}, syncState: shallowRef({ phase: 'idle', failure: null, succeeded: null }) }
  const app = createApp(() => h(TodayPage))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: TodayPage }] })
  app.use(createI18n({ legacy: false, locale: 'en', missingWarn: false, messages: { en: { today: { date: '[{month}/{day} {weekday}]' } } } })).use(router)
  app.provide(containerKey, { clock: { now: () => now }, workplace: shallowRef(workplace as unknown as Workplace) } as unknown as Container)
    .mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const date = () => document.body.textContent?.match(/\[.*\]/)?.[0]
  expect(date()).toBe('[5/8 weekday.5]')

  now = Date.parse('2026-05-08T16:00:00Z')
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(date()).toBe('[5/9 weekday.6]'))
})
