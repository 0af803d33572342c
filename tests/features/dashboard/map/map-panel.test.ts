import { createApp, h, nextTick } from 'vue'
import { createI18n } from 'vue-i18n'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { mostOwnMarks, type Board, type BoardArea, type Marks } from '../../../../src/domain/board.ts'
import words from '../../../../src/features/dashboard/zh-CN.json'
import type { Shade } from '../../../../src/features/dashboard/map/shading.ts'
import type { MapItem } from '../../../../src/features/dashboard/map/map-item.ts'

interface MapProps {
  readonly shades: readonly Shade[]
  readonly about: object
  readonly keep: boolean
  readonly townships: unknown
  readonly caption: string
  readonly onSeen: (items: readonly MapItem[], marks: Marks) => void
}
let drawn: MapProps
vi.mock('../../../../src/features/dashboard/map/AreaMap.vue', () => ({
  default: (_props: object, { attrs }: { readonly attrs: unknown }) => {
    drawn = attrs as MapProps
    return null
  },
}))
vi.mock('vue-router', () => ({ onBeforeRouteLeave: () => undefined }))
const townships = { type: 'Topology', arcs: [], objects: { townships: { type: 'GeometryCollection', geometries: [] } } }
/** What the deployment serves of outlines, by file. */
let served: Readonly<Record<string, unknown>>
vi.stubGlobal('fetch', async (address: string) => {
  const found = served[address.replace('/outlines/', '')]
  return found === undefined ? new Response('', { status: 404 }) : Response.json(found)
})
const { default: MapPanel } = await import('../../../../src/features/dashboard/map/MapPanel.vue')

const counted = (sessions: number) => ({ sessions, visits: sessions * 10 })
const areas: readonly BoardArea[] = [1, 2, 3].map((id) => ({
  id, name: `${id}县`, level: 'county', code: String(id), county_ids: [id], institutions: 3, residents: null,
  host: counted(id * 5), home: counted(id),
}))
const months = ['2026-01', '2026-02', '2026-03']
const board = {
  area_id: 9, area_name: '甲市', level: 'prefecture', at: '2026-03-05T00:00:00Z', from: '2026-01-01', to: '2026-03-31', areas,
  months: months.map((month) => ({ month, host: counted(3), home: counted(1), before: { host: counted(0), home: counted(0) } })),
} as unknown as Board

/** A panel about an area with three counties below, as it is drawn with these props. */
async function show(part: object) {
  const root = document.createElement('div')
  const shown: unknown[] = []
  const app = createApp({ render: () => h(MapPanel, {
    question: { area: 9, from: board.from, to: board.to, kind: null, status: 'all' }, side: 'host', organisation: null, organisationName: null,
    shown: null, province: '52', counties: [1, 2, 3], areaName: '甲市', board, onShow: (span: unknown) => shown.push(span), ...part,
  }) })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, fallbackWarn: false, messages: { 'zh-CN': words } }))
  app.mount(root)
  onTestFinished(() => app.unmount())
  await nextTick()
  return { root, shown, text: () => root.textContent ?? '', coloured: () => drawn.shades.some(({ value }) => value !== null) }
}
const marksOf = (count: number): Marks => ({
  at: '2026-03-05T00:00:00Z', grid: 26, kinds: ['free_clinic'], x: Array(count).fill(1), y: Array(count).fill(1), kind: Array(count).fill(0),
  count: Array(count).fill(1), ids: Array.from({ length: count }, (_, n) => `r${n}`), titles: Array(count).fill('义诊'), placed: 9_000, unplaced: 40,
})
const item = (id: string): MapItem => ({ id, title: '义诊', count: 1, kinds: [{ slug: 'free_clinic', count: 1 }], at: null })

const townshipAreas = [101, 102].map((id) => ({ ...areas[0] as BoardArea, id, name: `${id}镇`, level: 'township' as const, county_ids: [], home: null }))
const county = { counties: [9], board: { ...board, area_id: 9, level: 'county', areas: townshipAreas } }

beforeEach(() => { served = { 'index.json': { files: [{ file: '52.json', approval: null }] } } })

describe('a map of a county', () => {
  it('colours no townships where the deployment has no outlines of them', async () => {
    const { coloured, root } = await show(county)
    await vi.waitFor(() => expect(drawn.caption).toContain('内部工作用图'))

    expect([coloured(), drawn.townships]).toEqual([false, null])
    expect(root.querySelector('.map-legend')?.textContent).not.toContain('场')
  })

  it('colours the townships that an authority\'s own outlines show, each by its own id, under both approval numbers', async () => {
    served = {
      'index.json': { files: [{ file: '52.json', approval: 'GS(2026)1号' }], townships: [{ county: 9, approval: 'GS(2026)2号' }] },
      'townships/9.json': townships,
    }
    const { coloured, root, text } = await show(county)
    await vi.waitFor(() => expect(coloured()).toBe(true))

    expect(drawn.shades.map(({ id, counties }) => [id, counties])).toEqual([[101, [101]], [102, [102]]])
    expect(drawn.townships).toMatchObject({ objects: { counties: townships.objects.townships } })
    expect(drawn.caption).toBe('GS(2026)1号 GS(2026)2号')
    expect(root.querySelector('.map-legend')?.textContent).toContain('5 场')
    expect(text()).toContain('地区按场次着色')
  })

  it('is for internal use where the outlines of its townships have no number', async () => {
    served = {
      'index.json': { files: [{ file: '52.json', approval: 'GS(2026)1号' }], townships: [{ county: 9, approval: null }] }, 'townships/9.json': townships,
    }
    await show(county)

    await vi.waitFor(() => expect(drawn.townships).not.toBeNull())
    expect(drawn.caption).toContain('内部工作用图')
  })

  it('stays uncoloured where listed outlines cannot be fetched', async () => {
    served = { 'index.json': { files: [], townships: [{ county: 9, approval: null }] } }
    const { coloured } = await show(county)
    await vi.waitFor(() => expect(drawn.caption).toContain('内部工作用图'))

    expect([coloured(), drawn.townships]).toEqual([false, null])
  })
})

describe('a map of an area', () => {
  it('colours the areas below while all of their records are shown', async () => {
    const { text, coloured, root } = await show({})

    expect(coloured()).toBe(true)
    expect(text()).toContain('地区按场次着色')
    expect(root.querySelector('[data-uncoloured]')).toBeNull()
  })

  it('colours none while it shows one organisation or some months, and says why', async () => {
    for (const part of [{ organisation: 4, organisationName: '甲县中医院' }, { shown: { from: '2026-02', to: '2026-02' } }]) {
      const { text, coloured, root } = await show(part)

      expect([part, coloured()]).toEqual([part, false])
      expect(text()).not.toContain('着色 · 地区按')
      expect(text()).not.toContain('地区按场次着色')
      expect(root.querySelector('[data-uncoloured]')?.textContent).toContain('各地区的数是整个时段、全部机构的')
      expect(text()).toContain('下面的条形按 2026-01-01 至 2026-03-31、全部机构计')
    }
  })

  it('names the organisation and the months that it shows', async () => {
    const { text } = await show({ organisation: 4, organisationName: '甲县中医院', shown: { from: '2026-02', to: '2026-03' } })

    expect(text()).toContain('在本地开展 · 2026-02-01 至 2026-03-31 · 甲县中医院')
    expect(drawn.about).toMatchObject({ area: 9, from: '2026-02-01', to: '2026-03-31', organisation: 4 })
    expect(drawn.keep).toBe(false)
  })

  it('takes of the address no months but those of its period', async () => {
    await show({ shown: { from: '2025-02', to: '2026-01' } })
    expect(drawn.about).toMatchObject({ from: '2026-01-01', to: '2026-01-31' })
    await show({ shown: { from: '2025-02', to: '2025-03' } })

    expect(drawn.about).toMatchObject({ from: '2026-01-01', to: '2026-03-31' })
    expect(drawn.keep).toBe(true)
  })

  it('tells which months are chosen on its slider', async () => {
    const { root, shown } = await show({})
    const slider = root.querySelector<HTMLInputElement>('[data-slider=from]')
    if (!slider) throw new Error('no slider')
    slider.value = '1'
    slider.dispatchEvent(new Event('change'))

    expect(shown).toEqual([{ from: '2026-02', to: '2026-03' }])
  })

  it('says that of one organisation the newest records alone are drawn, where there are that many', async () => {
    const { root, text } = await show({ organisation: 4, organisationName: '甲县中医院' })
    drawn.onSeen([item('r0'), item('r1')], marksOf(2))
    await nextTick()
    expect(root.querySelector('[data-marks-cut]')).toBeNull()
    expect(root.querySelector('.map-foot')?.textContent).toContain('图上可见 2 场')
    drawn.onSeen([item('r0')], marksOf(mostOwnMarks))
    await nextTick()

    expect(root.querySelector('[data-marks-cut]')?.textContent).toContain('最多画最近的 3,000 条')
    expect(text()).toContain('更早的没有画出')
  })
})
