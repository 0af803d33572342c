import { textOf } from '@/fields/spreadsheet/cells'
import type { Cell } from '@/fields/spreadsheet/workbook'
import { failedWords, notAssessed, passedWords, pointsWord } from './vocabulary'

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
