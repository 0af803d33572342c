import { createApp } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { containerKey, type Container } from '../../../src/container.ts'
import { useToday } from '../../../src/features/today/use-today.ts'

const china = (time: string) => Date.parse(`${time}+08:00`)
beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

function open() {
  let today = undefined as ReturnType<typeof useToday> | undefined
  const app = createApp({ setup: () => (today = useToday(), () => null) })
  app.provide(containerKey, { clock: { now: () => Date.now() } } as unknown as Container).mount(document.createElement('div'))
  return { today: today!, close: () => app.unmount() }
}

it('turns with midnight in China, night after night, until its page is left', () => {
  vi.setSystemTime(china('2026-05-08T22:30:00'))
  const { today, close } = open()
  expect(today.value).toBe('2026-05-08')

  vi.advanceTimersByTime(90 * 60_000 - 1)
  expect(today.value).toBe('2026-05-08')
  vi.advanceTimersByTime(1)
  expect(today.value).toBe('2026-05-09')
  vi.advanceTimersByTime(24 * 3_600_000)
  expect(today.value).toBe('2026-05-10')

  close()
  expect(vi.getTimerCount()).toBe(0)
})

it('is looked at again when the page comes to the front after a night without timers', () => {
  vi.setSystemTime(china('2026-05-08T22:30:00'))
  const { today, close } = open()
  vi.setSystemTime(china('2026-05-09T07:00:00'))

  document.dispatchEvent(new Event('visibilitychange'))
  expect(today.value).toBe('2026-05-09')
  vi.advanceTimersByTime(17 * 3_600_000)
  expect(today.value).toBe('2026-05-10')
  close()
})
