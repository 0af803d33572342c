import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import ConfirmDialog from '@/ui/ConfirmDialog.vue'
import { closeTopLayer, openLayers } from '@/ui/layers'
import Sheet from '@/ui/Sheet.vue'
import { mount, press, type Mounted } from './mount'

const open = ref(false)
const asked = ref(false)
const locked = ref(false)
const closed: string[] = []
let mounted: Mounted

const settle = async () => {
  for (let turn = 0; turn < 4; turn++) await nextTick()
}

beforeEach(() => {
  open.value = asked.value = locked.value = false
  closed.length = 0
  mounted = mount(defineComponent(() => () => [
    h('button', { id: 'opener' }, '打开'),
    h(Sheet, {
      open: open.value, 'onUpdate:open': (is: boolean) => { open.value = is }, title: '新建', closeLabel: '关闭',
      locked: locked.value, onClose: () => { closed.push('sheet') },
    }, { default: () => h('input', { id: 'inner' }), footer: () => h('button', { id: 'last' }, '好') }),
    h(ConfirmDialog, {
      open: asked.value, 'onUpdate:open': (is: boolean) => { asked.value = is }, title: '删除？', confirmLabel: '删除',
      cancelLabel: '不删除', onCancel: () => { closed.push('dialog') },
    }),
  ]))
})
afterEach(() => mounted.unmount())

it('takes the focus and gives it back', async () => {
  mounted.find('#opener').focus()

  open.value = true
  await settle()
  expect(document.activeElement?.getAttribute('role')).toBe('dialog')
  expect(mounted.find('[role=dialog]').getAttribute('aria-modal')).toBe('true')
  open.value = false
  await settle()

  expect(document.activeElement).toBe(mounted.find('#opener'))
})

it('keeps Tab inside, in both directions', async () => {
  open.value = true
  await settle()

  mounted.find('#last').focus()
  await press(mounted.find('#last'), 'Tab')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('关闭')
  await press(document.activeElement as HTMLElement, 'Tab', { shiftKey: true })
  expect(document.activeElement).toBe(mounted.find('#last'))
})

it('closes with Escape, but not while an input method is composing', async () => {
  open.value = true
  await settle()

  await press(mounted.find('#inner'), 'Escape', { isComposing: true })
  expect(open.value).toBe(true)
  await press(mounted.find('#inner'), 'Escape')

  expect(open.value).toBe(false)
  expect(closed).toEqual(['sheet'])
})

it('closes one layer at a time, the topmost first', async () => {
  open.value = true
  await settle()
  asked.value = true
  await settle()
  expect(openLayers.value).toHaveLength(2)

  expect(closeTopLayer()).toBe(true)
  await settle()
  expect([open.value, asked.value]).toEqual([true, false])
  expect(closeTopLayer()).toBe(true)
  await settle()

  expect(closed).toEqual(['dialog', 'sheet'])
  expect(closeTopLayer()).toBe(false)
})

it('stays when locked, and back is still answered', async () => {
  locked.value = true
  open.value = true
  await settle()

  await press(document.body, 'Escape')
  expect(closeTopLayer()).toBe(true)
  mounted.find('.x-veil').click()

  expect(open.value).toBe(true)
})

it('holds the page still while it is open', async () => {
  open.value = true
  await settle()
  expect(document.documentElement.style.overflow).toBe('hidden')

  open.value = false
  await settle()

  expect(document.documentElement.style.overflow).toBe('')
})

it('makes a question when it is asked first, shows it at once, and asks it again', async () => {
  const dialog = () => document.querySelector('[role=alertdialog]')
  // The marks that a teleport leaves where it leads to.
  const marks = () => [...document.body.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
  expect(marks()).toEqual([])

  asked.value = true
  await settle()
  expect(dialog()?.textContent).toContain('删除？')
  expect(marks()).not.toEqual([])

  asked.value = false
  await settle()
  await vi.waitFor(() => expect(dialog()).toBeNull())
  asked.value = true
  await settle()
  expect(dialog()).not.toBeNull()
})
