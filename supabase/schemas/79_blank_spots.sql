-- Where nobody came in time: counties and townships against the rules on how often tours come, institutions against the days
-- after which somebody is to come and inspect. Read from facts, and compared with today.

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('institution_visit_days', '2001-01-01', '<=', 365, 'days', '产品默认', '机构满 365 天没有督导检查即为逾期。', false),
  ('institution_due_days', '2001-01-01', '<=', 30, 'days', '产品默认', '机构在到期前 30 天内列为将到期。', false),
  ('tour_due_days', '2001-01-01', '<=', 7, 'days', '产品默认', '县和乡镇在到期前 7 天内列为将到期。', false);

-- An area or an institution, when somebody came last, until when somebody is to come, and how that stands today.
create type private.spot as (
  what text, area_id int, county_id int, organisation_id int, name text, level text, lng double precision,
  lat double precision, last_on date, due_on date, state text, rule_id int
);

-- The counties and townships in force below counties, each against the rule on stops of its level. `due_days` before the last
-- day on which the rule holds it is due.
create function private.place_spots(counties int[], on_day date, due_days int) returns setof private.spot
language plpgsql stable set search_path = '' as $$
declare
  townships int[] := array(select a.id from app.areas a where a.statutory_parent = any(counties) and a.level = 'township'
    and (a.valid_to is null or a.valid_to >= on_day));
begin
  return query
  select 'area', a.id, case a.level when 'county' then a.id else a.statutory_parent end, null::int, a.name, a.level,
    null::double precision, null::double precision, s.last_on, s.due_on,
    case when s.rule_id is null then 'none' when s.last_on is null and not s.holds then 'never' when not s.holds then 'overdue'
      when s.due_on - on_day <= due_days then 'due' else 'fine' end, s.rule_id
  from app.areas a
  left join (
    select * from private.tour_standing(counties, 'county', on_day)
    union all select * from private.tour_standing(townships, 'township', on_day)
  ) as s on s.area_id = a.id
  where a.id = any(counties || townships) and (a.valid_to is null or a.valid_to >= on_day);
end $$;

-- The institutions in force of counties, each against the days of the rule in force in its county. What an institution checks
-- itself is no visit.
create function private.institution_spots(counties int[], on_day date, due_days int) returns setof private.spot
language plpgsql stable set search_path = '' as $$
begin
  return query
  select 'institution', coalesce(o.township_id, o.county_id), o.county_id, o.id, o.name, o.level, o.lng, o.lat, v.last_on,
    v.last_on + r.value::int,
    case when r.id is null then 'none' when v.last_on is null then 'never' when v.last_on + r.value::int < on_day then 'overdue'
      when v.last_on + r.value::int - on_day <= due_days then 'due' else 'fine' end, r.id
  from app.organisations o
  left join private.rules_in_force(array['institution_visit_days'], counties, on_day) as f on f.for_area = o.county_id
  left join app.rules r on r.id = f.rule_id
  left join (
    select m.organisation_id, max(m.last_on) as last_on from app.institution_months m
    where m.county_id = any(counties) and m.kind = 'supervision_visit' and m.facet <> 'visit/self' group by m.organisation_id
  ) as v on v.organisation_id = o.id
  where o.county_id = any(counties) and (o.valid_to is null or o.valid_to >= on_day) and o.kind <> all(private.uninspected_kinds());
end $$;

-- {never, overdue, due, fine, none} from rows of states and how many.
create function private.spot_states(states text[], numbers bigint[]) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_object_agg(named, coalesce(numbers[array_position(states, named)], 0))
  from unnest(array['never', 'overdue', 'due', 'fine', 'none']) as named
$$;

-- How many spots there are in each area right below, by state: [{id, name, county_ids, area, institution}].
create function private.spots_below(area int, spots private.spot[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare of_county boolean := (select a.level = 'county' from app.areas a where a.id = area);
begin
  return (
    with below as materialized (
      select * from private.areas_below(area)
    ), lying as (
      select b.id, part from below b cross join unnest(case when of_county then array[b.id] else b.county_ids end) as part
    ), counted as (
      select l.id, s.what, s.state, count(*) as number
      from unnest(spots) as s join lying l on l.part = case when of_county then s.area_id else s.county_id end
      group by l.id, s.what, s.state
    ), grouped as (
      select c.id, c.what, private.spot_states(array_agg(c.state), array_agg(c.number)) as states from counted c group by c.id, c.what
    )
    select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'county_ids', b.county_ids,
      'area', coalesce(a.states, private.spot_states('{}', '{}')),
      'institution', coalesce(i.states, private.spot_states('{}', '{}'))) order by b.code, b.id), '[]')
    from below b
    left join grouped a on a.id = b.id and a.what = 'area'
    left join grouped i on i.id = b.id and i.what = 'institution');
end $$;

-- How many spots there are by state: {area, institution}; of a county that is more than its townships add up to.
create function private.spot_totals(spots private.spot[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_object_agg(of_what, (
      select private.spot_states(array_agg(c.state), array_agg(c.number))
      from (select s.state, count(*) as number from unnest(spots) as s where s.what = of_what group by s.state) as c))
    from unnest(array['area', 'institution']) as of_what);
end $$;

-- The `most` most urgent spots, never visited before long overdue before due; areas and institutions by turns, so that neither
-- keeps the other out.
create function private.urgent_spots(spots private.spot[], most int) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((
    with rules as materialized (
      select s.rule_id, private.rule_shown(s.rule_id) as shown from unnest(spots) as s where s.rule_id is not null group by s.rule_id
    )
    select jsonb_agg(jsonb_build_object('key', u.what || ':' || coalesce(u.organisation_id, u.area_id), 'what', u.what,
      'area_id', u.area_id, 'area_name', a.name, 'county_id', u.county_id, 'county_name', c.name,
      'organisation_id', u.organisation_id, 'name', u.name, 'level', u.level, 'lng', u.lng, 'lat', u.lat,
      'kind', case u.what when 'area' then 'circuit_tour' else 'supervision_visit' end, 'last_on', u.last_on,
      'due_on', u.due_on, 'state', u.state, 'rule', r.shown)
      order by u.urgency, u.due_on, u.what, u.area_id, u.organisation_id)
    from (
      select s.*, array_position(array['never', 'overdue', 'due'], s.state) as urgency,
        row_number() over (partition by s.what order by array_position(array['never', 'overdue', 'due'], s.state), s.due_on,
          s.area_id, s.organisation_id) as turn
      from unnest(spots) as s where s.state in ('never', 'overdue', 'due')
      order by turn, s.what limit most
    ) as u
    join app.areas a on a.id = u.area_id
    join app.areas c on c.id = u.county_id
    left join rules r on r.rule_id = u.rule_id
  ), '[]');
end $$;

-- Places and institutions of an area that nobody came to in time, as of today: {at, on, totals, areas: [{id, name, county_ids, area,
-- institution}], rows, truncated, sampling, sampling_left_off: {short, held}}; 300 rows and 60 of sampling at most. `forbidden`
-- for an area outside the caller's.
create function api.blank_spots(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  today date := private.china_day(now());
  most constant int := 300;
  sampled jsonb := private.sampling(counties, today, 60);
  spots private.spot[];
begin
  spots := array(
    select s from private.place_spots(counties, today,
      (select r.value::int from private.rule_in_force('tour_due_days', area, today) as r)) as s
    union all
    select s from private.institution_spots(counties, today,
      (select r.value::int from private.rule_in_force('institution_due_days', area, today) as r)) as s);
  return jsonb_build_object('at', private.iso(now()), 'on', today, 'totals', private.spot_totals(spots),
    'areas', private.spots_below(area, spots),
    'rows', private.urgent_spots(spots, most),
    'truncated', (select count(*) > most from unnest(spots) as s where s.state in ('never', 'overdue', 'due')),
    'sampling', sampled -> 'rows', 'sampling_left_off', sampled -> 'left_off');
end $$;

grant execute on function private.place_spots(int[], date, int), private.institution_spots(int[], date, int),
  private.spot_states(text[], bigint[]), private.spots_below(int, private.spot[]),
  private.spot_totals(private.spot[]),
  private.urgent_spots(private.spot[], int), api.blank_spots(int) to authenticated;
