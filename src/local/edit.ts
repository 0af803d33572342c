import type { Payload } from '@/domain/document'
import { queued, type Held, type HeldRecord, type OutboxEntry } from './rows'

/** Waits for a person's decision; editing does not queue it. */
export const inConflict = (entry: OutboxEntry | null | undefined): OutboxEntry =>
  ({ ...queued, envelope: entry?.envelope ?? null, edition: entry?.edition ?? 0, state: 'refused', codes: ['conflict'] })

/** A save over content that was replaced since its form read it: it has to be merged first. */
export class Overtaken extends Error {}

/** A record as a form read it, or saved it last: what the form's content grew from. */
export type Read = Pick<HeldRecord, 'payload' | 'edition'>

/** What a save over replaced content comes to. */
export type Overtake = (held: Held, payload: Payload, read?: Read) => Pick<HeldRecord, 'payload' | 'previous' | 'rival'>

const refuse: Overtake = () => {
  throw new Overtaken()
}

/**
 * A record with new content, queued to be sent. `read` is what that content grew from: where another tab has saved since, the
 * save is one over replaced content. Throws `Overtaken` then, unless told how to merge.
 */
export function edit(held: Held | undefined, payload: Payload, now: number, overtake = refuse, read?: Read): Held {
  const before = held?.record
  const isReplaced = before && ((!before.rival && before.payload.revision !== payload.revision) || (read && before.edition !== read.edition))
  const content = held && isReplaced ? overtake(held, payload, read) : { payload, ...(before?.rival ? { rival: before.rival } : {}) }
  const envelope = held?.entry?.envelope ?? null
  const isOfReturned = content.payload.status === 'submitted' && (before?.payload.status === 'returned' || (before?.returned && held?.entry))
  return {
    record: {
      ...(isOfReturned ? { returned: true as const } : {}),
      ...(before?.previous ? { previous: before.previous } : {}),
      ...content,
      edition: (before?.edition ?? 0) + 1,
      revision: before?.revision ?? 0,
      parents: before?.parents ?? [],
      acknowledged: before?.acknowledged ?? null,
      touched: now,
    },
    entry: content.rival ? inConflict(held?.entry) : { ...queued, envelope, edition: held?.entry?.edition ?? 0 },
  }
}
