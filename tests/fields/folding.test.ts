import { createApp, defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { provideReopened, useFolding } from '../../src/fields/folding.ts'
import { provideProblems } from '../../src/fields/problems.ts'
import FoldSection from '../../src/ui/FoldSection.vue'

const late: Problem = { level: 'error', field: 'header.title', code: 'required' }

/** A group of one required field in a form; `reopened` undefined: outside one. */
function open({ value, reopened, problem }: { value: string; reopened?: boolean; problem?: Problem }) {
  const problems = shallowRef(new Map(problem ? [[problem.field, problem]] : []))
  const Group = defineComponent(() => {
    const { open: isOpen, head } = useFolding(() => [value], () => ['header.title'])
    return () => h(FoldSection, { ...head.value, title: '基本情况', summary: value, open: isOpen.value, 'onUpdate:open': (now: boolean) => { isOpen.value = now } },
      () => h('input'))
  })
  const app = createApp(defineComponent(() => {
    if (reopened !== undefined) provideReopened(ref(reopened))
    provideProblems(problems)
    return () => h(Group)
  }))
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': {} } }))
  app.mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  return { problems, inputs: () => document.querySelectorAll('input').length, text: () => document.body.textContent ?? '' }
}

describe('a group of fields of a form that is opened again', () => {
  it('begins folded where all it requires was filled in, and says in a line what is there', () => {
    const { inputs, text } = open({ value: '下乡义诊', reopened: true })

    expect(inputs()).toBe(0)
    expect(text()).toContain('下乡义诊')
    expect(text()).toContain('1/1')
  })

  it.each([
    ['of which something is missing', { value: '', reopened: true }],
    ['with a mistake in it', { value: '下乡义诊', reopened: true, problem: late }],
    ['of a record begun just now, complete or not', { value: '下乡义诊', reopened: false }],
    ['that stands outside a form', { value: '下乡义诊' }],
  ])('begins open: %s', (_, group) => {
    expect(open(group).inputs()).toBe(1)
  })

  it('opens by itself once something in it is wrong', async () => {
    const { problems, inputs } = open({ value: '下乡义诊', reopened: true })

    problems.value = new Map([[late.field, late]])
    await nextTick()
    await nextTick()

    expect(inputs()).toBe(1)
  })
})
