-- The first screen of a manager: one area over whole months, read from totals alone. Host and home figures stand side by
-- side and are never added up.

-- The counties of an area that the caller manages. `forbidden` for any other.
create function private.managed_counties(area int) returns int[]
language plpgsql stable set search_path = '' as $$
declare counties int[] := private.counties_below(array[area]);
begin
  if cardinality(counties) = 0 or not counties <@ private.my_county_ids() then
    perform private.fail('forbidden', 403, 'area');
  end if;
  return counties;
end $$;

-- The areas from the widest one of the caller's down to this one: [{id, name}].
create function private.path_to(area int) returns jsonb
language plpgsql stable set search_path = '' as $$
declare mine int[] := private.my_county_ids();
begin
  return (
    with recursive line as (
      select a.id, a.name, a.managing_parent, 1 as height from app.areas a where a.id = area
      union all
      select a.id, a.name, a.managing_parent, line.height + 1 from app.areas a join line on a.id = line.managing_parent
      where line.height < 5 and a.level <> 'country' and private.counties_below(array[a.id]) <@ mine
    )
    select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by height desc) from line);
end $$;

-- The areas right below one, with the counties of each: of a county its townships, which have none.
create function private.areas_below(area int) returns table (id int, name text, level text, code text, county_ids int[])
language plpgsql stable set search_path = '' as $$
begin
  return query
    select a.id, a.name, a.level, a.code, case a.level when 'township' then '{}'::int[] else private.counties_below(array[a.id]) end
    from app.areas a
    where (a.managing_parent = area and a.level <> 'township' or a.statutory_parent = area and a.level = 'township')
      and (a.valid_to is null or a.valid_to >= private.china_day(now()))
    order by a.code;
end $$;

-- A cell of a board: by month, kind and level, or, with a county, that county's of the months asked for.
create type private.board_figures as (
  month date, kind text, level text, county_id int,
  host_sessions bigint, host_visits bigint, home_sessions bigint, home_visits bigint,
  host_staff bigint, host_leaflets bigint, home_staff bigint, home_leaflets bigint, host_approved bigint, home_approved bigint
);

-- Sums of columns of the totals, as SQL with the table as r: of all that counts, of what waits (`submitted`), or of the
-- approved. Named in the text, for a choice made anew in every row costs more than the sum.
create function private.sums_of(columns text[], of_status text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select string_agg(format(case of_status when 'approved' then 'sum(r.approved_%1$s)'
      when 'submitted' then 'sum(r.%1$s - r.approved_%1$s)' else 'sum(r.%1$s)' end, name), ', ' order by nth)
    from unnest(columns) with ordinality as c(name, nth));
end $$;

-- The totals of counties over months and the same months a year before by month, kind and level; and those of the months
-- themselves by county. Sorting texts costs several times what hashing does, and the planner cannot know how few groups
-- there are.
create function private.board_figures(counties int[], from_month date, to_month date, of_kind text, of_status text)
returns setof private.board_figures
language plpgsql stable set search_path = '' set enable_sort = off as $$
begin
  return query execute format($sql$
    select r.month, r.kind, r.level, null::int, %s, %s
    from app.county_rollups r
    where r.county_id = any($1) and r.month between $4 and $3 and (r.month >= $2 or r.month <= $5) and ($6 is null or r.kind = $6)
    group by r.month, r.kind, r.level
  $sql$, private.sums_of(array['host_sessions', 'host_visits', 'home_sessions', 'home_visits', 'host_staff', 'host_leaflets',
    'home_staff', 'home_leaflets'], of_status),
    case of_status when 'submitted' then '0::bigint, 0::bigint'
      else private.sums_of(array['host_sessions', 'home_sessions'], 'approved') end)
  using counties, from_month, to_month, (from_month - interval '1 year')::date, (to_month - interval '1 year')::date, of_kind;
  return query execute format($sql$
    select null::date, null::text, null::text, r.county_id, %s, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint
    from app.county_rollups r
    where r.county_id = any($1) and r.month between $2 and $3 and ($4 is null or r.kind = $4)
    group by r.county_id
  $sql$, private.sums_of(array['host_sessions', 'host_visits', 'home_sessions', 'home_visits'], of_status))
  using counties, from_month, to_month, of_kind;
end $$;

-- {sessions, visits} of rows of one side.
create function private.counted(sessions numeric, visits numeric) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_build_object('sessions', coalesce(sessions, 0), 'visits', coalesce(visits, 0));
end $$;

-- {host, home} with the five totals, of the months from one to another.
create function private.board_totals(figures private.board_figures[], from_month date, to_month date) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'host', jsonb_build_object('sessions', coalesce(sum(x.host_sessions), 0), 'visits', coalesce(sum(x.host_visits), 0),
        'staff', coalesce(sum(x.host_staff), 0), 'leaflets', coalesce(sum(x.host_leaflets), 0), 'approved', coalesce(sum(x.host_approved), 0)),
      'home', jsonb_build_object('sessions', coalesce(sum(x.home_sessions), 0), 'visits', coalesce(sum(x.home_visits), 0),
        'staff', coalesce(sum(x.home_staff), 0), 'leaflets', coalesce(sum(x.home_leaflets), 0), 'approved', coalesce(sum(x.home_approved), 0)))
    from unnest(figures) as x where x.month between from_month and to_month);
end $$;

-- Each month with the same month a year before: [{month, host, home, before: {host, home}}].
create function private.board_months(figures private.board_figures[], from_month date, to_month date) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return (
    with by_month as (
      select x.month, jsonb_build_object('host', private.counted(sum(x.host_sessions), sum(x.host_visits)),
        'home', private.counted(sum(x.home_sessions), sum(x.home_visits))) as sides
      from unnest(figures) as x where x.month is not null group by x.month
    ), nothing as (select jsonb_build_object('host', private.counted(0, 0), 'home', private.counted(0, 0)) as sides)
    select jsonb_agg(jsonb_build_object('month', to_char(m, 'YYYY-MM'), 'before', coalesce(b.sides, nothing.sides))
      || coalesce(s.sides, nothing.sides) order by m)
    from generate_series(from_month::timestamp, to_month::timestamp, interval '1 month') as m
    cross join nothing
    left join by_month s on s.month = m::date
    left join by_month b on b.month = (m - interval '1 year')::date);
end $$;

-- Figures of the months from one to another by kind, or by level: [{key, host, home}], without what has none.
create function private.board_breakdown(figures private.board_figures[], by_level boolean, from_month date, to_month date) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('key', key, 'host', private.counted(host, host_visits),
      'home', private.counted(home, home_visits)) order by key), '[]')
    from (
      select case when by_level then x.level else x.kind end as key, sum(x.host_sessions) as host, sum(x.host_visits) as host_visits,
        sum(x.home_sessions) as home, sum(x.home_visits) as home_visits
      from unnest(figures) as x where x.month between from_month and to_month group by 1
    ) as by_key
    where host <> 0 or home <> 0);
end $$;

-- Sessions by category of technique: [{key, name, host, home}]; one counts in each of its categories.
create function private.board_techniques(counties int[], from_month date, to_month date, of_kind text, of_status text) returns jsonb
language plpgsql stable set search_path = '' set enable_sort = off as $$
declare
  facets text[] := (select array_agg('technique/' || code) from app.technique_categories);
  answer jsonb;
begin
  execute format($sql$
    select coalesce(jsonb_agg(jsonb_build_object('key', c.code, 'name', c.name, 'host', private.counted(t.host, 0),
      'home', private.counted(t.home, 0)) order by c.code), '[]')
    from app.technique_categories c
    join (
      select r.facet, %s
      from app.facet_rollups r
      where r.county_id = any($1) and r.month between $2 and $3 and r.facet = any($4) and ($5 is null or r.kind = $5)
      group by r.facet
    ) as t(facet, host, home) on t.facet = 'technique/' || c.code
    where t.host <> 0 or t.home <> 0
  $sql$, private.sums_of(array['host_sessions', 'home_sessions'], of_status))
  into answer using counties, from_month, to_month, facets, of_kind;
  return answer;
end $$;

-- Townships of a county: what was held there. [{id, name, level, code, county_ids, institutions, residents, host, home}].
create function private.board_townships(area int, from_month date, to_month date, of_kind text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'level', b.level, 'code', b.code,
      'county_ids', '[]'::jsonb, 'institutions', coalesce(o.institutions, 0), 'residents', r.value,
      'host', private.counted(p.sessions, p.visits), 'home', null) order by b.code), '[]')
    from private.areas_below(area) as b
    left join private.newest_figures(array(select t.id from private.areas_below(area) as t), 'residents') as r on r.area_id = b.id
    left join (
      select x.township_id, count(*) as institutions from app.organisations x
      where x.county_id = area and (x.valid_to is null or x.valid_to >= private.china_day(now())) group by 1
    ) as o on o.township_id = b.id
    left join (
      select m.area_id, sum(m.sessions) as sessions, sum(m.visits) as visits from app.place_months m
      where m.county_id = area and m.month between from_month and to_month and (of_kind is null or m.kind = of_kind) group by 1
    ) as p on p.area_id = b.id);
end $$;

-- The areas right below, from the counties' figures; as above. Residents are those imported last for an area, or the sum of its
-- counties' where all have some.
create function private.board_areas(area int, figures private.board_figures[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with below as materialized (select * from private.areas_below(area)),
    lying as (select b.id, county from below b cross join unnest(b.county_ids) as county),
    peopled as materialized (
      select * from private.newest_figures(array(select id from below union select county from lying), 'residents')),
    summed as (
      select l.id, case when count(p.value) = count(*) then sum(p.value) end as residents
      from lying l left join peopled p on p.area_id = l.county group by l.id)
    select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'level', b.level, 'code', b.code,
      'county_ids', b.county_ids, 'institutions', coalesce(o.institutions, 0),
      'residents', coalesce(r.value, s.residents), 'host', private.counted(f.host, f.host_visits),
      'home', private.counted(f.home, f.home_visits)) order by b.code), '[]')
    from below b
    left join peopled r on r.area_id = b.id
    left join summed s on s.id = b.id
    left join (
      select l.id, sum(f.host_sessions) as host, sum(f.host_visits) as host_visits, sum(f.home_sessions) as home,
        sum(f.home_visits) as home_visits
      from unnest(figures) as f join lying l on l.county = f.county_id group by 1
    ) as f on f.id = b.id
    left join (
      select l.id, count(*) as institutions from app.organisations x join lying l on l.county = x.county_id
      where x.valid_to is null or x.valid_to >= private.china_day(now()) group by 1
    ) as o on o.id = b.id);
end $$;

-- One area's board, as src/domain/board.ts has it. `of_kind` null counts all kinds; `of_status` is `all`, `submitted` or
-- `approved`; townships count both. Months are whole, 60 at most. `forbidden` for an area outside the caller's, `invalid` for another status or span.
create function api.area_board(area int, from_day date, to_day date, of_kind text default null, of_status text default 'all')
returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  from_month date := date_trunc('month', from_day::timestamp)::date;
  to_month date := date_trunc('month', to_day::timestamp)::date;
  a app.areas := (select x from app.areas x where x.id = area);
  figures private.board_figures[];
begin
  if of_status is null or of_status not in ('all', 'submitted', 'approved') then perform private.fail('invalid', 422, 'of_status'); end if;
  if from_month is null or to_month is null or from_month > to_month or to_month >= from_month + interval '5 years' then
    perform private.fail('invalid', 422, 'months');
  end if;
  figures := array(select f from private.board_figures(counties, from_month, to_month, of_kind, of_status) as f);
  return jsonb_build_object(
    'area_id', area, 'area_name', a.name, 'level', a.level,
    'province', (select left(x.code, 2) from app.areas x where x.id = counties[1]),
    'path', private.path_to(area), 'from', from_day, 'to', to_day, 'at', private.iso(now()),
    'totals', private.board_totals(figures, from_month, to_month),
    'before', private.board_totals(figures, (from_month - interval '1 year')::date, (to_month - interval '1 year')::date),
    'months', private.board_months(figures, from_month, to_month),
    'kinds', private.board_breakdown(figures, false, from_month, to_month),
    'levels', private.board_breakdown(figures, true, from_month, to_month),
    'techniques', private.board_techniques(counties, from_month, to_month, of_kind, of_status),
    'areas', case a.level when 'county' then private.board_townships(area, from_month, to_month, of_kind)
      else private.board_areas(area, figures) end);
end $$;

-- {version}, which changes with every total of the area. `forbidden` for an area outside the caller's.
create function api.board_version(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare counties int[] := private.managed_counties(area);
begin
  return jsonb_build_object('version', coalesce(
    (select sum(v.version) from app.county_versions v where v.county_id = any(counties)), 0)::text);
end $$;

grant execute on function private.managed_counties(int), private.path_to(int), private.areas_below(int),
  private.sums_of(text[], text),
  private.board_figures(int[], date, date, text, text), private.counted(numeric, numeric),
  private.board_totals(private.board_figures[], date, date), private.board_months(private.board_figures[], date, date),
  private.board_breakdown(private.board_figures[], boolean, date, date), private.board_techniques(int[], date, date, text, text),
  private.board_townships(int, date, date, text), private.board_areas(int, private.board_figures[]),
  api.area_board(int, date, date, text, text), api.board_version(int) to authenticated;
