import { createApp, h, onMounted, onUnmounted, shallowRef, type Component, type SetupContext } from 'vue'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { ListedRecord } from '../../../src/domain/listed-record.ts'
import WarmForms from '../../../src/features/capture/WarmForms.vue'
import { kindViews } from '../../../src/kinds/views.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, documentId, makePayload } from '../../make/payload.ts'

const draft = makePayload({ id: documentId(1), revision: 0, status: 'draft', sealed: null })

/** The first page with one draft, whose kind has this form. */
async function warm(Form: Component, parts: Partial<typeof draft> = {}) {
  const { local } = new FakeDevice(authorId)
  await local.records.save({ ...draft, ...parts }, [], 0)
  vi.spyOn(kindViews.free_clinic, 'Form').mockResolvedValue({ default: Form })
  const read = vi.spyOn(local.records, 'read')
  const app = createApp(WarmForms, { drafts: [{ id: draft.id, kind: draft.kind } as ListedRecord] })
  const broken = vi.fn()
  app.config.errorHandler = broken
  app.provide(containerKey, { clock: { now: () => 0 }, workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container)
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false })).mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren(); local.close(); vi.restoreAllMocks() })
  return { local, read, broken }
}

it('draws the form of a draft once, in no page, and lets it go, whatever it says of the draft', async () => {
  const seen: unknown[] = []
  const { local, broken } = await warm({
    inheritAttrs: false, props: { answers: Object }, emits: ['change'],
    setup(props: { answers?: unknown }, { emit }: SetupContext) {
      onMounted(() => { seen.push(props.answers, document.body.textContent); emit('change', {}) })
      onUnmounted(() => seen.push('gone'))
      return () => h('p', 'form')
    },
  })

  await vi.waitFor(() => expect(seen).toEqual([draft.answers, '', 'gone']), { timeout: 5_000 })
  expect((await local.records.read(draft.id))?.record).toMatchObject({ payload: draft, edition: 1 })
  expect(broken).not.toHaveBeenCalled()
})

it('says nothing of a form that cannot be drawn: the tap meets it', async () => {
  const setup = vi.fn(() => { throw new Error('broken') })
  const { broken } = await warm({ inheritAttrs: false, setup })

  await vi.waitFor(() => expect(setup).toHaveBeenCalled(), { timeout: 5_000 })
  expect(broken).not.toHaveBeenCalled()
})

it('leaves a draft of a newer app alone', async () => {
  const setup = vi.fn(() => () => null)
  const { read } = await warm({ inheritAttrs: false, setup }, { answers_version: 99 })

  await vi.waitFor(() => expect(read).toHaveBeenCalled(), { timeout: 5_000 })
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(setup).not.toHaveBeenCalled()
})
