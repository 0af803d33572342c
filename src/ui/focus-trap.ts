import { nextTick, onScopeDispose, watch, type Ref } from 'vue'

const focusable = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), '
  + 'select:not(:disabled), [tabindex]:not([tabindex="-1"])'

/**
 * Keeps the Tab key inside `root` while `open` is true. On opening the element marked `data-autofocus`, else `root`
 * itself, takes the focus; on closing it goes back to where it was. Only Tab is held, so that a picker opened on top
 * of the layer may take the focus.
 */
export const useFocusTrap = (root: Readonly<Ref<HTMLElement | null>>, open: Readonly<Ref<boolean>>) => {
  let before: HTMLElement | null = null

  const enter = async () => {
    before = document.activeElement instanceof HTMLElement ? document.activeElement : null
    await nextTick()
    const first = root.value?.querySelector<HTMLElement>('[data-autofocus]') ?? root.value
    first?.focus({ preventScroll: true })
  }

  const leave = () => {
    const target = before
    before = null
    if (target?.isConnected) target.focus({ preventScroll: true })
  }

  watch(open, (isOpen, wasOpen) => {
    if (isOpen) void enter()
    else if (wasOpen) leave()
  }, { immediate: true, flush: 'post' })
  onScopeDispose(() => { if (open.value) leave() })

  /** For `@keydown` on the root: Tab behind the last goes to the first, and the other way round. */
  const holdTab = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !root.value) return
    const inside = [...root.value.querySelectorAll<HTMLElement>(focusable)]
    const edge = event.shiftKey ? inside[0] : inside.at(-1)
    const other = event.shiftKey ? inside.at(-1) : inside[0]
    const at = document.activeElement
    if (!other || at === edge || at === root.value || !root.value.contains(at)) {
      event.preventDefault()
      ;(other ?? root.value).focus()
    }
  }

  return { holdTab }
}
