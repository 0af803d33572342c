import { createApp, h, nextTick, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ChecklistTemplate } from '../../src/domain/checklist/template.ts'
import fields from '../../src/fields/zh-CN.json'
import type { SupervisionVisitAnswers } from '../../src/kinds/supervision-visit/answers.ts'
import ChecklistForm from '../../src/kinds/supervision-visit/ChecklistForm.vue'
import words from '../../src/kinds/supervision-visit/zh-CN.json'
import ToastHost from '../../src/ui/ToastHost.vue'
import { makeItem, makeTemplate, parts } from '../make/checklist.ts'
import { makeVisitAnswers, makeVisitItem } from '../make/visit.ts'

/** Six sections of ten items; the first of each asks for a figure. */
const sixty = makeTemplate([], { sections: Array.from({ length: 6 }, (_, s) => ({ code: `s${s}`, title: `第${s}节`,
  items: Array.from({ length: 10 }, (_, n) => makeItem(`s${s}i${n}`, n === 0
    ? { answer: 'count', unit: 'kinds', target: 100, rule: { kind: 'per_n_units', step: 10, deduct: 0.1 } }
    : n === 1 ? { answer: 'parts', rule: { kind: 'per_missing', parts: parts('x', 'y'), deduct: 1 } } : {})) })) })

function open(template: ChecklistTemplate = sixty, items: SupervisionVisitAnswers['items'] = {}) {
  const answers = shallowRef(makeVisitAnswers({ items }))
  const found: string[] = []
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(() => [h(ChecklistForm, {
    template, answers: answers.value,
    onChange: (part: Partial<SupervisionVisitAnswers>) => { answers.value = { ...answers.value, ...part } },
    onFinding: (code: string) => found.push(code),
  }), h(ToastHost, { dismissLabel: '关闭' })])
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...fields, ...words, app: { undo: '撤销' } } } }))
  const drawn: string[] = []
  app.mixin({ updated(this: { $options: { __name?: string }; item?: { code: string } }) {
    if (this.$options.__name === 'ItemRow') drawn.push(this.item?.code ?? '')
  } })
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const rows = () => [...document.querySelectorAll<HTMLElement>('[data-item]')].map((row) => row.dataset['item'])
  const tap = async (target: Element | null | undefined) => {
    if (!(target instanceof HTMLElement)) throw new Error('nothing to tap')
    target.click()
    for (let i = 0; i < 4; i += 1) await nextTick()
  }
  const button = (label: string) => [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === label)
  const text = () => document.body.textContent ?? ''
  return { answers, found, drawn, rows, tap, button, text }
}

describe('the checklist on the screen', () => {
  it('has one section in the page at a time', async () => {
    const { rows, tap } = open()
    await vi.waitFor(() => expect(rows()).toEqual(Array.from({ length: 10 }, (_, n) => `s0i${n}`)))

    await tap(document.querySelectorAll<HTMLElement>('[role=radiogroup] input')[3])

    await vi.waitFor(() => expect(rows()).toEqual(Array.from({ length: 10 }, (_, n) => `s3i${n}`)))
  })

  it('shows its first item at once, and all of them a moment later', async () => {
    const { rows } = open()

    const room = () => document.querySelector<HTMLElement>('.visit-room')?.style.getPropertyValue('--rows')
    expect([rows(), room()]).toEqual([['s0i0'], '9'])
    await vi.waitFor(() => expect(rows()).toHaveLength(10))
    expect(room()).toBeUndefined()
  })

  it('draws the row of an answer anew and no other', async () => {
    const { rows, drawn, tap } = open(sixty, { s0i2: makeVisitItem({ answer: { yes: false } }) })
    await vi.waitFor(() => expect(rows()).toHaveLength(10))
    drawn.length = 0

    await tap(document.querySelector('[data-item=s0i4] input'))

    expect(drawn).toEqual(['s0i4'])
  })

  it('says why an item scores what it does, and asks for the reason of a deduction', () => {
    const { text } = open(sixty, { s0i0: makeVisitItem({ answer: { count: 80 } }) })

    expect(text()).toContain('应有 100 种，实有 80 种，每少 10 种扣 0.1 分，扣 0.2 分')
    expect(text()).toContain('扣分原因')
    expect(document.querySelector('[data-visit-total]')?.textContent).toBe('已检查 1/60 项已得 4.8 分（已检查项满分 5 分）')
  })

  it('meets a whole section but for its figures, and takes it back, keeping what came after', async () => {
    const { answers, tap, button } = open(sixty, { s0i5: makeVisitItem({ answer: { yes: false } }) })

    await tap(document.querySelector('[data-meet-all]'))
    expect(Object.keys(answers.value.items).sort()).toEqual(['s0i1', 's0i2', 's0i3', 's0i4', 's0i5', 's0i6', 's0i7', 's0i8', 's0i9'])
    expect(answers.value.items['s0i5']?.answer).toEqual({ yes: false })
    answers.value = { ...answers.value, items: { ...answers.value.items, s0i2: makeVisitItem({ answer: { yes: false } }) } }
    await nextTick()
    await tap(button('撤销'))

    expect(Object.keys(answers.value.items).sort()).toEqual(['s0i2', 's0i5'])
  })

  it('jumps to the next open item in another section, and to what failed', async () => {
    const done = Object.fromEntries(sixty.sections.flatMap(({ items }) => items).slice(0, 20).map(({ code, answer, target }) =>
      [code, makeVisitItem({ answer: answer === 'count' ? { count: target ?? 0 } : answer === 'parts' ? { present: ['x', 'y'] } : { yes: code !== 's1i7' } })]))
    const { rows, tap } = open(sixty, done)

    await tap(document.querySelector('[data-jump=open]'))
    expect(rows()).toContain('s2i0')
    await tap(document.querySelector('[data-jump=failed]'))
    expect(rows()).toContain('s1i7')
  })

  it('takes that there is none of several parts as an answer, and no tick as none', async () => {
    const { answers, tap } = open()
    await vi.waitFor(() => expect(document.querySelector('[data-item=s0i1]')).not.toBeNull())
    const box = (label: string) => [...document.querySelectorAll('[data-item=s0i1] label')].find((each) => each.textContent?.trim() === label)?.querySelector('input')
    const answer = () => answers.value.items['s0i1']?.answer
    const [x, y] = parts('x', 'y').map(({ text }) => text)

    await tap(box('都没有'))
    expect(answer()).toEqual({ present: [] })
    expect([box('都没有')?.checked, document.querySelector('[data-visit-total]')?.textContent]).toEqual([true, expect.stringContaining('已检查 1/60 项')])
    await tap(box(x ?? ''))
    expect(answer()).toEqual({ present: ['x'] })
    await tap(box(y ?? ''))
    await tap(box('都没有'))
    expect(answer()).toEqual({ present: [] })
    await tap(box('都没有'))
    expect(answer()).toBeNull()
    await tap(box(x ?? ''))
    await tap(box(x ?? ''))
    expect(answer()).toBeNull()
  })

  it('records a finding of an item that is not met', async () => {
    const { found, tap, button } = open(sixty, { s0i2: makeVisitItem({ answer: { yes: false } }) })
    await vi.waitFor(() => expect(button('记为问题')).toBeDefined())

    await tap(button('记为问题'))

    expect(found).toEqual(['s0i2'])
  })
})
