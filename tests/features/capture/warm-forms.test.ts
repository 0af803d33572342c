import { createApp, h, onMounted, onUnmounted, shallowRef, type Component, type SetupContext } from 'vue'
import { createI18n } from 'vue-i18n'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { activityKinds } from '../../../src/domain/activity.ts'
import type { Payload } from '../../../src/domain/document.ts'
import type { ListedRecord } from '../../../src/domain/listed-record.ts'
import WarmForms from '../../../src/features/capture/WarmForms.vue'
import { kindModels } from '../../../src/kinds/models.ts'
import { kindViews } from '../../../src/kinds/views.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, documentId, makePayload } from '../../make/payload.ts'

const draft = makePayload({ id: documentId(1), revision: 0, status: 'draft', sealed: null })

/** The first page with one draft, whose kind has this form. */
async function warm(Form: Component, parts: Partial<Payload> = {}, world: Partial<Container> = {}) {
  const { local } = new FakeDevice(authorId)
  const held = { ...draft, ...parts } as Payload
  await local.records.save(held, [], 0)
  vi.spyOn(kindViews[held.kind], 'Form').mockResolvedValue({ default: Form })
  const read = vi.spyOn(local.records, 'read')
  const app = createApp(WarmForms, { drafts: [{ id: held.id, kind: held.kind } as ListedRecord] })
  const broken = vi.fn()
  app.config.errorHandler = broken
  app.provide(containerKey, {
    clock: { now: () => 0 }, ...world, workplace: shallowRef({ local, identity: { personId: authorId, memberships: [] } } as unknown as Workplace),
  } as unknown as Container)
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

it.each(activityKinds)('asks nobody and nothing for the form of a draft: %s', async (kind) => {
  const { default: Form } = await kindViews[kind].Form()
  const asked: string[] = []
  const noted = (name: string) => new Proxy({}, { get: (_, part) => { asked.push(`${name}.${String(part)}`) } })
  const names = ['remote', 'reports', 'sessionSheet', 'geolocation', 'photoMaker', 'session'] as const
  const world = Object.fromEntries(names.map((name) => [name, noted(name)])) as unknown as Partial<Container>
  const mounted = vi.fn()
  const { local, broken } = await warm({
    inheritAttrs: false, setup: (_, { attrs }) => (onMounted(mounted), () => h(Form, attrs)),
  }, { kind, answers: kindModels[kind].blank(null), answers_version: kindModels[kind].version } as Partial<Payload>, world)

  await vi.waitFor(() => expect(mounted).toHaveBeenCalled(), { timeout: 5_000 })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(asked).toEqual([])
  expect((await local.records.read(draft.id))?.record.edition).toBe(1)
  expect(broken).not.toHaveBeenCalled()
})
