-- Administrative areas. An area's statutory parent and the one it reports to differ (定州, 辛集, 雄安), so scope follows
-- managing_parent and never the code. Ids are opaque: a code that is given out anew gets a new id.

create table app.areas (
  id int primary key,
  code text not null,
  level text not null check (level in ('country', 'province', 'prefecture', 'county', 'township')),
  kind text not null,
  statutory_parent int references app.areas on delete restrict,
  managing_parent int references app.areas on delete restrict,
  name text not null,
  name_short text not null,
  tradition_label text not null default '',
  valid_from date,
  valid_to date
);

create index areas_managing_parent on app.areas (managing_parent);
-- Above the townships, which are nine in ten: the way down to counties, asked for by every policy.
create index areas_reporting_line on app.areas (managing_parent) where level <> 'township';
create index areas_statutory_parent on app.areas (statutory_parent);
create index areas_code on app.areas (code);

alter table app.areas enable row level security;
alter table app.areas force row level security;

create policy "everyone signed in reads areas" on app.areas for select to authenticated using (true);

grant select on app.areas to authenticated;

-- Codes that were replaced: old records keep theirs, reports roll up through this list.
create table app.area_aliases (
  old_code text not null,
  new_code text not null,
  from_day date,
  note text not null default '',
  primary key (old_code, new_code)
);

alter table app.area_aliases enable row level security;
alter table app.area_aliases force row level security;

create policy "everyone signed in reads area aliases" on app.area_aliases for select to authenticated using (true);

grant select on app.area_aliases to authenticated;

-- County ids at or below the given areas by the managing line, in order. Ended counties stay: their records do.
-- A policy asks in every query: plpgsql keeps the plan for the session, and the offset keeps it from reading all areas.
create function private.counties_below(roots int[]) returns int[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    with recursive below as (
      select a.id, a.level from app.areas a where a.id = any(roots)
      union
      select a.id, a.level from below b cross join lateral (
        select a.id, a.level from app.areas a where a.managing_parent = b.id and a.level <> 'township' offset 0) as a
    )
    select coalesce(array_agg(id order by id), '{}') from below where level = 'county'
  );
end $$;

-- The county that an area lies in: itself, or the one above a township; null above county level.
create function private.county_of(area int) returns int
language plpgsql stable set search_path = '' as $$
begin
  return (select case a.level when 'county' then a.id when 'township' then a.statutory_parent end from app.areas a where a.id = area);
end $$;

grant execute on function private.counties_below(int[]), private.county_of(int) to authenticated;
