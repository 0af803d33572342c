import Dexie, { type Collection, type Table, type Transaction } from 'dexie'
import type { ArchivedLine, ArchivedText, Month } from '@/domain/archive'
import type { Payload, Envelope } from '@/domain/document'
import type { DocumentId, OrganisationId, PersonId, Sha256 } from '@/domain/id'
import { listed, type ListedRecord } from '@/domain/listed-record'
import type { NewPerson, PullCursor, ReferencePack } from '@/domain/ports'
import type { PhotoDelivery } from '@/domain/delivery'
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
type PhotoRow<T> = Stored<T> & { readonly document_id: DocumentId; readonly sha256: Sha256 }
/** `open` stands while the picture's way is not at its end, so that those under way are found among thousands. */
type HeldPhotoRow = PhotoRow<HeldPhoto> & { readonly open?: 1 }
/** A line as one save left it; a dropped record leaves one without a value. */
export type NewLine = Stored<ListedRecord | null> & { readonly id: DocumentId }
/** `seq`, given by the store, grows with every change of any line. */
export type LineRow = NewLine & { readonly seq: number }
/** `again` stands in the rows that are to be sent once more. */
type TextRow = PhotoRow<KnownText> & { readonly again?: 1 }
/** A month of an organisation's archive. */
type PageRow<T> = Stored<T> & { readonly organisation: OrganisationId; readonly month: Month }
type KeyRow<T> = Stored<T> & { readonly key: string }

export const photoRow = (document_id: DocumentId, sha256: Sha256, photo: HeldPhoto): HeldPhotoRow => ({
  document_id, sha256, ...encode(photo), ...(photo.state === 'verified' || photo.state === 'refused' ? {} : { open: 1 as const }),
})

/**
 * One database per person. Indexed fields carry no content. Commits are strict: `complete` means on the disk.
 * Version 2: what is to be sent stands with its record, and pictures under way are known. Version 3:
 * texts that the server holds are kept, to merge with and to send again. Version 4: archives. Version 5: lines are a log.
 * A save adds its line and reads none; of a record's lines the newest counts. `lines` stays, empty, for a tab of an older app
 * that is still open: see `adoptLines`.
 */
export class DeviceDatabase extends Dexie {
  declare documents: Table<HeldRow, DocumentId>
  /** Where version 4 keeps its lines. */
  declare lines: Table<{ readonly id: DocumentId }, DocumentId>
  declare lineLog: Table<LineRow, number, NewLine>
  declare photos: Table<HeldPhotoRow, [DocumentId, Sha256]>
  declare photoBytes: Table<PhotoRow<ArrayBuffer>, [DocumentId, Sha256]>
  declare texts: Table<TextRow, [DocumentId, Sha256]>
  declare archive: Table<PageRow<readonly ArchivedLine[]>, [OrganisationId, Month]>
  declare archiveTexts: Table<PageRow<Readonly<Record<DocumentId, ArchivedText>>>, [OrganisationId, Month]>
  declare people: Table<KeyRow<NewPerson>, PersonId>
  declare packs: Table<KeyRow<ReferencePack>, string>
  declare cursors: Table<KeyRow<PullCursor>, string>
  declare preferences: Table<KeyRow<unknown>, string>
  declare events: Table<Stored<DiagnosticEvent> & { readonly seq?: number }, number>

  constructor(readonly person: PersonId) {
    super(`xingxun-${person}`, { chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.version(1).stores({
      documents: 'id',
      outbox: 'id',
      photos: '[document_id+sha256], document_id',
      photoBytes: '[document_id+sha256], document_id',
      people: 'key',
      packs: 'key',
      cursors: 'key',
      preferences: 'key',
      events: '++seq',
    })
    this.version(2).stores({
      documents: 'id, waiting', outbox: null, lines: 'id, seq', photos: '[document_id+sha256], document_id, open',
    }).upgrade(upgradeToTwo)
    // Pulled afresh once, for the texts, and for versions of other devices that were passed over.
    this.version(3).stores({ texts: '[document_id+sha256], document_id, again' })
      .upgrade((transaction) => transaction.table('cursors').clear())
    this.version(4).stores({ archive: '[organisation+month]', archiveTexts: '[organisation+month]' })
    this.version(5).stores({ lineLog: '++seq' }).upgrade(async (transaction) => {
      const lines: NewLine[] = []
      // One by one: together they may be more than a phone holds.
      await transaction.table<HeldRow>('documents').each((row) => lines.push(lineOf(row)))
      await transaction.table('lineLog').bulkAdd(lines)
      await transaction.table('lines').clear()
    })
  }

  held(id: DocumentId): PromiseLike<Held | undefined> {
    return this.documents.get(id).then((row) => row && decode(row))
  }

  /** Writes a record with its entry; whoever calls it holds the transaction in which both were read. */
  hold(id: DocumentId, held: Held): PromiseLike<unknown> {
    return this.documents.put(heldRow(id, held))
  }

  /** The rows with something to send. */
  waiting(): Collection<HeldRow, DocumentId> {
    return this.documents.where('waiting').equals(1)
  }
}

/** A record's row as it lies in the store. */
export const heldRow = (id: DocumentId, held: Held): HeldRow =>
  ({ id, ...(held.entry ? { waiting: 1 as const } : {}), ...encode(held) })

export const newLine = (id: DocumentId, line: ListedRecord | null): NewLine => ({ id, ...encode(line) })

/** The line of a record that is held. */
export function lineOf(row: HeldRow): NewLine {
  const { payload, touched } = decode(row).record
  return newLine(row.id, listed(payload, touched))
}

/** Version 1 kept the outbox apart. */
async function upgradeToTwo(transaction: Transaction): Promise<void> {
  const old = <T>(name: string) => transaction.table<Stored<T> & { id: DocumentId }, DocumentId>(name)
  const entries = new Map((await old<OutboxEntry>('outbox').toArray()).map((row) => [row.id, decode(row)]))
  const rows = (await old<HeldRecord>('documents').toArray()).map((row) => ({ id: row.id, record: decode(row) }))
  await transaction.table('documents').bulkPut(rows.map(({ id, record }) =>
    heldRow(id, { record, entry: entries.get(id) ?? null })))
  await transaction.table<HeldPhotoRow>('photos').toCollection().modify((row, place) => {
    place.value = photoRow(row.document_id, row.sha256, decode(row))
  })
}
