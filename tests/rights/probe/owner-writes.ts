import { asOwner } from '../../supabase/schemas/cast.ts'
import { personId } from '../../make/payload.ts'
import { idOf } from '../scene/records.ts'
import { allowAttempts, attempts } from './attempts.ts'
import { emptyResult, type Result } from './cell.ts'
import { undone, type Arranged } from './undone.ts'

const invalid = '422 invalid'
const document = (column: string, value: string) =>
  [`app.documents.${column}`, `update app.documents set ${column} = ${value} where id = '${idOf('draft')}'`, invalid] as const

/** What not even the owner may write: a document is what it is, a published checklist stays, and so does what the audit says. */
const refusals: readonly (readonly [about: string, statement: string, expected: string])[] = [
  document('id', 'gen_random_uuid()'), document('parent_id', 'gen_random_uuid()'), document('kind', "'other'"),
  document('author_id', `'${personId('author')}'`), document('practice', 'not practice'), document('short_no', "'YZ-X'"),
  document('created_at', 'now()'), document('replaces', 'gen_random_uuid()'),
  ['app.checklist_templates', 'update app.checklist_templates set version = version where published_at is not null', invalid],
  ['app.checklist_templates', 'delete from app.checklist_templates where published_at is not null', invalid],
  ['app.audit', 'update app.audit set device_id = device_id', invalid],
  ['app.audit', 'delete from app.audit', invalid],
  ['app.audit', 'truncate app.audit', invalid],
  ['app.audit', 'select count(*)::text from private.audit_breaks()', '0'],
  ['storage.buckets', "select (count(*) filter (where public or id <> 'photos'))::text from storage.buckets", '0'],
  ['app.county_rollups', 'select count(*)::text from private.rollup_differences()', '0'],
  ['app.finding_facts', 'select count(*)::text from private.fact_differences()', '0'],
]

/** Asks the owner of the schema. */
export const checkOwner = (database: Arranged): Promise<Result> => undone(database, async (tx) => {
  const result = emptyResult()
  await allowAttempts(tx)
  await tx.exec(asOwner)
  const answers = await attempts(tx, refusals.map(([, statement]) => statement))
  for (const [n, [about, , expected]] of refusals.entries()) {
    const found = answers[n] ?? 'no answer'
    result.cells['owner'] = (result.cells['owner'] ?? 0) + 1
    if (found !== expected) result.mismatches.push({ who: 'owner', about, verb: 'owner', expected, found })
  }
  return result
})
