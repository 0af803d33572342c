import { plainHeader } from '@/fields/spreadsheet/cells'
import type { Cell } from '@/fields/spreadsheet/workbook'
import { headers } from './vocabulary'

export const columnNames = ['name', 'org', 'title', 'category', 'theory', 'practice', 'passed', 'certificate'] as const
export type ColumnName = (typeof columnNames)[number]

/** Where each column stands, counted from 0. */
export type Columns = Readonly<Record<'name', number> & Partial<Record<ColumnName, number>>>

/** The columns when this row is a header, which it is when it has a column of names. The first of two equal ones counts. */
export function headerOf(cells: readonly Cell[]): Columns | null {
  const words = cells.map(plainHeader)
  const found = Object.fromEntries(columnNames.flatMap((name) => {
    const at = words.findIndex((word) => headers[name].includes(word))
    return at < 0 ? [] : [[name, at]]
  })) as Partial<Record<ColumnName, number>>
  return found.name === undefined ? null : { ...found, name: found.name }
}
