import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import PacksPage from '../../../src/features/device/PacksPage.vue'
import words from '../../../src/features/device/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId } from '../../make/payload.ts'

it('says of each pack how large it is, and how large all are', async () => {
  const { local } = new FakeDevice(authorId)
  await local.packs.put('rules', { version: '1', rules: [] })
  await local.packs.put('plans', { version: '1', plans: [] })
  const app = createApp(() => h(PacksPage))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: PacksPage }] })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, fallbackWarn: false, messages: { 'zh-CN': words } })).use(router)
  app.provide(containerKey, { workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container)
  app.mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })

  await vi.waitFor(() => expect([...document.querySelectorAll('.x-row')].map((row) => row.textContent)).toEqual(['计划0 条 · 1 KB', '规则0 条 · 1 KB']))
  expect(document.querySelector('.packs-foot')?.textContent).toContain('共 1 KB')
})
