import { computed, onMounted, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'

/** Rows kept ready above and below what is seen, so that a flick shows no gap. */
const ready = 8
/** How many rows a frame changes at most while the page is scrolled: a frame that comes late would make the next one later. */
const step = 6
/** How long no row changes before the scrolling is taken to rest, in milliseconds. */
const rest = 60

/**
 * Which rows of a long list stand in the window, for rows of one height (in rem) that scroll with the page. `drawn` are their
 * numbers in the order of the document: a row takes the place of one that has left, whose number differs by a multiple of
 * `most`. Once the scrolling rests all of the window are drawn, in order, for those who read or step through them: from
 * `first` to, not included, `end`. `height` is a row's in pixels.
 */
export function useWindowRows(list: Readonly<Ref<HTMLElement | null>>, count: () => number, rem: number) {
  const height = ref(16 * rem)
  const most = ref(1)
  /** The row in each place. */
  const places = shallowRef<readonly number[]>([])
  /** The place that stands first in the document. */
  const head = ref(0)
  const first = ref(0)
  const end = ref(0)
  let planned = 0
  let resting: ReturnType<typeof setTimeout> | undefined
  let settling = 0

  function wanted() {
    const top = list.value ? -list.value.getBoundingClientRect().top : 0
    const seen = Math.floor(top / height.value)
    const from = Math.max(0, Math.min(count() - most.value, seen - ready))
    return { first: from, end: Math.min(count(), from + most.value), middle: seen + innerHeight / height.value / 2 }
  }
  function settle(): void {
    const next = wanted()
    const turned = next.first % most.value
    places.value = Array.from({ length: next.end - next.first }, (_, place) => next.first + (place - turned + most.value) % most.value)
    head.value = turned
    first.value = next.first
    end.value = next.end
  }
  /** Draws what the window lacks, what is seen before what is kept ready. */
  function look(): void {
    planned = 0
    const { middle, ...next } = wanted()
    const missing = Array.from({ length: next.end - next.first }, (_, n) => next.first + n)
      .filter((row) => places.value[row % most.value] !== row)
      .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    if (missing.length === 0) return
    const changed = [...places.value]
    for (const row of missing.slice(0, step)) changed[row % most.value] = row
    places.value = changed
    if (missing.length > step) plan()
    stay()
    // Where frames take longer than the rest, a timer alone would find one between any two.
    resting = setTimeout(() => (settling = requestAnimationFrame(() => (settling = requestAnimationFrame(settle)))), rest)
  }
  function stay(): void {
    clearTimeout(resting)
    cancelAnimationFrame(settling)
  }
  function plan(): void {
    planned ||= requestAnimationFrame(look)
  }
  function measure(): void {
    height.value = (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) * rem
    most.value = Math.ceil(innerHeight / height.value) + 1 + 2 * ready
    stay()
    settle()
  }

  onMounted(() => {
    addEventListener('scroll', plan, { passive: true })
    addEventListener('resize', measure)
    measure()
  })
  onScopeDispose(() => {
    removeEventListener('scroll', plan)
    removeEventListener('resize', measure)
    cancelAnimationFrame(planned)
    stay()
  })
  watch([list, count], measure, { flush: 'post' })

  const drawn = computed(() => {
    const { length } = places.value
    return places.value.map((_, n) => places.value[(head.value + n) % length] ?? 0).filter((row) => row < count())
  })
  return { drawn, first, end, height, most }
}
