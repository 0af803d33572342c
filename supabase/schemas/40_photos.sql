-- The photos that documents' manifests name, and whether the server holds and has confirmed each. Derived from the
-- manifest; confirmed by the background job, which reads the stored object. Scope columns as in documents: empty while
-- only the author may see the picture, and for a picture that the newest revision no longer lists. A piece that a record
-- handed in names has that record's for its pictures, also while it is a draft itself: they are that record's evidence.

create table app.photos (
  document_id uuid not null references app.documents on delete cascade,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  object_name text not null generated always as (document_id::text || '/' || sha256) stored,
  author_id uuid not null references app.people on delete restrict,
  host_county_id int,
  home_county_id int,
  scope_organisation_id int,
  scope_programme_ids int[] not null default '{}',
  listed boolean not null default true,
  position int not null,
  source_sha256 text not null,
  type text not null check (type in ('image/webp', 'image/jpeg')),
  bytes int not null check (bytes between 1 and 8388608),
  width int not null check (width between 1 and 1600),
  height int not null check (height between 1 and 1600),
  origin text not null check (origin in ('camera', 'gallery')),
  taken_at timestamptz,
  lng double precision,
  lat double precision,
  purpose text not null check (purpose in ('scene', 'group', 'signature', 'problem', 'rectified', 'materials')),
  consent_state text not null check (consent_state in ('unasked', 'none_identifiable', 'blurred', 'consented')),
  state text not null default 'expected' check (state in ('expected', 'verified', 'refused')),
  refused_reason text not null default '',
  confirmed_at timestamptz,
  primary key (document_id, sha256),
  check (origin = 'camera' or taken_at is null)
);

create unique index photos_object_name on app.photos (object_name);
create index photos_expected on app.photos (document_id) where state = 'expected';

alter table app.photos enable row level security;
alter table app.photos force row level security;

create policy "authors read their photos" on app.photos
  for select to authenticated using (author_id = (select private.my_person_id()));

-- One picture at a time, through its document.
create policy "named teams read photos of their records" on app.photos
  for select to authenticated using (
    exists (
      select 1 from app.documents d
      where d.id = document_id and (select private.my_person_id()) = any(d.team_ids)
    )
  );

create policy "organisations read photos of their shared records" on app.photos
  for select to authenticated using (scope_organisation_id = any((select private.my_organisation_ids())::int[]));

create policy "managers read photos of their counties' shared records" on app.photos
  for select to authenticated using (
    host_county_id = any((select private.my_county_ids())::int[])
    or home_county_id = any((select private.my_county_ids())::int[])
  );

create policy "partners read photos of their programmes' shared records" on app.photos
  for select to authenticated using (scope_programme_ids && (select private.my_programme_ids())::int[]);

grant select on app.photos to authenticated;

-- The errors of a payload's manifest; drafts are checked too, since their photos travel.
create function private.manifest_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return case when exists (
    select 1 from jsonb_array_elements(case jsonb_typeof(payload -> 'photos') when 'array' then payload -> 'photos' else '[]' end) as p
    where coalesce(p ->> 'sha256' !~ '^[0-9a-f]{64}$', true)
      or coalesce(p ->> 'source_sha256' !~ '^[0-9a-f]{64}$', true)
      or coalesce(p ->> 'type' not in ('image/webp', 'image/jpeg'), true)
      -- In JSON's own order only numbers stand between two numbers.
      or coalesce(p -> 'bytes' not between '1' and '8388608', true)
      or coalesce(p -> 'width' not between '1' and '1600', true)
      or coalesce(p -> 'height' not between '1' and '1600', true)
      or coalesce(p ->> 'origin' not in ('camera', 'gallery'), true)
      or coalesce(p ->> 'purpose' not in ('scene', 'group', 'signature', 'problem', 'rectified', 'materials'), true)
      or coalesce(p ->> 'consent_state' not in ('unasked', 'none_identifiable', 'blurred', 'consented'), true)
      or (p ->> 'origin' = 'gallery' and p ->> 'taken_at' is not null)
      or (p ->> 'taken_at' is not null and private.try_instant(p ->> 'taken_at') is null)
  ) then array['photos:not_sound'] else '{}' end;
end $$;

-- Shares the pictures of pieces that are not shared themselves as the newest record that names them, with nobody where none
-- does any more: of the pieces that arrived, and of those that belong to records that did or are named by them.
create function private.share_named_pieces(arrived private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
declare pieces uuid[] := array(
  select r.id from unnest(arrived) as r join app.kinds k on k.slug = (r.document).kind and k.piece
  union select d.id from unnest(arrived) as r join app.documents d on d.parent_id = r.id join app.kinds k on k.slug = d.kind and k.piece
  union select unnest(private.parts_named(r.payload -> 'answers')) from unnest(arrived) as r
  where (r.document).scope_organisation_id is not null);
begin
  if cardinality(pieces) = 0 then return; end if;
  update app.photos p
  set host_county_id = v.host_county_id, home_county_id = v.home_county_id, scope_organisation_id = v.scope_organisation_id,
    scope_programme_ids = coalesce(v.scope_programme_ids, '{}')
  from app.documents d
  join app.kinds k on k.slug = d.kind and k.piece
  left join lateral (
    select x.* from app.documents x join app.document_revisions r on r.document_id = x.id and r.revision = x.revision
    where x.id = any(private.replacing(d.parent_id)) and x.scope_organisation_id is not null
      and d.id = any(private.parts_named(r.payload::jsonb -> 'answers'))
    order by x.status = 'void', x.created_at desc limit 1
  ) as v on true
  where d.id = any(pieces) and d.scope_organisation_id is null and not d.practice and p.document_id = d.id and p.listed;
end $$;

-- Writes the manifest of what arrived, drafts included.
create function private.derive_photos(arrived private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update app.photos p
  set listed = false, host_county_id = null, home_county_id = null, scope_organisation_id = null, scope_programme_ids = '{}'
  from unnest(arrived) as r where p.document_id = r.id;

  insert into app.photos as p (document_id, sha256, author_id, host_county_id, home_county_id, scope_organisation_id,
    scope_programme_ids, position, source_sha256, type, bytes, width, height, origin, taken_at, lng, lat, purpose, consent_state)
  select distinct on (d.id, entry ->> 'sha256') d.id, entry ->> 'sha256', d.author_id, d.host_county_id,
    d.home_county_id, d.scope_organisation_id, d.scope_programme_ids, n, entry ->> 'source_sha256', entry ->> 'type',
    (entry ->> 'bytes')::int, (entry ->> 'width')::int, (entry ->> 'height')::int, entry ->> 'origin',
    (entry ->> 'taken_at')::timestamptz, (entry ->> 'lng')::double precision, (entry ->> 'lat')::double precision,
    entry ->> 'purpose', entry ->> 'consent_state'
  from unnest(arrived) as r
  cross join lateral (select (r.document).*) as d
  cross join lateral jsonb_array_elements(r.payload -> 'photos') with ordinality as e(entry, n)
  order by d.id, entry ->> 'sha256', n
  on conflict (document_id, sha256) do update set
    listed = true, position = excluded.position, host_county_id = excluded.host_county_id,
    home_county_id = excluded.home_county_id, scope_organisation_id = excluded.scope_organisation_id,
    scope_programme_ids = excluded.scope_programme_ids,
    purpose = excluded.purpose, consent_state = excluded.consent_state;

  perform private.share_named_pieces(arrived);

  update app.activities a
  set photos_verified = (select count(*) from app.photos p where p.document_id = a.id and p.listed and p.state = 'verified')
  from unnest(arrived) as r
  where a.id = r.id
    and a.photos_verified <> (select count(*) from app.photos p where p.document_id = a.id and p.listed and p.state = 'verified');
end $$;

-- Records the job's word on one stored picture and stamps its document, so that the phone hears of it.
-- reason empty: verified; else a code of why it was refused. For the background job alone.
create function private.settle_photo(document uuid, hash text, reason text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- The document first, as a push does: else the two could wait for each other.
  perform 1 from app.documents d where d.id = document for update;
  update app.photos set state = case reason when '' then 'verified' else 'refused' end, refused_reason = reason,
    confirmed_at = now()
  where document_id = document and sha256 = hash and state <> 'verified';
  if not found then return; end if;
  update app.activities a
  set photos_verified = (select count(*) from app.photos p where p.document_id = a.id and p.listed and p.state = 'verified')
  where a.id = document;
  update app.documents set received_at = received_at where id = document;
end $$;

grant execute on function private.manifest_problems(jsonb) to authenticated;
