import { onScopeDispose, watch, type Ref } from 'vue'
import { useContainer } from '@/container'
import type { Result } from '@/domain/failure'
import type { AreaId } from '@/domain/id'
import type { Reports } from '@/domain/reports'

/** Tells when an area's totals changed, until it is told to stop. */
export interface ChangeSource {
  watch(area: AreaId, changed: () => void): () => void
}

/** What polling needs of its page. */
export interface PollParts {
  readonly ask: (area: AreaId) => Promise<Result<{ readonly version: string }>>
  /** Where the deployment can tell of changes: they are asked about at once, and otherwise more seldom. */
  readonly listen: Reports['listen']
  /** Whether anybody could see an answer, and one could come. */
  readonly awake: () => boolean
  /** Calls when `awake` may have changed; gives the way to stop. */
  readonly onWake: (call: () => void) => () => void
  readonly later: (work: () => void, milliseconds: number) => () => void
  readonly now: () => number
  /** In [0, 1). */
  readonly random: () => number
}

const usual = 20_000
/** While the server tells of changes by itself. */
const listening = 60_000
const longest = 300_000
/** The least time between two questions, however often the server tells of changes; and until it is listened to anew. */
const breath = 2_000
const again = 60_000

/** Milliseconds to the next question: about `pace`, up to five minutes after failures, never all screens at once. */
export const pollDelay = (failures: number, random: number, retryAfter = 0, pace = usual): number =>
  Math.round(Math.min(longest, pace * 2 ** Math.min(failures, 8)) * (0.75 + random / 2)) + retryAfter * 1000

/** Calls `changed` when the server tells of changes; `on` says whether it does, now. */
function hear({ listen, now }: PollParts, area: AreaId, changed: () => void) {
  let stop: (() => void) | null = null
  let due = 0
  let ended = false
  return {
    on: () => stop !== null,
    /** Begins to listen, unless that stands, failed a moment ago, or cannot be had. */
    async begin(): Promise<void> {
      if (stop || ended || now() < due) return
      due = Number.POSITIVE_INFINITY
      const answer = await listen(area, changed, () => {
        stop = null
        due = now() + again
        changed()
      })
      if (answer.ok && ended) answer.value()
      else if (answer.ok) stop = answer.value
      else if (answer.failure.code !== 'notFound') due = now() + again
    },
    end() {
      ended = true
      stop?.()
    },
  }
}

/** Asks for the version of an area's totals now and then while somebody looks: what the first answer says is what is shown. */
export const pollChanges = (parts: PollParts): ChangeSource => ({
  watch(area, changed) {
    let known: string | null = null
    /** Whether the totals may have changed unheard: the first question was not asked at once, or an answer did not come. */
    let missed = !parts.awake()
    let failures = 0
    let [due, last] = [0, Number.NEGATIVE_INFINITY]
    let [asking, told, stopped] = [false, false, false]
    let cancel = () => {}

    async function ask(): Promise<void> {
      if (asking || stopped || !parts.awake()) return
      const rest = due - parts.now()
      cancel()
      if (rest > 0) {
        cancel = parts.later(() => void ask(), rest)
        return
      }
      [asking, told, last] = [true, false, parts.now()]
      const answer = await parts.ask(area)
      asking = false
      if (stopped) return
      take(answer)
    }
    function take(answer: Result<{ readonly version: string }>): void {
      failures = answer.ok ? 0 : failures + 1
      missed ||= !answer.ok
      const wait = told ? breath : pollDelay(failures, parts.random(), answer.ok ? 0 : answer.failure.retryAfter, ears.on() ? listening : usual)
      due = parts.now() + wait
      cancel = parts.later(() => void ask(), wait)
      if (!answer.ok) return
      void ears.begin()
      const news = missed || (known !== null && known !== answer.value.version)
      known = answer.value.version
      missed = false
      if (news) changed()
    }
    const ears = hear(parts, area, () => {
      told = true
      due = Math.min(due, last + breath)
      void ask()
    })

    const forget = parts.onWake(() => void ask())
    void ask()
    return () => {
      stopped = true
      cancel()
      forget()
      ears.end()
    }
  },
})

/** The polling of this page: only while it is visible and there is a network. */
export function pagePolling(reports: Pick<Reports, 'version' | 'listen'>, now: () => number): ChangeSource {
  return pollChanges({
    ask: (area) => reports.version(area),
    listen: (area, changed, lost) => reports.listen(area, changed, lost),
    now,
    random: Math.random,
    awake: () => document.visibilityState === 'visible' && navigator.onLine,
    onWake: (call) => {
      document.addEventListener('visibilitychange', call)
      addEventListener('online', call)
      return () => {
        document.removeEventListener('visibilitychange', call)
        removeEventListener('online', call)
      }
    },
    later: (work, milliseconds) => {
      const timer = setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
  })
}

/** Calls `changed` whenever the totals of the area on the screen did change, as long as the page stands. */
export function useLive(area: Readonly<Ref<AreaId | null>>, changed: () => void, source?: ChangeSource): void {
  const { reports, clock } = useContainer()
  const changes = source ?? pagePolling(reports, () => clock.now())
  let stop = () => {}
  watch(area, (now) => {
    stop()
    stop = now === null ? () => {} : changes.watch(now, changed)
  }, { immediate: true })
  onScopeDispose(() => stop())
}
