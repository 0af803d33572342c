import type { categories, titleLevels } from '@/domain/header'
import { isCitizenNumber, personalNumbersIn } from '@/domain/personal-number'
import { longestCertificateNo } from '../answers'
import { categoryOf, nameOf, textOf, titleOf } from '@/fields/spreadsheet/cells'
import type { SheetRow } from '@/fields/spreadsheet/workbook'
import { passedOf, scoreOf } from './cells'
import type { ColumnName } from './columns'
import type { RosterSheet } from './workbook'

export const rowProblems = [
  'citizenNumber', 'personalNumber', 'nameMissing', 'nameTooLong', 'title', 'category', 'theory', 'practice', 'passed',
  'certificateTooLong', 'certificateNotPassed', 'certificateTwice', 'twice', 'namesakes', 'rosterFull', 'orgOpen',
] as const
export type RowProblem = (typeof rowProblems)[number]

/** A row as it was read. What holds an identity number is not kept: such a row has its line and its problem only. */
export interface ImportRow {
  readonly line: number
  readonly name: string
  readonly org: string
  readonly title: (typeof titleLevels)[number]
  readonly category: (typeof categories)[number]
  readonly theory_score: number | null
  readonly practice_score: number | null
  readonly passed: boolean | null
  readonly certificate_no: string
  readonly problem: RowProblem | null
  /** What stood in the cell that is wrong. */
  readonly found: string
}

const empty = {
  name: '', org: '', title: 'none', category: 'tcm', theory_score: null, practice_score: null, passed: null,
  certificate_no: '', found: '',
} as const

const holdsCitizenNumber = (text: string) =>
  personalNumbersIn(text).some((found) => isCitizenNumber(found.normalize('NFKC').toLowerCase().replace(/[^0-9x]/gu, '')))

function readRow({ line, cells }: SheetRow, columns: RosterSheet['columns']): ImportRow {
  const cell = (name: ColumnName) => (columns[name] === undefined ? null : cells[columns[name]])
  if (cells.some((each) => holdsCitizenNumber(textOf(each)))) return { ...empty, line, problem: 'citizenNumber' }
  const [name, org, title, category, certificate_no] =
    [nameOf(cell('name')), textOf(cell('org')), textOf(cell('title')), textOf(cell('category')), textOf(cell('certificate'))]
  // A column of telephone numbers is nothing of ours: it is neither read nor a fault.
  if ([name, org, title, category, certificate_no].some((text) => personalNumbersIn(text).length > 0))
    return { ...empty, line, problem: 'personalNumber' }
  const [theory, practice, passed] = [scoreOf(cell('theory')), scoreOf(cell('practice')), passedOf(cell('passed'))]
  const wrong: readonly (readonly [boolean, RowProblem, string])[] = [
    [name === '', 'nameMissing', ''],
    [[...name].length > 40, 'nameTooLong', name],
    [titleOf(title) === undefined, 'title', title],
    [categoryOf(category) === undefined, 'category', category],
    [theory === undefined, 'theory', textOf(cell('theory'))],
    [practice === undefined, 'practice', textOf(cell('practice'))],
    [passed === undefined, 'passed', textOf(cell('passed'))],
    [[...certificate_no].length > longestCertificateNo, 'certificateTooLong', certificate_no],
    [certificate_no !== '' && passed !== true, 'certificateNotPassed', certificate_no],
  ]
  const [, problem = null, found = ''] = wrong.find(([isWrong]) => isWrong) ?? []
  return {
    line, name, org, title: titleOf(title) ?? 'none', category: categoryOf(category) ?? 'tcm', theory_score: theory ?? null,
    practice_score: practice ?? null, passed: passed ?? null, certificate_no, problem, found: found.slice(0, 40),
  }
}

/** Each row of a sheet, with what is wrong in it by itself. */
export const readRows = ({ rows, columns }: RosterSheet): ImportRow[] => rows.map((row) => readRow(row, columns))
