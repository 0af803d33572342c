import { onScopeDispose } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import { longestFilling, waitingFillingsKey, workedBetween, type FillingTime } from '@/domain/filling'
import type { useDraft } from './use-draft'

/** Milliseconds by draft, on this device alone. */
const key = 'filling'
type Fillings = Readonly<Record<string, number>>
/** Drafts that nobody finishes are forgotten after so many newer ones. */
const most = 50
/** How often the time is written down while one works, and how soon after its making a record must have been opened. */
const rest = 15_000
const soon = 60_000

type Filled = Pick<ReturnType<typeof useDraft>, 'payload' | 'refusal' | 'loaded'>

/**
 * How long a new record takes to fill in: while its form is in front and something is done in it. Never for practice, for
 * a correction, a copy, a record begun elsewhere, or one handed in before. `hand` gives it away with the record's kind and
 * form version and nothing else.
 */
export function useFillingTime(id: DocumentId, { payload, refusal, loaded }: Filled, amending: boolean) {
  const { clock } = useContainer()
  const { local } = useWorkplace()
  let total = 0
  let last: number | null = null
  let written = 0
  let counts = false

  const write = async () => {
    if (!counts) return
    written = clock.now()
    await local.preferences.update<Fillings>(key, (now = {}) => {
      const { [id]: _old, ...others } = now
      return Object.fromEntries([...Object.entries(others), [id, total] as const].slice(-most))
    })
  }
  // The log lies in the same store, which may be full.
  const failed = (error: unknown) =>
    local.events.note('filling time', error instanceof Error ? error.name : 'unknown', clock.now()).catch(() => undefined)

  const mark = () => {
    if (last === null) return
    const now = clock.now()
    total += workedBetween(last, now)
    last = now
    if (now - written >= rest) void write().catch(failed)
  }
  const turn = () => {
    const hidden = document.visibilityState === 'hidden'
    if (hidden) {
      mark()
      void write().catch(failed)
    }
    last = hidden || !counts ? null : clock.now()
  }

  void loaded.then(async () => {
    const content = payload.value
    if (!content || amending || content.practice || content.replaces !== undefined || content.status !== 'draft' || refusal.value.length > 0) return
    const before = (await local.preferences.get<Fillings>(key))?.[id]
    counts = before !== undefined || clock.now() - Date.parse(content.created_at) < soon
    total = before ?? 0
    turn()
  }).catch(failed)

  const signs = ['pointerdown', 'keydown', 'input'] as const
  for (const sign of signs) document.addEventListener(sign, mark, { capture: true, passive: true })
  document.addEventListener('visibilitychange', turn)
  onScopeDispose(() => {
    for (const sign of signs) document.removeEventListener(sign, mark, { capture: true })
    document.removeEventListener('visibilitychange', turn)
    mark()
    void write().catch(failed)
  })

  /** The record has been handed in: its time waits for delivery, once, and is forgotten here. */
  async function hand(): Promise<void> {
    if (!counts || !payload.value) return
    mark()
    counts = false
    last = null
    const { kind, answers_version } = payload.value
    const seconds = Math.round(total / 1000)
    await local.preferences.update<Fillings>(key, (now = {}) => Object.fromEntries(Object.entries(now).filter(([each]) => each !== id)))
    if (seconds >= 1 && seconds <= longestFilling)
      await local.preferences.update<readonly FillingTime[]>(waitingFillingsKey, (now = []) => [...now, { kind, answers_version, seconds }])
  }

  return { hand: () => hand().catch(failed) }
}
