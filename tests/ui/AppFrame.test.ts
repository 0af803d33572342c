import { expect, it, onTestFinished } from 'vitest'
import { defineComponent, h } from 'vue'
import AppFrame from '@/ui/AppFrame.vue'
import { mount } from './mount'

const places = [
  { key: 'today', label: '今天', icon: 'today', to: '/today', badge: 3 },
  { key: 'create', label: '新建', icon: 'plus', raised: true },
]
const open = (props: object = {}) => {
  const chosen: string[] = []
  const mounted = mount(AppFrame, {
    places, current: 'today', navLabel: '主要位置', onChoose: (key: string) => { chosen.push(key) }, ...props,
  })
  onTestFinished(mounted.unmount)
  return { mounted, chosen }
}

it('links to places, marks the current one and shows its badge', () => {
  const { mounted } = open()

  const link = mounted.find<HTMLAnchorElement>('nav a')

  expect([link.getAttribute('href'), link.getAttribute('aria-current')]).toEqual(['/today', 'page'])
  expect(mounted.find('.x-badge').textContent).toBe('3')
})

it('asks for a place without an address', () => {
  const { mounted, chosen } = open()

  mounted.find('.x-bar-raised button').click()

  expect(chosen).toEqual(['create'])
})

it('draws links with the component it is given', () => {
  const Link = defineComponent({ props: { to: { type: String, required: true } }, setup: (props, { slots }) =>
    () => h('a', { 'data-routed': props.to }, slots.default?.()) })
  const { mounted } = open({ link: Link })

  expect(mounted.find('nav a').dataset.routed).toBe('/today')
})

it.each([['a form', places, 0], ['a page of whoever has not signed in', [], 1]])('of %s keeps the side bar where there are places', (_, offered, alone) => {
  const { mounted } = open({ bare: true, places: offered })

  expect(mounted.all('.x-frame--alone')).toHaveLength(alone)
})
