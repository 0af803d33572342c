import { expect, it, onTestFinished } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import DateTimeInput from '@/ui/DateTimeInput.vue'
import { mount, type } from './mount'

const open = (start: string | null, kind: 'date' | 'time' | 'datetime') => {
  const value = ref(start)
  const mounted = mount(defineComponent(() => () => h(DateTimeInput, {
    type: kind, modelValue: value.value, 'onUpdate:modelValue': (next: string | null) => { value.value = next },
  })))
  onTestFinished(mounted.unmount)
  return { value, inputs: mounted.all('input') as HTMLInputElement[] }
}

it('has no value until both halves are there, and keeps the half in sight', async () => {
  const { value, inputs: [date, time] } = open(null, 'datetime')

  await type(date!, '2026-11-22')
  expect([value.value, date!.value]).toEqual([null, '2026-11-22'])
  await type(time!, '08:30')

  expect(value.value).toBe('2026-11-22T08:30')
})

it('splits the value it is given, and follows it', async () => {
  const { value, inputs: [date, time] } = open('2026-01-31T08:30:15', 'datetime')
  expect([date!.value, time!.value]).toEqual(['2026-01-31', '08:30'])

  value.value = null
  await nextTick()

  expect([date!.value, time!.value]).toEqual(['', ''])
})

it.each([['date', '2026-01-31'], ['time', '08:30']] as const)('is one field for a %s', async (kind, text) => {
  const { value, inputs } = open(null, kind)

  await type(inputs[0]!, text)

  expect(inputs).toHaveLength(1)
  expect(value.value).toBe(text)
})
