import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { documentId, makeParcel, makePayload } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { onStage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const held = 100
const parcels = Array.from({ length: held }, (_, n) =>
  makeParcel(makePayload({ id: documentId(n), short_no: `YZ-REACH-${n}`, photos: [] })))

/** Rows of activities that this transaction has looked at so far. */
const looked = async (tx: Queryable) => (await tx.query<{ rows: number }>(`
  select (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables
  where relname = 'activities' and schemaname = 'app'`))[0]?.rows ?? 0

it('finds the totals of a batch by its ids, not among all that its author may read', () => onStage(database, async (stage) => {
  await stage.push('author', parcels)
  // Reading all of so small a table would be right: a plan as for a large one.
  await (await stage.owner()).exec('set local enable_seqscan = off')
  const before = await looked(await stage.owner())

  await (await stage.as('author')).query(`
    select private.lock_totals_of(array(select row(n, item, item ->> 'text', null)::private.parcel
      from jsonb_array_elements(($1::text)::jsonb) with ordinality as e(item, n)))`, [JSON.stringify(parcels.slice(0, 3))])

  expect(before).toBeGreaterThanOrEqual(held)
  expect(await looked(await stage.owner()) - before).toBe(3)
}))
