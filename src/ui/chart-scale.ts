import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** Round figures from zero to at least `greatest`, evenly apart: the lines across a chart. Whole numbers. */
export function ticksTo(greatest: number, most = 4): readonly number[] {
  const least = Math.max(1, greatest / most)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least) ?? least
  return Array.from({ length: Math.max(1, Math.ceil(greatest / step)) + 1 }, (_, n) => n * step)
}

/** How wide an element is drawn, in CSS pixels; `before` until it was measured. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>, before = 640): Readonly<Ref<number>> {
  const width = ref(before)
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(([entry]) => {
    if (entry && entry.contentRect.width > 0) width.value = Math.round(entry.contentRect.width)
  })
  watch(element, (now) => {
    observer?.disconnect()
    if (now) observer?.observe(now)
  }, { immediate: true, flush: 'post' })
  onScopeDispose(() => observer?.disconnect())
  return width
}
