import { createApp, defineComponent, h, nextTick, type Component, ref, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container } from '../../src/container.ts'
import type { Sha256 } from '../../src/domain/id.ts'
import { mostPhotos, type PhotoEntry } from '../../src/domain/photo.ts'
import { provideRecordPhotos } from '../../src/fields/photo/record-photos.ts'
import fields from '../../src/fields/zh-CN.json'
import { followPhotos, lostPhotos, usesOf } from '../../src/kinds/supervision-visit/evidence.ts'
import EvidenceRow from '../../src/kinds/supervision-visit/EvidenceRow.vue'
import { provideEvidence } from '../../src/kinds/supervision-visit/use-evidence.ts'
import ToastHost from '../../src/ui/ToastHost.vue'
import { fakePhotoMaker } from '../fakes/fake-photo-maker.ts'
import { makePhotoEntry } from '../make/payload.ts'
import { makeFinding, makeVisitItem } from '../make/visit.ts'

const photo = (word: string, purpose: PhotoEntry['purpose'] = 'problem') => makePhotoEntry(word, { purpose })
const hash = (word: string): Sha256 => photo(word).sha256

describe('the evidence of a visit', () => {
  const sheet = {
    items: { area: makeVisitItem({ photos: [hash('a'), hash('b')] }), roof: makeVisitItem({ photos: [hash('b')] }) },
    findings: [makeFinding({ photos: [hash('b')] })],
  }

  it('is counted over items and findings', () => {
    expect([usesOf(sheet, hash('a')), usesOf(sheet, hash('b')), usesOf(sheet, hash('c'))]).toEqual([1, 3, 0])
  })

  it('loses what the record loses, and follows a picture taken anew', () => {
    const lost = lostPhotos([hash('a'), hash('b')], [hash('a')])
    expect(followPhotos(sheet, lost)).toEqual({ items: { area: makeVisitItem({ photos: [hash('a')] }), roof: makeVisitItem() }, findings: [makeFinding({ photos: [] })] })

    const retaken = lostPhotos([hash('a'), hash('b')], [hash('a'), hash('c')])
    expect(followPhotos(sheet, retaken)?.findings).toEqual([makeFinding({ photos: [hash('c')] })])
    expect(followPhotos(sheet, lostPhotos([hash('b'), hash('a')], [hash('a'), hash('b')]))).toBeNull()
  })
})

/** A form of two items and a finding over a record with these pictures; the rows can leave the page. */
function open(pictures: readonly PhotoEntry[] = [], items: Readonly<Record<string, ReturnType<typeof makeVisitItem>>> = {}) {
  const photos = shallowRef(pictures)
  const answers = shallowRef({ items, findings: [makeFinding({ photos: [] })] })
  const shown = ref(true)
  const made: Sha256[] = []
  const Rows: Component<{ photos: PhotoEntry[]; answers: object }> = {
    props: ['photos', 'answers'],
    setup(props: { photos: PhotoEntry[]; answers: object }) {
      provideEvidence({
        answers: () => props.answers as typeof answers.value, photos: () => props.photos,
        change: (part) => { answers.value = { ...answers.value, ...part } as typeof answers.value },
      })
      return () => shown.value ? [
        h(EvidenceRow, { place: { item: 'area' }, label: '面积', shows: 'materials' }),
        h(EvidenceRow, { place: { item: 'roof' }, label: '屋顶', shows: 'problem' }),
        h(EvidenceRow, { place: { finding: 0 }, label: '问题', shows: 'problem' }),
      ] : []
    },
  }
  const Page = defineComponent({
    setup() {
      provideRecordPhotos({
        photos, states: shallowRef(new Map()), organisation: () => '务川县中医院', shortNumber: () => 'DD-1', fix: async () => null,
        load: async () => undefined, made: ({ sha256 }) => made.push(sha256), change: (next) => { photos.value = next },
      })
      return () => [h(Rows, { photos: [...photos.value], answers: answers.value }), h(ToastHost, { dismissLabel: '关闭' })]
    },
  })
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(Page)
  app.provide(containerKey, { photoMaker: fakePhotoMaker, clock: { now: () => 0 } } as unknown as Container)
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...fields, app: { undo: '撤销', close: '关闭', confirm: '确定' } } } }))
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })

  const settle = async () => { for (let i = 0; i < 10; i += 1) await nextTick() }
  const take = (place: string, ...words: string[]) => {
    const input = document.querySelector<HTMLInputElement>(`[data-photo-at="camera ${place}"]`)
    if (!input) throw new Error(`no camera at ${place}`)
    Object.defineProperty(input, 'files', { value: words.map((word) => new File([word], `${word}.jpg`)), configurable: true })
    input.dispatchEvent(new Event('change'))
  }
  const button = (label: string, within: ParentNode = document) =>
    [...within.querySelectorAll('button')].find((each) => [each.textContent?.trim(), each.getAttribute('aria-label')].includes(label))
  const tap = async (target: HTMLElement | null | undefined) => {
    if (!target) throw new Error('nothing to tap')
    target.click()
    await settle()
  }
  const at = (place: string) => document.querySelector<HTMLElement>(`[data-evidence="${place}"]`)
  const removeFirst = async (place: string) => {
    await tap(at(place)?.querySelector<HTMLElement>('.x-photo button'))
    await tap(button('从这里移除'))
  }
  return { photos, answers, made, shown, take, tap, at, button, settle, removeFirst }
}

describe('pictures at an item', () => {
  it('are taken right there, into the record and the item, described as what they are', async () => {
    const { photos, answers, made, take } = open()

    take('items.roof', 'leak')

    await vi.waitFor(() => expect(answers.value.items['roof']?.photos).toHaveLength(1))
    expect(photos.value).toMatchObject([{ origin: 'camera', purpose: 'problem', consent_state: 'none_identifiable' }])
    expect(made).toEqual(answers.value.items['roof']?.photos)
    expect(photos.value.map(({ sha256 }) => sha256)).toEqual(made)
  })

  it('arrive though the section was left while they were made', async () => {
    const { answers, take, shown, settle } = open()

    take('items.area', 'wall')
    shown.value = false
    await settle()

    await vi.waitFor(() => expect(answers.value.items['area']?.photos).toHaveLength(1))
  })

  it('are chosen from the record by their thumbnails', async () => {
    const { answers, at, tap, button } = open([photo('a'), photo('b')])

    await tap(button('用已有的', at('findings.0') ?? undefined))
    await tap(document.querySelectorAll<HTMLElement>('[role=dialog] input[type=checkbox]')[1])

    expect(answers.value.findings[0]?.photos).toEqual([hash('b')])
  })

  it('leave the record with the last item that showed them, and come back by undo', async () => {
    const { photos, answers, removeFirst, tap, button } = open([photo('a'), photo('b')], { area: makeVisitItem({ photos: [hash('a')] }) })

    await removeFirst('items.area')
    expect(answers.value.items['area']?.photos).toEqual([])
    expect(photos.value).toEqual([photo('b')])
    await tap(button('撤销'))

    expect(photos.value).toEqual([photo('a'), photo('b')])
    expect(answers.value.items['area']?.photos).toEqual([hash('a')])
  })

  it.each<[string, PhotoEntry, Sha256[]]>([
    ['a finding shows them too', photo('a'), [hash('a')]], ['they are of the occasion itself', photo('a', 'scene'), []],
  ])('stay in the record while %s', async (_why, kept, roof) => {
    const { photos, answers, removeFirst } = open([kept], { area: makeVisitItem({ photos: [kept.sha256] }), roof: makeVisitItem({ photos: roof }) })

    await removeFirst('items.area')

    expect(answers.value.items['area']?.photos).toEqual([])
    expect(photos.value).toEqual([kept])
  })

  it('leave every item when the record loses them, and come back to each', async () => {
    const { photos, answers, settle } = open([photo('a'), photo('b')], { area: makeVisitItem({ photos: [hash('a')] }), roof: makeVisitItem({ photos: [hash('a')] }) })

    photos.value = [photo('b')]
    await settle()
    expect([answers.value.items['area']?.photos, answers.value.items['roof']?.photos]).toEqual([[], []])
    photos.value = [photo('a'), photo('b')]
    await settle()

    expect([answers.value.items['area']?.photos, answers.value.items['roof']?.photos]).toEqual([[hash('a')], [hash('a')]])
  })

  it('are refused beyond the record\'s limit, which is said in words before it is reached', async () => {
    const some = (count: number) => Array.from({ length: count }, (_, n) => photo(`${n}`))
    const { photos, at, take, settle } = open(some(mostPhotos - 6))
    expect(document.querySelector('[data-photo-room]')).toBeNull()

    photos.value = some(mostPhotos - 1)
    await settle()
    expect(at('items.area')?.textContent).toContain(`本条记录已有 19 张照片，最多 20 张，还能拍 1 张`)
    take('items.area', 'x', 'y')
    await vi.waitFor(() => expect(photos.value).toHaveLength(mostPhotos))
    await vi.waitFor(() => expect(document.body.textContent).toContain('一条记录最多 20 张照片'))

    expect(at('items.area')?.textContent).toContain('本条记录已有 20 张照片，不能再多')
  })
})
