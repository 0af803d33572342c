import type { Day } from './day'
import type { DocumentId, OrganisationId, Sha256 } from './id'
import type { ListedRecord } from './listed-record'
import type { PullCursor, PulledDocument } from './ports'
import type { Result } from './failure'

// The archive: what of an organisation's records stands on a phone, besides the person's own.

/** A calendar month of China Standard Time, `2026-05`. */
export type Month = string

/** A record's line in lists, with what tells one state of it from another. */
export interface ArchivedLine extends ListedRecord {
  readonly revision: number
  readonly sha256: Sha256
}

export interface ArchivedText {
  /** The payload as its author sealed it. */
  readonly text: string
  readonly photos: PulledDocument['photos']
}

export interface ArchivedRecord extends ArchivedText {
  readonly line: ArchivedLine
}

export interface ArchiveMonths {
  /** From where to ask for what changed. */
  readonly cursor: PullCursor
  /** The first day of the archive. */
  readonly since: Day
  /** Newest first; the digest is over its records as in `digestText`. */
  readonly months: readonly { readonly month: Month; readonly count: number; readonly digest: Sha256 }[]
}

export interface ArchivePage {
  readonly cursor: PullCursor
  readonly complete: boolean
  readonly records: readonly ArchivedRecord[]
  /** Records that the organisation sees no more. */
  readonly departed: readonly DocumentId[]
}

export interface ArchiveSource {
  archiveMonths(organisation: OrganisationId): Promise<Result<ArchiveMonths>>
  /** The records of some months in the order of their ids, so many after an id; fewer are the last. */
  archiveRecords(organisation: OrganisationId, months: readonly Month[], after: DocumentId | null, size: number): Promise<Result<readonly ArchivedRecord[]>>
  /** What changed since the cursor; a page of another epoch is empty. */
  pullArchive(organisation: OrganisationId, cursor: PullCursor): Promise<Result<ArchivePage>>
}

export const monthOf = (day: Day | null): Month => (day ?? '').slice(0, 7)

/** What the digest of a month is the SHA-256 of, on both sides. */
export const digestText = (lines: readonly ArchivedLine[]): string =>
  lines.map(({ id, revision, status }) => `${id} ${revision} ${status}`).sort().join('\n')
