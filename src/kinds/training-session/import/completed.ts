import type { OrganisationId } from '@/domain/id'
import type { RosterRow } from '../answers'
import type { ColumnName } from './columns'
import type { ImportRow } from './rows'

const names = ['theory_score', 'practice_score', 'passed', 'certificate_no'] as const
export type ResultName = (typeof names)[number]
/** The column that a result is read from. */
export const columnOf = { theory_score: 'theory', practice_score: 'practice', passed: 'passed', certificate_no: 'certificate' } as const satisfies Record<ResultName, ColumnName>

const isEmpty = (value: RosterRow[ResultName]) => value === null || value === ''

/**
 * A trainee's row with what it lacks out of a spreadsheet: what stands there stays, and is named where the sheet says
 * otherwise. `certificate` is the number that came from the sheet; one comes only to somebody who passed.
 */
export function completed(stands: RosterRow, sheet: ImportRow, org_id: OrganisationId) {
  const mine = { ...stands, certificate_no: stands.certificate_no.trim() }
  const lacks = (name: ResultName) => isEmpty(mine[name]) && !isEmpty(sheet[name])
  const passed = lacks('passed') ? sheet.passed : mine.passed
  const certificate = lacks('certificate_no') && passed === true ? sheet.certificate_no : ''
  const row: RosterRow = {
    ...stands,
    org_id: stands.org_id ?? org_id,
    theory_score: lacks('theory_score') ? sheet.theory_score : stands.theory_score,
    practice_score: lacks('practice_score') ? sheet.practice_score : stands.practice_score,
    passed,
    certificate_no: certificate || stands.certificate_no,
  }
  const changed = row.org_id !== stands.org_id || names.some((name) => row[name] !== stands[name])
  const differs = names.filter((name) => !isEmpty(mine[name]) && !isEmpty(sheet[name]) && mine[name] !== sheet[name])
  return { row, certificate, changed, differs }
}
