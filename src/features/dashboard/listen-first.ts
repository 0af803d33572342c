import type { Reports } from '@/domain/reports'
import type { ChangeSource } from './use-live'

/** Milliseconds in which several messages count as one: a batch of records changes totals in many steps. */
const together = 2_000

/**
 * Hears of changes where the deployment can tell, and polls elsewhere, until it is let in, and again once the line broke.
 * Whoever has just been let in asks once more, for what changed between.
 */
export const listenFirst = (listen: Reports['listen'], polling: ChangeSource, later: (work: () => void, milliseconds: number) => () => void): ChangeSource => ({
  watch(area, changed) {
    let stopped = false
    let planned = false
    let stop = polling.watch(area, changed)
    let cancel = () => {}

    const hear = () => {
      if (planned || stopped) return
      planned = true
      cancel = later(() => {
        planned = false
        changed()
      }, together)
    }
    const lost = () => {
      if (stopped) return
      stop()
      stop = polling.watch(area, changed)
    }
    void listen(area, hear, lost).then((answer) => {
      if (!answer.ok) return
      if (stopped) {
        answer.value()
        return
      }
      stop()
      stop = answer.value
      hear()
    })
    return () => {
      stopped = true
      cancel()
      stop()
    }
  },
})
