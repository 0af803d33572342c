import type { DeviceDatabase } from './database'
import { lineOf, newLine, type LineRow } from './rows'
import { newestOf } from './early'

/** Takes out of the log, of which all rows up to some moment are given, what newer lines have replaced. */
async function shorten({ lineLog }: DeviceDatabase, rows: readonly LineRow[]): Promise<void> {
  const counting = new Set(newestOf(rows))
  const over = rows.filter((row) => !counting.has(row))
  if (over.length > 0) await lineLog.bulkDelete(over.map(({ seq }) => seq))
}

/** A tab of an older app, still open, writes lines where version 4 kept them: those records' lines are made anew. */
async function adoptLines({ documents, lines, lineLog }: DeviceDatabase): Promise<void> {
  if (await lines.count() === 0) return
  await lines.db.transaction('rw', documents, lines, lineLog, async () => {
    const ids = await lines.toCollection().primaryKeys()
    const rows = await documents.bulkGet(ids)
    await lineLog.bulkAdd(ids.map((id, n) => (rows[n] ? lineOf(rows[n]) : newLine(id, null))))
    await lines.clear()
  })
}

/** What the log of lines needs done while nobody waits for it. `rows`: all of it, as it was at some moment. */
export async function tidyLines(database: DeviceDatabase, rows: readonly LineRow[]): Promise<void> {
  await adoptLines(database)
  await shorten(database, rows)
}
