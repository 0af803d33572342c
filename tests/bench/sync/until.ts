import type { Queryable } from '../../../supabase/embedded/database.ts'

/** Waits until the server has confirmed so many pictures of a person; throws when it refuses one, or after five minutes. */
export async function untilConfirmed(database: Queryable, person: string, count: number): Promise<void> {
  for (const end = Date.now() + 300_000; Date.now() < end;) {
    const [row] = await database.query<{ verified: number; refused: number }>(`
      select count(*) filter (where state = 'verified')::int as verified, count(*) filter (where state = 'refused')::int as refused
      from app.photos where author_id = $1`, [person])
    if (row?.refused) throw new Error(`${row.refused} pictures were refused`)
    if (row?.verified === count) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('the pictures were not confirmed in five minutes')
}

/** Waits until a pull's cursor can pass a document's newest change; throws after a minute. */
export async function untilPassed(database: Queryable, id: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const [row] = await database.query<{ passed: boolean }>(
      'select changed < pg_snapshot_xmin(pg_current_snapshot()) as passed from app.documents where id = $1', [id])
    if (row?.passed) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('a transaction stayed open for a minute')
}
