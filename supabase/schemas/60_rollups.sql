-- Totals that dashboards read, kept in the transaction that changes an activity, at the lowest level only: county with the
-- level of who carried it out, facets of a county, organisation; each × kind × month. What was held in a county (host) and what
-- its organisations carried out (home) stand in one row, the approved beside all that counts, so that a province is read in few
-- rows. Proven equal to a recount by private.rollup_differences(), rebuilt by private.rebuild_rollups().

create table app.county_rollups (
  county_id int not null references app.areas on delete restrict,
  month date not null,
  kind text not null references app.kinds on delete restrict,
  level text not null,
  host_sessions int not null,
  host_visits int not null,
  host_staff int not null,
  host_leaflets int not null,
  home_sessions int not null,
  home_visits int not null,
  home_staff int not null,
  home_leaflets int not null,
  approved_host_sessions int not null,
  approved_host_visits int not null,
  approved_host_staff int not null,
  approved_host_leaflets int not null,
  approved_home_sessions int not null,
  approved_home_visits int not null,
  approved_home_staff int not null,
  approved_home_leaflets int not null,
  primary key (county_id, month, kind, level)
);

alter table app.county_rollups enable row level security;
alter table app.county_rollups force row level security;

create policy "managers read totals of their counties" on app.county_rollups
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.county_rollups to authenticated;

create table app.organisation_rollups (
  organisation_id int not null references app.organisations on delete restrict,
  kind text not null references app.kinds on delete restrict,
  month date not null,
  status_group text not null check (status_group in ('submitted', 'approved')),
  sessions int not null,
  visits bigint not null,
  staff bigint not null,
  leaflets bigint not null,
  primary key (organisation_id, kind, month, status_group)
);

alter table app.organisation_rollups enable row level security;
alter table app.organisation_rollups force row level security;

create policy "organisations read their totals" on app.organisation_rollups
  for select to authenticated using (organisation_id = any((select private.my_organisation_ids())::int[]));

grant select on app.organisation_rollups to authenticated;

-- What kinds count apart (measures_of): categories of techniques, persons assessed and passed, levels of stops and visits.
-- `amount` is of what was held there.
create table app.facet_rollups (
  county_id int not null references app.areas on delete restrict,
  month date not null,
  facet text not null,
  kind text not null references app.kinds on delete restrict,
  host_sessions int not null,
  home_sessions int not null,
  approved_host_sessions int not null,
  approved_home_sessions int not null,
  amount int not null,
  primary key (county_id, month, facet, kind)
);

alter table app.facet_rollups enable row level security;
alter table app.facet_rollups force row level security;

create policy "managers read facets of their counties" on app.facet_rollups
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.facet_rollups to authenticated;

-- A number for each county that grows with every change of its totals: whoever shows them asks for it and for no more.
create table app.county_versions (
  county_id int primary key references app.areas on delete restrict,
  version bigint not null
);

alter table app.county_versions enable row level security;
alter table app.county_versions force row level security;

create policy "managers read versions of their counties" on app.county_versions
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.county_versions to authenticated;

-- One counted activity with its sign: +1 for what it is now, -1 for what it was.
create type private.rollup_change as (
  sign int, host_county_id int, home_county_id int, area_id int, organisation_id int, recipient_id int, kind text,
  level text, month date, day date, status_group text, x14 int, y14 int, facets text[], amounts int[],
  sessions int, visits int, staff int, leaflets int
);

create function private.rollup_change(a app.activities, sign int) returns private.rollup_change
language plpgsql immutable set search_path = '' as $$
begin
  return row(sign, a.host_county_id, a.home_county_id, a.host_area_id, a.organisation_id, a.recipient_org_id, a.kind,
    a.level, date_trunc('month', a.day::timestamp)::date, a.day, a.status, a.tile_x14, a.tile_y14, a.facets, a.amounts,
    a.sessions, a.visits, a.staff, a.leaflets)::private.rollup_change;
end $$;

-- Waits for the totals of these counties and organisations, in one order for all, until the transaction ends: whoever
-- changes totals in several steps asks for all of them first, and no two ever deadlock.
create function private.lock_totals(counties int[], organisations int[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(1, id) from (select distinct id from unnest(counties) as id order by id) as keys;
  perform pg_advisory_xact_lock(2, id) from (select distinct id from unnest(organisations) as id order by id) as keys;
end $$;

-- The counties whose totals an activity with these places counts in; null where there is none.
create function private.counties_counting(host int, home int, recipient int) returns int[]
language plpgsql stable set search_path = '' as $$
begin
  if recipient is null then return array[host, home, null]; end if;
  return array[host, home, (select o.county_id from app.organisations o where o.id = recipient)];
end $$;

-- Waits for the totals that changes of these activities' rows touch.
create function private.lock_totals_of_activities(ids uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_totals(
    (select array_agg(county) from app.activities a
     cross join unnest(private.counties_counting(a.host_county_id, a.home_county_id, a.recipient_org_id)) as county
     where a.id = any(ids) and county is not null),
    (select array_agg(a.organisation_id) from app.activities a where a.id = any(ids)));
end $$;

-- The same for all totals that what a push writes may change: where its records counted so far, and where they will.
create function private.lock_totals_of(parcels private.parcel[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  ids uuid[] := array(select (item ->> 'id')::uuid from unnest(parcels));
  counties int[];
  organisations int[];
begin
  select array_agg(county) filter (where county is not null), array_agg(organisation)
  into counties, organisations
  from (
    select unnest(private.counties_counting(a.host_county_id, a.home_county_id, a.recipient_org_id)) as county,
      a.organisation_id as organisation
    from app.activities a
    where a.id = any(ids)
    union all
    select unnest(private.counties_counting(private.county_of(place.host), o.county_id, place.recipient)), o.id
    from (
      select distinct private.int_of(h -> 'host_area_id') as host, private.int_of(h -> 'organisation_id') as home,
        private.int_of(h -> 'recipient_org_id') as recipient
      from unnest(parcels) as parcel
      cross join lateral (select parcel.payload -> 'header' as h offset 0) as parts
      where parcel.payload ->> 'status' = 'submitted'
    ) as place
    join app.organisations o on o.id = place.home
  ) as touched;
  perform private.lock_totals(counties, organisations);
end $$;

-- Moves the versions of counties on, in their order; null among them counts for none.
create function private.touch_counties(counties int[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.county_versions as t (county_id, version)
  select distinct county, 1 from unnest(counties) as county where county is not null order by county
  on conflict (county_id) do update set version = t.version + 1;
end $$;

-- The counties that a change counts in, each with its sign where it counts as host, as home, and as approved of either; else 0.
create function private.counted_in(c private.rollup_change)
returns table (county_id int, host int, home int, approved_host int, approved_home int)
language plpgsql immutable set search_path = '' as $$
declare approved int := case c.status_group when 'approved' then c.sign else 0 end;
begin
  return query values (c.host_county_id, c.sign, 0, approved, 0), (c.home_county_id, 0, c.sign, 0, approved);
end $$;

-- The counties that changes count in, null among them.
create function private.counties_of(changes private.rollup_change[]) returns int[]
language plpgsql stable set search_path = '' as $$
begin
  return (select array_agg(distinct county)
    from (select distinct c.host_county_id, c.home_county_id, c.recipient_id from unnest(changes) as c) as place
    cross join unnest(private.counties_counting(place.host_county_id, place.home_county_id, place.recipient_id)) as county);
end $$;

-- Adds changes to the totals of counties, organisations and facets. Keys are written in order.
create function private.apply_to_rollups(changes private.rollup_change[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.county_rollups as t (county_id, month, kind, level,
    host_sessions, host_visits, host_staff, host_leaflets, home_sessions, home_visits, home_staff, home_leaflets,
    approved_host_sessions, approved_host_visits, approved_host_staff, approved_host_leaflets, approved_home_sessions,
    approved_home_visits, approved_home_staff, approved_home_leaflets)
  select n.county_id, c.month, c.kind, c.level,
    sum(n.host * c.sessions), sum(n.host * c.visits), sum(n.host * c.staff), sum(n.host * c.leaflets),
    sum(n.home * c.sessions), sum(n.home * c.visits), sum(n.home * c.staff), sum(n.home * c.leaflets),
    sum(n.approved_host * c.sessions), sum(n.approved_host * c.visits), sum(n.approved_host * c.staff),
    sum(n.approved_host * c.leaflets), sum(n.approved_home * c.sessions), sum(n.approved_home * c.visits),
    sum(n.approved_home * c.staff), sum(n.approved_home * c.leaflets)
  from unnest(changes) as c
  cross join lateral private.counted_in(c) as n
  where c.status_group in ('submitted', 'approved')
  group by 1, 2, 3, 4
  order by 1, 2, 3, 4
  on conflict (county_id, month, kind, level) do update set
    host_sessions = t.host_sessions + excluded.host_sessions, host_visits = t.host_visits + excluded.host_visits,
    host_staff = t.host_staff + excluded.host_staff, host_leaflets = t.host_leaflets + excluded.host_leaflets,
    home_sessions = t.home_sessions + excluded.home_sessions, home_visits = t.home_visits + excluded.home_visits,
    home_staff = t.home_staff + excluded.home_staff, home_leaflets = t.home_leaflets + excluded.home_leaflets,
    approved_host_sessions = t.approved_host_sessions + excluded.approved_host_sessions,
    approved_host_visits = t.approved_host_visits + excluded.approved_host_visits,
    approved_host_staff = t.approved_host_staff + excluded.approved_host_staff,
    approved_host_leaflets = t.approved_host_leaflets + excluded.approved_host_leaflets,
    approved_home_sessions = t.approved_home_sessions + excluded.approved_home_sessions,
    approved_home_visits = t.approved_home_visits + excluded.approved_home_visits,
    approved_home_staff = t.approved_home_staff + excluded.approved_home_staff,
    approved_home_leaflets = t.approved_home_leaflets + excluded.approved_home_leaflets;

  insert into app.facet_rollups as t (county_id, month, facet, kind,
    host_sessions, home_sessions, approved_host_sessions, approved_home_sessions, amount)
  select n.county_id, c.month, f.facet, c.kind, sum(n.host * c.sessions), sum(n.home * c.sessions),
    sum(n.approved_host * c.sessions), sum(n.approved_home * c.sessions), sum(n.host * f.amount)
  from unnest(changes) as c
  cross join lateral unnest(c.facets, c.amounts) as f(facet, amount)
  cross join lateral private.counted_in(c) as n
  where c.status_group in ('submitted', 'approved')
  group by 1, 2, 3, 4
  order by 1, 2, 3, 4
  on conflict (county_id, month, facet, kind) do update set
    host_sessions = t.host_sessions + excluded.host_sessions, home_sessions = t.home_sessions + excluded.home_sessions,
    approved_host_sessions = t.approved_host_sessions + excluded.approved_host_sessions,
    approved_home_sessions = t.approved_home_sessions + excluded.approved_home_sessions, amount = t.amount + excluded.amount;

  insert into app.organisation_rollups as t (organisation_id, kind, month, status_group, sessions, visits, staff, leaflets)
  select c.organisation_id, c.kind, c.month, c.status_group,
    sum(c.sign * c.sessions), sum(c.sign * c.visits), sum(c.sign * c.staff), sum(c.sign * c.leaflets)
  from unnest(changes) as c
  where c.status_group in ('submitted', 'approved')
  group by 1, 2, 3, 4
  having sum(c.sign * c.sessions) <> 0 or sum(c.sign * c.visits) <> 0 or sum(c.sign * c.staff) <> 0
    or sum(c.sign * c.leaflets) <> 0
  order by 1, 2, 3, 4
  on conflict (organisation_id, kind, month, status_group) do update set
    sessions = t.sessions + excluded.sessions, visits = t.visits + excluded.visits,
    staff = t.staff + excluded.staff, leaflets = t.leaflets + excluded.leaflets;

  perform private.touch_counties(private.counties_of(changes));
end $$;

grant execute on function private.lock_totals(int[], int[]), private.lock_totals_of(private.parcel[]),
  private.lock_totals_of_activities(uuid[]), private.counties_counting(int, int, int) to authenticated;
