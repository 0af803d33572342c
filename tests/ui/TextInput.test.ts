import { expect, it, onTestFinished } from 'vitest'
import { defineComponent, h, nextTick, ref, type Component } from 'vue'
import FieldRow from '@/ui/FieldRow.vue'
import TextArea from '@/ui/TextArea.vue'
import TextInput from '@/ui/TextInput.vue'
import { mount, type } from './mount'

const open = (component: Component, start = '', props: object = {}) => {
  const value = ref(start)
  const host = defineComponent(() => () => h(component, {
    modelValue: value.value,
    'onUpdate:modelValue': (next: string) => { value.value = next },
    ...props,
  }))
  const mounted = mount(host)
  onTestFinished(mounted.unmount)
  return { value, mounted }
}

it.each([['TextInput', TextInput, 'input'], ['TextArea', TextArea, 'textarea']] as const)(
  '%s tells the text while the input method is still composing',
  async (_name, component, tag) => {
    const { value, mounted } = open(component)
    const input = mounted.find<HTMLInputElement>(tag)

    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    await type(input, 'yi zhen')

    expect(value.value).toBe('yi zhen')
    await type(input, '义诊')
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    expect(value.value).toBe('义诊')
  },
)

it('clears and keeps the focus in the field', async () => {
  const { value, mounted } = open(TextInput, '东坪村', { clearLabel: '清空' })

  mounted.find('button').click()
  await nextTick()

  expect(value.value).toBe('')
  expect(document.activeElement).toBe(mounted.find('input'))
})

it('takes its name, its description and its state from the field row', () => {
  const mounted = mount(FieldRow, { label: '地点', required: true, requiredLabel: '必填', hint: '写清楚', problem: '没有填' }, {
    default: () => h(TextInput, { modelValue: '' }),
  })
  onTestFinished(mounted.unmount)

  const input = mounted.find<HTMLInputElement>('input')
  const description = (input.getAttribute('aria-describedby') ?? '').split(' ')
    .map((id) => document.getElementById(id)?.textContent?.trim())

  expect(mounted.find<HTMLLabelElement>('label').htmlFor).toBe(input.id)
  expect(description).toEqual(['没有填', '写清楚'])
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(input.getAttribute('aria-required')).toBe('true')
  expect(mounted.find('.x-field').dataset.problem).toBe('error')
})

it('does not call a value invalid that is only warned of', () => {
  const mounted = mount(FieldRow, { label: '人次', problem: '请核对', problemTone: 'warning' }, {
    default: () => h(TextInput, { modelValue: '' }),
  })
  onTestFinished(mounted.unmount)

  expect(mounted.find('input').getAttribute('aria-invalid')).toBeNull()
  expect(mounted.find('.x-field').dataset.problem).toBe('warning')
})
