-- What phones hold of their organisation: its shared records of the last 24 months, at most 10,000, and the pieces of
-- these. A phone asks for the digests of the months, fetches whole the months whose digest is another than its own, the
-- newest first, and from then on what changed and what left. Cursors as in 51_pull.

create index documents_organisation_changed on app.documents (scope_organisation_id, changed) where scope_organisation_id is not null;

-- Records that an organisation saw and sees no more. What came back stays here and counts for nothing.
create table app.archive_departures (
  organisation_id int not null references app.organisations on delete cascade,
  document_id uuid not null references app.documents on delete cascade,
  changed xid8 not null default pg_current_xact_id(),
  primary key (organisation_id, document_id)
);

create index archive_departures_changed on app.archive_departures (organisation_id, changed);
create index archive_departures_document on app.archive_departures (document_id);

alter table app.archive_departures enable row level security;
alter table app.archive_departures force row level security;

create policy "organisations read what left them" on app.archive_departures
  for select to authenticated using (organisation_id = any((select private.my_organisation_ids())::int[]));

grant select on app.archive_departures to authenticated;

-- Definer: whoever moves a record need not belong to the organisation that it leaves.
create function private.tg_documents__departure() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.archive_departures (organisation_id, document_id) values (old.scope_organisation_id, old.id)
  on conflict (organisation_id, document_id) do update set changed = pg_current_xact_id();
  return null;
end $$;

create trigger documents_500_departure after update on app.documents for each row
  when (old.scope_organisation_id is not null and new.scope_organisation_id is distinct from old.scope_organisation_id)
  execute function private.tg_documents__departure();

-- The first day of an organisation's records that phones hold.
create function private.archive_since(organisation int) returns date
language plpgsql stable set search_path = '' as $$
begin
  return greatest((date_trunc('month', private.china_day(now())::timestamp) - interval '24 months')::date, (
    select a.day from app.activities a where a.organisation_id = organisation order by a.day desc offset 10000 limit 1) + 1);
end $$;

-- The records of an organisation between two days, both included, with the day of each; pieces have their parent's.
create function private.archive_days(organisation int, first_day date, last_day date) returns table (id uuid, day date, revision int, status text)
language plpgsql stable set search_path = '' as $$
begin
  return query
    select d.id, a.day, d.revision, d.status from app.activities a join app.documents d on d.id = a.id
    where a.organisation_id = organisation and a.day between first_day and last_day and d.scope_organisation_id = organisation
    union all
    select d.id, a.day, d.revision, d.status from app.activities a join app.documents d on d.parent_id = a.id
    join app.kinds k on k.slug = d.kind and k.piece
    where a.organisation_id = organisation and a.day between first_day and last_day and d.scope_organisation_id = organisation;
end $$;

-- These records as phones keep them: [[id, parent_id, author_id, kind, status, title, place_name, short_no, day, host_area_id,
-- recipient_org_id, lng, lat, revision, sha256, received_at, text, [[sha256, state] of each picture listed]]]. Definer: row
-- security would look at the document of each of thousands of texts and pictures; this looks at the organisation once.
create function private.archive_rows(organisation int, documents uuid[], days date[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not coalesce(organisation = any(private.my_organisation_ids()), false) then perform private.fail('forbidden', 403); end if;
  return coalesce((
    select jsonb_agg(jsonb_build_array(d.id, d.parent_id, d.author_id, d.kind, d.status, coalesce(a.title, ''), coalesce(a.place_name, ''),
      d.short_no, w.day, d.host_area_id, a.recipient_org_id, a.lng, a.lat, d.revision, d.sha256, private.iso(d.received_at), r.payload, (
        select coalesce(jsonb_agg(jsonb_build_array(p.sha256, p.state) order by p.position), '[]')
        from app.photos p where p.document_id = d.id and p.listed)))
    from unnest(documents, days) as w(id, day)
    join app.documents d on d.id = w.id and d.scope_organisation_id = organisation
    join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
    left join app.activities a on a.id = d.id
  ), '[]');
end $$;

-- What stands in each month of an organisation's records: {epoch, xid: from where to ask for what changed, since, months:
-- [{month: YYYY-MM, count, digest: SHA-256 of `id revision status` of its records in the order of ids, one a line}]}.
create function api.archive_months(organisation int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare first_day date;
begin
  if not coalesce(organisation = any(private.my_organisation_ids()), false) then perform private.fail('forbidden', 403); end if;
  first_day := private.archive_since(organisation);
  return jsonb_build_object(
    'epoch', (select s.epoch from app.server_state s),
    'xid', (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text,
    'since', first_day,
    'months', coalesce((
      select jsonb_agg(jsonb_build_object('month', m.month, 'count', m.n, 'digest', m.digest) order by m.month desc) from (
        select to_char(d.day, 'YYYY-MM') as month, count(*) as n,
          encode(sha256(convert_to(string_agg(d.id || ' ' || d.revision || ' ' || d.status, E'\n' order by d.id), 'UTF8')), 'hex') as digest
        from private.archive_days(organisation, first_day, 'infinity') d group by 1
      ) as m), '[]'));
end $$;

-- The records of some months of an organisation, 25 at most, in the order of their ids: so many after an id (null: from the
-- beginning), {rows: as in private.archive_rows}. Fewer than asked for are the last.
create function api.archive_records(organisation int, months text[], after uuid, page int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  first_day date;
  size int := greatest(1, least(coalesce(page, 100), 1000));
  ids uuid[];
  days date[];
begin
  if not coalesce(organisation = any(private.my_organisation_ids()), false) then perform private.fail('forbidden', 403); end if;
  if coalesce(cardinality(months), 0) > 25 or exists (select 1 from unnest(months) m where m !~ '^\d{4}-(0[1-9]|1[0-2])$' or m is null) then
    perform private.fail('invalid', 422, 'months');
  end if;
  first_day := private.archive_since(organisation);
  select array_agg(n.id order by n.id), array_agg(n.day order by n.id) into ids, days from (
    select d.id, d.day from unnest(months) as m(month) cross join lateral private.archive_days(
      organisation, greatest(first_day, (m.month || '-01')::date), ((m.month || '-01')::date + interval '1 month')::date - 1) as d
    where after is null or d.id > after order by d.id limit size) as n;
  return jsonb_build_object('rows', private.archive_rows(organisation, ids, days));
end $$;

-- What changed in an organisation's records since the cursor, and what left them or has grown too old: {epoch, xid, complete, rows, departed:
-- [id]}. A cursor of another epoch gives no rows and the epoch: the phone asks for the months anew.
create function api.pull_archive(organisation int, epoch text, xid text, page int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  now_epoch text := (select s.epoch from app.server_state s);
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  size int := greatest(1, least(coalesce(page, 100), 500));
  since xid8;
  last xid8;
  n int;
  ids uuid[];
  days date[];
  gone uuid[];
begin
  if not coalesce(organisation = any(private.my_organisation_ids()), false) then perform private.fail('forbidden', 403); end if;
  if pull_archive.epoch is distinct from now_epoch then
    return jsonb_build_object('epoch', now_epoch, 'xid', '0', 'complete', true, 'rows', '[]'::jsonb, 'departed', '[]'::jsonb);
  end if;
  since := coalesce(pull_archive.xid, '0')::xid8;
  select count(*), max(c.changed) into n, last from (
    select d.changed from app.documents d
    where d.scope_organisation_id = organisation and d.changed > since and d.changed < horizon
    order by d.changed fetch first size rows with ties) as c;
  last := case when n < size then (horizon::text::numeric - 1)::text::xid8 else last end;
  select array_agg(d.id), array_agg(a.day) into ids, days from app.documents d
    join app.activities a on a.id = d.id or a.id = d.parent_id and d.kind in (select k.slug from app.kinds k where k.piece)
    where d.scope_organisation_id = pull_archive.organisation and d.changed > since and d.changed <= last
      and a.organisation_id = pull_archive.organisation and a.day >= private.archive_since(pull_archive.organisation);
  select array_agg(g.id) into gone from (
    select l.document_id as id from app.archive_departures l
    where l.organisation_id = pull_archive.organisation and l.changed > since and l.changed <= last
      and not exists (select 1 from app.documents d where d.id = l.document_id and d.scope_organisation_id = pull_archive.organisation)
    union all
    -- Still the organisation's, and older than the archive now.
    select d.id from app.documents d
    where d.scope_organisation_id = pull_archive.organisation and d.changed > since and d.changed <= last
      and not d.id = any(coalesce(ids, '{}'))) as g;
  return jsonb_build_object('epoch', now_epoch, 'xid', last::text, 'complete', n < size,
    'rows', private.archive_rows(organisation, ids, days), 'departed', to_jsonb(coalesce(gone, '{}')));
end $$;

grant execute on function private.archive_since(int), private.archive_days(int, date, date), private.archive_rows(int, uuid[], date[]),
  api.archive_months(int), api.archive_records(int, text[], uuid, int), api.pull_archive(int, text, text, int) to authenticated;
