import { createApp, defineComponent, h, nextTick, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished, vi } from 'vitest'
import { provideShownPhotos } from '../../src/fields/photo/shown-photos.ts'
import ShownPhotosViewer from '../../src/fields/photo/ShownPhotosViewer.vue'
import fields from '../../src/fields/zh-CN.json'
import Detail from '../../src/kinds/free-clinic/Detail.vue'
import words from '../../src/kinds/free-clinic/zh-CN.json'
import { makeAnswers, makeFiling, makePhotoEntry } from '../make/payload.ts'

it('a filing shows the photo of its document, which opens in the viewer of the page', async () => {
  const [scene, paper] = [makePhotoEntry('scene'), makePhotoEntry('paper', { purpose: 'materials' })]
  const answers = makeAnswers({ filings: [makeFiling(), makeFiling({ side: 'host', doc: paper.sha256 })] })
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: () => undefined }))
  const none = () => undefined
  const app = createApp(defineComponent({ setup() {
    const shown = provideShownPhotos({ photos: shallowRef([scene, paper]), load: async () => new ArrayBuffer(1) })
    return () => [h(Detail, { answers, names: { person: none, organisation: none, technique: none } }), h(ShownPhotosViewer, { shown })]
  } }))
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...fields, ...words, app: { close: '关闭' } } } }))
  const root = document.createElement('main')
  document.body.append(root)
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })

  expect([...document.querySelectorAll('.clinic-paper')].map((each) => each.textContent)).toEqual([expect.stringContaining('备案文件的照片 · 备案 2 举办地')])
  const button = await vi.waitFor(() => document.querySelector<HTMLElement>('.clinic-paper button') ?? Promise.reject(new Error('no picture')))
  button.click()
  await nextTick()
  expect(document.querySelector('.x-viewer')).not.toBeNull()
})
