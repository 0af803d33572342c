import { expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import HeldCard from '../../../src/features/children/HeldCard.vue'
import words from '../../../src/kinds/circuit-tour/zh-CN.json'
import appWords from '../../../src/locales/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId } from '../../make/payload.ts'
import { makeReference, makeRule } from '../../make/reference.ts'
import { makeTour, makeTourAnswers } from '../../make/tour.ts'

/** The card of a provincial tour of 8 people for 21 days, at a moment, under three rules of which one is of another level. */
async function openCard(now: string, townships_covered: number) {
  const { local } = new FakeDevice(authorId)
  const rule = (code: string, value: number) => makeRule({ code, value, source: '某省要求', source_quote: '原文', verified: false })
  await local.packs.put('areas', { version: '1', areas: [...makeReference().areas.values()] })
  await local.packs.put('rules', { version: '1', rules: [
    rule('tour_provincial_days', 21), rule('tour_provincial_townships', 5), rule('tour_national_team_general', 50)] })
  const container = { clock: { now: () => Date.parse(now) }, workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container
  const payload = makeTour({ answers: makeTourAnswers({ tour_level: 'provincial', planned_days: 21 }) })
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp(HeldCard, { payload, facts: { stops: 4, townships_covered, grassroots_days: 5 } })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, fallbackWarn: false, messages: { 'zh-CN': { ...appWords, ...words } } }))
  app.provide(containerKey, container).mount(root)
  await vi.waitFor(() => expect(root.querySelectorAll('[data-held-figure]')).toHaveLength(2))
  const lines = () => [...root.querySelectorAll('[data-held-figure]')].map((row) =>
    [row.querySelector('.x-row-title')?.textContent, row.querySelector('.x-status')?.textContent.trim()])
  return { root, lines, close: () => (app.unmount(), root.remove()) }
}

const over = '2026-05-08T10:00:00Z'
const underway = '2026-05-08T08:59:59Z'

it.each([
  [over, 5, '达到'],
  [over, 4, '未达到'],
  [underway, 4, '还未达到'],
])('at %s a tour of %i townships is held against the rules of its level: %s', async (now, townships, word) => {
  const { lines, close } = await openCard(now, townships)

  expect(lines()).toEqual([
    ['计划 21 天，应不少于 21 天', '达到'],
    [`覆盖 ${townships} 个乡镇，应不少于 5 个`, word],
  ])
  close()
})

it('says where a rule stands, and that its words were not verified', async () => {
  const { root, close } = await openCard(over, 4)
  root.querySelector<HTMLElement>('[data-held-figure="townships_covered"]')?.click()

  await vi.waitFor(() => expect(document.querySelector('blockquote')?.textContent).toBe('原文'))
  expect(document.body.textContent).toContain('某省要求 · 待核实')
  close()
})
