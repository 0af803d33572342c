import { createApp, h, nextTick, type Component } from 'vue'

export interface Mounted {
  readonly root: HTMLElement
  /** The first element in the page, teleported layers included. */
  readonly find: <Kind extends HTMLElement = HTMLElement>(selector: string) => Kind
  readonly all: (selector: string) => readonly HTMLElement[]
  readonly unmount: () => void
}

/** Mounts a component in the page with its props (`onX` for events) and slots. The test unmounts it. */
export const mount = (component: Component, props: object = {}, slots: Record<string, () => unknown> = {}): Mounted => {
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp({ render: () => h(component, { ...props }, slots) })
  app.mount(root)
  return {
    root,
    find: <Kind extends HTMLElement>(selector: string) => {
      const found = document.querySelector<Kind>(selector)
      if (!found) throw new Error(`nothing matches ${selector}`)
      return found
    },
    all: (selector) => [...document.querySelectorAll<HTMLElement>(selector)],
    unmount: () => {
      app.unmount()
      // Layers that were still leaving: no transition ever ends here.
      document.body.replaceChildren()
    },
  }
}

/** Types into an input as a phone's keyboard does: the whole text stands there, then `input` is told. */
export const type = async (input: HTMLInputElement | HTMLTextAreaElement, text: string) => {
  input.value = text
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
  await nextTick()
}

export const press = async (target: EventTarget, key: string, more: KeyboardEventInit = {}) => {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await nextTick()
}
