import type { Parcel } from '../../../src/domain/document.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'

const countOf = async (database: Queryable, sql: string, params: readonly unknown[] = []): Promise<number> => {
  const [row] = await database.query<{ n: number }>(`select count(*)::int as n from (${sql}) as found`, params)
  return row?.n ?? 0
}

/** How many of these texts have no revision with their number and hash. */
export const countLost = (database: Queryable, texts: readonly Parcel[]): Promise<number> => countOf(database,
  `select 1 from jsonb_to_recordset(($1::text)::jsonb) as t(id uuid, revision int, sha256 text)
   where not exists (
     select 1 from app.document_revisions r
     where r.document_id = t.id and r.revision = t.revision and r.sha256 = t.sha256 and encode(sha256(convert_to(r.payload, 'UTF8')), 'hex') = t.sha256)`,
  [JSON.stringify(texts.map(({ id, revision, sha256 }) => ({ id, revision, sha256 })))])

/**
 * How much is there twice that should be there once: texts of a document, the note in the audit of its first arrival or
 * of one of its revisions, records in the totals, and links of the audit's chains that broke on the way.
 */
export async function countTwice(database: Queryable): Promise<number> {
  return await countOf(database, 'select 1 from app.document_revisions group by document_id, sha256 having count(*) > 1')
    + await countOf(database, `select 1 from app.audit where entity = 'documents' and before is null
      group by row_id having count(*) > 1`)
    + await countOf(database, `select 1 from app.audit where entity = 'documents'
      group by row_id, after ->> 'revision', after ->> 'status' having count(*) > 1`)
    + await countOf(database, 'select private.rollup_differences()')
    + await countOf(database, 'select * from private.audit_breaks()')
}
