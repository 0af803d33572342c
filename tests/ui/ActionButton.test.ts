import { expect, it, onTestFinished, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import ActionButton from '@/ui/ActionButton.vue'
import { mount } from './mount'

function open() {
  const busy = ref(false)
  const [tapped, submitted] = [vi.fn(), vi.fn((event: Event) => event.preventDefault())]
  const mounted = mount(defineComponent(() => () => h('form', { onSubmit: submitted }, [
    h(ActionButton, { type: 'submit', busy: busy.value, onClick: tapped }, () => '提交'),
  ])))
  onTestFinished(mounted.unmount)
  return { busy, tapped, submitted, button: mounted.find<HTMLButtonElement>('button') }
}

it('while busy takes no tap and submits nothing, keeps the focus, and says so', async () => {
  const { busy, tapped, submitted, button } = open()
  button.focus()
  busy.value = true
  await nextTick()

  button.click()

  expect([tapped, submitted].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
  expect(document.activeElement).toBe(button)
  expect([button.disabled, button.getAttribute('aria-disabled'), button.getAttribute('aria-busy')]).toEqual([false, 'true', 'true'])
})

it('takes taps before and after', async () => {
  const { busy, tapped, submitted, button } = open()
  button.click()
  busy.value = true
  await nextTick()
  busy.value = false
  await nextTick()

  button.click()

  expect([tapped, submitted].map(({ mock }) => mock.calls.length)).toEqual([2, 2])
  expect(button.hasAttribute('aria-disabled')).toBe(false)
})
