import type { Parcel } from '../../src/domain/document.ts'
import { parsePush } from '../../src/remote/documents.ts'
import type { Database, Queryable } from '../../supabase/embedded/database.ts'
import { actAs } from '../database/persona.ts'

/** How one text came out that was submitted many times. */
export interface Copies {
  /** How often each verdict was given. */
  readonly verdicts: Readonly<Record<string, number>>
  /** What the database holds of its document. */
  readonly documents: number
  readonly revisions: number
  readonly arrivals: number
}

async function submit(session: Database, user: string, parcel: Parcel): Promise<string> {
  return session.transaction(async (tx) => {
    await actAs(tx, user)
    const batch = JSON.stringify({ protocol: 1, items: [parcel], people: [] })
    const [row] = await tx.query<{ answer: string }>('select api.push($1::text)::text as answer', [batch])
    const answer = parsePush(JSON.parse(row?.answer ?? 'null'))
    return answer.ok ? answer.value[0]?.verdict ?? 'none' : 'none'
  })
}

async function held(database: Queryable, { id }: Parcel): Promise<Omit<Copies, 'verdicts'>> {
  const [row] = await database.query<Omit<Copies, 'verdicts'>>(
    `select (select count(*)::int from app.documents where id = $1::uuid) as documents,
       (select count(*)::int from app.document_revisions where document_id = $1::uuid) as revisions,
       (select count(*)::int from app.audit where entity = 'documents' and row_id = $1::text) as arrivals`, [id])
  if (!row) throw new Error('nothing was counted')
  return row
}

/** Submits one text at once through each of these sessions, which may be one and the same, and counts what became of it. */
export async function submitCopies(sessions: readonly [Database, ...Database[]], user: string, parcel: Parcel): Promise<Copies> {
  const words = await Promise.all(sessions.map((session) => submit(session, user, parcel)))
  const verdicts: Record<string, number> = {}
  for (const word of words) verdicts[word] = (verdicts[word] ?? 0) + 1
  return { verdicts, ...await held(sessions[0], parcel) }
}

/** Whether one of them was applied, each other said to be known or to be sent again, and all of it is there once. */
export function isOnce({ verdicts: { applied, duplicate: _known, retry: _again, ...others }, documents, revisions, arrivals }: Copies): boolean {
  return applied === 1 && Object.keys(others).length === 0 && documents === 1 && revisions === 1 && arrivals === 1
}
