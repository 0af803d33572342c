import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useToast } from '@/ui/toast'
import ToastHost from '@/ui/ToastHost.vue'
import { mount, type Mounted } from './mount'

const { show, dismiss, toasts, hold, letGo } = useToast()
let mounted: Mounted

beforeEach(() => {
  vi.useFakeTimers()
  mounted = mount(ToastHost, { dismissLabel: '关闭' })
})
afterEach(() => {
  dismiss()
  mounted.unmount()
  vi.useRealTimers()
})

it('goes by itself, later when there is something to undo', () => {
  show({ text: '已保存' })
  show({ text: '已删除', action: { label: '撤销', run: () => undefined } })

  vi.advanceTimersByTime(4000)
  expect(toasts.value.map(({ text }) => text)).toEqual(['已删除'])
  vi.advanceTimersByTime(4000)

  expect(toasts.value).toEqual([])
})

it('runs the undo once and goes', async () => {
  const run = vi.fn()
  show({ text: '已删除', action: { label: '撤销', run } })
  await nextTick()

  mounted.find('.x-toast-action').click()

  expect(run).toHaveBeenCalledOnce()
  expect(toasts.value).toEqual([])
})

it('stays while it is held', () => {
  const key = show({ text: '已删除' })

  hold(key)
  vi.advanceTimersByTime(60_000)
  expect(toasts.value).toHaveLength(1)
  letGo(key)
  vi.advanceTimersByTime(4000)

  expect(toasts.value).toEqual([])
})

it('shows three at most, the newest', () => {
  ;['一', '二', '三', '四'].forEach((text) => show({ text }))

  expect(toasts.value.map(({ text }) => text)).toEqual(['二', '三', '四'])
})
