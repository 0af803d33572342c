-- What the stops of tours add up to: the figures of a tour, its stops as a reader lists them, and whether places are
-- visited as often as the rules ask. Derived on reading, from the rows that the caller may see.

-- The figures of a tour from its submitted and approved stops, as src/kinds/circuit-tour/facts.ts derives them on a phone:
-- {stops, townships_covered, grassroots_days}.
create function private.circuit_tour_facts(tour uuid) returns jsonb
language sql stable set search_path = '' as $$
  with stops as (
    select a.day, private.china_day(a.ended_at) as last_day, s.stop_level, area.id as township
    from app.activities a
    join app.tour_stops s on s.id = a.id
    left join app.areas area on area.id = a.host_area_id and area.level = 'township'
    where a.parent_id = tour and a.kind = 'tour_stop' and a.status in ('submitted', 'approved')
  )
  select jsonb_build_object(
    'stops', (select count(*) from stops),
    'townships_covered', (select count(distinct township) from stops where stop_level <> 'county'),
    'grassroots_days', (select count(distinct each) from stops, generate_series(day::timestamp, last_day, interval '1 day') as each))
$$;

-- A tour's stops in their order, void ones left out: {facts, rows: [{id, kind, status, title, sequence, started_at,
-- place_name, host_area_name, host_county_id, visits, photo_count, photos_verified, lng, lat}]}.
create function private.circuit_tour_children(activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return jsonb_build_object('facts', private.circuit_tour_facts(activity), 'rows', coalesce((
    select jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'status', a.status, 'title', a.title,
      'sequence', s.stop_seq, 'started_at', private.iso(a.started_at), 'place_name', a.place_name,
      'host_area_name', area.name, 'host_county_id', a.host_county_id, 'visits', a.visits, 'photo_count', a.photo_count,
      'photos_verified', a.photos_verified, 'lng', a.lng, 'lat', a.lat) order by s.stop_seq, a.started_at, a.id)
    from app.activities a
    join app.tour_stops s on s.id = a.id
    join app.areas area on area.id = a.host_area_id
    where a.parent_id = activity and a.kind = 'tour_stop' and a.status <> 'void'
  ), '[]'));
end $$;

-- Which rules on how often tours come hold for a county or a township on a day: one row for each level of stop with a rule
-- in force there. Counted are the stops of the rolling period that ends with that day (a quarter, a month, a week), by the
-- level of their place; last_on is the last such stop, next_on the next one that a stop announced.
create function private.tour_frequency(area int, on_day date) returns table (
  stop_level text, code text, asked numeric, held int, holds boolean, since date, last_on date, next_on date,
  source text, source_quote text, verified boolean
)
language sql stable set search_path = '' as $$
  select p.level, r.code, r.value, seen.held, seen.held >= r.value, p.since, seen.last_on, seen.next_on, r.source,
    r.source_quote, r.verified
  from (values
    ('county', 'tour_stops_county_quarter', (on_day - interval '3 months')::date + 1),
    ('township', 'tour_stops_township_month', (on_day - interval '1 month')::date + 1),
    ('village', 'tour_stops_village_week', on_day - 6)
  ) as p(level, code, since)
  cross join lateral private.rule_in_force(p.code, area, on_day) as r
  cross join lateral (
    select count(*) filter (where a.day >= p.since)::int as held, max(a.day) as last_on,
      min(s.next_visit_on) filter (where s.next_visit_on > on_day) as next_on
    from app.activities a
    join app.tour_stops s on s.id = a.id and s.stop_level = p.level
    where a.host_county_id = private.county_of(area) and a.day <= on_day and a.kind = 'tour_stop'
      and a.status in ('submitted', 'approved')
      and (a.host_area_id = area or private.county_of(area) = area)
  ) as seen
  where private.county_of(area) is not null
$$;

-- How often tours came to the counties below an area, where a rule asks for it; what does not hold stands first. Gives
-- {at, rows: [{area_id, area_name, level, asked, held, holds, since, last_on, next_on, source, source_quote, verified}]},
-- 300 rows at most. `forbidden` for an area outside the caller's.
create function api.visit_frequency(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.counties_below(array[area]);
begin
  if private.my_person_id() is null or cardinality(counties) = 0 or not counties <@ private.my_county_ids() then
    perform private.fail('forbidden', 403, 'area');
  end if;
  return jsonb_build_object('at', private.iso(now()), 'rows', coalesce((
    select jsonb_agg(jsonb_build_object('area_id', x.id, 'area_name', x.name, 'level', x.stop_level, 'asked', x.asked,
      'held', x.held, 'holds', x.holds, 'since', x.since, 'last_on', x.last_on, 'next_on', x.next_on, 'source', x.source,
      'source_quote', x.source_quote, 'verified', x.verified) order by x.holds, x.id, x.stop_level)
    from (
      select a.id, a.name, f.* from app.areas a
      cross join lateral private.tour_frequency(a.id, private.china_day(now())) as f
      where a.id = any(counties) order by f.holds, a.id, f.stop_level limit 300
    ) as x
  ), '[]'));
end $$;

grant execute on function private.circuit_tour_facts(uuid), private.circuit_tour_children(uuid),
  private.tour_frequency(int, date), api.visit_frequency(int) to authenticated;
