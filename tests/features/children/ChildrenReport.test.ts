import { expect, it } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import ChildrenReport from '../../../src/features/children/ChildrenReport.vue'
import stopWords from '../../../src/kinds/tour-stop/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId } from '../../make/payload.ts'
import { makeTour } from '../../make/tour.ts'

it.each([
  [undefined, null], [0, null], [2, '另有 2 个站点不在你的查看范围内，下面不列出；以上数据按全部站点计算。'],
])('the report of a tour of which %s stops lie out of view says %s', (outside, words) => {
  const { local } = new FakeDevice(authorId)
  const root = document.createElement('div')
  const app = createApp(ChildrenReport, { payload: makeTour(), childKind: 'tour_stop', names: { person: () => undefined },
    report: { facts: { stops: 3 }, rows: [], ...(outside === undefined ? {} : { outside }) } })
  app.use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] }))
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, fallbackWarn: false, messages: { 'zh-CN': stopWords } }))
  app.provide(containerKey, { clock: { now: () => 0 }, workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container)
  app.mount(root)

  expect(root.querySelector('[data-outside]')?.textContent ?? null).toBe(words)
  app.unmount()
})
