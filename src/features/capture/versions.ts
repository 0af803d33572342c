import type { Payload } from '@/domain/document'
import { mergePayloads, settleClashes, valueAt, type Path } from '@/domain/merge'
import type { HeldView } from '../history/record-view'

/** A field that two devices filled in differently. */
export interface Clash {
  readonly key: string
  readonly path: Path
  readonly mine: unknown
  readonly theirs: unknown
}

export type Decisions = Readonly<Record<string, 'mine' | 'theirs'>>

const keyOf = (path: Path) => path.join('.')
const mergeOf = ({ record: { payload, rival } }: HeldView) => rival && mergePayloads(rival.base, payload, rival.payload)

/** What a person has to decide about a record with two versions; empty for one without. */
export function clashesOf(view: HeldView): readonly Clash[] {
  const { payload, rival } = view.record
  return rival ? (mergeOf(view)?.clashes ?? []).map((path) =>
    ({ key: keyOf(path), path, mine: valueAt(payload, path), theirs: valueAt(rival.payload, path) })) : []
}

/** The content that these decisions come to; null while one is missing. */
export function decided(view: HeldView, decisions: Decisions): Payload | null {
  const merge = mergeOf(view)
  const { rival } = view.record
  if (!merge || !rival || merge.clashes.some((path) => !decisions[keyOf(path)])) return null
  return settleClashes(merge, rival.payload, (path) => decisions[keyOf(path)] ?? 'mine')
}
