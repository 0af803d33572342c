import { h, nextTick, reactive } from 'vue'
import { afterEach, expect, it, vi } from 'vitest'
import WindowList from '../../src/ui/WindowList.vue'
import { mount, type Mounted } from './mount.ts'

let page: Mounted | undefined
afterEach(() => page?.unmount())

const keys = Array.from({ length: 10_000 }, (_, n) => `row ${n}`)
/** Scrolls, and waits for one frame, or until nothing has been scrolled for a while. */
const scrollTo = async (pixels: number, until: 'frame' | 'rest' = 'rest') => {
  if (page) vi.spyOn(page.find('ul'), 'getBoundingClientRect').mockReturnValue({ top: -pixels } as DOMRect)
  window.dispatchEvent(new Event('scroll'))
  await new Promise((resolve) => requestAnimationFrame(resolve))
  if (until === 'rest') await new Promise((resolve) => setTimeout(resolve, 400))
  await nextTick()
}
const numbers = () => page?.all('li').map((row) => Number(row.getAttribute('aria-posinset')))

it('makes only the rows in the window and a few around, and is as tall as all', async () => {
  const shown: (readonly string[])[] = []
  page = mount(WindowList, { keys, rem: 5, label: 'rows', onShown: (now: readonly string[]) => shown.push(now) }, { default: () => 'row' })
  await nextTick()
  expect(page.find('ul').style.height).toBe('800000px')
  expect(page.all('li').length).toBeLessThan(40)

  await scrollTo(400_000)

  const rows = page.all('li')
  expect(rows.length).toBeLessThan(40)
  expect(rows[8]?.style.transform).toBe('translateY(400000px)')
  expect([rows[8]?.getAttribute('aria-posinset'), rows[8]?.getAttribute('aria-setsize')]).toEqual(['5001', '10000'])
  expect(shown.at(-1)?.[8]).toBe('row 5000')

  await scrollTo(800_000)
  await expect.poll(() => page?.all('li').at(-1)?.getAttribute('aria-posinset'), { timeout: 5000 }).toBe('10000')
})

it('makes the rows that leave into those that come in, and takes the focus from one that leaves', async () => {
  page = mount(WindowList, { keys, rem: 5, label: 'rows' }, { default: ((row: { id: string }) => h('button', row.id)) as () => unknown })
  await nextTick()
  await scrollTo(400_000)
  const before = page.all('li')
  const button = before[4]?.querySelector('button')
  button?.focus()

  await scrollTo(400_080)
  expect(document.activeElement).toBe(button)
  await scrollTo(401_200)

  expect(new Set(page.all('li'))).toEqual(new Set(before))
  expect(page.all('li').map((row) => row.textContent)).toEqual(page.all('li').map((row) => `row ${Number(row.getAttribute('aria-posinset')) - 1}`))
  expect(document.activeElement).toBe(document.body)
})

it('changes a few rows in a frame and moves none of them in the document before the scrolling rests', async () => {
  const shown = vi.fn()
  page = mount(WindowList, { keys, rem: 5, label: 'rows', onShown: shown }, { default: ((row: { id: string }) => row.id) as () => unknown })
  await nextTick()
  const before = page.all('li')
  shown.mockClear()

  await scrollTo(400_000, 'frame')
  expect(page.all('li')).toEqual(before)
  const changed = numbers()?.filter((number) => number > 40) ?? []
  expect(changed.length).toBeLessThanOrEqual(6)
  const middle = 5_000 + innerHeight / 80 / 2
  expect(changed.every((number) => Math.abs(number - 1 - middle) <= 3)).toBe(true)
  await scrollTo(400_080, 'frame')
  await scrollTo(400_160, 'frame')
  expect(page.all('li')).toEqual(before)
  expect(shown).not.toHaveBeenCalled()

  await scrollTo(400_160)
  const first = 5_002 - 8 + 1
  expect(numbers()).toEqual(before.map((_, n) => first + n))
  expect(new Set(page.all('li'))).toEqual(new Set(before))
  expect(shown).toHaveBeenCalledTimes(1)
  expect(shown.mock.lastCall?.[0]).toEqual(before.map((_, n) => `row ${first - 1 + n}`))
})

it('gives the focus back to a row that is put in order', async () => {
  page = mount(WindowList, { keys, rem: 5, label: 'rows' }, { default: ((row: { id: string }) => h('button', row.id)) as () => unknown })
  await nextTick()
  await scrollTo(400_000)
  const button = page.all('li').at(-1)?.querySelector('button')
  button?.focus()

  await scrollTo(400_000 + 80 * (page.all('li').length - 4))

  expect(page.find('li:nth-child(4) button')).toBe(button)
  expect(document.activeElement).toBe(button)
})

it('lets the focus go with its record when another comes in above it', async () => {
  const props = reactive({ keys, rem: 5, label: 'rows' })
  page = mount({ render: () => h(WindowList, props, { default: ({ id }: { id: string }) => h('button', id) }) })
  await nextTick()
  page.find<HTMLElement>('li:nth-child(3) button').focus()

  props.keys = ['new', ...keys.slice(0, -1)]
  await nextTick()
  await nextTick()

  expect(document.activeElement?.textContent).toBe('row 2')
  expect(document.activeElement).toBe(page.find('li:nth-child(4) button'))
})

it('shows a list that has become shorter', async () => {
  const props = reactive({ keys, rem: 5, label: 'rows' })
  page = mount({ render: () => h(WindowList, props, { default: (row: { id: string }) => row.id }) })
  await nextTick()
  await scrollTo(400_000)
  props.keys = keys.slice(0, 3)
  await scrollTo(0)
  expect(page.all('li').map((row) => row.textContent)).toEqual(['row 0', 'row 1', 'row 2'])
})
