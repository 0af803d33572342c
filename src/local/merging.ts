import type { Payload } from '@/domain/document'
import { mergePayloads, sayTheSame, settleClashes } from '@/domain/merge'
import type { Sha256 } from '@/domain/id'
import { queued, type Held, type HeldRecord } from './rows'
import { inConflict, Overtaken, type Read } from './edit'

/**
 * A save over content that was replaced since its form read it: merged, or, where both say different things, kept beside
 * what it was saved over until the person decides.
 */
export function overtake({ record: before, entry }: Held, payload: Payload, read?: Read): Pick<HeldRecord, 'payload' | 'previous' | 'rival'> {
  const base = read?.payload ?? (before.previous?.revision === payload.revision ? before.previous : null)
  const merge = mergePayloads(base, payload, before.payload)
  const kept = before.rival ? { rival: before.rival } : {}
  // The form goes on from what it has: its next save changes only what is typed after this one.
  if (merge.clashes.length === 0) return { payload: merge.payload, previous: payload, ...kept }
  const { acknowledged, parents: [newest], revision } = before
  const sha256 = acknowledged ?? newest ?? entry?.envelope?.sha256
  // With edits that are not sent yet, what it was saved over is not the text of that hash.
  const owed = entry || !acknowledged ? { owed: true as const } : {}
  // Sealed a moment ago, and its text not fixed yet: nothing may take its place. The form tries again.
  if (!sha256 && before.payload.sealed) throw new Error('a save came between a seal and its text')
  // Nothing that a person could be asked about: another tab's word on the same field is older than this one.
  if (!sha256 || before.rival) return { payload: settleClashes(merge, before.payload, () => 'mine'), previous: payload, ...kept }
  return { payload, rival: { payload: before.payload, sha256, revision, base, ...owed } }
}

/**
 * A content that takes the place of others here, under a number above theirs: by it a form knows whether what it read stands
 * still, also where a restored server has given a number twice. A text is numbered when it is sent.
 */
export const inPlaceOf = (payload: Payload, ...others: readonly (Payload | undefined)[]): Payload =>
  ({ ...payload, revision: Math.max(payload.revision, ...others.map((other) => (other?.revision ?? -1) + 1)) })

/** Every text that the next revision may descend from. */
const lineage = ({ record, entry }: Held) => [...record.parents, ...(entry?.envelope ? [entry.envelope.sha256] : [])]

export interface Head {
  readonly sha256: Sha256
  readonly revision: number
  /** As in `Rival`. */
  readonly owed?: true
}

/**
 * A record whose content descends from this device's and another's. Where it says what theirs says and the server has that,
 * nothing is left to send, and their revision counts from here.
 */
function descend(held: Held, payload: Payload, theirs: Payload, head: Head): Held {
  const { record: { rival, returned, ...record } } = held
  const isTheirs = !head.owed && sayTheSame(payload, theirs)
  return {
    record: {
      ...record, ...(returned && theirs.status === 'returned' ? { returned } : {}), payload: inPlaceOf({ ...payload, revision: theirs.revision }, record.payload, rival?.payload), previous: record.payload, edition: record.edition + 1,
      revision: isTheirs ? head.revision : Math.max(record.revision, head.revision),
      parents: isTheirs ? [head.sha256] : [...new Set([head.sha256, ...lineage(held)])],
      acknowledged: head.owed ? record.acknowledged : head.sha256,
    },
    entry: isTheirs ? null : queued,
  }
}

/** What this device has of a record after another device's version came: both together, or side by side. */
export function meet(held: Held, theirs: Payload, head: Head, known: Payload | null): Held {
  // Beside another version already, content descends from what both had in common then.
  const base = held.record.rival ? held.record.rival.base : known
  const { payload, clashes } = mergePayloads(base, held.record.payload, theirs)
  return clashes.length > 0
    ? { record: { ...held.record, rival: { payload: theirs, ...head, base } }, entry: inConflict(held.entry) }
    : descend(held, payload, theirs, head)
}

/** Both versions as the person saw them when deciding. */
export interface Seen {
  readonly edition: number
  readonly rival: Sha256
}

/** The content that a person decided on, descending from both versions. Throws `Overtaken` where either changed meanwhile. */
export function settleRival(held: Held | undefined, payload: Payload, now: number, seen: Seen): Held {
  const rival = held?.record.rival
  if (!held || rival?.sha256 !== seen.rival || held.record.edition !== seen.edition) throw new Overtaken()
  const { record, entry } = descend(held, payload, rival.payload, rival)
  return { record: { ...record, touched: now }, entry }
}
