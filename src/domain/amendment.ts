import type { Payload } from './document'
import type { DocumentId, Sha256 } from './id'

/** A picture taken for a correction, kept with it until it is handed in. */
export interface AmendmentBytes {
  readonly sha256: Sha256
  readonly bytes: ArrayBuffer
  readonly type: string
}

/** A correction of a submitted record that is not handed in yet: beside the record, which stays as it was until then. */
export interface KeptAmendment<Read> {
  readonly payload: Payload
  readonly bytes: readonly AmendmentBytes[]
  /** The record that the correction was begun on; missing where an older app kept it. */
  readonly read?: Read | undefined
  /** Counts its saves, so that a form knows what another tab saved since; missing where an older app kept it. */
  readonly edition?: number
}

/** How the keys of preferences begin under which corrections rest; after it stands the record's id, and null where it is over. */
export const amendmentPrefix = 'amendment/'

/** Under which preference the correction of a record rests. */
export const amendmentKey = (id: DocumentId): string => `${amendmentPrefix}${id}`
