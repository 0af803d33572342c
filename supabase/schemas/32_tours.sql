-- What the stops of tours add up to: the figures of a tour, and its stops as a reader lists them. Derived on reading: the
-- figures from all of them, the list from the rows that the caller may see.

-- The figures of a tour from its submitted and approved stops, as src/kinds/circuit-tour/facts.ts derives them on a phone:
-- {stops, townships_covered, grassroots_days}; of no stop for a tour that the caller does not see. Definer: whoever sees a tour is told
-- these numbers of the whole of it, also where it went beyond the caller's counties.
create function private.circuit_tour_facts(tour uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with stops as (
    select a.day, private.china_day(a.ended_at) as last_day, s.stop_level, area.id as township
    from app.activities a
    join app.tour_stops s on s.id = a.id
    left join app.areas area on area.id = a.host_area_id and area.level = 'township'
    where a.parent_id = any(private.lineage(tour)) and a.kind = 'tour_stop' and a.status in ('submitted', 'approved')
      and exists (select 1 from app.activities t where t.id = tour and private.sees(t))
  )
  select jsonb_build_object(
    'stops', (select count(*) from stops),
    'townships_covered', (select count(distinct township) from stops where stop_level <> 'county'),
    'grassroots_days', (select count(distinct each) from stops, generate_series(day::timestamp, last_day, interval '1 day') as each))
$$;

-- How many stops of a tour there are, void ones left out; 0 for a tour that the caller does not see. Definer as above.
create function private.circuit_tour_size(tour uuid) returns int
language sql stable security definer set search_path = '' as $$
  select count(*)::int from app.activities a
  where a.parent_id = any(private.lineage(tour)) and a.kind = 'tour_stop' and a.status <> 'void'
    and exists (select 1 from app.activities t where t.id = tour and private.sees(t))
$$;

-- A tour's stops in their order, void ones left out: {facts, outside: how many more the caller may not see, rows: [{id, kind, status, title, sequence, started_at,
-- place_name, host_area_name, host_county_id, visits, photo_count, photos_verified, lng, lat}]}.
create function private.circuit_tour_children(activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare rows jsonb;
begin
  select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'status', a.status, 'title', a.title,
    'sequence', s.stop_seq, 'started_at', private.iso(a.started_at), 'place_name', a.place_name,
    'host_area_name', area.name, 'host_county_id', a.host_county_id, 'visits', a.visits, 'photo_count', a.photo_count,
    'photos_verified', a.photos_verified, 'lng', a.lng, 'lat', a.lat) order by s.stop_seq, a.started_at, a.id), '[]')
  into rows
  from app.activities a
  join app.tour_stops s on s.id = a.id
  join app.areas area on area.id = a.host_area_id
  where a.parent_id = any(private.lineage(activity)) and a.kind = 'tour_stop' and a.status <> 'void';
  return jsonb_build_object('facts', private.circuit_tour_facts(activity), 'rows', rows,
    'outside', private.circuit_tour_size(activity) - jsonb_array_length(rows));
end $$;

grant execute on function private.circuit_tour_facts(uuid), private.circuit_tour_size(uuid), private.circuit_tour_children(uuid)
  to authenticated;
