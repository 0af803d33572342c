-- The indicators of an area and of the areas right below, with their targets: what 77_indicator_counts.sql defines, added up.

-- One indicator of counties, by the name of the function that counts it.
create function private.indicator_counts(name text, counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query execute format('select c.county_id, c.numerator, c.denominator from private.%I($1, $2, $3) as c', name)
  using counties, since, on_day;
end $$;

-- {numerator, denominator, value, state}: percent, or per 10,000, with one decimal; without a value where there is nothing
-- to divide by, and then the state is what is missing.
create function private.indicator_figure(numerator numeric, denominator numeric, unit text, missing text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('numerator', coalesce(numerator, 0), 'denominator', coalesce(denominator, 0),
    'value', case when denominator > 0 then round(numerator * case unit when 'per_10k' then 10000 else 100 end / denominator, 1) end,
    'state', case when denominator > 0 then 'ok' else missing end)
$$;

-- Indicators of an area up to today: {at, indicators: [{code, unit, direction, from, to, target, numerator, denominator,
-- value, state, areas: [{id, name, numerator, denominator, value, state}]}]}; a county's townships have none. `forbidden` for
-- an area outside the caller's.
create function api.indicators(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  today date := private.china_day(now());
begin
  return (
    with definition as (
      select * from private.indicator_definitions(today)
    ), counted as materialized (
      select d.code, c.county_id, c.numerator, c.denominator
      from definition d cross join lateral private.indicator_counts(d.name, counties, d.since, today) as c
    ), below as materialized (
      select b.id, b.name, county, b.code from private.areas_below(area) as b cross join unnest(b.county_ids) as county
    ), by_area as (
      select d.code, jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name)
        || private.indicator_figure(s.numerator, s.denominator, d.unit, d.missing) order by s.place) as areas
      from definition d
      cross join lateral (
        select b.id, b.name, b.code as place, sum(c.numerator) as numerator, sum(c.denominator) as denominator
        from below b left join counted c on c.county_id = b.county and c.code = d.code
        group by b.id, b.name, b.code
      ) as s
      group by d.code
    )
    select jsonb_build_object('at', private.iso(now()), 'indicators', jsonb_agg(
      jsonb_build_object('code', d.code, 'unit', d.unit, 'direction', d.direction, 'from', d.since, 'to', today,
        'target', (select private.rule_shown(r.id) from private.rule_in_force('indicator_' || d.code, area, today) as r),
        'areas', coalesce(a.areas, '[]'))
      || private.indicator_figure(w.numerator, w.denominator, d.unit, d.missing) order by d.code))
    from definition d
    left join by_area a on a.code = d.code
    cross join lateral (
      select sum(c.numerator) as numerator, sum(c.denominator) as denominator from counted c where c.code = d.code) as w);
end $$;

grant execute on function private.indicator_counts(text, int[], date, date),
  private.indicator_figure(numeric, numeric, text, text), api.indicators(int) to authenticated;
