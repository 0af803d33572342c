import { onScopeDispose, readonly, shallowRef, watch, type Ref } from 'vue'

type Close = () => void

const stack = shallowRef<readonly Close[]>([])

/** The open sheets, dialogs and viewers, topmost last. */
export const openLayers = readonly(stack)

/** Closes the topmost layer, as Escape and Android's back do. True when there was one, also if it stays open. */
export const closeTopLayer = (): boolean => {
  const top = stack.value.at(-1)
  top?.()
  return top !== undefined
}

// Escape that ends an input-method composition is not meant for the layer.
const onKeydown = (event: KeyboardEvent) => {
  if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return
  event.preventDefault()
  closeTopLayer()
}

let pageOverflow = ''

const hold = () => {
  pageOverflow = document.documentElement.style.overflow
  document.documentElement.style.overflow = 'hidden'
  document.addEventListener('keydown', onKeydown)
}

const release = () => {
  document.documentElement.style.overflow = pageOverflow
  document.removeEventListener('keydown', onKeydown)
}

const push = (close: Close) => {
  if (stack.value.length === 0) hold()
  stack.value = [...stack.value, close]
}

const drop = (close: Close) => {
  if (!stack.value.includes(close)) return
  stack.value = stack.value.filter((other) => other !== close)
  if (stack.value.length === 0) release()
}

/**
 * Makes the calling component a layer while `open` is true: the page behind does not scroll, and Escape and back call
 * `close` while it is the topmost.
 */
export const useLayer = (open: Readonly<Ref<boolean>>, close: Close): void => {
  const closeThis = () => close()
  // At once: a handler that closes the layer and then navigates must not find it still open in the router's guard.
  watch(open, (isOpen) => (isOpen ? push(closeThis) : drop(closeThis)), { immediate: true, flush: 'sync' })
  onScopeDispose(() => drop(closeThis))
}
