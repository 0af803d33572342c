import { createApp, h } from 'vue'
import { expect, it, onTestFinished, vi } from 'vitest'
import { routerKey, type Router } from 'vue-router'
import PageLink from '../../src/app/PageLink.vue'

function open() {
  const push = vi.fn(async () => undefined)
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(() => h(PageLink, { to: '/records/1', class: 'x-row', 'aria-current': 'page' }, () => '义诊'))
  app.provide(routerKey, { push } as unknown as Router)
  app.mount(root)
  onTestFinished(() => { app.unmount(); root.remove() })
  const anchor = root.querySelector('a') as HTMLAnchorElement
  const tap = (init: MouseEventInit) => {
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init })
    anchor.dispatchEvent(event)
    return event.defaultPrevented
  }
  return { push, anchor, tap }
}

it('is an anchor with what it was given, and asks the router at a plain tap', () => {
  const { anchor, tap, push } = open()
  expect([anchor.getAttribute('href'), anchor.className, anchor.getAttribute('aria-current'), anchor.textContent]).toEqual(['/records/1', 'x-row', 'page', '义诊'])

  expect(tap({})).toBe(true)

  expect(push).toHaveBeenCalledExactlyOnceWith('/records/1')
})

it.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }])('leaves a tap with %o to the browser', (init) => {
  const { tap, push } = open()

  expect(tap(init)).toBe(false)
  expect(push).not.toHaveBeenCalled()
})
