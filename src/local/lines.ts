import { listed, type ListedRecord } from '@/domain/listed-record'
import type { Payload } from '@/domain/document'
import type { DocumentId, PersonId } from '@/domain/id'
import type { Connection } from './connection'
import { decode } from './codec'
import { lineRow, type DeviceDatabase, type LineRow } from './database'
import { takeEarlyLines } from './early'

export interface LineChanges {
  /** Lines changed since, without those of dropped records. */
  readonly changed: readonly ListedRecord[]
  readonly dropped: readonly DocumentId[]
  /** From where to ask next. */
  readonly seq: number
}

/** The lines of lists, written with the records they belong to. */
export interface Lines {
  /** What changed after `seq`; 0 gives every line. */
  since(seq: number): Promise<LineChanges>
  /** Every line as the page's early look found it, once; null when there was no such look. `since` gives what came after. */
  early(): Promise<LineChanges | null>
}

const changesOf = (rows: readonly LineRow[], seq: number): LineChanges => ({
  changed: rows.flatMap((row) => decode(row) ?? []),
  dropped: rows.flatMap((row) => (decode(row) === null ? [row.id] : [])),
  seq: rows.reduce((last, row) => Math.max(last, row.seq), seq),
})

/** Writes a record's line, within the transaction that writes the record; null for a record that is dropped. */
export async function writeLine({ lines }: DeviceDatabase, id: DocumentId, payload: Payload | null, touched: number): Promise<void> {
  const last = (await lines.orderBy('seq').last())?.seq ?? 0
  await lines.put(lineRow(id, last + 1, payload && listed(payload, touched)))
}

export const openLines = ({ use }: Connection, person: PersonId): Lines => ({
  since: (seq) => use(async ({ lines }) => changesOf(await lines.where('seq').above(seq).toArray(), seq)),
  async early() {
    const rows = await takeEarlyLines(person)
    return rows && changesOf(rows, 0)
  },
})
