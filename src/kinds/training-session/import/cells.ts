import type { categories, titleLevels } from '@/domain/header'
import { categoryPatterns, failedWords, notAssessed, passedWords, pointsWord, titlePatterns } from './vocabulary'
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

/** True, false, null for nothing said; undefined when it cannot be understood. */
export function passedOf(cell: Cell | undefined): boolean | null | undefined {
  if (typeof cell === 'boolean') return cell
  const text = textOf(cell).toLowerCase()
  if (notAssessed.test(text)) return null
  if (passedWords.test(text)) return true
  if (failedWords.test(text)) return false
  return undefined
}

/** A score with one decimal at most, 0 to 100; null for none, undefined when it is no score. */
export function scoreOf(cell: Cell | undefined): number | null | undefined {
  const text = textOf(cell).normalize('NFKC').replace(pointsWord, '')
  if (notAssessed.test(text)) return null
  const score = /^\d{1,3}(\.\d+)?$/u.test(text) ? Number(text) : Number.NaN
  // A formula's mean has a long tail; what somebody typed has not.
  const rounded = typeof cell === 'number' ? Math.round(score * 10) / 10 : score
  return rounded >= 0 && rounded <= 100 && Number(rounded.toFixed(1)) === rounded ? rounded : undefined
}
