import type { Mutant } from './mutant.ts'

export const grantMutants: readonly Mutant[] = [
  { name: 'update of a document\'s author granted', sql: 'grant update (author_id) on app.documents to authenticated' },
  { name: 'every column of people granted', sql: 'grant update on app.people to authenticated' },
  { name: 'insert of memberships granted', sql: 'grant insert on app.memberships to authenticated' },
  { name: 'delete of documents granted', sql: 'grant delete on app.documents to authenticated' },
  { name: 'truncate granted', sql: 'grant truncate on app.activities to authenticated' },
  { name: 'tables granted to strangers', sql: 'grant usage on schema app to anon; grant select on all tables in schema app to anon' },
  { name: 'the intake shown', sql: 'grant select on app.filling_intake to authenticated' },
  { name: 'the job\'s function granted', sql: 'grant execute on function private.settle_photo(uuid, text, text) to authenticated' },
  { name: 'push granted to strangers', sql: 'grant execute on function api.push(text) to anon' },
  { name: 'every helper granted to PUBLIC', sql: 'grant usage on schema private to public; grant execute on all functions in schema private to public' },
  { name: 'row security off', sql: 'alter table app.person_contacts disable row level security' },
  { name: 'FORCE missing', sql: 'alter table app.documents no force row level security' },
  { name: 'the bucket public', sql: "update storage.buckets set public = true where id = 'photos'" },
  { name: 'a relation that nobody expects', sql: 'create table app.notes (id int primary key, note text); grant select on app.notes to authenticated' },
  { name: 'a view that passes row security', sql: 'create view api.everyone as select id, name from app.people; grant select on api.everyone to authenticated' },
  { name: 'a function that nobody expects', sql: "create function api.everyone() returns bigint language sql security definer set search_path = '' as $$ select count(*) from app.people $$; grant execute on function api.everyone() to authenticated" },
]
