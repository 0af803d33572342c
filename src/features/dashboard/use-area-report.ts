import { ref, shallowRef, watch, type Ref } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { Board, BoardQuestion } from '@/domain/board'
import type { Failure } from '@/domain/failure'
import type { AreaReport } from '@/domain/reports'
import { keepAnswer } from '../history/keep-answer'

/** What a map page shows of an area: its newest records, and its totals with those of the areas below. */
export interface AreaAnswer {
  readonly report: AreaReport
  /** Null where the server has no such answer yet. */
  readonly board: Board | null
}

/** One area over some months: the newest answer, and beside it the last one kept, with its age, when offline. */
export function useAreaReport(question: Readonly<Ref<BoardQuestion | null>>) {
  const { reports } = useContainer()
  const { local } = useWorkplace()
  const answer = shallowRef<AreaAnswer | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)

  let asked = 0

  async function load(): Promise<void> {
    const about = question.value
    if (about === null) return
    const mine = (asked += 1)
    const key = `map/${JSON.stringify(about)}`
    busy.value = true
    const [report, board] = await Promise.all([reports.area(about.area, about.from, about.to), reports.board(about)])
    // An answer to a question that was replaced meanwhile is nobody's.
    if (mine !== asked) return
    busy.value = false
    if (report.ok) {
      answer.value = { report: report.value, board: board.ok ? board.value : null }
      failure.value = board.ok ? null : board.failure
      await keepAnswer(local, key, answer.value)
    } else {
      failure.value = report.failure
      answer.value = (await local.preferences.get<AreaAnswer>(key)) ?? null
    }
  }

  watch(() => JSON.stringify(question.value), () => {
    failure.value = null
    void load()
  }, { immediate: true })

  return { answer, failure, busy, load }
}
