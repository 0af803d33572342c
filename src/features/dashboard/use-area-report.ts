import { ref, shallowRef, watch, type Ref } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { Failure } from '@/domain/failure'
import type { AreaId } from '@/domain/id'
import type { AreaReport } from '@/domain/reports'
import { keepAnswer } from '../history/keep-answer'
import { periodDays, type Period } from './period'

/** One area's report over a period: the newest answer, and beside it the last one kept, with its age, when offline. */
export function useAreaReport(area: Readonly<Ref<AreaId | null>>, period: Readonly<Ref<Period>>) {
  const { reports, clock } = useContainer()
  const { local } = useWorkplace()
  const report = shallowRef<AreaReport | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)

  let asked = 0

  async function load(): Promise<void> {
    const id = area.value
    if (id === null) return
    const mine = (asked += 1)
    const { from, to } = periodDays(period.value, new Date(clock.now()))
    const key = `report/${id}/${period.value}`
    busy.value = true
    const answer = await reports.area(id, from, to)
    // An answer to a question that was replaced meanwhile is nobody's.
    if (mine !== asked) return
    busy.value = false
    if (answer.ok) {
      report.value = answer.value
      failure.value = null
      await keepAnswer(local, key, answer.value)
    } else {
      failure.value = answer.failure
      report.value = (await local.preferences.get<AreaReport>(key)) ?? null
    }
  }

  watch([area, period], () => {
    report.value = null
    failure.value = null
    void load()
  }, { immediate: true })

  return { report, failure, busy, load }
}
