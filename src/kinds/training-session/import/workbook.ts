import { readSheet, type ReadSheet } from '@/fields/spreadsheet/workbook'
import { headerOf, type Columns } from './columns'

export type RosterSheet = ReadSheet<Columns>

/** The first sheet of an XLSX file that has a column of names; or why there is none. */
export const readRosterSheet = (bytes: Uint8Array) => readSheet(bytes, headerOf)
