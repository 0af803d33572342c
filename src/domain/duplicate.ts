import type { DocumentId } from './id'
import type { Payload } from './document'
import { chinaDay } from './day'
import type { ListedRecord } from './listed-record'
import { distance } from './place'
import { warningAt, type Problem } from './problem'

/** Two records of one kind and day that lie nearer than this may tell of one event; `private.are_alike` has the same. */
const near = 500

/** Records handed in already that may tell of the same event: same kind and day, and the same recipient or place. */
export function likelyDuplicates(payload: Payload, records: readonly ListedRecord[]): ListedRecord[] {
  const { started_at, recipient_org_id, position: { lng, lat } } = payload.header
  if (!started_at || payload.practice) return []
  const day = chinaDay(started_at)
  const isNear = (other: ListedRecord) => lng !== null && lat !== null && other.lng !== null && other.lat !== null &&
    distance({ lng, lat }, { lng: other.lng, lat: other.lat }) <= near
  return records.filter((other) => other.id !== payload.id && other.id !== payload.replaces && !other.practice &&
    (other.status === 'submitted' || other.status === 'approved') && other.kind === payload.kind && other.day === day &&
    ((recipient_org_id !== null && other.recipient_org_id === recipient_org_id) || isNear(other)))
}

/** Asked of the author, who may have a reason: two sessions of one day, for instance. */
export function duplicateProblems(payload: Payload, records: readonly ListedRecord[]): Problem[] {
  const [first] = likelyDuplicates(payload, records)
  return first ? [warningAt('header.title', 'likely_duplicate', { title: first.title, number: first.short_no })] : []
}

/** Which record was kept in place of one that a manager voided, and why; of one that the reader may not see the reason alone. */
export interface VoidedDuplicate {
  readonly kept_id: DocumentId | null
  readonly title: string | null
  readonly short_no: string | null
  /** Whether the kept record is the reader's own. */
  readonly mine: boolean
  readonly reason: string
  readonly voided_at: string
}
