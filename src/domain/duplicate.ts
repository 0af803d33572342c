import type { DocumentId, PersonId } from './id'
import type { Payload } from './document'
import { chinaDay } from './day'
import { isCounted, type ListedRecord } from './listed-record'
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
  const isOfFamily = ({ id, parent_id }: ListedRecord) => id === payload.id || id === payload.replaces || id === payload.parent_id || parent_id === payload.id
  return records.filter((other) => other.day === day && other.kind === payload.kind && isCounted(other) && !isOfFamily(other) &&
    ((recipient_org_id !== null && other.recipient_org_id === recipient_org_id) || isNear(other)))
}

/**
 * Asked of the author, who may have a reason: two sessions of one day, for instance. An own record and a colleague's are
 * asked about apart; those of one's own organisation first. `nameOf` knows some of the people.
 */
export function duplicateProblems(
  payload: Payload, records: readonly ListedRecord[], nameOf: (person: PersonId) => string | undefined = () => undefined,
): Problem[] {
  const found = likelyDuplicates(payload, records)
  const own = found.find(({ author_id }) => author_id === payload.author_id)
  const others = found.filter(({ author_id }) => author_id !== payload.author_id)
  const other = others.find(({ organisation_id }) => organisation_id === payload.header.organisation_id) ?? others[0]
  const by = other && [other.short_no, nameOf(other.author_id)].filter(Boolean).join(' · ')
  return [
    ...(own ? [warningAt('header.title', 'likely_duplicate', { title: own.title, number: own.short_no })] : []),
    ...(other ? [warningAt('header.title', 'colleague_duplicate', { title: other.title, number: by as string })] : []),
  ]
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
