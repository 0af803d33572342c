-- What all four kinds share, typed: one row per record once submitted, derived from its newest submitted revision. Only
-- the derivation writes here, so nobody holds a write grant. Practice records and drafts have no row; a void record
-- keeps what it last said.

-- China Standard Time days from start to end, both included.
create function private.work_days(started timestamptz, ended timestamptz) returns int
language plpgsql immutable set search_path = '' as $$
begin
  return private.china_day(ended) - private.china_day(started) + 1;
end $$;

create table app.activities (
  id uuid primary key references app.documents on delete cascade,
  kind text not null references app.kinds on delete restrict,
  status text not null check (status in ('submitted', 'returned', 'approved', 'void')),
  title text not null,
  short_no text not null,
  author_id uuid not null references app.people on delete restrict,
  host_area_id int not null references app.areas on delete restrict,
  host_county_id int not null references app.areas on delete restrict,
  home_county_id int not null references app.areas on delete restrict,
  organisation_id int not null references app.organisations on delete restrict,
  organizer_org_id int not null references app.organisations on delete restrict,
  co_org_ids int[] not null default '{}',
  recipient_org_id int references app.organisations on delete restrict,
  programme_ids int[] not null default '{}',
  started_at timestamptz not null,
  ended_at timestamptz not null check (ended_at >= started_at),
  day date not null,
  -- China Standard Time days that the activity touched, first and last included.
  work_days int not null generated always as (private.work_days(started_at, ended_at)) stored,
  late_reason text not null,
  place_name text not null,
  lng double precision check (lng between -180 and 180),
  lat double precision check (lat between -90 and 90),
  accuracy_m real check (accuracy_m between 0 and 10000),
  fix_source text check (fix_source in ('gps', 'network', 'manual_pin')),
  no_fix_reason text not null,
  tile_x14 int,
  tile_y14 int,
  summary text not null,
  visits int not null check (visits >= 0),
  staff int not null check (staff >= 0),
  leaflets int not null check (leaflets >= 0),
  photo_count int not null default 0,
  photos_verified int not null default 0,
  flags text[] not null default '{}',
  sealed_at timestamptz not null,
  received_at timestamptz not null default now(),
  parent_id uuid,
  -- 0 for the frame around other activities, which count for themselves.
  sessions int not null default 1 check (sessions in (0, 1)),
  -- The kind's own figure that lists show; what it counts is the kind's to say.
  headline int check (headline >= 0),
  -- By what else its session counts, and with how much: parallel.
  facets text[] not null default '{}',
  amounts int[] not null default '{}' check (cardinality(amounts) = cardinality(facets)),
  -- Of the organisation that carried it out, when the record arrived.
  level text not null,
  -- The plan from which it was begun. No reference: it may arrive before its plan.
  plan_id uuid,
  check ((lng is null) = (lat is null)),
  check (lng is not null or no_fix_reason <> '')
);

create index activities_host_county on app.activities (host_county_id, day);
create index activities_home_county on app.activities (home_county_id, day);
create index activities_organisation on app.activities (organisation_id, day);
create index activities_host_area on app.activities (host_area_id, day);
create index activities_recipient on app.activities (recipient_org_id, day) where recipient_org_id is not null;
create index activities_author on app.activities (author_id, day);
create index activities_parent on app.activities (parent_id) where parent_id is not null;
create index activities_plan on app.activities (plan_id) where plan_id is not null;
create index activities_programmes on app.activities using gin (programme_ids);

alter table app.activities enable row level security;
alter table app.activities force row level security;

create policy "authors read their activities" on app.activities
  for select to authenticated using (author_id = (select private.my_person_id()));

create policy "organisations read their activities" on app.activities
  for select to authenticated using (organisation_id = any((select private.my_organisation_ids())::int[]));

create policy "managers read activities of their counties" on app.activities
  for select to authenticated using (
    host_county_id = any((select private.my_county_ids())::int[])
    or home_county_id = any((select private.my_county_ids())::int[])
  );

create policy "partners read activities of their programmes" on app.activities
  for select to authenticated using (programme_ids && (select private.my_programme_ids())::int[]);

grant select on app.activities to authenticated;

-- Whether the caller sees an activity, for functions that act with their owner's rights. The policies above say the same.
create function private.sees(a app.activities) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(a.author_id = private.my_person_id() or a.organisation_id = any(private.my_organisation_ids())
    or a.host_county_id = any(private.my_county_ids()) or a.home_county_id = any(private.my_county_ids())
    or a.programme_ids && private.my_programme_ids(), false);
end $$;

-- The people who took part, by activity. Read through private.activity_names only.
create table app.activity_people (
  activity_id uuid not null references app.activities on delete cascade,
  person_id uuid not null references app.people on delete restrict,
  role text not null check (role in ('lead', 'member', 'driver', 'recorder')),
  title_level text not null,
  category text not null,
  primary key (activity_id, person_id)
);

create index activity_people_person on app.activity_people (person_id);

alter table app.activity_people enable row level security;
alter table app.activity_people force row level security;

create policy "people read where they took part" on app.activity_people
  for select to authenticated using (person_id = (select private.my_person_id()));

grant select on app.activity_people to authenticated;

-- Column and row of the web-mercator tile at zoom 14 that a WGS-84 point lies in.
create function private.tile_x14(lng double precision) returns int
language plpgsql immutable set search_path = '' as $$
begin
  return floor((lng + 180) / 360 * 16384)::int;
end $$;

create function private.tile_y14(lat double precision) returns int
language plpgsql immutable set search_path = '' as $$
declare clamped double precision := radians(case when lat is not null then greatest(-85, least(85, lat)) end);
begin
  return floor((1 - ln(tan(clamped) + 1 / cos(clamped)) / pi()) / 2 * 16384)::int;
end $$;

-- What deserves a second look, from the payload's header and seal; flags never block.
create function private.flags_of(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  h jsonb := payload -> 'header';
  started timestamptz := h ->> 'started_at';
  sealed timestamptz := payload #>> '{sealed,at}';
begin
  return array_remove(array[
    case when private.china_day(sealed) - private.china_day(started) > 14 then 'late' end,
    case when started > sealed + interval '5 minutes' then 'future_start' end,
    case when sealed > now() + interval '5 minutes' then 'clock_ahead' end,
    case when h #>> '{position,lng}' is null then 'no_position' end,
    case when h #>> '{position,fix_source}' = 'manual_pin' then 'manual_pin' end,
    case when (h #>> '{position,accuracy_m}')::numeric > 200 then 'coarse_position' end,
    case when jsonb_array_length(payload -> 'photos') = 0 then 'no_photos' end
  ], null);
end $$;

-- What totals count of a payload: sessions, visits, staff, leaflets; the headline, which none counts; and facets by which
-- sessions are counted apart, `name/value`, each with its amount. Each kind has its own private.<kind>_measures(jsonb).
create type private.measures as (sessions int, visits int, staff int, leaflets int, headline int, facets text[], amounts int[]);

-- Writes the rows of records that were handed in and their people, all at once.
create function private.derive_activities(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.activity_people ap using unnest(active) as r where ap.activity_id = r.id;

  with written as (
    insert into app.activities as a (id, kind, status, title, short_no, author_id, host_area_id, host_county_id,
      home_county_id, organisation_id, organizer_org_id, co_org_ids, recipient_org_id, programme_ids, started_at,
      ended_at, day, late_reason, place_name, lng, lat, accuracy_m, fix_source, no_fix_reason, tile_x14, tile_y14,
      summary, visits, staff, leaflets, photo_count, flags, sealed_at, parent_id, sessions, headline, facets, amounts, level,
      plan_id)
    select d.id, d.kind, d.status, private.trimmed(h ->> 'title'), d.short_no, d.author_id, d.host_area_id,
      d.host_county_id, d.home_county_id, d.organisation_id, (h ->> 'organizer_org_id')::int,
      private.int_array(h -> 'co_org_ids'), (h ->> 'recipient_org_id')::int, private.int_array(h -> 'programme_ids'),
      (h ->> 'started_at')::timestamptz, (h ->> 'ended_at')::timestamptz,
      private.china_day((h ->> 'started_at')::timestamptz), h ->> 'late_reason', private.trimmed(h ->> 'place_name'),
      (h #>> '{position,lng}')::double precision, (h #>> '{position,lat}')::double precision,
      (h #>> '{position,accuracy_m}')::real, h #>> '{position,fix_source}', h #>> '{position,no_fix_reason}',
      private.tile_x14((h #>> '{position,lng}')::double precision),
      private.tile_y14((h #>> '{position,lat}')::double precision),
      h ->> 'summary', m.visits, m.staff, m.leaflets, jsonb_array_length(r.payload -> 'photos'), 
      -- A frame around others has its pictures at those.
      case when m.sessions = 0 then array_remove(private.flags_of(r.payload), 'no_photos') else private.flags_of(r.payload) end,
      (r.payload #>> '{sealed,at}')::timestamptz, d.parent_id, m.sessions, m.headline, m.facets,
      m.amounts, o.level, case when private.is_uuid(r.payload ->> 'plan_id') then (r.payload ->> 'plan_id')::uuid end
    from unnest(active) as r
    cross join lateral (select (r.document).*) as d
    join app.organisations o on o.id = d.organisation_id
    cross join lateral (select r.payload -> 'header' as h offset 0) as parts
    cross join lateral private.measures_of(d.kind, r.payload) as m
    order by d.id
    on conflict (id) do update set
      status = excluded.status, title = excluded.title, host_area_id = excluded.host_area_id,
      host_county_id = excluded.host_county_id, home_county_id = excluded.home_county_id,
      organisation_id = excluded.organisation_id, organizer_org_id = excluded.organizer_org_id,
      co_org_ids = excluded.co_org_ids, recipient_org_id = excluded.recipient_org_id,
      programme_ids = excluded.programme_ids, started_at = excluded.started_at, ended_at = excluded.ended_at,
      day = excluded.day, late_reason = excluded.late_reason, place_name = excluded.place_name, lng = excluded.lng,
      lat = excluded.lat, accuracy_m = excluded.accuracy_m, fix_source = excluded.fix_source,
      no_fix_reason = excluded.no_fix_reason, tile_x14 = excluded.tile_x14, tile_y14 = excluded.tile_y14,
      summary = excluded.summary, visits = excluded.visits, staff = excluded.staff, leaflets = excluded.leaflets,
      photo_count = excluded.photo_count, flags = excluded.flags, sealed_at = excluded.sealed_at,
      sessions = excluded.sessions, headline = excluded.headline, facets = excluded.facets, amounts = excluded.amounts,
      level = excluded.level, plan_id = excluded.plan_id
  )
  insert into app.activity_people (activity_id, person_id, role, title_level, category)
  select r.id, (each ->> 'person_id')::uuid, each ->> 'role', each ->> 'title_level', each ->> 'category'
  from unnest(active) as r cross join lateral jsonb_array_elements(r.payload #> '{header,participants}') as each;
end $$;

-- A JSON array of numbers as int[]; empty for anything else.
create function private.int_array(value jsonb) returns int[]
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(value) is distinct from 'array' or value = '[]' then return '{}'; end if;
  return array(select (each #>> '{}')::int from jsonb_array_elements(value) as each);
end $$;

-- A JSON array of strings as text[]; empty for anything else.
create function private.text_array(value jsonb) returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(value) is distinct from 'array' or value = '[]' then return '{}'; end if;
  return array(select each #>> '{}' from jsonb_array_elements(value) as each);
end $$;

grant execute on function private.int_array(jsonb), private.text_array(jsonb), private.sees(app.activities) to authenticated;
