import { createApp, h, nextTick, shallowRef, type Component } from 'vue'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../src/container.ts'
import fields from '../../src/fields/zh-CN.json'
import type { SupervisionVisitAnswers } from '../../src/kinds/supervision-visit/answers.ts'
import ClosingForm from '../../src/kinds/supervision-visit/ClosingForm.vue'
import Detail from '../../src/kinds/supervision-visit/Detail.vue'
import words from '../../src/kinds/supervision-visit/zh-CN.json'
import { FakeDevice } from '../fakes/fake-device.ts'
import { authorId } from '../make/payload.ts'
import { makeVisitAnswers } from '../make/visit.ts'

function open(page: Component, props: Readonly<Record<string, unknown>>) {
  const device = new FakeDevice(authorId)
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(() => h(page, props))
  const workplace = { local: device.local, identity: { personId: authorId } } as unknown as Workplace
  app.provide(containerKey, { clock: { now: () => 0 }, remote: {}, workplace: shallowRef(workplace) } as unknown as Container)
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, messages: { 'zh-CN': { ...fields, ...words } } })).mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren(); device.local.close() })
  return { text: () => document.body.textContent ?? '', pads: () => [...document.querySelectorAll('.x-signature')] }
}
const refused = '负责人外出，不在场'

it('a signature of the inspected side takes the reason for refusing it away, one of the inspectors does not', async () => {
  const changes: Partial<SupervisionVisitAnswers>[] = []
  const { pads } = open(ClosingForm, {
    answers: makeVisitAnswers({ inspector_sign: [], inspectee_sign: [], refused_sign_reason: refused }),
    onChange: (part: Partial<SupervisionVisitAnswers>) => changes.push(part),
  })

  for (const pad of pads()) {
    pad.dispatchEvent(new PointerEvent('pointerdown', { isPrimary: true }))
    pad.dispatchEvent(new PointerEvent('pointerup', { isPrimary: true }))
    await nextTick()
  }

  expect(changes).toEqual([{ inspector_sign: [[0, 0]] }, { inspectee_sign: [[0, 0]], refused_sign_reason: '' }])
})

it.each([[[[5, 5, 60, 80]], false], [[], true]])('beside a signature of %j the reason for refusing it is read: %s', (inspectee_sign, reads) => {
  const names = { organisation: () => undefined, person: () => undefined }
  const { text } = open(Detail, { answers: makeVisitAnswers({ template_code: '', findings: [], inspectee_sign, refused_sign_reason: refused }), names })

  expect(text().includes(refused)).toBe(reads)
})
