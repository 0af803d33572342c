import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Technique } from '../../../src/domain/reference.ts'
import TechniqueField from '../../../src/fields/technique/TechniqueField.vue'
import words from '../../../src/fields/zh-CN.json'
import shared from '../../../src/locales/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId } from '../../make/payload.ts'

const technique = (code: string, name: string, more: Partial<Technique> = {}): Technique =>
  ({ code, name, category: '拔罐类', tradition: 'tcm', standard_no: '', invasive: false, active: true, ...more })
/** From before packs said which are in the catalogue. */
const { active: _, ...old } = technique('tcm-04-02', '闪罐')

it('offers no technique that was taken out of the catalogue, and shows by name one that a record holds', async () => {
  const { local } = new FakeDevice(authorId)
  await local.packs.put('techniques', { version: '1', techniques: [technique('tcm-04-01', '留罐'), old,
    technique('tcm-04-03', '走罐', { active: false }), technique('tcm-04-04', '药罐', { active: false })] })
  const app = createApp({ setup: () => () => h(TechniqueField, { modelValue: ['tcm-04-03'], label: '技术' }) })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...shared, ...words } } }))
  app.provide(containerKey, { workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container)
  const root = document.createElement('main')
  document.body.append(root)
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })

  await vi.waitFor(() => expect(root.querySelector('button')?.textContent).toContain('走罐'))
  root.querySelector('button')?.click()
  await vi.waitFor(() => expect([...document.querySelectorAll('.x-pick .x-row-title')].map((each) => each.textContent)).toEqual(['留罐', '闪罐', '走罐']))
})
