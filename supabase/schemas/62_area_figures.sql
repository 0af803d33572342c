-- Figures about an area and a year that no record gives: how many live there, how many village doctors are registered. A
-- manager imports them with their source; where there is none, what divides by it has no value. The newest year holds.

create table app.area_figures (
  area_id int not null references app.areas on delete cascade,
  figure text not null check (figure in ('residents', 'village_doctors')),
  year int not null check (year between 1990 and 2200),
  value int not null check (value between 0 and 2000000000),
  source text not null check (char_length(source) between 2 and 200),
  imported_by uuid references app.people on delete set null,
  at timestamptz not null default now(),
  -- Whoever manages this reads it: the county of a township, else the area itself.
  managed_area_id int not null references app.areas on delete cascade,
  demo boolean not null default false,
  primary key (area_id, figure, year),
  check (figure <> 'residents' or value > 0)
);

create index area_figures_managed_area on app.area_figures (managed_area_id);
create index area_figures_imported_by on app.area_figures (imported_by);

-- Areas above the townships at or below those that the caller manages today, by the managing line.
create function private.my_area_ids() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  return (
    with recursive below as (
      select m.area_id as id from app.memberships m
      where m.person_id = me and m.area_id is not null and private.is_current(m)
      union
      select a.id from below b cross join lateral (
        select x.id from app.areas x where x.managing_parent = b.id and x.level <> 'township' offset 0) as a
    )
    select coalesce(array_agg(id order by id), '{}') from below
  );
end $$;

alter table app.area_figures enable row level security;
alter table app.area_figures force row level security;

create policy "managers read figures of their areas" on app.area_figures
  for select to authenticated using (managed_area_id = any((select private.my_area_ids())::int[]));

grant select on app.area_figures to authenticated;

-- The figure of the newest year of each of these areas that has one, of those that the caller may see.
create function private.newest_figures(areas int[], which text) returns table (area_id int, value int, year int, source text)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select distinct on (f.area_id) f.area_id, f.value, f.year, f.source from app.area_figures f
  where f.area_id = any(areas) and f.figure = which
  order by f.area_id, f.year desc;
end $$;

-- Writes what is sound of the lines and gives a verdict for each, null for what was taken; of two lines about the same the
-- later holds. Definer: figures have no write grant.
create function private.import_area_figures(lines jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  mine int[] := private.my_area_ids();
  today date := private.china_day(now());
  verdicts jsonb;
  entries jsonb;
begin
  -- Before a township is asked for its county: one that is being moved waits, or is waited for.
  perform private.lock_totals(private.counties_below(mine), null);
  with line as (
    select n, a.id as area_id, case a.level when 'township' then a.statutory_parent else a.id end as managed_area_id,
      each ->> 'figure' as figure, private.int_of(each -> 'year') as year, private.int_of(each -> 'value') as value,
      private.trimmed(each ->> 'source') as source
    from jsonb_array_elements(lines) with ordinality as e(each, n)
    left join lateral (
      select * from app.areas x
      where x.code = each ->> 'area_code' and x.code <> '' and (x.valid_to is null or x.valid_to >= today)
      order by x.id limit 1) as a on true
  ), judged as (
    select *, case
      when area_id is null then 'unknown_area'
      when not managed_area_id = any(mine) then 'forbidden'
      when coalesce(figure not in ('residents', 'village_doctors'), true) then 'figure'
      when coalesce(year not between 1990 and extract(year from today)::int, true) then 'year'
      when coalesce(value not between case figure when 'residents' then 1 else 0 end and 2000000000, true) then 'value'
      when char_length(source) not between 2 and 200 or source ~ '[[:cntrl:]]' or private.has_personal_number(source) then 'source'
    end as verdict
    from line
  ), taken as (
    insert into app.area_figures as f (area_id, figure, year, value, source, imported_by, managed_area_id)
    select distinct on (area_id, figure, year) area_id, figure, year, value, source, me, managed_area_id
    from judged where verdict is null order by area_id, figure, year, n desc
    on conflict (area_id, figure, year) do update set
      value = excluded.value, source = excluded.source, imported_by = excluded.imported_by, at = now(), demo = false
    returning f.figure, f.year
  )
  select (select jsonb_agg(verdict order by n) from judged),
    (select jsonb_agg(jsonb_build_object('organisation_id', null, 'action', 'imported', 'entity', 'area_figures',
       'row_id', figure || '/' || year, 'after', jsonb_build_object('areas', areas)) order by figure, year)
     from (select figure, year, count(*) as areas from taken group by figure, year) as t)
  into verdicts, entries;
  if entries is not null then
    perform private.audit(entries);
    perform private.touch_counties(private.counties_below(mine));
  end if;
  return verdicts;
end $$;

-- Takes up to 2,000 figures as JSON text: [{area_code, figure: residents | village_doctors, year, value, source}], for areas
-- within those that the caller manages; a later import of the same area, figure and year replaces the earlier. Gives
-- {verdicts: [null | unknown_area | forbidden | figure | year | value | source]}, one a line. `forbidden` for who manages no area.
create function api.import_area_figures(lines text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare list jsonb := private.try_jsonb(lines);
begin
  if private.my_person_id() is null or cardinality(private.my_area_ids()) = 0 then
    perform private.fail('forbidden', 403, 'area');
  end if;
  if coalesce(jsonb_typeof(list) <> 'array', true) then perform private.fail('invalid', 422, 'lines'); end if;
  if jsonb_array_length(list) not between 1 and 2000 then perform private.fail('invalid', 422, 'lines'); end if;
  return jsonb_build_object('verdicts', private.import_area_figures(list));
end $$;

grant execute on function private.my_area_ids(), private.newest_figures(int[], text), private.import_area_figures(jsonb),
  api.import_area_figures(text) to authenticated;
