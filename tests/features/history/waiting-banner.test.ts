import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import WaitingBanner from '../../../src/features/history/WaitingBanner.vue'
import words from '../../../src/features/history/zh-CN.json'
import fields from '../../../src/fields/zh-CN.json'
import shared from '../../../src/locales/zh-CN.json'
import { documentId } from '../../make/payload.ts'
import { makeTrainingPayload } from '../../make/training.ts'

const entry = { id: documentId(9), name: '侯紫草', organisation: '', title_level: 'none', phone: '', entered_at: '' }

async function open(entries: readonly typeof entry[], status: 'submitted' | 'returned' = 'submitted') {
  const payload = makeTrainingPayload({ status })
  const asked: string[] = []
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { render: () => null } }] })
  const app = createApp({ setup: () => () => h(WaitingBanner, { payload }) })
  const sheet = { entries: async (id: string) => { asked.push(id); return { ok: true, value: { code: null, entries } } } }
  app.use(router).use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...shared, ...fields, ...words } } }))
  app.provide(containerKey, { workplace: shallowRef({ sync: {} } as unknown as Workplace), sessionSheet: async () => sheet } as unknown as Container)
  const root = document.createElement('main')
  document.body.append(root)
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  await vi.waitFor(() => expect(asked).toEqual([payload.id]))
  return { id: payload.id, root, router }
}

it.each([['submitted', '?amend=1'], ['returned', '']] as const)('says of a record that is %s how many wait, and leads to the roster', async (status, query) => {
  const { id, root, router } = await open([entry, { ...entry, id: documentId(10) }], status)

  await vi.waitFor(() => expect(root.textContent).toContain('签到待确认 2 人'))
  root.querySelector('button')?.click()
  await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe(`/capture/${id}${query}`))
})

it('says nothing where nobody waits', async () => {
  expect((await open([])).root.textContent).toBe('')
})
