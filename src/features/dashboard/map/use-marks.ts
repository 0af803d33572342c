import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { Marks, MarksQuestion, View } from '@/domain/board'
import type { Failure } from '@/domain/failure'
import { plainMarks } from '@/domain/marks-code'
import { keepFew } from '../keep-few'
import { holdsView, padView } from './projection'

/** What is asked about, whatever the map shows of it. */
export type MarksAbout = Omit<MarksQuestion, 'view' | 'zoom'>

const settled = 150
/** More than is shown, so that a small pan asks nothing. */
const beyond = 0.3

/**
 * The marks of what a map shows: asked for when it has come to rest on something that the last answer does not hold, or when
 * the question changes. The newest answer to a question that `keep` says yes to, for what the map shows when it is asked,
 * is kept for when there is no network.
 */
export function useMarks(about: Readonly<Ref<MarksAbout>>, keep: () => boolean) {
  const { reports } = useContainer()
  const { local } = useWorkplace()
  const marks = shallowRef<Marks | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  const key = computed(() => `marks/${JSON.stringify(about.value)}`)
  /** The question that the marks on the map answer, or that failed. */
  const answered = ref('')
  const looking = shallowRef<{ readonly view: View; readonly zoom: number }>()
  let held: { readonly key: string; readonly view: View; readonly zoom: number; readonly answer: Marks } | undefined
  /** What was kept last: of which question, and of when. */
  let stored = ''
  let asked = 0
  let waiting: ReturnType<typeof setTimeout> | undefined

  async function store({ key: question, answer }: NonNullable<typeof held>): Promise<void> {
    const found = `${question} ${answer.at}`
    if (stored === found) return
    await keepFew(local, question, answer)
    stored = found
  }
  async function load(): Promise<void> {
    if (!looking.value) return
    const mine = (asked += 1)
    const question = key.value
    const [view, zoom] = [padView(looking.value.view, beyond), Math.floor(looking.value.zoom)]
    const whole = keep()
    busy.value = true
    const answer = await reports.marks({ ...about.value, view, zoom })
    // An answer to a question that was replaced meanwhile is nobody's.
    if (mine !== asked) return
    busy.value = false
    failure.value = answer.ok ? null : answer.failure
    const first = answered.value !== question
    if (answer.ok) {
      marks.value = plainMarks(answer.value)
      held = { key: question, view, zoom, answer: answer.value }
      answered.value = question
      if (whole) await store(held)
      return
    }
    if (first) {
      const kept = await local.preferences.get<Marks>(question)
      if (mine !== asked) return
      marks.value = kept ? plainMarks(kept) : null
      answered.value = question
    }
  }

  /** Tells what the map shows now. */
  function look(view: View, zoom: number): void {
    looking.value = { view, zoom }
    clearTimeout(waiting)
    const known = held?.key === key.value && held.zoom === Math.floor(zoom) && holdsView(held.view, view) ? held : undefined
    if (!known) waiting = setTimeout(() => void load(), answered.value === '' ? 0 : settled)
    else if (keep()) void store(known)
  }
  watch(key, () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void load(), 0)
  })
  onScopeDispose(() => {
    clearTimeout(waiting)
    asked += 1
  })

  return { marks, failure, busy, look, load, ready: computed(() => answered.value === key.value) }
}
