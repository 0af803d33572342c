import { createApp, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import BasicsForm from '../../../src/features/capture/BasicsForm.vue'
import words from '../../../src/features/capture/zh-CN.json'
import fields from '../../../src/fields/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, makeHeader } from '../../make/payload.ts'
import { makeReference } from '../../make/reference.ts'

/** Whether the form of a record that began on 8 May asks, on 30 May, why it comes so late. */
function asks(late_reason: string, handedIn: boolean): boolean {
  const { local } = new FakeDevice(authorId)
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(BasicsForm, { kind: 'free_clinic', header: makeHeader({ late_reason, participants: [] }), reference: makeReference(), needsRecipient: false, handedIn })
  const container = { clock: { now: () => Date.parse('2026-05-30T01:00:00Z') }, remote: { referencePack: async () => ({ ok: false }) }, workplace: shallowRef({ local, identity: { personId: authorId } } as unknown as Workplace) }
  app.provide(containerKey, container as unknown as Container)
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, messages: { 'zh-CN': { ...fields, ...words } } })).mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren(); local.close() })
  return root.querySelector('[data-field="header.late_reason"]') !== null
}

it('asks why a record comes late when it is handed in first, and keeps what was said then open to change', () => {
  expect([asks('', false), asks('手机送修', false)]).toEqual([true, true])
  expect([asks('', true), asks('手机送修', true)]).toEqual([false, true])
})
