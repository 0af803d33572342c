import { createApp, h, nextTick, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container } from '../../../src/container.ts'
import TripSheet from '../../../src/features/dashboard/blank-spots/TripSheet.vue'

vi.mock('../../../src/fields/organisation/OrganisationField.vue', () => ({ default: { render: () => null } }))
vi.mock('../../../src/features/plans/use-plans.ts', () => ({ usePlans: () => ({ keep: vi.fn() }) }))

const china = (time: string) => Date.parse(`${time}+08:00`)
beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

async function open() {
  const app = createApp(() => h(TripSheet, { spots: [], open: true }))
  app.use(createI18n({ legacy: false, missingWarn: false, fallbackWarn: false }))
  app.provide(containerKey, { clock: { now: () => Date.now() }, workplace: shallowRef({ acting: { organisation_id: 3 } }) } as unknown as Container)
  app.mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  await nextTick()
  const input = document.querySelector<HTMLInputElement>('input[type=date]')!
  return { input, says: () => [input.min, input.value] }
}

it('a trip planned on a page that stayed open over the night is not before the new day, and a chosen day stays', async () => {
  vi.setSystemTime(china('2026-05-08T22:30:00'))
  const { input, says } = await open()
  expect(says()).toEqual(['2026-05-08', '2026-05-15'])

  vi.advanceTimersByTime(2 * 3_600_000)
  await nextTick()
  expect(says()).toEqual(['2026-05-09', '2026-05-16'])

  input.value = '2026-05-20'
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.dispatchEvent(new Event('change', { bubbles: true }))
  vi.advanceTimersByTime(24 * 3_600_000)
  await nextTick()
  expect(says()).toEqual(['2026-05-10', '2026-05-20'])
})
