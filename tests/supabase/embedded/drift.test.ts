import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertNoDrift } from '../../../supabase/embedded/drift.ts'
import { openTestDatabase, type TestDatabase } from '../../database/open-test-database.ts'
import { onStage } from '../schemas/stage.ts'

const folder = fileURLToPath(new URL('../../../supabase', import.meta.url))

let database: TestDatabase
beforeAll(async () => { database = await openTestDatabase() })
afterAll(async () => { await database.close() })

describe('a start', () => {
  it('goes on with the database that the migrations made', async () => {
    await expect(assertNoDrift(database, folder)).resolves.toBeUndefined()
  })

  it.each([
    ['a wider grant', 'grant update (status) on app.activities to authenticated'],
    ['a table for strangers', 'grant select on app.people to anon'],
    ['row security switched off', 'alter table app.documents disable row level security'],
    ['row security not forced', 'alter table app.documents no force row level security'],
    ['a policy for all', 'create policy "people read all there is" on app.people for select to authenticated using (true)'],
    ['a policy that says something else', 'alter policy "authors read their photos" on app.photos using (true)'],
    ['a policy dropped', 'drop policy "authors read their photos" on app.photos'],
    ['a trigger dropped', 'drop trigger documents_200_immutable on app.documents'],
    ['a trigger switched off', 'alter table app.audit disable trigger audit_100_append_only'],
    ['another function', `create or replace function private.my_county_ids() returns int[]
      language sql stable security definer set search_path = '' as $$ select array_agg(a.id) from app.areas a $$`],
    ['a function for strangers', 'grant execute on function api.push(text) to anon'],
    ['a search path', "alter function private.my_county_ids() set search_path = 'app'"],
    ['a view', 'create view api.everybody as select * from app.people'],
  ])('is refused with %s', (_, sql) => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.exec(sql)

    await expect(assertNoDrift(tx, folder)).rejects.toThrow(/refusing to start/)
  }))

  it('does not judge a folder without a catalogue', async () => {
    await expect(assertNoDrift(database, fileURLToPath(new URL('.', import.meta.url)))).resolves.toBeUndefined()
  })
})
