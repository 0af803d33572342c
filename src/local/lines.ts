import { listed, type ListedRecord } from '@/domain/listed-record'
import type { Payload } from '@/domain/document'
import type { DocumentId, PersonId } from '@/domain/id'
import type { Connection } from './connection'
import { decode } from './codec'
import type { DeviceDatabase } from './database'
import { newLine, type LineRow } from './rows'
import { newestOf, takeEarlyLines } from './early'

export interface LineChanges {
  /** Lines changed since, without those of dropped records. */
  readonly changed: readonly ListedRecord[]
  readonly dropped: readonly DocumentId[]
  /** From where to ask next. */
  readonly seq: number
}

/** The lines of lists, written with the records they belong to: a log, of which a record's newest line counts. */
export interface Lines {
  /** What changed after `seq`; 0 gives every line. */
  since(seq: number): Promise<LineChanges>
  /** Every line as the page's early look found it, once; null when there was no such look. `since` gives what came after. */
  early(): Promise<LineChanges | null>
}

/** After this long, in milliseconds, the page that has just come is at rest. */
const rest = 10_000

function changesOf(rows: readonly LineRow[], seq: number): LineChanges {
  const newest = newestOf(rows)
  return {
    changed: newest.flatMap((row) => decode(row) ?? []),
    dropped: newest.flatMap((row) => (decode(row) === null ? [row.id] : [])),
    seq: rows.at(-1)?.seq ?? seq,
  }
}

/** Writes a record's line, within the transaction that writes the record; null for a record that is dropped. */
export const writeLine = ({ lineLog }: DeviceDatabase, id: DocumentId, payload: Payload | null, touched: number): PromiseLike<unknown> =>
  lineLog.add(newLine(id, payload && listed(payload, touched)))

export const openLines = (connection: Connection, person: PersonId): Lines => ({
  since: (seq) => connection.use(async ({ lineLog }) => changesOf(await lineLog.where('seq').above(seq).toArray(), seq)),
  async early() {
    const rows = await takeEarlyLines(person)
    if (!rows) return null
    // Where it fails the next start does it; no room is made for it.
    const tidy = async () => (await import('./purge')).tidyLines(await connection.open(), rows)
    setTimeout(() => void tidy().catch(() => undefined), rest)
    return changesOf(rows, 0)
  },
})
