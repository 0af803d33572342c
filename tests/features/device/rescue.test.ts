import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApp, nextTick, shallowRef, type Component } from 'vue'
import { createI18n } from 'vue-i18n'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import device from '../../../src/features/device/en.json'
import RescueExport from '../../../src/features/device/RescueExport.vue'
import RescueImport from '../../../src/features/device/RescueImport.vue'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
  localStorage.clear()
  vi.resetModules()
})

/** A card of the page over a rescue that answers with this. */
async function show(card: Component, answers: object): Promise<HTMLElement> {
  const workplace = { identity: { name: '王医生' }, sync: { soon: vi.fn() } } as unknown as Workplace
  const container = { clock: { now: () => 9 }, workplace: shallowRef(workplace) } as unknown as Container
  const app = createApp(card, { rescue: async () => answers })
  const root = document.createElement('div')
  app.provide(containerKey, container).use(createI18n({ legacy: false, locale: 'en', messages: { en: device as never } })).mount(root)
  closers.push(() => app.unmount())
  await vi.waitFor(() => expect(root.textContent).not.toBe(''))
  for (let n = 0; n < 4; n += 1) await nextTick()
  return root
}
const press = async (root: HTMLElement, label: string) => {
  const button = [...root.querySelectorAll('button')].find(({ textContent }) => textContent.includes(label))
  if (button?.type === 'submit') button.form?.dispatchEvent(new Event('submit'))
  else button?.click()
  for (let n = 0; n < 8; n += 1) await nextTick()
}

const nothing = { records: 0, pictures: 0, corrections: 0, plans: 0 }

describe('the export', () => {
  it.each([
    [{ ...nothing, corrections: 1 }, '1 correction is not handed in.'], [{ ...nothing, plans: 2 }, '2 plans are not sent.'],
    [{ ...nothing, records: 2, pictures: 3 }, '2 records and 3 pictures are not wholly delivered.'],
  ])('of %o is offered, and names that alone', async (standing, sentence) => {
    const root = await show(RescueExport, { standing: async () => standing })

    expect([...root.querySelectorAll('[data-rescue] p')].map(({ textContent }) => textContent)).toContain(sentence)
    expect(root.querySelector('form')).not.toBeNull()
    expect(root.textContent).not.toContain('0 ')
  })

  it('of nothing is not offered', async () => {
    const root = await show(RescueExport, { standing: async () => nothing })

    expect(root.textContent).toContain(device.device.rescue.nothing)
    expect(root.querySelector('form')).toBeNull()
  })
})

/** The import's card after a file that holds this was taken in, which came to that. */
async function showTaken(holds: object, came: object): Promise<HTMLElement> {
  const manifest = { ...nothing, person: 'p', name: '王医生', made_at: '2026-05-08T08:00:00Z', device: null, ...holds }
  const root = await show(RescueImport, {
    check: async () => ({ manifest }), takeIn: async () => ({ taken: 0, pictures: 0, known: 0, corrections: 0, plans: 0, left: [], ...came }),
  })
  const input = root.querySelector<HTMLInputElement>('input[type=file]')!
  Object.defineProperty(input, 'files', { value: [new File([], 'x')] })
  input.dispatchEvent(new Event('change'))
  await nextTick()
  await press(root, device.device.rescue.look)
  expect([...root.querySelectorAll('[data-rescue-facts] div')].map(({ textContent }) => textContent)).toEqual(expect.arrayContaining(['Corrections2', 'Plans1']))
  await press(root, device.device.rescue.take)
  return root
}

describe('the import', () => {
  const of = { corrections: 2, plans: 1 }
  const correction = '1 correction imported; open its record, check it and hand it in.'
  const said = (root: HTMLElement) => [...root.querySelectorAll('[role=status] p')].map(({ textContent }) => textContent)

  it('names the corrections and plans that a file holds, that were taken in, and that were left out, in one banner', async () => {
    const left = [{ what: 'correction', id: 'a', name: 'Q7XK-1 义诊' }, { what: 'plan', id: 'a', name: '2026-05-20 丰乐镇' }]
    const root = await showTaken(of, { corrections: 1, plans: 2, left })

    expect(said(root)).toEqual([correction, '2 plans imported; they are sent when connected.', device.device.rescue.left])
    expect([...root.querySelectorAll('[role=status] [data-rescue-left] li')].map(({ textContent }) => textContent))
      .toEqual(['Correction of Q7XK-1 义诊', 'Plan 2026-05-20 丰乐镇'])
  })

  it('says nothing of records where only a correction came', async () => {
    expect(said(await showTaken(of, { corrections: 1 }))).toEqual([correction])
  })

  it.each([
    [{ taken: 1 }, '1 records and 0 pictures'], [{ pictures: 3 }, '0 records and 3 pictures'], [{ known: 2 }, 'Not imported again: 2,'],
  ])('says what became of records where %o', async (came, words) => {
    const sentences = said(await showTaken(of, { corrections: 1, ...came }))

    expect(sentences).toEqual([expect.stringContaining(words), correction])
  })
})

it('the page for a broken app says one and many in each language', async () => {
  localStorage.setItem('xingxun.locale', 'en')
  const { say, words } = await import('../../../src/recover/words.ts')

  expect([1, 3].map((count) => say(words.waitingPlans, { count }))).toEqual(['1 plan is not sent.', '3 plans are not sent.'])
  localStorage.clear()
  vi.resetModules()
  const chinese = await import('../../../src/recover/words.ts')
  expect([1, 3].map((count) => chinese.say(chinese.words.waitingPlans, { count }))).toEqual(['还有 1 个计划没有送出。', '还有 3 个计划没有送出。'])
})
