import type { Parcel } from '../../../src/domain/document.ts'
import type { Database } from '../../../supabase/embedded/database.ts'
import { makeParcel, makePayload } from '../../make/payload.ts'
import type { BenchPerson } from './people.ts'
import { makeId } from './records.ts'
import { untilPassed } from './until.ts'

/** The nth day before today. */
const dayBefore = (n: number): string => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10)

/** The nth record of a colleague, in the 24 months that an archive holds; another summary makes another text of it. */
export function pulledParcel({ colleague, header }: BenchPerson, n: number, summary = header.summary): Parcel {
  const day = dayBefore(1 + (n % 715))
  return makeParcel(makePayload({
    id: makeId(`pulled ${n}`), author_id: colleague, short_no: `YZ-P-${n}`,
    header: { ...header, summary, started_at: `${day}T00:00:00.000Z`, ended_at: `${day}T04:00:00.000Z` },
  }))
}

/** Puts the texts and their activities where a pull reads them, without deriving anything. */
export async function plantArchive(database: Database, parcels: readonly Parcel[]): Promise<void> {
  for (let from = 0; from < parcels.length; from += 500) await database.transaction(async (tx) => {
    await tx.exec('set local session_replication_role = replica')
    await tx.query(`
      with item as (
        select i.id, i.sha256, i.text, i.text::jsonb as p from jsonb_to_recordset(($1::text)::jsonb) as i(id uuid, sha256 text, text text)
      ), heads as (
        insert into app.documents (id, kind, author_id, organisation_id, scope_organisation_id, host_area_id, revision, status, practice, sha256,
          short_no, device_id, created_at)
        select id, 'free_clinic', (p ->> 'author_id')::uuid, (p #>> '{header,organisation_id}')::int, (p #>> '{header,organisation_id}')::int,
          (p #>> '{header,host_area_id}')::int, 1, 'submitted', false, sha256, p ->> 'short_no', 'phone-1', now()
        from item
      ), texts as (
        insert into app.document_revisions (document_id, revision, sha256, payload) select id, 1, sha256, text from item
      )
      insert into app.activities (id, kind, status, title, short_no, author_id, host_area_id, host_county_id, home_county_id, organisation_id,
        organizer_org_id, recipient_org_id, started_at, ended_at, day, late_reason, place_name, lng, lat, no_fix_reason, summary, visits, staff, leaflets, sealed_at, level)
      select id, 'free_clinic', 'submitted', p #>> '{header,title}', p ->> 'short_no', (p ->> 'author_id')::uuid, h.area, h.area, h.area,
        h.organisation, h.organisation, h.organisation, h.started, h.started + interval '4 hours', private.china_day(h.started), '',
        p #>> '{header,place_name}', (p #>> '{header,position,lng}')::float, (p #>> '{header,position,lat}')::float, '', '', 0, 0, 0, now(), 'county'
      from item cross join lateral (select (p #>> '{header,host_area_id}')::int as area, (p #>> '{header,organisation_id}')::int as organisation,
        (p #>> '{header,started_at}')::timestamptz as started) as h`,
    [JSON.stringify(parcels.slice(from, from + 500))])
  })
  await database.exec('analyze app.documents; analyze app.activities; analyze app.document_revisions')
}

/** Makes a text the second revision of its document, and waits until a cursor can have passed it. */
export async function revise(database: Database, { id, sha256, text }: Parcel): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.exec('set local session_replication_role = replica')
    await tx.query('insert into app.document_revisions (document_id, revision, sha256, payload) values ($1, 2, $2, $3)', [id, sha256, text])
    await tx.query('update app.documents set revision = 2, sha256 = $2, received_at = now(), changed = pg_current_xact_id() where id = $1', [id, sha256])
  })
  await untilPassed(database, id)
}
