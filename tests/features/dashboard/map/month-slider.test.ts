import { createApp, h, nextTick, ref } from 'vue'
import { createI18n } from 'vue-i18n'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { MonthSpan } from '../../../../src/features/dashboard/scope.ts'
import MonthSlider from '../../../../src/features/dashboard/map/MonthSlider.vue'
import { icons } from '../../../../src/ui/icons.ts'
import words from '../../../../src/features/dashboard/zh-CN.json'

let leave: () => void = () => undefined
vi.mock('vue-router', () => ({ onBeforeRouteLeave: (guard: () => void) => { leave = guard } }))

const months = ['2026-01', '2026-02', '2026-03', '2026-04'].map((month) => ({ month, count: 2 }))

/** A slider whose page takes what it chooses, after `keep` let it. */
function open(take = true) {
  const root = document.createElement('div')
  const chosen = ref<MonthSpan | null>(null)
  const counted = ref(months)
  const all: (MonthSpan | null)[] = []
  const app = createApp({ render: () => h(MonthSlider, { months: counted.value, modelValue: chosen.value, 'onUpdate:modelValue': (now: MonthSpan | null) => {
    all.push(now)
    if (take) chosen.value = now
  } }) })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': words } }))
  app.mount(root)
  onTestFinished(() => app.unmount())
  const end = (name: 'from' | 'to') => root.querySelector<HTMLInputElement>(`[data-slider=${name}]`) as HTMLInputElement
  return {
    root, all, end, chosen,
    async recount() {
      counted.value = months.map((each) => ({ ...each, count: 5 }))
      await nextTick()
    },
    words: () => root.querySelector('[aria-live]')?.textContent,
    async move(name: 'from' | 'to', to: number, event: 'input' | 'change') {
      end(name).value = String(to)
      end(name).dispatchEvent(new Event(event))
      await nextTick()
    },
  }
}

describe('the slider of months', () => {
  it('says where it stands while it is dragged, and chooses when it is let go', async () => {
    const { move, words: said, all } = open()
    await move('to', 2, 'input')
    expect([said(), all]).toEqual(['2026-01 至 2026-03', []])
    await move('to', 1, 'change')

    expect([said(), all]).toEqual(['2026-01 至 2026-02', [{ from: '2026-01', to: '2026-02' }]])
  })

  it('stays where it was let go until its page says so too', async () => {
    const { move, end, words: said, chosen } = open(false)
    await move('from', 2, 'change')
    expect([end('from').value, said()]).toEqual(['2', '2026-03 至 2026-04'])
    chosen.value = { from: '2026-02', to: '2026-02' }
    await nextTick()

    expect([end('from').value, end('to').value, said()]).toEqual(['1', '1', '2026-02'])
  })

  it('lets its ends pass each other', async () => {
    const { move, all } = open()
    await move('from', 1, 'change')
    await move('to', 0, 'change')

    expect(all.at(-1)).toEqual({ from: '2026-01', to: '2026-02' })
  })

  it('plays one month after the other, with a sign of its own', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { root, all } = open()
    const button = root.querySelector('button') as HTMLButtonElement
    const sign = () => root.querySelector('button path')?.getAttribute('d')
    expect(sign()).toBe(icons.play)
    button.click()
    await nextTick()
    expect([sign(), button.getAttribute('aria-label')]).toEqual([icons.pause, '停止播放'])
    await vi.advanceTimersByTimeAsync(10_000)

    expect(all.map((span) => span?.from)).toEqual(['2026-01', '2026-02', '2026-03', '2026-04'])
    expect(sign()).toBe(icons.play)
  })

  it.each([
    ['all months are asked for', async ({ root }) => root.querySelector<HTMLButtonElement>('.month-slider-all')?.click()],
    ['an end is dragged', async ({ move }) => move('to', 3, 'input')],
    ['the page is left', async () => leave()],
  ] as const satisfies readonly (readonly [string, (slider: ReturnType<typeof open>) => Promise<void>])[])('plays no further once %s', async (_, step) => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const slider = open()
    slider.root.querySelector('button')?.click()
    await vi.advanceTimersByTimeAsync(1_600)
    expect(slider.all).toHaveLength(2)

    await step(slider)
    const before = slider.all.length
    await vi.advanceTimersByTimeAsync(10_000)

    expect(slider.all).toHaveLength(before)
  })

  it('keeps a drag while the months are counted anew', async () => {
    const { move, words: said, recount } = open()
    await move('to', 1, 'input')
    await recount()

    expect(said()).toBe('2026-01 至 2026-02')
  })
})
