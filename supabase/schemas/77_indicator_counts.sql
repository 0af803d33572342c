-- The indicators, each defined once: numerator and denominator of each of the given counties from the first day of its period
-- to today, read from totals and facts. A county that has nothing to divide by has no row. Areas add their counties up.

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('indicator_I17', '2004-01-01', '>=', 100, 'percent', '《乡村医生从业管理条例》第三十一条',
   '保证乡村医生至少每2年接受一次培训。', false);

-- Their codes, the function that counts each, unit, direction, the first day of the period, and what it is called when
-- there is nothing to divide by.
create function private.indicator_definitions(on_day date)
returns table (code text, name text, unit text, direction text, since date, missing text)
language sql immutable set search_path = '' as $$
  select d.code, d.name, d.unit, 'up', d.since, d.missing
  from (select (date_trunc('month', on_day::timestamp) - interval '11 months')::date as year_ago) as span
  cross join lateral (values
    ('I13', 'visit_coverage', 'percent', year_ago, 'nothing'),
    ('I14', 'rectify_rate', 'percent', year_ago, 'no_findings'),
    ('I15', 'on_time_rectify_rate', 'percent', year_ago, 'no_findings'),
    ('I16', 'tour_frequency_ok', 'percent', (on_day - interval '3 months')::date + 1, 'no_rule'),
    ('I17', 'village_doctor_trained_2y', 'percent', (on_day - interval '24 months')::date + 1, 'no_register'),
    ('I18', 'training_pass_rate', 'percent', year_ago, 'nothing'),
    ('I19', 'clinic_visits_per_10k', 'per_10k', year_ago, 'no_population')
  ) as d(code, name, unit, since, missing)
$$;

-- Kinds of organisations that are not there to be inspected: authorities, and centres that only train.
create function private.uninspected_kinds() returns text[]
language sql immutable set search_path = '' as $$
  select array['tcm_administration', 'health_commission', 'training_center']
$$;

-- I13: institutions that somebody came to inspect / institutions. What an institution checks itself is no visit.
create function private.visit_coverage(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select o.county_id, count(v.organisation_id), count(*)
  from app.organisations o
  left join (
    select distinct m.organisation_id from app.institution_months m
    where m.county_id = any(counties) and m.month >= since and m.kind = 'supervision_visit' and m.facet <> 'visit/self'
  ) as v on v.organisation_id = o.id
  where o.county_id = any(counties) and (o.valid_to is null or o.valid_to >= on_day) and o.kind <> all(private.uninspected_kinds())
  group by o.county_id;
end $$;

-- I14: findings closed out / findings of the visits of the period.
create function private.rectify_rate(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select f.county_id, count(f.closed_on), count(*) from app.finding_facts f
  where f.county_id = any(counties) and f.day >= since and f.day <= on_day
  group by f.county_id;
end $$;

-- I15: findings closed out by their due day / findings whose due day passed within the period.
create function private.on_time_rectify_rate(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select f.county_id, count(*) filter (where f.closed_on <= f.due_on), count(*) from app.finding_facts f
  where f.county_id = any(counties) and f.due_on >= since and f.due_on < on_day
  group by f.county_id;
end $$;

-- I16: levels of stops for which the rule holds / levels with a rule.
create function private.tour_frequency_ok(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select t.county_id, count(*) filter (where t.holds), count(*) from private.county_tours(counties, on_day) as t group by t.county_id;
end $$;

-- I17: village doctors on a roster / village doctors in the newest register; counties with a register alone.
create function private.village_doctor_trained_2y(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
declare registered int[] := array(select f.area_id from private.newest_figures(counties, 'village_doctors') as f);
begin
  return query
  select f.area_id, coalesce(t.trained, 0), f.value::bigint
  from private.newest_figures(registered, 'village_doctors') as f
  left join (
    select p.county_id, count(distinct p.counted_as) as trained from app.trained_people p
    where p.county_id = any(registered) and p.day >= since and p.day <= on_day group by p.county_id
  ) as t on t.county_id = f.area_id
  where f.value > 0;
end $$;

-- I18: persons who passed / persons assessed, in training sessions held there.
create function private.training_pass_rate(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select r.county_id, coalesce(sum(r.amount) filter (where r.facet = 'training/passed'), 0)::bigint,
    coalesce(sum(r.amount) filter (where r.facet = 'training/assessed'), 0)::bigint
  from app.facet_rollups r
  where r.county_id = any(counties) and r.month between since and on_day
    and r.facet in ('training/passed', 'training/assessed')
  group by r.county_id;
end $$;

-- I19: visits (人次) to free clinics held there / residents; counties with an imported population alone.
create function private.clinic_visits_per_10k(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select f.area_id, coalesce(v.visits, 0)::bigint, f.value::bigint
  from private.newest_figures(counties, 'residents') as f
  left join (
    select r.county_id, sum(r.host_visits) as visits from app.county_rollups r
    where r.county_id = any(counties) and r.month between since and on_day and r.kind = 'free_clinic'
    group by r.county_id
  ) as v on v.county_id = f.area_id;
end $$;

grant execute on function private.indicator_definitions(date), private.uninspected_kinds(),
  private.visit_coverage(int[], date, date), private.rectify_rate(int[], date, date),
  private.on_time_rectify_rate(int[], date, date), private.tour_frequency_ok(int[], date, date),
  private.village_doctor_trained_2y(int[], date, date), private.training_pass_rate(int[], date, date),
  private.clinic_visits_per_10k(int[], date, date) to authenticated;
