import { createApp, h, nextTick, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { OrganisationId } from '../../../src/domain/id.ts'
import fields from '../../../src/fields/zh-CN.json'
import OpenOrganisations from '../../../src/kinds/training-session/import/OpenOrganisations.vue'
import words from '../../../src/kinds/training-session/zh-CN.json'
import shared from '../../../src/locales/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId } from '../../make/payload.ts'

/** So many institutions that nobody knows by name, as the sheet shows them. */
function open(count: number) {
  const { local } = new FakeDevice(authorId)
  const texts = new Map(Array.from({ length: count }, (_, n) => [`第${n + 1}卫生室`, 2] as const))
  const chosen = shallowRef<ReadonlyMap<string, OrganisationId>>(new Map())
  const app = createApp(() => h(OpenOrganisations, { texts, chosen: chosen.value, near: [] }))
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...shared, ...fields, ...words } } }))
  app.provide(containerKey, { workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container)
  const root = document.createElement('main')
  app.mount(root)
  onTestFinished(() => app.unmount())
  const answer = async (...numbers: readonly number[]) => {
    chosen.value = new Map([...chosen.value, ...numbers.map((n) => [`第${n}卫生室`, n] as const)])
    await nextTick()
  }
  return {
    answer,
    more: () => root.querySelector<HTMLElement>('[data-action=more-orgs]'),
    left: () => root.querySelector('[data-open-orgs]')?.textContent,
    asked: (n: number) => root.textContent?.includes(`第${n}卫生室（2 人）`),
  }
}

it('asks for the next institution when an earlier one is answered, which stays', async () => {
  const { answer, asked, left } = open(32)
  expect([asked(1), asked(30), asked(31), left()]).toEqual([true, true, false, '还有 32 家机构没有选'])

  await answer(1)
  expect([asked(1), asked(31), asked(32), left()]).toEqual([true, true, false, '还有 31 家机构没有选'])

  await answer(...Array.from({ length: 31 }, (_, n) => n + 2))
  expect([asked(1), asked(32), left()]).toEqual([true, true, '机构都选好了'])
})

it('shows more of them on demand, for whoever cannot answer the first', async () => {
  const { more, asked } = open(65)
  expect(more()?.textContent).toContain('还有 35 家')

  more()?.click()
  await nextTick()
  expect([asked(60), asked(61)]).toEqual([true, false])
  more()?.click()
  await nextTick()
  expect([asked(65), more()]).toEqual([true, null])
})
