import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import NumberInput from '@/ui/NumberInput.vue'
import { readNumber, stepNumber } from '@/ui/typed-number'
import { mount, type, type Mounted } from './mount'

let mounted: Mounted
afterEach(() => mounted.unmount())

const open = (start: number | null, props: object = {}) => {
  const value = ref(start)
  const invalid: (string | null)[] = []
  const host = defineComponent(() => () => h(NumberInput, {
    modelValue: value.value,
    'onUpdate:modelValue': (next: number | null) => { value.value = next },
    onInvalid: (text: string | null) => { invalid.push(text) },
    ...props,
  }))
  mounted = mount(host)
  return { value, invalid, input: mounted.find<HTMLInputElement>('input') }
}

describe('NumberInput', () => {
  it('is null when empty, never zero', async () => {
    const { value, input } = open(12)

    await type(input, '')

    expect(value.value).toBeNull()
    expect(input.value).toBe('')
  })

  it('keeps what was typed while the value is the same', async () => {
    const { value, input } = open(null, { decimals: 1 })

    await type(input, '007')
    expect([value.value, input.value]).toEqual([7, '007'])
    await type(input, '7.')
    expect([value.value, input.value]).toEqual([7, '7.'])
  })

  it('keeps text that is no number, says so, and holds no value for it', async () => {
    const { value, input, invalid } = open(3)

    await type(input, '3人')

    expect([value.value, input.value]).toEqual([null, '3人'])
    expect(invalid).toEqual(['3人'])
    expect(input.getAttribute('aria-invalid')).toBe('true')
    await type(input, '3')
    expect(invalid).toEqual(['3人', null])
  })

  it('reads the digits of a Chinese keyboard', async () => {
    const { value, input } = open(null, { decimals: 1 })

    await type(input, '１２。５')

    expect([value.value, input.value]).toEqual([12.5, '１２。５'])
  })

  it('shows a value that comes from outside', async () => {
    const { value, input } = open(null)
    await type(input, '4x')

    value.value = 9
    await nextTick()

    expect(input.value).toBe('9')
    expect(input.getAttribute('aria-invalid')).toBeNull()
  })

  it('steps within its bounds', async () => {
    const { value } = open(null, { min: 0, max: 2, decreaseLabel: '减', increaseLabel: '加' })
    const [less, more] = mounted.all('button') as [HTMLButtonElement, HTMLButtonElement]

    more.click()
    await nextTick()
    more.click()
    await nextTick()

    expect(value.value).toBe(2)
    expect([less.disabled, more.disabled]).toEqual([false, true])
  })

  it('asks for the keyboard that fits', () => {
    expect(open(null).input.inputMode).toBe('numeric')
    mounted.unmount()
    expect(open(null, { decimals: 2 }).input.inputMode).toBe('decimal')
  })
})

describe('readNumber', () => {
  it.each([
    ['', 0, null], [' ', 0, null], ['0', 0, 0], ['1,200', 0, 1200], ['-3', 0, -3], ['.5', 1, 0.5], ['1.25', 1, undefined],
    ['1.2', 0, undefined], ['-', 0, undefined], ['1e5', 0, undefined], ['99999999999999999999', 0, undefined],
  ])('reads %j with %i decimals as %j', (text, decimals, value) => {
    mounted = mount({ render: () => null })
    expect(readNumber(text, decimals)).toBe(value)
  })
})

it('steps without the dust of binary fractions', () => {
  mounted = mount({ render: () => null })
  expect(stepNumber(0.1, 0.2, 1)).toBe(0.3)
})
