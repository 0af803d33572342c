import type { Failure } from '@/domain/failure'
import type { OrganisationId, Sha256 } from '@/domain/id'
import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { makeArchivePace, pullArchives } from './archive'
import { delay } from './backoff'
import { done, type Outcome } from './outcome'
import { sendFillings } from './fillings'
import { tellLedger } from './ledger'
import { makePace } from './pace'
import { refreshPacks } from './packs'
import { sendPlans } from './plans'
import { sendPhotos } from './photos'
import { pullOwn } from './pull'
import { push } from './push'

export interface SyncState {
  readonly phase: 'idle' | 'running'
  /** Why the newest round stopped early or left something over; null after a whole round. */
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
  /** False while the browser is certain that there is no network. */
  readonly connected: () => boolean
  /** Keys of the packs that this person needs. */
  readonly packKeys: () => Promise<readonly string[]>
  /** The person's organisations, whose archives are kept. */
  readonly organisations: () => readonly OrganisationId[]
  readonly changed: (state: SyncState) => void
}

export interface Sync {
  /** Runs a round now; a person's tap, which also forgets the waiting time. */
  now(): Promise<void>
  /** Runs a round soon: something was saved, the app came to the front. Never later than planned already. */
  soon(): void
  stop(): void
}

/** How soon a quiet phone looks again. */
const regular = 60_000
const saved = 1_000
/** How soon while another tab runs, or photos wait for the server's confirmation; the latter so many times. */
const shortly = 5_000
const mostLooks = 6

/** Delivery as a loop: records, then photos, then what changed on the server; one runner at a time. */
export function createSync(parts: SyncParts): Sync {
  const { local, remote, now, later } = parts
  let state: SyncState = { phase: 'idle', failure: null, succeeded: null }
  const pace = makePace()
  const archivePace = makeArchivePace()
  let attempts = 0
  let cancel = () => {}
  let planned: number | null = null
  let running = false
  let again = false
  let stopped = false
  let looks = { left: 0, photos: 0 }

  const say = (next: Partial<SyncState>) => {
    state = { ...state, ...next }
    if (!stopped) parts.changed(state)
  }
  const plan = (milliseconds: number) => {
    cancel()
    planned = now() + milliseconds
    if (!stopped) cancel = later(() => void round(), milliseconds)
  }

  async function steps(): Promise<Outcome> {
    let outcome = done
    for (const step of [
      () => push({ local, remote, hash: parts.hash, now, pace }),
      () => sendPhotos({ local, remote, now, random: parts.random }),
      () => pullOwn({ local, remote, now, merged: () => (again = true) }),
      // After the pull, which knows whose session it is.
      () => tellLedger({ local, remote, now }),
      () => sendPlans({ local, remote }),
      () => sendFillings({ local, remote }),
      () => refreshPacks({ local, remote, now }, parts.packKeys),
      async () => {
        await pullArchives({
          archive: await local.archive(), remote, pace: archivePace, hash: parts.hash, now, organisations: parts.organisations,
          wanted: () => again || stopped,
        })
        return done
      },
    ]) {
      if (stopped) break
      const ended = await step()
      if (!ended.done && outcome.done) outcome = ended
      if (!ended.done && !ended.goOn) break
    }
    return outcome
  }

  /** Milliseconds until the next look after a whole round: sooner, a few times, while photos wait to be confirmed. */
  async function pause(): Promise<number> {
    const photos = await local.photoQueue.unconfirmed()
    const left = photos > looks.photos ? mostLooks : looks.left
    looks = { left: photos > 0 ? Math.max(0, left - 1) : 0, photos }
    return photos > 0 && left > 0 ? shortly : regular
  }

  /** Runs the steps unless another tab does; gives when to look again. Rejects only for a bug or a broken store. */
  async function attempt(): Promise<number> {
    let outcome: Outcome = done
    if (!parts.connected()) return idle()
    const led = await parts.alone(async () => {
      say({ phase: 'running' })
      outcome = await steps()
    })
    if (stopped) return regular
    if (!led) return shortly
    if (outcome.done) {
      attempts = 0
      say({ failure: null, succeeded: now() })
      return pause()
    }
    return trouble(outcome as Extract<Outcome, { done: false }>)
  }

  /** Without a network nothing is tried, so that no draft counts as one that may have arrived. */
  function idle(): number {
    say({ failure: { code: 'offline', detail: 'no network' } })
    return regular
  }

  /** Waits longer after each failure of the line; what was merely left over does not slow the rest down. */
  async function trouble({ failure, goOn }: Extract<Outcome, { done: false }>): Promise<number> {
    attempts = goOn ? 0 : attempts + 1
    const news = state.failure?.code !== failure.code
    say({ failure })
    if (news) await local.events.note('round stopped', failure.code, now())
    return goOn ? regular : delay(attempts, parts.random(), failure.retryAfter)
  }

  async function crashed(error: unknown): Promise<number> {
    const detail = error instanceof Error ? error.name : 'unknown'
    attempts += 1
    say({ failure: { code: 'unknown', detail } })
    // A store that is broken cannot note it either; the state says it.
    await local.events.note('round crashed', detail, now()).catch(() => undefined)
    return delay(attempts, parts.random())
  }

  async function round(): Promise<void> {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    running = true
    again = false
    planned = null
    cancel()
    const wait = await attempt().catch(crashed)
    running = false
    if (stopped) return
    if (state.phase === 'running') say({ phase: 'idle' })
    plan(again && attempts === 0 ? Math.min(saved, wait) : wait)
  }

  return {
    async now() {
      attempts = 0
      await round()
    },
    soon() {
      if (running) again = true
      else if (planned === null || (attempts === 0 && planned > now() + saved)) plan(saved)
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}
