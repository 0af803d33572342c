import { listed, type ListedRecord } from '@/domain/listed-record'
import type { Payload } from '@/domain/document'
import type { DocumentId } from '@/domain/id'
import type { Connection } from './connection'
import { decode, encode } from './codec'
import type { DeviceDatabase } from './database'

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
}

/** Writes a record's line, within the transaction that writes the record; null for a record that is dropped. */
export async function writeLine({ lines }: DeviceDatabase, id: DocumentId, payload: Payload | null, touched: number): Promise<void> {
  const last = (await lines.orderBy('seq').last())?.seq ?? 0
  await lines.put({ id, seq: last + 1, ...encode(payload && listed(payload, touched)) })
}

export const openLines = ({ use }: Connection): Lines => ({
  since: (seq) =>
    use(async ({ lines }) => {
      const rows = await lines.where('seq').above(seq).toArray()
      return {
        changed: rows.flatMap((row) => decode(row) ?? []),
        dropped: rows.flatMap((row) => (decode(row) === null ? [row.id] : [])),
        seq: rows.reduce((last, row) => Math.max(last, row.seq), seq),
      }
    }),
})
