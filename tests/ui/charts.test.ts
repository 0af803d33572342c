import { describe, expect, it, onTestFinished } from 'vitest'
import { h, nextTick } from 'vue'
import BarChart from '@/ui/BarChart.vue'
import ChartFrame from '@/ui/ChartFrame.vue'
import LineChart from '@/ui/LineChart.vue'
import SelectInput from '@/ui/SelectInput.vue'
import { ticksTo } from '@/ui/chart-scale'
import { mount } from './mount'

const bars = [
  { key: 'a', label: '甲', figures: [{ value: 40, text: '40' }, { value: 10, text: '10' }] },
  { key: 'b', label: '乙', figures: [{ value: null, text: '–' }, { value: 20, text: '20' }] },
]
const series = [{ key: 'one', name: '这边' }, { key: 'other', name: '那边' }]

describe('bars', () => {
  it('are one picture that says its figures where they open nothing', () => {
    const mounted = mount(BarChart, { label: '比较', bars, series })
    onTestFinished(mounted.unmount)

    expect(mounted.find('[role=img]').getAttribute('aria-label')).toBe('比较: 甲 这边 40, 那边 10; 乙 这边 –, 那边 20')
    expect(mounted.all('rect').map((rect) => rect.getAttribute('width'))).toEqual(['100%', '25%', '0', '50%'])
    expect(mounted.all('button')).toEqual([])
  })

  it('are buttons with their figures where they open something, the chosen one pressed', async () => {
    const opened: string[] = []
    const mounted = mount(BarChart, { label: '比较', bars, series, openable: true, current: 'b', onOpen: (key: string) => opened.push(key) })
    onTestFinished(mounted.unmount)
    const [first, second] = mounted.all('button')
    first?.click()

    expect(opened).toEqual(['a'])
    expect([first?.getAttribute('aria-pressed'), second?.getAttribute('aria-pressed')]).toEqual(['false', 'true'])
    expect(first?.textContent).toBe('甲这边40那边10')
  })

  it('stand against a whole where one is given', () => {
    const mounted = mount(BarChart, { label: '', bars, series, most: 80 })
    onTestFinished(mounted.unmount)

    expect(mounted.find('rect').getAttribute('width')).toBe('50%')
  })
})

describe('lines', () => {
  it('are one picture with a point a figure, the last one named', () => {
    const mounted = mount(LineChart, { label: '逐月', points: ['一', '二', '三'], lines: [{ key: 'now', name: '本期', values: [0, 10, 20] }, { key: 'before', name: '上年', values: [0, 0, 5], faint: true }] })
    onTestFinished(mounted.unmount)

    expect(mounted.find('svg[role=img]').getAttribute('aria-label')).toBe('逐月')
    expect(mounted.all('circle').map((circle) => circle.textContent)).toContain('三 本期 20')
    const heights = mounted.all('.x-lines-own circle').map((circle) => Number(circle.getAttribute('cy')))
    expect(heights).toEqual([...heights].sort((a, b) => b - a))
  })

  it('have round figures beside them', () => {
    expect(ticksTo(0)).toEqual([0, 1])
    expect(ticksTo(3)).toEqual([0, 1, 2, 3])
    expect(ticksTo(29)).toEqual([0, 10, 20, 30])
    expect(ticksTo(1_234_567)).toEqual([0, 500_000, 1_000_000, 1_500_000])
  })
})

it('shows a chart, and the table of its figures after a tap', async () => {
  const mounted = mount(ChartFrame, { tableLabel: '看数字表', chartLabel: '看图' }, { default: () => h('figure'), table: () => h('table') })
  onTestFinished(mounted.unmount)
  expect([mounted.all('figure').length, mounted.all('table').length]).toEqual([1, 0])

  mounted.find('[data-chart-table]').click()
  await nextTick()

  expect([mounted.all('figure').length, mounted.all('table').length]).toEqual([0, 1])
  expect(mounted.find('[data-chart-table]').textContent?.trim()).toBe('看图')
})

it('chooses of a long list, or nothing', () => {
  const chosen: unknown[] = []
  const mounted = mount(SelectInput, { modelValue: null, none: '不选', choices: [{ value: '2026-01', label: '一月' }, { value: '2026-02', label: '二月' }], 'onUpdate:modelValue': (value: unknown) => chosen.push(value) })
  onTestFinished(mounted.unmount)
  const select = mounted.find<HTMLSelectElement>('select')
  for (const index of [2, 0]) {
    select.selectedIndex = index
    select.dispatchEvent(new Event('change'))
  }

  expect(chosen).toEqual(['2026-02', null])
})
