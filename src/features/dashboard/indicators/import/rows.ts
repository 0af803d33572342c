import type { AreaFigure, AreaFigureVerdict } from '@/domain/saved-view'
import { plainHeader, textOf } from '@/fields/spreadsheet/cells'
import type { Cell, ReadSheet, SheetRow } from '@/fields/spreadsheet/workbook'
import { figureHeaders } from './vocabulary'

export type Columns = Readonly<Record<string, number>>
const figures = ['residents', 'village_doctors'] as const

/** The columns when a row is a header: a code and at least one figure. */
export function figureHeaderOf(cells: readonly Cell[]): Columns | null {
  const words = cells.map(plainHeader)
  const columns = Object.fromEntries(Object.entries(figureHeaders).flatMap(([name, known]) => {
    const at = words.findIndex((word) => (known as readonly string[]).includes(word))
    return at < 0 ? [] : [[name, at]]
  }))
  return columns['code'] !== undefined && figures.some((figure) => columns[figure] !== undefined) ? columns : null
}

/** Rows out of pasted text: cells parted by tabs, or by commas where there are none; the first row with columns is the header. */
export function pastedSheet(text: string): ReadSheet<Columns> | null {
  const lines = text.split(/\r?\n/).map((line, n) => ({ line: n + 1, cells: line.split(line.includes('\t') ? '\t' : /[,，]/) as Cell[] }))
    .filter(({ cells }) => cells.some((cell) => String(cell).trim() !== ''))
  const at = lines.findIndex(({ cells }) => figureHeaderOf(cells) !== null)
  const columns = at < 0 ? null : figureHeaderOf(lines[at]?.cells ?? [])
  return columns && { columns, rows: lines.slice(at + 1) }
}

export interface FigureLine {
  /** Row of the sheet. */
  readonly line: number
  readonly figure: AreaFigure
  /** What is wrong with it by itself; the server may refuse it for reasons of its own. */
  readonly problem: Exclude<AreaFigureVerdict, 'unknown_area' | 'forbidden' | null> | 'code' | null
}

const whole = (text: string): number => {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '')
  return /^\d{1,9}(\.0+)?$/.test(plain) ? Number.parseInt(plain, 10) : Number.NaN
}
const cellOf = ({ cells }: SheetRow, columns: Columns, name: string) =>
  (columns[name] === undefined ? '' : textOf(cells[columns[name]]))

/** The figures of a sheet, up to two a row; `usual` fills in what the sheet does not say. */
export function readFigures({ rows, columns }: ReadSheet<Columns>, usual: { readonly year: number; readonly source: string }): readonly FigureLine[] {
  return rows.flatMap((row) => figures.flatMap((figure): FigureLine[] => {
    const said = cellOf(row, columns, figure)
    if (said === '') return []
    const year = cellOf(row, columns, 'year')
    const line: AreaFigure = {
      area_code: cellOf(row, columns, 'code').normalize('NFKC').replace(/\s/g, ''),
      figure,
      year: year === '' ? usual.year : whole(year.replace(/\D+$/, '')),
      value: whole(said),
      source: cellOf(row, columns, 'source') || usual.source.trim(),
    }
    return [{ line: row.line, figure: line, problem: problemOf(line) }]
  }))
}

function problemOf({ area_code, year, value, source }: AreaFigure): FigureLine['problem'] {
  if (!/^\d{2}(\d{2}){0,2}$|^\d{9}$|^X-[A-Z]+$/.test(area_code)) return 'code'
  if (!(year >= 2000 && year <= 2100)) return 'year'
  if (Number.isNaN(value)) return 'value'
  return source === '' ? 'source' : null
}
