import type { Month } from '@/domain/archive'
import type { PhotoDelivery } from '@/domain/delivery'
import type { Envelope, Payload } from '@/domain/document'
import type { DocumentId, OrganisationId, Sha256 } from '@/domain/id'
import { listed, type ListedRecord } from '@/domain/listed-record'
import { decode, encode, type Stored } from './codec'

/** A record as this device holds it. */
export interface HeldRecord {
  readonly payload: Payload
  /** Counts the saves on this device, so that a push knows whether its text is still the newest. */
  readonly edition: number
  /** The newest revision that left this device or came from the server; 0 before the first. */
  readonly revision: number
  /** Hashes of texts that the present content descends from and the server may hold; empty when that is not known. */
  readonly parents: readonly Sha256[]
  /** Hash of the revision that the server acknowledged last; null before that. */
  readonly acknowledged: Sha256 | null
  /** Milliseconds by this device's clock, for the order of lists only. */
  readonly touched: number
  /** What stood here before a pull or a merge replaced it, for a form that is still open on it. */
  readonly previous?: Payload
  /** Another device's version that this one's could not be merged with: a person decides. */
  readonly rival?: Rival
  /** It stood returned before the seal that it bears, of which the server has not spoken or which it refused. */
  readonly returned?: true
}

export interface Rival {
  readonly payload: Payload
  readonly sha256: Sha256
  readonly revision: number
  /** The content that both descend from; null where none is known. */
  readonly base: Payload | null
  /** The server does not hold it, or not as it stands: what descends from it is still to be sent. */
  readonly owed?: true
}

/** A text that the server holds, or held before it was restored from a backup. */
export interface KnownText {
  readonly revision: number
  readonly text: string
  readonly parents: readonly Sha256[]
  /** The day of contact on which the server said so: see contact.ts. */
  readonly at: number
}

export interface OutboxEntry {
  readonly state: 'queued' | 'sending' | 'refused'
  /** Text as it was or will be sent; null until a push, or sealing, fixes it. */
  readonly envelope: Envelope | null
  /** The edition that the envelope was made of. */
  readonly edition: number
  readonly attempts: number
  /** Why it was refused: problem codes, or `conflict`. */
  readonly codes: readonly string[]
}

/** What waits for the next push, with no text fixed yet. */
export const queued: OutboxEntry = { state: 'queued', envelope: null, edition: 0, attempts: 0, codes: [] }

/** A record and what is still to be sent of it, in one row: a save writes both with one put. */
export interface Held {
  readonly record: HeldRecord
  readonly entry: OutboxEntry | null
}

export interface HeldPhoto {
  readonly state: PhotoDelivery
  readonly type: string
  /** How often the server refused it; failures of the line do not count. */
  readonly attempts: number
  /** Milliseconds by this device's clock before which it is not tried again. */
  readonly notBefore?: number
  /** The day of contact on which the server's confirmation was taken in; absent where it is not known, or not to be relied on. */
  readonly confirmed?: number
}

export interface DiagnosticEvent {
  readonly at: number
  readonly name: string
  readonly detail: string
}

/** `waiting` stands in the rows with an outbox entry and in no other, so that its index lists just those. */
export type HeldRow = Stored<Held> & { readonly id: DocumentId; readonly waiting?: 1 }
export type PhotoRow<T> = Stored<T> & { readonly document_id: DocumentId; readonly sha256: Sha256 }
/** `open` stands while the picture's way is not at its end, so that those under way are found among thousands. */
export type HeldPhotoRow = PhotoRow<HeldPhoto> & { readonly open?: 1 }
/** A line as one save left it; a dropped record leaves one without a value. */
export type NewLine = Stored<ListedRecord | null> & { readonly id: DocumentId }
/** `seq`, given by the store, grows with every change of any line. */
export type LineRow = NewLine & { readonly seq: number }
/** `again` stands in the rows that are to be sent once more. */
export type TextRow = PhotoRow<KnownText> & { readonly again?: 1 }
/** A month of an organisation's archive. */
export type PageRow<T> = Stored<T> & { readonly organisation: OrganisationId; readonly month: Month }
export type KeyRow<T> = Stored<T> & { readonly key: string }

export const photoRow = (document_id: DocumentId, sha256: Sha256, photo: HeldPhoto): HeldPhotoRow => ({
  document_id, sha256, ...encode(photo), ...(photo.state === 'verified' || photo.state === 'refused' ? {} : { open: 1 as const }),
})

/** A record's row as it lies in the store. */
export const heldRow = (id: DocumentId, held: Held): HeldRow =>
  ({ id, ...(held.entry ? { waiting: 1 as const } : {}), ...encode(held) })

export const newLine = (id: DocumentId, line: ListedRecord | null): NewLine => ({ id, ...encode(line) })

/** The line of a record that is held. */
export function lineOf(row: HeldRow): NewLine {
  const { payload, touched } = decode(row).record
  return newLine(row.id, listed(payload, touched))
}
