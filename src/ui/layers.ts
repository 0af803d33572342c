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

let pageOverflow = ''

const lockPage = (locked: boolean) => {
  const { style } = document.documentElement
  if (locked) {
    pageOverflow = style.overflow
    style.overflow = 'hidden'
  } else {
    style.overflow = pageOverflow
  }
}

const push = (close: Close) => {
  if (stack.value.length === 0) lockPage(true)
  stack.value = [...stack.value, close]
}

const drop = (close: Close) => {
  if (!stack.value.includes(close)) return
  stack.value = stack.value.filter((other) => other !== close)
  if (stack.value.length === 0) lockPage(false)
}

/**
 * Makes the calling component a layer while `open` is true: the page behind does not scroll, and the topmost layer's
 * `close` is what Escape and back call. Returns whether this layer is the topmost.
 */
export const useLayer = (open: Readonly<Ref<boolean>>, close: Close): () => boolean => {
  const closeThis = () => close()
  watch(open, (isOpen) => (isOpen ? push(closeThis) : drop(closeThis)), { immediate: true })
  onScopeDispose(() => drop(closeThis))
  return () => stack.value.at(-1) === closeThis
}
