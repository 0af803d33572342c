import { h, nextTick } from 'vue'
import { afterEach, expect, it, vi } from 'vitest'
import WindowList from '../../src/ui/WindowList.vue'
import { mount, type Mounted } from './mount.ts'

let page: Mounted | undefined
afterEach(() => page?.unmount())

const keys = Array.from({ length: 10_000 }, (_, n) => `row ${n}`)
const scrollTo = async (pixels: number) => {
  if (page) vi.spyOn(page.find('ul'), 'getBoundingClientRect').mockReturnValue({ top: -pixels } as DOMRect)
  window.dispatchEvent(new Event('scroll'))
  await new Promise((resolve) => requestAnimationFrame(resolve))
  await nextTick()
}

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
  expect(page.all('li').at(-1)?.getAttribute('aria-posinset')).toBe('10000')
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
