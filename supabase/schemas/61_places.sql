-- Where things happened, and when last: tiles of the map, townships and counties, institutions that were visited. Kept
-- with the totals (62_rollup_changes.sql) and, like them, equal to a recount.

-- Sessions with a position by tile of zoom 14, host and home county in one row: most are the same.
create table app.tile_rollups (
  host_county_id int not null references app.areas on delete restrict,
  home_county_id int not null references app.areas on delete restrict,
  month date not null,
  kind text not null references app.kinds on delete restrict,
  status_group text not null check (status_group in ('submitted', 'approved')),
  x14 int not null,
  y14 int not null,
  sessions int not null,
  primary key (host_county_id, month, kind, status_group, x14, y14, home_county_id)
);

create index tile_rollups_home on app.tile_rollups (home_county_id, month);

alter table app.tile_rollups enable row level security;
alter table app.tile_rollups force row level security;

create policy "managers read tiles of their counties" on app.tile_rollups
  for select to authenticated using (
    host_county_id = any((select private.my_county_ids())::int[])
    or home_county_id = any((select private.my_county_ids())::int[])
  );

grant select on app.tile_rollups to authenticated;

-- A township (or a county, where no township is named) by month: what happened there, and the last day of it. The facet is
-- a stop's or a visit's level, else empty.
create table app.place_months (
  area_id int not null references app.areas on delete restrict,
  county_id int not null references app.areas on delete restrict,
  kind text not null references app.kinds on delete restrict,
  facet text not null,
  month date not null,
  sessions int not null,
  visits bigint not null,
  last_on date not null,
  primary key (area_id, kind, facet, month)
);

create index place_months_county on app.place_months (county_id, month);

alter table app.place_months enable row level security;
alter table app.place_months force row level security;

create policy "managers read places of their counties" on app.place_months
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.place_months to authenticated;

-- An institution that was inspected, supported or trained in, by month.
create table app.institution_months (
  organisation_id int not null references app.organisations on delete restrict,
  county_id int references app.areas on delete restrict,
  kind text not null references app.kinds on delete restrict,
  facet text not null,
  month date not null,
  sessions int not null,
  last_on date not null,
  primary key (organisation_id, kind, facet, month)
);

create index institution_months_county on app.institution_months (county_id, month);

alter table app.institution_months enable row level security;
alter table app.institution_months force row level security;

create policy "managers read institutions of their counties" on app.institution_months
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.institution_months to authenticated;

-- The facet that tells visits of a place apart: a stop's or a visit's level; empty for kinds without.
create function private.place_facet(facets text[]) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return coalesce((select f from unnest(facets) as f where f like 'stop/%' or f like 'visit/%' limit 1), '');
end $$;

-- What every place and institution should hold, from the activities.
create function private.place_months_recount() returns setof app.place_months
language sql stable set search_path = '' as $$
  select a.host_area_id as area_id, private.county_of(a.host_area_id) as county_id, a.kind, private.place_facet(a.facets) as facet,
    date_trunc('month', a.day::timestamp)::date as month, sum(a.sessions)::int as sessions, sum(a.visits) as visits,
    max(a.day) as last_on
  from app.activities a
  where a.status in ('submitted', 'approved') and a.sessions > 0
  group by 1, 2, 3, 4, 5
$$;

create function private.institution_months_recount() returns setof app.institution_months
language sql stable set search_path = '' as $$
  select a.recipient_org_id as organisation_id, o.county_id, a.kind, private.place_facet(a.facets) as facet,
    date_trunc('month', a.day::timestamp)::date as month, sum(a.sessions)::int as sessions, max(a.day) as last_on
  from app.activities a
  join app.organisations o on o.id = a.recipient_org_id
  where a.status in ('submitted', 'approved') and a.sessions > 0
  group by 1, 2, 3, 4, 5
$$;

create function private.tile_rollups_recount() returns setof app.tile_rollups
language sql stable set search_path = '' as $$
  select a.host_county_id, a.home_county_id, date_trunc('month', a.day::timestamp)::date as month, a.kind,
    a.status as status_group, a.tile_x14 as x14, a.tile_y14 as y14, sum(a.sessions)::int as sessions
  from app.activities a
  where a.status in ('submitted', 'approved') and a.sessions > 0 and a.tile_x14 is not null
  group by 1, 2, 3, 4, 5, 6, 7
$$;

-- Adds changes to tiles, places and institutions. Where something was taken away, the last day is looked up again by
-- index, and what is empty goes.
create function private.apply_to_places(changes private.rollup_change[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.tile_rollups as t (host_county_id, home_county_id, month, kind, status_group, x14, y14, sessions)
  select c.host_county_id, c.home_county_id, c.month, c.kind, c.status_group, c.x14, c.y14, sum(c.sign * c.sessions)
  from unnest(changes) as c
  where c.status_group in ('submitted', 'approved') and c.x14 is not null
  group by 1, 2, 3, 4, 5, 6, 7 having sum(c.sign * c.sessions) <> 0
  order by 1, 3, 4, 5, 6, 7, 2
  on conflict (host_county_id, month, kind, status_group, x14, y14, home_county_id)
    do update set sessions = t.sessions + excluded.sessions;

  insert into app.place_months as t (area_id, county_id, kind, facet, month, sessions, visits, last_on)
  select c.area_id, private.county_of(c.area_id), c.kind, private.place_facet(c.facets), c.month, sum(c.sign * c.sessions),
    sum(c.sign * c.visits), max(c.day)
  from unnest(changes) as c
  where c.status_group in ('submitted', 'approved') and c.sessions > 0
  group by 1, 2, 3, 4, 5 order by 1, 3, 4, 5
  on conflict (area_id, kind, facet, month) do update set sessions = t.sessions + excluded.sessions,
    visits = t.visits + excluded.visits, last_on = greatest(t.last_on, excluded.last_on);

  insert into app.institution_months as t (organisation_id, county_id, kind, facet, month, sessions, last_on)
  select c.recipient_id, o.county_id, c.kind, private.place_facet(c.facets), c.month, sum(c.sign * c.sessions), max(c.day)
  from unnest(changes) as c
  join app.organisations o on o.id = c.recipient_id
  where c.status_group in ('submitted', 'approved') and c.sessions > 0
  group by 1, 2, 3, 4, 5 order by 1, 3, 4, 5
  on conflict (organisation_id, kind, facet, month) do update set sessions = t.sessions + excluded.sessions,
    last_on = greatest(t.last_on, excluded.last_on);

  if exists (select 1 from unnest(changes) as c where c.sign < 0) then
    perform private.look_up_last_days(changes);
  end if;
end $$;

-- Sets right what lost a session: its last day anew, and nothing where nothing is left.
create function private.look_up_last_days(changes private.rollup_change[]) returns void
language sql volatile set search_path = '' as $$
  delete from app.tile_rollups t using unnest(changes) as c
  where c.sign < 0 and t.sessions = 0 and (t.host_county_id, t.month, t.kind, t.status_group, t.x14, t.y14, t.home_county_id)
    = (c.host_county_id, c.month, c.kind, c.status_group, c.x14, c.y14, c.home_county_id);

  delete from app.place_months t using unnest(changes) as c
  where c.sign < 0 and t.sessions = 0 and (t.area_id, t.kind, t.facet, t.month)
    = (c.area_id, c.kind, private.place_facet(c.facets), c.month);
  update app.place_months t set last_on = (
    select max(a.day) from app.activities a
    where a.host_area_id = t.area_id and a.day >= t.month and a.day < t.month + interval '1 month' and a.kind = t.kind
      and a.status in ('submitted', 'approved') and a.sessions > 0 and private.place_facet(a.facets) = t.facet)
  from (select distinct c.area_id, c.kind, private.place_facet(c.facets) as facet, c.month from unnest(changes) as c
        where c.sign < 0) as lost
  where (t.area_id, t.kind, t.facet, t.month) = (lost.area_id, lost.kind, lost.facet, lost.month);

  delete from app.institution_months t using unnest(changes) as c
  where c.sign < 0 and t.sessions = 0 and (t.organisation_id, t.kind, t.facet, t.month)
    = (c.recipient_id, c.kind, private.place_facet(c.facets), c.month);
  update app.institution_months t set last_on = (
    select max(a.day) from app.activities a
    where a.recipient_org_id = t.organisation_id and a.day >= t.month and a.day < t.month + interval '1 month'
      and a.kind = t.kind and a.status in ('submitted', 'approved') and a.sessions > 0
      and private.place_facet(a.facets) = t.facet)
  from (select distinct c.recipient_id, c.kind, private.place_facet(c.facets) as facet, c.month from unnest(changes) as c
        where c.sign < 0) as lost
  where (t.organisation_id, t.kind, t.facet, t.month) = (lost.recipient_id, lost.kind, lost.facet, lost.month);
$$;
