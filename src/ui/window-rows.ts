import { onMounted, onScopeDispose, ref, watch, type Ref } from 'vue'

/** Rows kept ready above and below what is seen, so that a flick shows no gap. */
const ready = 8

/**
 * Which rows of a long list stand in the window, for rows of one height (in rem) that scroll with the page: `first` and,
 * not included, `end`. `height` is a row's in pixels, `most` how many rows
 * stand in the window, always the same number where the list has as many.
 */
export function useWindowRows(list: Readonly<Ref<HTMLElement | null>>, count: () => number, rem: number) {
  const first = ref(0)
  const end = ref(0)
  const height = ref(16 * rem)
  const most = ref(1)
  let planned = 0

  function look(): void {
    planned = 0
    const top = list.value ? -list.value.getBoundingClientRect().top : 0
    first.value = Math.max(0, Math.min(count() - most.value, Math.floor(top / height.value) - ready))
    end.value = Math.min(count(), first.value + most.value)
  }
  const measure = () => {
    height.value = (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) * rem
    most.value = Math.ceil(innerHeight / height.value) + 1 + 2 * ready
    look()
  }
  const plan = () => (planned ||= requestAnimationFrame(look))

  onMounted(() => {
    addEventListener('scroll', plan, { passive: true })
    addEventListener('resize', measure)
    measure()
  })
  onScopeDispose(() => {
    removeEventListener('scroll', plan)
    removeEventListener('resize', measure)
    cancelAnimationFrame(planned)
  })
  watch([list, count], measure, { flush: 'post' })
  return { first, end, height, most }
}
