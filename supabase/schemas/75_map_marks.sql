-- What a map shows: cells of a grid with how many sessions, or single records where there are few; nothing outside the
-- view is sent.

-- The columns of marks, one array each, as JSON.
create type private.mark_columns as (x int[], y int[], kind int[], count int[], ids text[], titles text[]);

-- How many cells the world is across for single records: 0.6 m at the equator.
create function private.fine_x(lng double precision) returns int
language sql immutable set search_path = '' as $$ select floor((lng + 180) / 360 * 67108864)::int $$;

create function private.fine_y(lat double precision) returns int
language sql immutable set search_path = '' as $$
  select floor((1 - ln(tan(radians(l)) + 1 / cos(radians(l))) / pi()) / 2 * 67108864)::int
  from (select greatest(-85, least(85, lat)) as l) as clamped
$$;

-- Tiles in view as cells of `grid`, by kind; from tiles of one side's counties.
create function private.mark_cells(counties int[], side text, from_month date, to_month date, of_kind text, of_status text,
  kinds text[], box int[], grid int) returns private.mark_columns
language plpgsql stable set search_path = '' set enable_sort = off as $$
declare found private.mark_columns;
begin
  select array_agg(c.x order by c.x, c.y, c.kind), array_agg(c.y order by c.x, c.y, c.kind),
    array_agg(c.kind order by c.x, c.y, c.kind), array_agg(c.sessions order by c.x, c.y, c.kind)
  into found.x, found.y, found.kind, found.count
  from (
    select g.x, g.y, array_position(kinds, g.kind) - 1 as kind, g.sessions
    from (
      select t.x14 >> (14 - grid) as x, t.y14 >> (14 - grid) as y, t.kind, sum(t.sessions)::int as sessions
      from app.tile_rollups t
      where (side <> 'host' or t.host_county_id = any(counties)) and (side <> 'home' or t.home_county_id = any(counties))
        and t.month between from_month and to_month and (of_kind is null or t.kind = of_kind)
        and (of_status = 'all' or t.status_group = of_status)
        and t.x14 between box[1] and box[3] and t.y14 between box[2] and box[4]
      group by 1, 2, 3
    ) as g
  ) as c where c.kind is not null;
  return found;
end $$;

-- Single records in view, 3,000 at most, the newest first.
create function private.mark_records(counties int[], side text, from_day date, to_day date, of_kind text, of_status text,
  kinds text[], organisation int, box int[]) returns private.mark_columns
language plpgsql stable set search_path = '' as $$
declare found private.mark_columns;
begin
  select array_agg(private.fine_x(a.lng)), array_agg(private.fine_y(a.lat)), array_agg(array_position(kinds, a.kind) - 1),
    array_agg(a.sessions), array_agg(a.id::text), array_agg(a.title)
  into found.x, found.y, found.kind, found.count, found.ids, found.titles
  from (
    select * from app.activities x
    where (side <> 'host' or x.host_county_id = any(counties)) and (side <> 'home' or x.home_county_id = any(counties))
      and (organisation is null or x.organisation_id = organisation)
      and x.day between from_day and to_day and (of_kind is null or x.kind = of_kind)
      and x.status in ('submitted', 'approved') and (of_status = 'all' or x.status = of_status) and x.sessions > 0
      and x.tile_x14 between box[1] and box[3] and x.tile_y14 between box[2] and box[4]
    order by x.day desc limit 3000
  ) as a;
  return found;
end $$;

-- Marks of an area in a view (degrees) at a whole zoom, as src/domain/board.ts has them. Up to 3,000 sessions in view come as
-- single records, more as cells of a grid of 8 pixels; those of one organisation always as records. `forbidden` for an
-- area outside the caller's, `invalid` for another side or status.
create function api.map_marks(area int, from_day date, to_day date, of_kind text, of_status text, side text,
  organisation int, west double precision, south double precision, east double precision, north double precision, zoom int)
returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  from_month date := date_trunc('month', from_day::timestamp)::date;
  to_month date := date_trunc('month', to_day::timestamp)::date;
  kinds text[] := (select array_agg(k.slug order by k.slug) from app.kinds k where not k.piece);
  box int[];
  grid int := greatest(1, least(14, zoom + 5));
  here bigint;
  near int[];
  held bigint;
  placed bigint;
  found private.mark_columns;
begin
  if side is null or side not in ('host', 'home') or of_status is null or of_status not in ('all', 'submitted', 'approved') then
    perform private.fail('invalid', 422, 'question');
  end if;
  if from_day is null or to_day is null or west is null or south is null or east is null or north is null or zoom is null then
    perform private.fail('invalid', 422, 'view');
  end if;
  box := array[private.tile_x14(greatest(-180, least(180, west))), private.tile_y14(north),
    private.tile_x14(greatest(-180, least(180, east))), private.tile_y14(south)];
  select coalesce(sum(t.sessions), 0), coalesce(sum(t.inside), 0), array_agg(t.county) filter (where t.inside > 0)
  into placed, here, near
  from (
    select case map_marks.side when 'host' then x.host_county_id else x.home_county_id end as county, sum(x.sessions) as sessions,
      sum(x.sessions) filter (where x.x14 between box[1] and box[3] and x.y14 between box[2] and box[4]) as inside
    from app.tile_rollups x
    where (map_marks.side <> 'host' or x.host_county_id = any(counties))
      and (map_marks.side <> 'home' or x.home_county_id = any(counties))
      and x.month between from_month and to_month and (of_kind is null or x.kind = of_kind)
      and (of_status = 'all' or x.status_group = of_status)
    group by 1
  ) as t;
  execute format('select coalesce(%s, 0) from app.county_rollups r
    where r.county_id = any($1) and r.month between $2 and $3 and ($4 is null or r.kind = $4)',
    private.sums_of(array[case side when 'host' then 'host_sessions' else 'home_sessions' end], of_status))
  into held using counties, from_month, to_month, of_kind;
  if organisation is not null or here <= 3000 then
    grid := 26;
    found := private.mark_records(case when organisation is null then coalesce(near, '{}') else counties end, side, from_month,
      (to_month + interval '1 month')::date - 1, of_kind, of_status, kinds, organisation, box);
  else
    found := private.mark_cells(counties, side, from_month, to_month, of_kind, of_status, kinds, box, grid);
  end if;
  return jsonb_build_object('at', private.iso(now()), 'grid', grid, 'kinds', to_jsonb(kinds),
    'x', coalesce(to_jsonb(found.x), '[]'), 'y', coalesce(to_jsonb(found.y), '[]'), 'kind', coalesce(to_jsonb(found.kind), '[]'),
    'count', coalesce(to_jsonb(found.count), '[]'),
    'ids', case when grid = 26 then coalesce(to_jsonb(found.ids), '[]') end,
    'titles', case when grid = 26 then coalesce(to_jsonb(found.titles), '[]') end,
    'placed', placed, 'unplaced', held - placed);
end $$;

grant execute on function private.tile_x14(double precision), private.tile_y14(double precision), private.fine_x(double precision), private.fine_y(double precision),
  private.mark_cells(int[], text, date, date, text, text, text[], int[], int),
  private.mark_records(int[], text, date, date, text, text, text[], int, int[]),
  api.map_marks(int, date, date, text, text, text, int, double precision, double precision, double precision, double precision, int)
  to authenticated;
