import type { DocumentId } from './id'

/** What a device calls itself for one person, and how far it has counted. */
export interface Device {
  readonly id: string
  /** Four letters and digits that stand in every short number made here. */
  readonly code: string
  readonly records: number
  readonly sealed: number
  /** Numbers of seals with the record that each was given out for, until it is known what became of them. */
  readonly given?: Readonly<Record<number, DocumentId>>
  /** Numbers that no text has any more; unknown before the ledger was first drawn up. */
  readonly replaced?: readonly number[]
}
