import { writeXlsx } from 'hucre/xlsx'

/** An XLSX file of one sheet with these rows, the first of them bold. */
export async function workbookOf(name: string, rows: readonly (readonly (string | number | null)[])[]): Promise<Blob> {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(40, 4 + 2 * Math.max(...rows.map((row) => [...String(row[column] ?? '')].length))))
  const bytes = await writeXlsx({ sheets: [{ name, rows: rows.map((row) => [...row]), columns: widths.map((width) => ({ width })) }] })
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })
}
