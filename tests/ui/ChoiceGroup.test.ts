import { describe, expect, it, onTestFinished } from 'vitest'
import { defineComponent, h, nextTick, ref, type Component } from 'vue'
import ChoiceGroup from '@/ui/ChoiceGroup.vue'
import ChoiceSet from '@/ui/ChoiceSet.vue'
import FieldRow from '@/ui/FieldRow.vue'
import { mount } from './mount'

const choices = [{ value: 'fit', label: '符合' }, { value: 'unfit', label: '不符合' }, { value: 'none', label: '不适用' }]

const open = <Value>(component: Component, start: Value, props: object = {}) => {
  const value = ref(start)
  const host = defineComponent(() => () => h(FieldRow, { label: '现场', group: true }, () => h(component, {
    choices,
    modelValue: value.value,
    'onUpdate:modelValue': (next: Value) => { value.value = next as never },
    ...props,
  })))
  const mounted = mount(host)
  onTestFinished(mounted.unmount)
  return { value, mounted, inputs: mounted.all('input') as HTMLInputElement[] }
}

describe('ChoiceGroup', () => {
  it('is a radio group named by its field row', () => {
    const { mounted, inputs } = open<string | null>(ChoiceGroup, 'unfit')

    const group = mounted.find('[role=radiogroup]')

    expect(document.getElementById(group.getAttribute('aria-labelledby') ?? '')?.textContent).toContain('现场')
    expect(inputs.map((input) => [input.type, input.checked])).toEqual([['radio', false], ['radio', true], ['radio', false]])
    expect(new Set(inputs.map((input) => input.name)).size).toBe(1)
  })

  it('tells the chosen value', async () => {
    const { value, inputs } = open<string | null>(ChoiceGroup, null)

    inputs[2]?.click()
    await nextTick()

    expect(value.value).toBe('none')
  })

  it('clears with a second tap only where it is allowed', async () => {
    const fixed = open<string | null>(ChoiceGroup, 'fit')
    fixed.inputs[0]?.click()
    await nextTick()
    expect(fixed.value.value).toBe('fit')

    const loose = open<string | null>(ChoiceGroup, 'fit', { clearable: true })
    loose.mounted.all('input').at(3)?.click()
    await nextTick()
    expect(loose.value.value).toBeNull()
  })
})

describe('ChoiceSet', () => {
  it('holds the values in the order of the choices', async () => {
    const { value, inputs } = open<readonly string[]>(ChoiceSet, ['none'])

    inputs[0]?.click()
    await nextTick()
    expect(value.value).toEqual(['fit', 'none'])
    inputs[2]?.click()
    await nextTick()
    expect(value.value).toEqual(['fit'])
  })

  it('keeps a value that it does not know', async () => {
    const { value, inputs } = open<readonly string[]>(ChoiceSet, ['former'])

    inputs[1]?.click()
    await nextTick()

    expect(value.value).toEqual(['unfit', 'former'])
  })
})
