import { mayChange } from '@/domain/activity'
import type { Payload } from '@/domain/document'
import { mergePayloads, settleClashes, valueAt, type Path } from '@/domain/merge'
import type { HeldView } from '../history/record-view'

/** A field that two devices filled in differently; `status`: which version stands as a whole. */
export interface Clash {
  readonly key: string
  readonly path: Path
  readonly mine: unknown
  readonly theirs: unknown
}

export type Decisions = Readonly<Record<string, 'mine' | 'theirs'>>

export interface Versions {
  readonly clashes: readonly Clash[]
  /** Whether this device's version may follow the other: what was handed in never becomes a draft again. */
  readonly mineMayStand: boolean
  /**
   * The content that these decisions come to; null while one is missing. `reason` is the amendment's where this device's
   * version replaces one that was handed in, and says none itself.
   */
  decided(decisions: Decisions, reason: string): Payload | null
}

const keyOf = (path: Path) => path.join('.')

/** What a person has to decide about a record that another device's version stands beside; null for any other record. */
export function versionsOf({ record: { payload, rival } }: HeldView): Versions | null {
  if (!rival) return null
  const merge = mergePayloads(rival.base, payload, rival.payload)
  return {
    clashes: merge.clashes.map((path) => ({ key: keyOf(path), path, mine: valueAt(payload, path), theirs: valueAt(rival.payload, path) })),
    mineMayStand: mayChange(rival.payload.status, payload.status, 'author'),
    decided(decisions, reason) {
      if (!merge.clashes.every((path) => decisions[keyOf(path)])) return null
      const content = settleClashes(merge, rival.payload, (path) => decisions[keyOf(path)] ?? 'mine')
      const replaces = decisions['status'] === 'mine' && rival.payload.status === 'submitted' && !content.amend_reason.trim()
      return replaces ? { ...content, amend_reason: reason } : content
    },
  }
}
