-- How many counties and institutions inspections have to reach in a year, held against those that they did reach in this one.
-- The quotes give the gist of the source, whose wording is still to be looked up.

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('sampling_prefecture_counties', '2018-07-24', '>=', 100, 'percent_of_counties', '2018年六部门督查（中国政府网 2018-07-24）',
   '要点（非原文）：市级督查覆盖所辖全部县（市、区）。', false),
  ('sampling_province_counties', '2018-07-24', '>=', 30, 'percent_of_counties', '2018年六部门督查（中国政府网 2018-07-24）',
   '要点（非原文）：省级督查在每个地市抽查不少于30%的县（市、区）。', false),
  ('sampling_county_centres', '2018-07-24', '>=', 4, 'institutions', '2018年六部门督查（中国政府网 2018-07-24）',
   '要点（非原文）：每个县（市、区）至少抽查4个社区卫生服务中心或乡镇卫生院。', false),
  ('sampling_county_stations', '2018-07-24', '>=', 4, 'institutions', '2018年六部门督查（中国政府网 2018-07-24）',
   '要点（非原文）：每个县（市、区）至少抽查4个社区卫生服务站或村卫生室。', false);

-- Counties reached by inspections of a prefecture and of a province since a day, in each prefecture all of whose counties are
-- among the given: a share of them is asked for.
create function private.sampled_counties(counties int[], first_day date, on_day date)
returns table (area_id int, held int, total int, code text)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with reached as (
    select r.county_id, bool_or(r.facet = 'visit/prefecture') as by_prefecture, bool_or(r.facet = 'visit/province') as by_province
    from app.facet_rollups r
    where r.county_id = any(counties) and r.month >= first_day
      and r.facet in ('visit/prefecture', 'visit/province') and r.host_sessions > 0
    group by r.county_id
  ), above as (
    select c.managing_parent as id, count(*) filter (where r.by_prefecture) as by_prefecture,
      count(*) filter (where r.by_province) as by_province, count(*) as total
    from app.areas c left join reached r on r.county_id = c.id
    where c.id = any(counties) and (c.valid_to is null or c.valid_to >= on_day) group by c.managing_parent
  )
  select a.id, asked.held::int, u.total::int, asked.code
  from above u
  join app.areas a on a.id = u.id and a.level = 'prefecture'
  cross join lateral (values ('sampling_prefecture_counties', u.by_prefecture), ('sampling_province_counties', u.by_province))
    as asked(code, held)
  where private.counties_below(array[a.id]) <@ counties;
end $$;

-- Institutions reached by inspections since a day, of those in each county: centres, and stations.
create function private.sampled_institutions(counties int[], first_day date, on_day date)
returns table (area_id int, held int, total int, code text)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select o.county_id, count(v.organisation_id)::int, count(*)::int, sort.code
  from app.organisations o
  join (values ('community_health_center', 'sampling_county_centres'), ('township_hospital', 'sampling_county_centres'),
    ('community_health_station', 'sampling_county_stations'), ('village_clinic', 'sampling_county_stations')) as sort(kind, code)
    on sort.kind = o.kind
  left join (
    select distinct m.organisation_id from app.institution_months m
    where m.county_id = any(counties) and m.month >= first_day and m.kind = 'supervision_visit' and m.facet <> 'visit/self'
  ) as v on v.organisation_id = o.id
  where o.county_id = any(counties) and (o.valid_to is null or o.valid_to >= on_day)
  group by o.county_id, sort.code;
end $$;

-- The rules on sampling in this calendar year, what does not hold first and `most` of them: {rows: [{area_id, area_name, held,
-- asked, of, holds, rule}], left_off: {short, held}}, the latter how many more there are. Nobody is asked for more institutions
-- than there are.
create function private.sampling(counties int[], on_day date, most int) returns jsonb
language plpgsql stable set search_path = '' as $$
declare first_day date := date_trunc('year', on_day::timestamp)::date;
begin
  return (
    with reached as (
      select * from private.sampled_counties(counties, first_day, on_day)
      union all select * from private.sampled_institutions(counties, first_day, on_day)
    ), ruled as (
      select x.*, r.id as rule_id, need.asked, x.held >= need.asked as holds
      from reached x
      join private.rules_in_force(array['sampling_prefecture_counties', 'sampling_province_counties', 'sampling_county_centres',
        'sampling_county_stations'], array(select distinct area_id from reached), on_day) as f
        on f.for_area = x.area_id and f.code = x.code
      join app.rules r on r.id = f.rule_id
      cross join lateral (select case r.unit when 'percent_of_counties' then ceil(x.total * r.value / 100)
        else least(r.value, x.total) end as asked) as need
    ), rules as materialized (
      select x.rule_id, private.rule_shown(x.rule_id) as shown from ruled x group by x.rule_id
    ), placed as (
      select u.*, a.name, row_number() over (order by u.holds, a.level desc, u.code, a.code, a.id) as place
      from ruled u join app.areas a on a.id = u.area_id
    )
    select jsonb_build_object(
      'rows', coalesce(jsonb_agg(jsonb_build_object('area_id', u.area_id, 'area_name', u.name, 'held', u.held, 'asked', u.asked,
        'of', u.total, 'holds', u.holds, 'rule', r.shown) order by u.place) filter (where u.place <= most), '[]'),
      'left_off', jsonb_build_object('short', count(*) filter (where u.place > most and not u.holds),
        'held', count(*) filter (where u.place > most and u.holds)))
    from placed u join rules r on r.rule_id = u.rule_id);
end $$;

grant execute on function private.sampled_counties(int[], date, date), private.sampled_institutions(int[], date, date),
  private.sampling(int[], date, int) to authenticated;
