-- What stands behind an indicator: the institutions, findings, places and records that it counts, a page at a time in the
-- order of their keys, and what each adds to the numerator and to the denominator; null where the denominator was imported.
-- All rows of an area add up to its figures. A record that the caller may not read has neither id nor
-- title; its key, by which pages go on, opens nothing, but tells when it was begun.

create type private.indicator_row as (
  key text, kind text, activity_id uuid, title text, area_name text, day date, counted boolean, numerator int, denominator int
);

-- I13: institutions, with the last day of a visit in the period, wherever it was written. Keys are their ids.
create function private.visit_coverage_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query
  select o.id::text, 'organisation', v.id, o.name, a.name, m.last_on, m.last_on is not null, (m.last_on is not null)::int, 1
  from (
    select * from app.organisations x
    where x.county_id = any(counties) and (x.valid_to is null or x.valid_to >= on_day) and x.kind <> all(private.uninspected_kinds())
      and x.id > case when after ~ '^\d{1,9}$' then after::int else 0 end
    order by x.id limit most
  ) as o
  join app.areas a on a.id = o.county_id
  left join lateral (
    select max(x.last_on) as last_on from app.institution_months x
    where x.organisation_id = o.id and x.month >= since and x.kind = 'supervision_visit' and x.facet <> 'visit/self'
  ) as m on true
  left join lateral (
    select x.id from app.activities x
    where x.recipient_org_id = o.id and x.day = m.last_on and x.kind = 'supervision_visit' and x.status in ('submitted', 'approved')
      and not x.facets @> array['visit/self']
    order by x.id limit 1
  ) as v on true
  order by o.id;
end $$;

-- I14 and I15: findings, by when they were found or by when they were due. Keys are `visit#number`.
create function private.finding_rows(counties int[], since date, on_day date, after text, most int, by_due boolean)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
declare
  after_visit uuid := case when private.is_uuid(split_part(after, '#', 1)) then split_part(after, '#', 1)::uuid end;
  after_no int := coalesce(substring(after from '#(\d{1,6})$')::int, 0);
begin
  return query
  select x.activity_id || '#' || x.no, 'finding', x.activity_id, f.description, a.name,
    case when by_due then x.due_on else x.day end,
    x.counted, x.counted::int, 1
  from (
    select t.*, case when by_due then coalesce(t.closed_on <= t.due_on, false) else t.closed_on is not null end as counted
    from app.finding_facts t
    where t.county_id = any(counties)
      and case when by_due then t.due_on >= since and t.due_on < on_day else t.day >= since and t.day <= on_day end
      and (after_visit is null or (t.activity_id, t.no) > (after_visit, after_no))
    order by t.activity_id, t.no limit most
  ) as x
  join app.findings f on f.activity_id = x.activity_id and f.no = x.no
  join app.areas a on a.id = x.area_id
  order by x.activity_id, x.no;
end $$;

create function private.rectify_rate_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query select * from private.finding_rows(counties, since, on_day, after, most, false);
end $$;

create function private.on_time_rectify_rate_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query select * from private.finding_rows(counties, since, on_day, after, most, true);
end $$;

-- I16: counties by level of stop, with the last stop. Keys are `county:level`.
create function private.tour_frequency_ok_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query
  select t.county_id || ':' || t.which, 'area', v.id, a.name, coalesce(above.name, ''), t.last_on, t.holds, t.holds::int, 1
  from (
    select * from private.county_tours(counties, on_day) as x
    where (x.county_id, x.which) > (coalesce(substring(after from '^(\d{1,9}):')::int, 0), coalesce(split_part(after, ':', 2), ''))
    order by x.county_id, x.which limit most
  ) as t
  join app.areas a on a.id = t.county_id
  left join app.areas above on above.id = a.managing_parent
  left join lateral (
    select x.id from app.activities x
    where x.host_county_id = t.county_id and x.day = t.last_on and x.kind = 'tour_stop'
      and x.facets @> array['stop/' || t.which] and x.status in ('submitted', 'approved')
    order by x.id limit 1
  ) as v on true
  order by t.county_id, t.which;
end $$;

-- I17: the sessions in which village doctors of counties with a register were trained, and no person. Who came to several adds
-- to the newest of them. A session that was held elsewhere by others stands under the county of who came. Keys are their ids.
create function private.village_doctor_trained_2y_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
declare registered int[] := array(select f.area_id from private.newest_figures(counties, 'village_doctors') as f where f.value > 0);
begin
  return query
  with page as materialized (
    select distinct t.activity_id from app.trained_people t
    where t.county_id = any(registered) and t.day >= since and t.day <= on_day
      and (not private.is_uuid(after) or t.activity_id > case when private.is_uuid(after) then after::uuid end)
    order by t.activity_id limit most
  ), trained as materialized (
    select distinct t.activity_id, t.county_id, t.counted_as, t.day
    from app.trained_people t join page s on s.activity_id = t.activity_id where t.county_id = any(registered)
  ), again as (
    select distinct t.activity_id, t.county_id, t.counted_as
    from trained t join app.trained_people n on n.county_id = t.county_id and n.counted_as = t.counted_as
    where n.county_id = any(registered) and n.day <= on_day and (n.day, n.activity_id) > (t.day, t.activity_id)
  ), added as (
    select t.activity_id, t.day, min(t.county_id) as county_id, count(*) filter (where n.activity_id is null)::int as number
    from trained t
    left join again n on (n.activity_id, n.county_id, n.counted_as) = (t.activity_id, t.county_id, t.counted_as)
    group by t.activity_id, t.day
  )
  select s.activity_id::text, 'activity', v.id, coalesce(v.title, ''), a.name, s.day, s.number > 0, s.number, null::int
  from added s
  left join app.activities v on v.id = s.activity_id
  join app.areas a on a.id = coalesce(v.host_area_id, s.county_id)
  order by s.activity_id;
end $$;

-- Records of a kind held in counties, one county after the other and the newest of each first, so that a page reads no more
-- than it shows; to the end of the month, as totals are. `passed` asks for sessions with persons assessed, and adds those, else
-- visits. Keys are `county/day/id`.
create function private.held_rows(counties int[], of_kind text, since date, on_day date, after text, most int, passed boolean)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
declare
  county int;
  begun boolean := after ~ '^\d{1,9}/\d{4}-\d\d-\d\d/' and private.is_uuid(split_part(after, '/', 3))
    and private.try_instant(split_part(after, '/', 2) || 'T00:00:00Z') is not null;
  from_county int := case when begun then split_part(after, '/', 1)::int else 0 end;
  from_day date := case when begun then split_part(after, '/', 2)::date end;
  from_id uuid := case when begun then split_part(after, '/', 3)::uuid end;
  last_day date := (date_trunc('month', on_day::timestamp) + interval '1 month')::date - 1;
  room int := most;
  given int;
begin
  for county in select id from unnest(counties) as id where id >= from_county order by id loop
    return query
    select county || '/' || v.day || '/' || v.id, 'activity', v.id, v.title, a.name, v.day,
      not passed or v.good > 0, case when passed then v.good else v.visits end, case when passed then v.assessed end
    from (
      select x.*, x.amounts[array_position(x.facets, 'training/assessed')] as assessed,
        coalesce(x.amounts[array_position(x.facets, 'training/passed')], 0) as good
      from app.activities x
      where x.host_county_id = county and x.day between since and last_day and x.kind = of_kind
        and x.status in ('submitted', 'approved')
        and (not passed or x.amounts[array_position(x.facets, 'training/assessed')] > 0)
        and (not begun or county > from_county or (x.day, x.id) < (from_day, from_id))
      order by x.day desc, x.id desc limit room
    ) as v
    join app.areas a on a.id = v.host_area_id
    order by v.day desc, v.id desc;
    get diagnostics given = row_count;
    room := room - given;
    exit when room <= 0;
  end loop;
end $$;

create function private.training_pass_rate_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query select * from private.held_rows(counties, 'training_session', since, on_day, after, most, true);
end $$;

create function private.clinic_visits_per_10k_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
declare peopled int[] := array(select f.area_id from private.newest_figures(counties, 'residents') as f);
begin
  return query select * from private.held_rows(peopled, 'free_clinic', since, on_day, after, most, false);
end $$;

-- What an indicator of an area counts, 200 rows at a time: {rows: [{key, kind: activity | organisation | area | finding,
-- activity_id, title, area_name, day, counted, numerator, denominator}], more}; `after` is the last key of the page before. `forbidden` for an area
-- outside the caller's, `invalid` with `code` or `after`.
create function api.indicator_rows(area int, code text, after text) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  today date := private.china_day(now());
  page constant int := 200;
  d record;
  found jsonb;
begin
  select * into d from private.indicator_definitions(today) as x where x.code = indicator_rows.code;
  if d.name is null then perform private.fail('invalid', 422, 'code'); end if;
  if after !~ '^[0-9a-z:/#-]{1,80}$' then perform private.fail('invalid', 422, 'after'); end if;
  execute format('select coalesce(jsonb_agg(to_jsonb(r)), ''[]'') from private.%I($1, $2, $3, $4, $5) as r', d.name || '_rows')
  into found using counties, d.since, today, coalesce(after, ''), page + 1;
  return jsonb_build_object('rows', found - page, 'more', jsonb_array_length(found) > page);
end $$;

grant execute on function private.visit_coverage_rows(int[], date, date, text, int),
  private.finding_rows(int[], date, date, text, int, boolean), private.rectify_rate_rows(int[], date, date, text, int),
  private.on_time_rectify_rate_rows(int[], date, date, text, int), private.tour_frequency_ok_rows(int[], date, date, text, int),
  private.village_doctor_trained_2y_rows(int[], date, date, text, int),
  private.held_rows(int[], text, date, date, text, int, boolean), private.training_pass_rate_rows(int[], date, date, text, int),
  private.clinic_visits_per_10k_rows(int[], date, date, text, int), api.indicator_rows(int, text, text) to authenticated;
