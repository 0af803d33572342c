-- Whether tours come as often as the rules ask, for many places at once: in the rolling period that ends with a day (a quarter,
-- a month, a week), by the level of the stop's place. Read from the months of places.

-- The day of the nth newest stop of a level in a county, or in one of its townships; null with fewer in two years.
create function private.nth_stop(county int, township int, which text, nth int, on_day date) returns date
language plpgsql stable set search_path = '' as $$
begin
  return (
    select a.day from app.activities a
    where a.host_county_id = county and (township is null or a.host_area_id = township)
      and a.day between (on_day - interval '2 years')::date and on_day
      and a.kind = 'tour_stop' and a.facets @> array['stop/' || which] and a.status in ('submitted', 'approved')
    order by a.day desc offset nth - 1 limit 1);
end $$;

-- The last day on which a stop of one day still lies within the rolling period that ends with it: the last for which
-- (day - period) + 1 is not after the stop. src/kinds/tour-stop/frequency.ts says the same. Months end on days that a
-- shorter one lacks: counted from the stop and from the day before it, the later holds.
create function private.held_until(stop date, period interval) returns date
language plpgsql immutable set search_path = '' as $$
begin
  return greatest((stop + period)::date - 1, (stop - 1 + period)::date);
end $$;

-- How counties, or townships, stand against the rule on stops of a level; places where no rule holds are left out. `due_on` is
-- the last day on which the rule holds without a further stop. A rule that asks for several in its period is looked up in
-- the records by their index, and so is a place whose last stop lies ahead of the day. One query without functions per row that read a
-- table: row security asks for the caller's counties once in each; and without sorting, which the planner takes for cheap, so that
-- the newest month is read by the index and no older one.
create function private.tour_standing(places int[], which text, on_day date)
returns table (area_id int, rule_id int, since date, last_on date, due_on date, holds boolean)
language plpgsql stable set search_path = '' set enable_sort = off as $$
declare
  rule_code text := case which when 'county' then 'tour_stops_county_quarter' when 'township' then 'tour_stops_township_month'
    else 'tour_stops_village_week' end;
  period interval := case which when 'county' then interval '3 months' when 'township' then interval '1 month'
    else interval '7 days' end;
  first_day date := (on_day - period)::date + 1;
begin
  return query
  select a.id, r.id, first_day, s.newest, private.held_until(s.counted, period), r.value <= 0 or coalesce(s.counted >= first_day, false)
  from private.rules_in_force(array[rule_code], places, on_day) as f
  join app.rules r on r.id = f.rule_id
  join app.areas a on a.id = f.for_area
  cross join lateral (
    select case a.level
      when 'county' then (
        select max(p.last_on) from app.place_months p
        where p.county_id = a.id and p.kind = 'tour_stop' and p.facet = 'stop/' || which and p.month = (
          select m.month from app.place_months m
          where m.county_id = a.id and m.kind = 'tour_stop' and m.facet = 'stop/' || which order by m.month desc limit 1))
      else (
        select p.last_on from app.place_months p
        where p.area_id = a.id and p.kind = 'tour_stop' and p.facet = 'stop/' || which order by p.month desc limit 1)
      end as kept offset 0) as l
  cross join lateral (
    select case when l.kept > on_day then private.nth_stop(coalesce(county, a.id), township, which, 1, on_day) else l.kept end as newest,
      case when r.value > 1 or l.kept > on_day
        then private.nth_stop(coalesce(county, a.id), township, which, greatest(1, ceil(r.value))::int, on_day)
        else l.kept end as counted
    from (select case a.level when 'township' then a.statutory_parent end as county,
      case a.level when 'township' then a.id end as township) as place
    offset 0) as s;
end $$;

-- How counties stand against each rule on the frequency of tours, by level of stop.
create function private.county_tours(counties int[], on_day date)
returns table (county_id int, which text, rule_id int, since date, last_on date, due_on date, holds boolean)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select s.area_id, level.name, s.rule_id, s.since, s.last_on, s.due_on, s.holds
  from unnest(array['county', 'township', 'village']) as level(name)
  cross join lateral private.tour_standing(counties, level.name, on_day) as s;
end $$;

-- The same for the counties below an area as of today, with the rule; what does not hold stands first. Gives {at, rows:
-- [{area_id, area_name, level, holds, since, last_on, due_on, rule}], left_off}: 300 rows at most, and how many more there
-- are. `forbidden` for an area outside the caller's.
create function api.visit_frequency(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  most constant int := 300;
begin
  return (
    with standing as materialized (
      select *, row_number() over (order by s.holds, s.county_id, s.which) as place
      from private.county_tours(counties, private.china_day(now())) as s
    ), rules as materialized (
      select s.rule_id, private.rule_shown(s.rule_id) as shown from standing s group by s.rule_id
    )
    select jsonb_build_object('at', private.iso(now()), 'left_off', greatest(0, (select count(*) from standing) - most),
      'rows', coalesce(jsonb_agg(jsonb_build_object('area_id', s.county_id, 'area_name', a.name, 'level', s.which,
        'holds', s.holds, 'since', s.since, 'last_on', s.last_on, 'due_on', s.due_on, 'rule', r.shown) order by s.place), '[]'))
    from standing s join rules r on r.rule_id = s.rule_id join app.areas a on a.id = s.county_id
    where s.place <= most);
end $$;

grant execute on function private.nth_stop(int, int, text, int, date), private.held_until(date, interval), private.tour_standing(int[], text, date),
  private.county_tours(int[], date), api.visit_frequency(int) to authenticated;
