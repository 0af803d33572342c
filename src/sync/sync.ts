import type { Failure } from '@/domain/failure'
import type { Sha256 } from '@/domain/id'
import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { delay } from './backoff'
import { done, type Outcome } from './outcome'
import { refreshPacks } from './packs'
import { sendPhotos } from './photos'
import { pullOwn } from './pull'
import { push } from './push'

export interface SyncState {
  readonly phase: 'idle' | 'running'
  /** Why the newest round stopped early; null after a whole round. */
  readonly failure: Failure | null
  /** Milliseconds, when the last whole round ended; null before the first. */
  readonly succeeded: number | null
}

export interface SyncParts {
  readonly local: Local
  readonly remote: Remote
  readonly now: () => number
  readonly random: () => number
  readonly hash: (text: string) => Promise<Sha256>
  /** Runs alone among all tabs of this browser profile, or gives false at once when another tab runs. */
  readonly alone: (work: () => Promise<void>) => Promise<boolean>
  readonly later: (work: () => void, milliseconds: number) => () => void
  /** Keys of the packs that this person needs. */
  readonly packKeys: () => Promise<readonly string[]>
  readonly changed: (state: SyncState) => void
}

export interface Sync {
  /** Runs a round now; a person's tap, which also forgets the waiting time. */
  now(): Promise<void>
  /** Runs a round soon: something was saved, the line came back, the app came to the front. */
  soon(): void
  stop(): void
}

/** How soon a quiet phone looks again, and how soon while photos wait for the server's confirmation. */
const regular = 60_000
const saved = 1_000

/** Delivery as a loop: records, then photos, then what changed on the server; one runner at a time. */
export function createSync(parts: SyncParts): Sync {
  const { local, remote, now, later } = parts
  let state: SyncState = { phase: 'idle', failure: null, succeeded: null }
  let attempts = 0
  let cancel = () => {}
  let running = false
  let again = false
  let stopped = false

  const say = (next: Partial<SyncState>) => parts.changed((state = { ...state, ...next }))
  const plan = (milliseconds: number) => {
    cancel()
    if (!stopped) cancel = later(() => void round(), milliseconds)
  }

  async function steps(): Promise<Outcome> {
    for (const step of [
      () => push({ local, remote, hash: parts.hash, now }),
      () => sendPhotos({ local, remote, now }),
      () => pullOwn({ local, remote, now }),
      async () => refreshPacks({ local, remote }, await parts.packKeys()),
    ]) {
      const outcome = await step()
      if (!outcome.done) return outcome
    }
    return done
  }

  async function round(): Promise<void> {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    running = true
    again = false
    cancel()
    let outcome: Outcome = done
    try {
      const led = await parts.alone(async () => {
        say({ phase: 'running' })
        outcome = await steps()
      })
      if (!led) return plan(regular)
    } finally {
      running = false
      if (state.phase === 'running') say({ phase: 'idle' })
    }
    if (outcome.done) {
      attempts = 0
      say({ failure: null, succeeded: now() })
      plan(again ? saved : regular)
    } else {
      attempts += 1
      const { failure } = outcome as Extract<Outcome, { done: false }>
      say({ failure })
      await local.events.note('round stopped', failure.code, now())
      plan(delay(attempts, parts.random(), failure.retryAfter))
    }
  }

  return {
    async now() {
      attempts = 0
      await round()
    },
    soon: () => plan(attempts === 0 ? saved : delay(attempts, parts.random())),
    stop() {
      stopped = true
      cancel()
    },
  }
}
