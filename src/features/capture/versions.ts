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
  /** The content that these decisions come to; null while one is missing. */
  decided(decisions: Decisions): Payload | null
}

const keyOf = (path: Path) => path.join('.')

/** What a person has to decide about a record that another device's version stands beside; null for any other record. */
export function versionsOf({ record: { payload, rival } }: HeldView): Versions | null {
  if (!rival) return null
  const merge = mergePayloads(rival.base, payload, rival.payload)
  return {
    clashes: merge.clashes.map((path) => ({ key: keyOf(path), path, mine: valueAt(payload, path), theirs: valueAt(rival.payload, path) })),
    decided: (decisions) => (merge.clashes.every((path) => decisions[keyOf(path)])
      ? settleClashes(merge, rival.payload, (path) => decisions[keyOf(path)] ?? 'mine') : null),
  }
}
