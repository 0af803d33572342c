import type { categories, titleLevels } from '@/domain/header'
import { categoryPatterns, titlePatterns } from './vocabulary'
import type { Cell } from './workbook'

/** A cell as text; a date as its day. */
export const textOf = (cell: Cell | undefined): string => {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  return String(cell ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/** A name as people write it; blanks that only stretch two Chinese characters go. */
export const nameOf = (cell: Cell | undefined): string =>
  textOf(cell).replace(/(\p{Script=Han})\s+(?=\p{Script=Han})/gu, '$1')

const first = <Value>(table: readonly (readonly [RegExp, Value])[], text: string) =>
  table.find(([pattern]) => pattern.test(text))?.[1]

export const titleOf = (text: string): (typeof titleLevels)[number] | undefined => first(titlePatterns, text)
/** An empty one is TCM, as where names are typed. */
export const categoryOf = (text: string): (typeof categories)[number] | undefined =>
  (text === '' ? 'tcm' : first(categoryPatterns, text))

/** A header's cell as it is compared: without blanks, marks and what stands in brackets. */
export const plainHeader = (cell: Cell): string =>
  String(cell ?? '').normalize('NFKC').replace(/[(（[【].*$/u, '').replace(/[\s*＊:：_.]/gu, '').toLowerCase()
