import { createApp, defineComponent, h, nextTick, shallowRef, type VNode } from 'vue'
import { createI18n } from 'vue-i18n'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Sha256 } from '../../src/domain/id.ts'
import type { PhotoEntry } from '../../src/domain/photo.ts'
import { provideShownPhotos, type PhotosToShow } from '../../src/fields/photo/shown-photos.ts'
import ShownPhotosViewer from '../../src/fields/photo/ShownPhotosViewer.vue'
import fields from '../../src/fields/zh-CN.json'
import FindingList from '../../src/kinds/supervision-visit/FindingList.vue'
import ColleagueSection from '../../src/kinds/supervision-visit/ColleagueSection.vue'
import ItemRow from '../../src/kinds/supervision-visit/ItemRow.vue'
import { scoreOf } from '../../src/kinds/supervision-visit/progress.ts'
import ScoreSheet from '../../src/kinds/supervision-visit/ScoreSheet.vue'
import words from '../../src/kinds/supervision-visit/zh-CN.json'
import { makeItem, makeTemplate } from '../make/checklist.ts'
import { makePhotoEntry } from '../make/payload.ts'
import { makeFinding, makeVisitItem } from '../make/visit.ts'

const template = makeTemplate([makeItem('herbs', { evidence: ['photo', 'document'] }), makeItem('rules', { evidence: ['document'] }),
  makeItem('room', { evidence: ['photo'] }), makeItem('plain')])
const [own, other, strange] = ['own', 'other', 'strange'].map((word) => makePhotoEntry(word, { purpose: 'materials' })) as [PhotoEntry, PhotoEntry, PhotoEntry]
const sheet = { institution: 'village_clinic', items: {
  herbs: makeVisitItem({ photos: [other.sha256, strange.sha256] }), rules: makeVisitItem(), room: makeVisitItem({ photos: [own.sha256] }), plain: makeVisitItem(),
} }

function open(content: () => VNode[], lend: Partial<PhotosToShow> | null = {}) {
  const loaded: Sha256[] = []
  const Page = defineComponent({ setup() {
    const shown = lend && provideShownPhotos({
      photos: shallowRef([own, other]), load: async (sha256) => { loaded.push(sha256); return new ArrayBuffer(1) }, ...lend,
    })
    return () => [...content(), ...(shown ? [h(ShownPhotosViewer, { shown })] : [])]
  } })
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(Page)
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...fields, ...words, app: { close: '关闭' } } } }))
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const row = (code: string) => document.querySelector<HTMLElement>(`[data-item="${code}"]`)
  const pictures = (at: ParentNode | null) => [...at?.querySelectorAll<HTMLElement>('.photo-mentions button') ?? []]
  return { loaded, row, pictures, viewer: () => document.querySelector('.x-viewer')?.textContent }
}

beforeEach(() => {
  let n = 0
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => `blob:${n += 1}`, revokeObjectURL: () => undefined }))
})

describe('the score sheet', () => {
  it('shows the pictures of each item, which open in the viewer of the page, and counts those that the page has not', async () => {
    const { row, pictures, viewer } = open(() => [h(ScoreSheet, { template, answers: sheet })])
    await vi.waitFor(() => expect(row('herbs')?.querySelector('img')?.getAttribute('src')).toMatch(/^blob:/))

    expect(pictures(row('herbs')).map((button) => button.getAttribute('aria-label'))).toEqual(['第 2 张，材料'])
    expect(row('herbs')?.textContent).toContain('照片 1 张，这里看不到')
    expect([pictures(row('room')).length, pictures(row('plain')).length, pictures(row('rules')).length]).toEqual([1, 0, 0])
    pictures(row('herbs'))[0]?.click()
    await nextTick()
    expect(viewer()).toContain('第 2 张，材料')
  })

  it('says what each item asks to be shown', () => {
    const { row } = open(() => [h(ScoreSheet, { template, answers: sheet })])

    expect(['herbs', 'rules', 'room', 'plain'].map((code) => row(code)?.querySelector('[data-evidence-asked]')?.textContent?.trim()))
      .toEqual(['需拍照、查阅资料', '需查阅资料', '需拍照', undefined])
    expect(row('herbs')?.textContent).toMatch(/\S · 需拍照、查阅资料/)
  })

  it('gives the reasons of what was lost, set by hand or left out, and none of what is so no longer', () => {
    const reasons = { deduction_reason: '扣分的原因', override_reason: '改定的原因', na_reason: '' }
    const items = {
      herbs: makeVisitItem(reasons), rules: makeVisitItem({ ...reasons, answer: { yes: false } }), room: makeVisitItem({ ...reasons, override: 500 }),
      plain: makeVisitItem({ ...reasons, na_reason: '缺项的原因', override: 100 }),
    }
    const { row } = open(() => [h(ScoreSheet, { template, answers: { ...sheet, items } })])

    expect(['herbs', 'rules', 'room', 'plain'].map((code) => row(code)?.querySelector('.visit-sheet-notes')?.textContent))
      .toEqual([undefined, '扣分的原因', '改定的原因', '缺项的原因'])
  })

  it('mentions pictures also where nothing shows them', () => {
    const { row, pictures } = open(() => [h(ScoreSheet, { template, answers: sheet })], null)

    expect(pictures(row('herbs'))).toEqual([])
    expect(row('herbs')?.textContent).toContain('照片 2 张，这里看不到')
  })
})

it('the lead reads a colleague’s section with its pictures, and fetches the one that is opened', async () => {
  const section = template.sections[0]
  const { loaded, row, pictures } = open(() => [h(ColleagueSection, { section, template, whole: sheet, name: '演员甲' } as never)], { onDemand: true })
  await nextTick()
  expect(loaded).toEqual([])

  pictures(row('herbs'))[0]?.click()

  await vi.waitFor(() => expect(row('herbs')?.querySelector('img')).not.toBeNull())
  expect(loaded).toEqual([other.sha256])
})

it('a finding shows its pictures', async () => {
  const { pictures } = open(() => [h(FindingList, { findings: [makeFinding({ photos: [own.sha256, other.sha256] }), makeFinding({ photos: [] })], template,
    names: { organisation: () => undefined, person: () => undefined } })])

  const [first, second] = document.querySelectorAll('.visit-finding-read')
  expect([pictures(first ?? null).length, pictures(second ?? null).length]).toEqual([2, 0])
})

it.each([['herbs', '需拍照、查阅资料'], ['rules', '需查阅资料'], ['room', undefined], ['plain', undefined]])(
  'the row of %s, where it is filled in, says of documents: %s', (code, text) => {
    const item = template.sections[0]?.items.find((each) => each.code === code)
    const score = scoreOf(template, sheet).items.find((each) => each.code === code)
    open(() => [h(ItemRow, { item, score, found: makeVisitItem() } as never)])

    expect(document.querySelector('legend [data-evidence-asked]')?.textContent?.trim()).toBe(text)
  })
