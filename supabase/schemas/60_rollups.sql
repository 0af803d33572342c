-- Totals that dashboards read, kept in the transaction that changes an activity, at the lowest level only: county by
-- host and by home, and organisation; each × kind × month × status group. Proven equal to a recount by
-- private.rollup_differences(), rebuilt by private.rebuild_rollups().

create table app.county_rollups (
  county_id int not null references app.areas on delete restrict,
  side text not null check (side in ('host', 'home')),
  kind text not null references app.kinds on delete restrict,
  month date not null,
  status_group text not null check (status_group in ('submitted', 'approved')),
  sessions int not null,
  visits bigint not null,
  staff bigint not null,
  leaflets bigint not null,
  primary key (county_id, side, kind, month, status_group)
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

-- One counted activity with its sign: +1 for what it is now, -1 for what it was.
create type private.rollup_change as (
  host_county_id int, home_county_id int, organisation_id int, kind text, month date, status_group text,
  sign int, sessions int, visits int, staff int, leaflets int
);

create function private.rollup_change(a app.activities, sign int) returns private.rollup_change
language plpgsql immutable set search_path = '' as $$
begin
  return row(a.host_county_id, a.home_county_id, a.organisation_id, a.kind, date_trunc('month', a.day::timestamp)::date,
    a.status, sign, a.sessions, a.visits, a.staff, a.leaflets)::private.rollup_change;
end $$;

-- Waits for the totals of these counties and organisations, in one order for all, until the transaction ends: whoever
-- changes totals in several steps asks for all of them first, and no two ever deadlock.
create function private.lock_totals(counties int[], organisations int[]) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(1, id) from (select distinct id from unnest(counties) as id order by id) as keys;
  select pg_advisory_xact_lock(2, id) from (select distinct id from unnest(organisations) as id order by id) as keys;
$$;

-- The same for all totals that the given items of a push may change: where their records counted so far, and where they
-- will.
create function private.lock_totals_of(items jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  counties int[];
  organisations int[];
begin
  select array_agg(county) filter (where county is not null), array_agg(organisation)
  into counties, organisations
  from (
    select unnest(array[a.host_county_id, a.home_county_id]) as county, a.organisation_id as organisation
    from app.activities a
    where a.id in (select (item ->> 'id')::uuid from jsonb_array_elements(items) as item)
    union all
    select unnest(array[private.county_of(private.int_of(h -> 'host_area_id')), o.county_id]), o.id
    from jsonb_array_elements(items) as item
    cross join lateral (select (item ->> 'text')::jsonb as p offset 0) as parsed
    cross join lateral (select p -> 'header' as h) as parts
    join app.organisations o on o.id = private.int_of(h -> 'organisation_id')
    where p ->> 'status' = 'submitted'
  ) as touched;
  perform private.lock_totals(counties, organisations);
end $$;

-- Adds changes to the totals. Keys are written in order, so that concurrent batches never deadlock.
create function private.apply_rollup_changes(changes private.rollup_change[]) returns void
language sql volatile set search_path = '' as $$
  insert into app.county_rollups as t
  select side.county_id, side.name, c.kind, c.month, c.status_group,
    sum(c.sign * c.sessions), sum(c.sign * c.visits), sum(c.sign * c.staff), sum(c.sign * c.leaflets)
  from unnest(changes) as c
  cross join lateral (values ('host', c.host_county_id), ('home', c.home_county_id)) as side(name, county_id)
  where c.status_group in ('submitted', 'approved')
  group by 1, 2, 3, 4, 5
  having sum(c.sign * c.sessions) <> 0 or sum(c.sign * c.visits) <> 0 or sum(c.sign * c.staff) <> 0
    or sum(c.sign * c.leaflets) <> 0
  order by 1, 2, 3, 4, 5
  on conflict (county_id, side, kind, month, status_group) do update set
    sessions = t.sessions + excluded.sessions, visits = t.visits + excluded.visits,
    staff = t.staff + excluded.staff, leaflets = t.leaflets + excluded.leaflets;

  insert into app.organisation_rollups as t
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
$$;

-- Definer: totals have no write grant, and cover rows that the writer of one activity may not read.
create function private.tg_activities__rollups() returns trigger
language plpgsql security definer set search_path = '' as $$
declare changes private.rollup_change[];
begin
  if tg_op = 'INSERT' then
    select array_agg(private.rollup_change(n, 1)) into changes from new_rows n;
  elsif tg_op = 'DELETE' then
    select array_agg(private.rollup_change(o, -1)) into changes from old_rows o;
  else
    select array_agg(change) into changes from new_rows n join old_rows o using (id)
    cross join lateral (values (private.rollup_change(n, 1)), (private.rollup_change(o, -1))) as both_sides(change)
    where (n.host_county_id, n.home_county_id, n.organisation_id, n.day, n.status, n.sessions, n.visits, n.staff, n.leaflets)
      <> (o.host_county_id, o.home_county_id, o.organisation_id, o.day, o.status, o.sessions, o.visits, o.staff, o.leaflets);
  end if;
  if changes is not null then
    perform private.lock_totals(
      (select array_agg(county) from unnest(changes) as c, unnest(array[c.host_county_id, c.home_county_id]) as county),
      (select array_agg(c.organisation_id) from unnest(changes) as c));
    perform private.apply_rollup_changes(changes);
  end if;
  return null;
end $$;

create trigger activities_insert_rollups after insert on app.activities
  referencing new table as new_rows for each statement execute function private.tg_activities__rollups();
create trigger activities_update_rollups after update on app.activities
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.tg_activities__rollups();
create trigger activities_delete_rollups after delete on app.activities
  referencing old table as old_rows for each statement execute function private.tg_activities__rollups();

-- Rows of the totals that differ from a recount of the activities; none when all is well.
create function private.rollup_differences() returns setof text
language sql stable set search_path = '' as $$
  with recount as (
    select side.county_id, side.name as side, a.kind, date_trunc('month', a.day::timestamp)::date as month,
      a.status as status_group, sum(a.sessions)::int as sessions, sum(a.visits) as visits, sum(a.staff) as staff,
      sum(a.leaflets) as leaflets
    from app.activities a
    cross join lateral (values ('host', a.host_county_id), ('home', a.home_county_id)) as side(name, county_id)
    where a.status in ('submitted', 'approved')
    group by 1, 2, 3, 4, 5
    having (sum(a.sessions), sum(a.visits), sum(a.staff), sum(a.leaflets)) <> (0, 0, 0, 0)
  ), kept as (
    select * from app.county_rollups where (sessions, visits, staff, leaflets) <> (0, 0, 0, 0)
  ), organisations_recount as (
    select a.organisation_id, a.kind, date_trunc('month', a.day::timestamp)::date as month, a.status as status_group,
      sum(a.sessions)::int as sessions, sum(a.visits) as visits, sum(a.staff) as staff, sum(a.leaflets) as leaflets
    from app.activities a where a.status in ('submitted', 'approved') group by 1, 2, 3, 4
    having (sum(a.sessions), sum(a.visits), sum(a.staff), sum(a.leaflets)) <> (0, 0, 0, 0)
  )
  select 'missing ' || row_to_json(r)::text from (select * from recount except select * from kept) as r
  union all
  select 'surplus ' || row_to_json(r)::text from (select * from kept except select * from recount) as r
  union all
  select 'organisation ' || row_to_json(r)::text from (
    select * from organisations_recount except select * from app.organisation_rollups) as r
  union all
  select 'organisation surplus ' || row_to_json(r)::text from (
    select * from app.organisation_rollups where (sessions, visits, staff, leaflets) <> (0, 0, 0, 0)
    except select * from organisations_recount) as r
$$;

-- Counts everything anew.
create function private.rebuild_rollups() returns void
language plpgsql volatile set search_path = '' as $$
begin
  lock table app.activities in share row exclusive mode;
  delete from app.county_rollups;
  delete from app.organisation_rollups;
  perform private.apply_rollup_changes((select array_agg(private.rollup_change(a, 1)) from app.activities a));
end $$;

grant execute on function private.lock_totals(int[], int[]), private.lock_totals_of(jsonb) to authenticated;
