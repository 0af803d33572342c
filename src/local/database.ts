import Dexie, { liveQuery, RangeSet, type Collection, type Table, type Transaction } from 'dexie'
import type { ArchivedLine, ArchivedText, Month } from '@/domain/archive'
import type { DocumentId, OrganisationId, PersonId, Sha256 } from '@/domain/id'
import type { NewPerson, PullCursor, ReferencePack } from '@/domain/ports'
import { decode, type Stored } from './codec'
import {
  heldRow, lineOf, photoRow, type DiagnosticEvent, type Held, type HeldPhotoRow, type HeldRecord, type HeldRow, type KeyRow, type LineRow,
  type NewLine, type OutboxEntry, type PageRow, type PhotoRow, type TextRow,
} from './rows'

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

  /** Tells live queries, in every tab, of a record that was written past the library, with its line. */
  announce(id: DocumentId): void {
    const part = (path: string) => `idb://${this.name}/${path}`
    const anywhere = () => new RangeSet(-Infinity, [[]])
    Dexie.on.storagemutated.fire({
      [part('documents/')]: new RangeSet(id), [part('documents/waiting')]: anywhere(),
      [part('lineLog/')]: anywhere(),
    })
  }

  /** The rows with something to send. */
  waiting(): Collection<HeldRow, DocumentId> {
    return this.documents.where('waiting').equals(1)
  }
}

/** Runs the query now and after each change of what it read, in any tab; gives the function that stops it. */
export function watch<T>(query: () => Promise<T>, give: (value: T) => void, fail: (error: unknown) => void): () => void {
  const subscription = liveQuery(query).subscribe(give, fail)
  return () => subscription.unsubscribe()
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
