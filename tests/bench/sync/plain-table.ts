import { createClient } from '@supabase/supabase-js'
import { WebSocket } from 'ws'
import type { Payload } from '../../../src/domain/document.ts'
import type { ServerConfig } from '../../../src/remote/config.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { sha256Of } from '../../make/payload.ts'
import { serialise } from '../../../src/domain/document.ts'
import { password, domain, type BenchPerson } from './people.ts'

/**
 * A table with the columns of a document and its text, its author's by row security, and a view of it in the API: what
 * takes one upsert per row. No trigger, no derived row, no history.
 */
export async function addPlainTable(database: Queryable): Promise<void> {
  await database.exec(`
    create table app.bench_documents (
      id uuid primary key, parent_id uuid, kind text not null references app.kinds, author_id uuid not null references app.people,
      organisation_id int references app.organisations, host_area_id int references app.areas, revision int not null,
      status text not null, practice boolean not null, sha256 text not null, short_no text not null, device_id text not null,
      device_seq int, sealed_at timestamptz, created_at timestamptz not null, received_at timestamptz not null default now(),
      payload text not null check (octet_length(payload) <= 262144)
    );
    create index on app.bench_documents (author_id);
    alter table app.bench_documents enable row level security;
    alter table app.bench_documents force row level security;
    create policy "authors read" on app.bench_documents for select to authenticated
      using (author_id = (select private.my_person_id()));
    create policy "authors add" on app.bench_documents for insert to authenticated with check (
      author_id = (select private.my_person_id()) and organisation_id = any((select private.my_organisation_ids())::int[]));
    create policy "authors change" on app.bench_documents for update to authenticated
      using (author_id = (select private.my_person_id())) with check (author_id = (select private.my_person_id()));
    grant select, insert, update on app.bench_documents to authenticated;
    create view api.bench_documents with (security_invoker = true) as select * from app.bench_documents;
    grant select, insert, update on api.bench_documents to authenticated`)
}

/** A payload as a row of that table. */
export function rowOf(payload: Payload): object {
  const text = serialise(payload)
  const { id, parent_id, kind, author_id, revision, status, practice, short_no, device_id, sealed, created_at, header } = payload
  return {
    id, parent_id, kind, author_id, organisation_id: header.organisation_id, host_area_id: header.host_area_id, revision, status,
    practice, sha256: sha256Of(text), short_no, device_id, device_seq: sealed?.device_seq ?? null, sealed_at: sealed?.at ?? null,
    created_at, payload: text,
  }
}

/** Signs in with supabase-js alone, and gives what upserts one row. */
export async function openUpsert(address: string, { account }: BenchPerson): Promise<(row: object) => Promise<void>> {
  const { key } = await (await fetch(`${address}/config.json`)).json() as ServerConfig
  const client = createClient(address, key, {
    auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: WebSocket as never },
  })
  const { error } = await client.auth.signInWithPassword({ email: `${account}@${domain}`, password })
  if (error) throw error
  return async (row) => {
    const answer = await client.schema('api').from('bench_documents').upsert(row, { onConflict: 'id' })
    if (answer.error) throw new Error(`upsert: ${JSON.stringify(answer.error)}`)
  }
}
