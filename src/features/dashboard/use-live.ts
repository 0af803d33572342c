import { onScopeDispose, watch, type Ref } from 'vue'
import { useContainer } from '@/container'
import type { Result } from '@/domain/failure'
import type { AreaId } from '@/domain/id'
import { listenFirst } from './listen-first'

/** Tells when an area's totals changed, until it is told to stop. */
export interface ChangeSource {
  watch(area: AreaId, changed: () => void): () => void
}

/** What polling needs of its page. */
export interface PollParts {
  readonly ask: (area: AreaId) => Promise<Result<{ readonly version: string }>>
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
const longest = 300_000

/** Milliseconds to the next question: about 20 s, up to five minutes after failures, never all screens at once. */
export const pollDelay = (failures: number, random: number, retryAfter = 0): number =>
  Math.round(Math.min(longest, usual * 2 ** Math.min(failures, 8)) * (0.75 + random / 2)) + retryAfter * 1000

/** Asks for the version of an area's totals now and then while somebody looks: what the first answer says is what is shown. */
export const pollChanges = (parts: PollParts): ChangeSource => ({
  watch(area, changed) {
    let known: string | null = null
    /** Whether the totals may have changed unheard: the first question was not asked at once, or an answer did not come. */
    let missed = !parts.awake()
    let failures = 0
    let due = 0
    let asking = false
    let stopped = false
    let cancel = () => {}

    async function ask(): Promise<void> {
      if (asking || stopped || !parts.awake()) return
      const rest = due - parts.now()
      cancel()
      if (rest > 0) {
        cancel = parts.later(() => void ask(), rest)
        return
      }
      asking = true
      const answer = await parts.ask(area)
      asking = false
      if (stopped) return
      failures = answer.ok ? 0 : failures + 1
      missed ||= !answer.ok
      const wait = pollDelay(failures, parts.random(), answer.ok ? 0 : answer.failure.retryAfter)
      due = parts.now() + wait
      cancel = parts.later(() => void ask(), wait)
      if (!answer.ok) return
      const news = missed || (known !== null && known !== answer.value.version)
      known = answer.value.version
      missed = false
      if (news) changed()
    }

    const forget = parts.onWake(() => void ask())
    void ask()
    return () => {
      stopped = true
      cancel()
      forget()
    }
  },
})

const later = (work: () => void, milliseconds: number) => {
  const timer = setTimeout(work, milliseconds)
  return () => clearTimeout(timer)
}

/** The polling of this page: only while it is visible and there is a network. */
export function pagePolling(ask: PollParts['ask'], now: () => number): ChangeSource {
  return pollChanges({
    ask,
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
    later,
  })
}

/** Puts off what is done for a page that nobody looks at until somebody does, once; `end` gives it up. */
export function whenSeen(work: () => void) {
  let waits = false
  const look = () => {
    if (!waits || document.visibilityState === 'hidden') return
    waits = false
    work()
  }
  document.addEventListener('visibilitychange', look)
  return {
    run() {
      waits = true
      look()
    },
    end: () => document.removeEventListener('visibilitychange', look),
  }
}

/** Calls `changed` whenever the totals of the area on the screen did change, as long as the page stands. */
export function useLive(area: Readonly<Ref<AreaId | null>>, changed: () => void, source?: ChangeSource): void {
  const { reports, clock } = useContainer()
  const changes = source ?? listenFirst(reports.listen, pagePolling((of) => reports.version(of), () => clock.now()), later)
  const seen = whenSeen(changed)
  let stop = () => {}
  watch(area, (now) => {
    stop()
    stop = now === null ? () => {} : changes.watch(now, seen.run)
  }, { immediate: true })
  onScopeDispose(() => {
    stop()
    seen.end()
  })
}
