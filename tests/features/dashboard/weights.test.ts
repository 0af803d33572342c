import { createApp, h, nextTick, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container } from '../../../src/container.ts'
import { withOwnWeights } from '../../../src/domain/checklist/own-weights.ts'
import type { PublishedChecklist } from '../../../src/domain/checklist/template.ts'
import { failed, success } from '../../../src/domain/failure.ts'
import WeightsForm from '../../../src/features/dashboard/weights/WeightsForm.vue'
import words from '../../../src/features/dashboard/weights/zh-CN.json'
import fields from '../../../src/fields/zh-CN.json'
import locale from '../../../src/locales/zh-CN.json'
import ToastHost from '../../../src/ui/ToastHost.vue'
import { makeItem, makeTemplate, parts } from '../../make/checklist.ts'

const base: PublishedChecklist = { sha256: 'base', template: makeTemplate([], { sections: [
  { code: 's1', title: '场所', items: [makeItem('a'), makeItem('b', { max: 2.5 })] },
  { code: 's2', title: '人员', items: [
    makeItem('c', { answer: 'parts', rule: { kind: 'per_missing', parts: parts('x'), deduct: 2 } }),
    makeItem('d', { max: 6, answer: 'grade', rule: { kind: 'graded', choices: [{ code: 'x', text: '正高', score: 6 }, { code: 'y', text: '副高', score: 4 }] } }),
    makeItem('e', { max: 10, weight_source: '国家标准' })] }] }) }
const area = { id: 520326, name: '务川县' }
const source = '县卫生健康局方案'
const own: PublishedChecklist = { sha256: 'own', template: withOwnWeights(base, { area, weights: { a: 8 }, source }, 4) }
const typedKey = 'typed-weights'

interface Opened { readonly before?: PublishedChecklist; readonly kept?: Map<string, unknown>; readonly publish?: () => Promise<unknown> }

async function open({ before, kept = new Map(), publish = async () => success(own) }: Opened = {}) {
  const asked = vi.fn(publish)
  const published: PublishedChecklist[] = []
  const preferences = {
    get: async (key: string) => kept.get(key),
    update: async (key: string, change: (value: unknown) => unknown) => { kept.set(key, change(kept.get(key))) },
  }
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(() => [h(WeightsForm, { base, before, area, onPublished: (made: PublishedChecklist) => published.push(made) }), h(ToastHost, { dismissLabel: '关闭' })])
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...locale, ...fields, ...words } } }))
  app.provide(containerKey, { reports: { publishChecklist: asked }, workplace: shallowRef({ local: { preferences } }) } as unknown as Container)
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const settle = async () => { for (let i = 0; i < 8; i += 1) { await Promise.resolve(); await nextTick() } }
  await settle()
  const input = (name: string) => document.querySelector<HTMLInputElement>(`[data-field="${name}"] input`)
  return {
    asked, published, kept, settle,
    value: (code: string) => input(`weight.${code}`)?.value,
    sourceValue: () => input('weights-source')?.value,
    type: async (name: string, value: string) => {
      const field = input(name)
      if (!field) throw new Error(`no ${name}`)
      field.value = value
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await settle()
    },
    tap: async (target: Element | null | undefined) => {
      if (!(target instanceof HTMLElement)) throw new Error('nothing to tap')
      target.click()
      await settle()
    },
    publishButton: () => document.querySelector('[data-action=publish-weights]'),
    confirm: () => [...document.querySelectorAll('dialog button, [role=dialog] button, [role=alertdialog] button')].find((each) => each.textContent?.trim() === '发布'),
    said: (name: string) => document.querySelector(`[data-field="${name}"]`)?.textContent ?? '',
    sums: () => [...document.querySelectorAll('[data-section-sum], [data-weights-total]')].map((each) => each.textContent),
    text: () => document.body.textContent ?? '',
  }
}

describe('the weights of a checklist on the screen', () => {
  it('are those that are shipped, with the sum of each section and of all; what a source gives is locked', async () => {
    const page = await open()

    expect([page.value('a'), page.value('b'), page.value('e')]).toEqual(['5', '2.5', undefined])
    expect(page.said('weight.e')).toContain('分值有来源，不能改：国家标准')
    expect(page.said('weight.c')).toContain('每次扣 2 分，扣分不变')
    expect(page.sums()).toEqual(['小计 7.5 分', '小计 21 分', '满分合计 28.5 分'])
  })

  it('change the sums and the scores of choices as they are typed', async () => {
    const page = await open()
    await page.type('weight.a', '12.5')
    await page.type('weight.d', '10')

    expect(page.sums()).toEqual(['小计 15 分', '小计 25 分', '满分合计 40 分'])
    expect(page.said('weight.d')).toContain('得分按比例换算：正高 10 分、副高 6.67 分')
  })

  it.each([['a', '100.1', '请填 0 到 100 的数，最多一位小数'], ['a', '', '请填 0 到 100 的数，最多一位小数'], ['a', '1.25', '请填 0 到 100 的数，最多一位小数'],
    ['c', '1.9', '不能少于 2 分'], ['d', '0', '不能少于 0.1 分']])('of %s say what is wrong with "%s", and are not sent', async (code, text, problem) => {
    const page = await open()
    await page.type('weights-source', source)
    await page.type(`weight.${code}`, text)

    expect(page.said(`weight.${code}`)).toContain(problem)
    await page.tap(page.publishButton())
    expect([page.confirm(), page.asked.mock.calls]).toEqual([undefined, []])
  })

  it('ask who set them, and for no number of a person', async () => {
    const page = await open()
    await page.type('weight.a', '8')
    expect(page.said('weights-source')).not.toContain('请写明依据')

    await page.tap(page.publishButton())
    expect(page.said('weights-source')).toContain('请写明依据，2 到 100 个字')
    await page.type('weights-source', '王科长 13912345678')
    expect(page.said('weights-source')).toContain('不能写手机号或身份证号')
    expect(page.confirm()).toBeUndefined()
  })

  it('are published once they are asked about: those alone that were changed', async () => {
    const page = await open()
    await page.type('weight.a', '8')
    await page.type('weights-source', ` ${source} `)
    await page.tap(page.publishButton())
    expect(page.text()).toContain('发布务川县试用检查表？')
    expect(page.asked).not.toHaveBeenCalled()

    await page.tap(page.confirm())
    expect(page.asked.mock.calls).toEqual([[base, 520326, { a: 8 }, source]])
    expect([page.published, page.kept.get(typedKey)]).toEqual([[own], {}])
    expect(page.text()).toContain('已发布第 4 版')
  })

  it('stay with the failure said where the server does not take them, here and when the page is opened again', async () => {
    const page = await open({ publish: async () => failed('offline') })
    await page.type('weight.a', '8')
    await page.type('weights-source', source)
    await page.tap(page.publishButton())
    await page.tap(page.confirm())

    expect([page.text().includes('没有连上服务器'), page.value('a'), page.sourceValue(), page.published]).toEqual([true, '8', source, []])
    expect(page.kept.get(typedKey)).toEqual({ '520326/test_sheet': { weights: { a: 8, b: 2.5, c: 5, d: 6 }, source } })
    document.body.replaceChildren()
    const later = await open({ kept: page.kept })
    expect([document.querySelectorAll('[data-typed-before]').length, later.value('a'), later.sourceValue()]).toEqual([1, '8', source])
  })

  it('say what to do where a newer checklist is shipped', async () => {
    const page = await open({ publish: async () => failed('conflict') })
    await page.type('weight.a', '8')
    await page.type('weights-source', source)
    await page.tap(page.publishButton())
    await page.tap(page.confirm())

    expect(page.text()).toContain('这张检查表有了新版')
  })

  it('begin with those that were published last, of which nothing is published twice', async () => {
    const page = await open({ before: own })
    expect([page.value('a'), page.value('b'), page.sourceValue()]).toEqual(['8', '2.5', source])

    await page.tap(page.publishButton())
    expect(page.text()).toContain('和已发布的一样，不用再发布')
    await page.type('weight.a', '5')
    await page.tap(page.publishButton())
    await page.tap(page.confirm())
    expect(page.asked.mock.calls).toEqual([[base, 520326, {}, source]])
  })

  it('begin with those of the area above, which are said anew by whom they are set', async () => {
    const above = { sha256: 'above', template: withOwnWeights(base, { area: { id: 5203, name: '遵义市' }, weights: { a: 9 }, source: '市局方案' }, 1) }
    const page = await open({ before: above })

    expect([page.value('a'), page.sourceValue()]).toEqual(['9', ''])
  })
})
