import { streamXlsxRows } from 'hucre/xlsx'
import { largestFile, mostRows } from './limits'
import { zipWeight } from './zip-weight'

/** What a workbook of so many rows unpacks to, many times over. */
const heaviest = 24 * 1024 * 1024
const mostSheets = 5
/** Titles and notes may stand above the header. */
const headerWithin = 20
const mostColumns = 100

export type WorkbookTrouble =
  'tooLarge' | 'tooManyRows' | 'encrypted' | 'notWorkbook' | 'noNameColumn' | 'noRows'

export type Cell = string | number | boolean | Date | null

export interface SheetRow {
  /** As the spreadsheet numbers it. */
  readonly line: number
  readonly cells: readonly Cell[]
}

export interface ReadSheet<Columns> {
  readonly columns: Columns
  readonly rows: readonly SheetRow[]
}

type Answer<Columns> = { readonly sheet: ReadSheet<Columns> } | { readonly trouble: WorkbookTrouble }

/** The columns when a row is the header, else null. */
type HeaderOf<Columns> = (cells: readonly Cell[]) => Columns | null

const isBlank = (cells: readonly Cell[]) => cells.every((cell) => cell === null || String(cell).trim() === '')

async function readOne<Columns>(bytes: Uint8Array, sheet: number, headerOf: HeaderOf<Columns>): Promise<Answer<Columns>> {
  let columns: Columns | null = null
  const rows: SheetRow[] = []
  for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
    const cells = values.slice(0, mostColumns)
    if (isBlank(cells)) continue
    if (!columns) {
      columns = headerOf(cells)
      if (!columns && index >= headerWithin) break
      continue
    }
    if (rows.length === mostRows) return { trouble: 'tooManyRows' }
    rows.push({ line: index + 1, cells })
  }
  if (!columns) return { trouble: 'noNameColumn' }
  return rows.length === 0 ? { trouble: 'noRows' } : { sheet: { columns, rows } }
}

const oleMagic = [0xd0, 0xcf, 0x11, 0xe0]

/** The first sheet of an XLSX file that has a header as asked for, formulas as their values; or why there is none. */
export async function readSheet<Columns>(bytes: Uint8Array, headerOf: HeaderOf<Columns>): Promise<Answer<Columns>> {
  if (bytes.length > largestFile) return { trouble: 'tooLarge' }
  // Encrypted workbooks, and those of the nineties.
  if (oleMagic.every((byte, n) => bytes[n] === byte)) return { trouble: 'encrypted' }
  const weight = zipWeight(bytes)
  if (weight === null) return { trouble: 'notWorkbook' }
  if (weight > heaviest) return { trouble: 'tooLarge' }
  let trouble: WorkbookTrouble = 'noNameColumn'
  for (let sheet = 0; sheet < mostSheets; sheet += 1) {
    // A parser that is given anything may fail in any way.
    const answer: Answer<Columns> = await readOne(bytes, sheet, headerOf).catch(() => ({ trouble: 'notWorkbook' }))
    if ('sheet' in answer || answer.trouble === 'tooManyRows' || answer.trouble === 'notWorkbook') return answer
    if (answer.trouble === 'noRows') trouble = 'noRows'
  }
  return { trouble }
}
