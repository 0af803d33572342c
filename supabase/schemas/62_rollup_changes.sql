-- How totals and places follow the activities: by what changed, as a recount to compare with, and all anew.

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
    where private.rollup_change(n, 1) is distinct from private.rollup_change(o, 1);
  end if;
  if changes is not null then
    perform private.lock_totals(array_remove(private.counties_of(changes), null), (select array_agg(c.organisation_id) from unnest(changes) as c));
    perform private.apply_to_rollups(changes);
    perform private.apply_to_places(changes);
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

-- What the totals should hold, from the activities.
create function private.county_rollups_recount() returns setof app.county_rollups
language sql stable set search_path = '' as $$
  select side.county_id, date_trunc('month', a.day::timestamp)::date as month, a.kind, a.level,
    coalesce(sum(a.sessions) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.visits) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.staff) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.leaflets) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.visits) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.staff) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.leaflets) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.visits) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.staff) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.leaflets) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'home' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.visits) filter (where side.name = 'home' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.staff) filter (where side.name = 'home' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.leaflets) filter (where side.name = 'home' and a.status = 'approved'), 0)::int
  from app.activities a
  cross join lateral (values ('host', a.host_county_id), ('home', a.home_county_id)) as side(name, county_id)
  where a.status in ('submitted', 'approved')
  group by 1, 2, 3, 4
  having (sum(a.sessions), sum(a.visits), sum(a.staff), sum(a.leaflets)) <> (0, 0, 0, 0)
$$;

create function private.facet_rollups_recount() returns setof app.facet_rollups
language sql stable set search_path = '' as $$
  select side.county_id, date_trunc('month', a.day::timestamp)::date as month, f.facet, a.kind,
    coalesce(sum(a.sessions) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'home' and a.status = 'approved'), 0)::int,
    coalesce(sum(f.amount) filter (where side.name = 'host'), 0)::int
  from app.activities a
  cross join lateral unnest(a.facets, a.amounts) as f(facet, amount)
  cross join lateral (values ('host', a.host_county_id), ('home', a.home_county_id)) as side(name, county_id)
  where a.status in ('submitted', 'approved')
  group by 1, 2, 3, 4
  having sum(a.sessions) <> 0 or coalesce(sum(f.amount) filter (where side.name = 'host'), 0) <> 0
$$;

create function private.organisation_rollups_recount() returns setof app.organisation_rollups
language sql stable set search_path = '' as $$
  select a.organisation_id, a.kind, date_trunc('month', a.day::timestamp)::date as month, a.status as status_group,
    sum(a.sessions)::int as sessions, sum(a.visits) as visits, sum(a.staff) as staff, sum(a.leaflets) as leaflets
  from app.activities a where a.status in ('submitted', 'approved') group by 1, 2, 3, 4
  having (sum(a.sessions), sum(a.visits), sum(a.staff), sum(a.leaflets)) <> (0, 0, 0, 0)
$$;

-- Whether a row of the totals says nothing: all that it counts is 0, as what was void leaves it.
create function private.counts_nothing(kept jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return not exists (select from jsonb_each(kept - '{county_id,organisation_id,month}'::text[]) as figure
    where jsonb_typeof(figure.value) = 'number' and figure.value <> '0');
end $$;

-- Rows of a kept table that its recount, private.<table>_recount(), lacks, and the other way round, each as text; rows that
-- say nothing count for none.
create function private.differences_of(kept text) returns setof text
language plpgsql stable set search_path = '' as $$
begin
  return query execute format($sql$
    with recount as (select * from private.%2$I()),
      surplus as (select * from app.%1$I except select * from recount),
      missing as (select * from recount except select * from app.%1$I)
    select 'missing in %1$s ' || row_to_json(r)::text from missing as r
    union all
    select 'surplus in %1$s ' || row_to_json(r)::text from surplus as r where not private.counts_nothing(to_jsonb(r))
  $sql$, kept, kept || '_recount');
end $$;

-- Rows of the totals, places and facts that differ from a recount of the activities; none when all is well.
create function private.rollup_differences() returns setof text
language plpgsql stable set search_path = '' as $$
begin
  return query
  select private.differences_of(kept) from unnest(array['county_rollups', 'organisation_rollups', 'facet_rollups', 'tile_rollups',
    'place_months', 'institution_months']) as kept
  union all select private.fact_differences();
end $$;

-- Counts everything anew.
create function private.rebuild_rollups() returns void
language plpgsql volatile set search_path = '' as $$
declare kept text;
begin
  lock table app.activities in share row exclusive mode;
  foreach kept in array array['county_rollups', 'organisation_rollups', 'facet_rollups', 'tile_rollups', 'place_months',
    'institution_months'] loop
    execute format('delete from app.%I', kept);
    -- In the order of the keys, so that what is read together lies together.
    execute format('insert into app.%I select * from private.%I() order by 1, 2, 3, 4, 5', kept, kept || '_recount');
  end loop;
  insert into app.county_versions as t (county_id, version) select distinct county_id, 1 from app.county_rollups
  on conflict (county_id) do update set version = t.version + 1;
  perform private.rebuild_facts();
end $$;
