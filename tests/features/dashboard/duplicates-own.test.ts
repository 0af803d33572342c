import { expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { success } from '../../../src/domain/failure.ts'
import type { DuplicateRecord } from '../../../src/domain/reports.ts'
import DuplicatesPage from '../../../src/features/dashboard/DuplicatesPage.vue'
import words from '../../../src/features/dashboard/zh-CN.json'
import { documentId } from '../../make/payload.ts'

const record = (n: number, mine?: boolean): DuplicateRecord => ({
  id: documentId(n), kind: 'free_clinic', status: 'submitted', title: `第${n}场`, short_no: `YZ-${n}`, started_at: '2026-05-08T01:00:00.000Z',
  place_name: '', organisation_name: '', author_name: '', visits: 1, photo_count: 0, ...(mine === undefined ? {} : { mine }) })

it.each([
  ['nothing', [record(1), record(2)], 2, null], ['neither', [record(1, false), record(2, false)], 2, null],
  ['the first', [record(1, true), record(2, false)], 0, words.duplicates.mine], ['the second', [record(1, false), record(2, true)], 0, words.duplicates.mine],
] as const)('a pair of which the server calls %s one\'s own', async (_, records, buttons, said) => {
  const answer = success({ at: '2026-05-09T00:00:00Z', pairs: [{ a: records[0].id, b: records[1].id, metres: 10 }], truncated: false,
    records: Object.fromEntries(records.map((each) => [each.id, each])) })
  const identity = { memberships: [{ role: 'area_manager', area_id: 520326, area_name: '务川', organisation_id: null, organisation_name: '' }] }
  const root = document.createElement('div')
  const app = createApp(DuplicatesPage)
  app.use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: {} }] }))
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, fallbackWarn: false, messages: { 'zh-CN': words } }))
  app.provide(containerKey, { clock: { now: () => 0 }, reports: { duplicates: async () => answer },
    workplace: shallowRef({ identity } as unknown as Workplace) } as unknown as Container)
  app.mount(root)

  await vi.waitFor(() => expect(root.textContent).toContain('第2场'))
  expect([root.querySelectorAll('[data-keep]').length, root.querySelector('[data-own-record]')?.textContent ?? null]).toEqual([buttons, said])
  app.unmount()
})
