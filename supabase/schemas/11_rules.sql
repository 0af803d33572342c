-- Thresholds, targets, minimums and lead times of policies, as rows with scope, validity and the quoted source. The row
-- of the nearest area wins; a null area holds everywhere. verified = false is shown as 待核实.

create table app.rules (
  id int generated always as identity primary key,
  code text not null,
  area_id int references app.areas on delete cascade,
  valid_from date not null,
  valid_to date,
  operator text not null check (operator in ('>=', '<=', '=')),
  value numeric not null,
  unit text not null,
  source text not null,
  source_quote text not null,
  verified boolean not null,
  check (valid_to is null or valid_to >= valid_from)
);

create unique index rules_code on app.rules (code, coalesce(area_id, 0), valid_from);

alter table app.rules enable row level security;
alter table app.rules force row level security;

create policy "everyone signed in reads rules" on app.rules for select to authenticated using (true);

grant select on app.rules to authenticated;

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('photo_minimum', '2001-01-01', '>=', 0, 'photos', '产品默认', '照片不作硬性要求，仅作提示。', true),
  ('device_silent_days', '2001-01-01', '>=', 7, 'days', '产品默认', '手机超过 7 天没有联系，其未送出的记录视为从未到达。', true);

-- The row of a code in force on a day: that of the nearest area up the managing line of `area` which has one, else the
-- row that holds everywhere, else none. src/domain/rule.ts chooses the same on a phone.
create function private.rule_in_force(rule_code text, area int, on_day date) returns setof app.rules
language plpgsql stable set search_path = '' as $$
begin
  return query with recursive line as (
    select a.id, a.managing_parent, 1 as depth from app.areas a where a.id = area
    union all
    select a.id, a.managing_parent, line.depth + 1 from app.areas a join line on a.id = line.managing_parent
    where line.depth < 10
  )
  select r.* from app.rules r
  left join line on line.id = r.area_id
  where r.code = rule_code and r.valid_from <= on_day and (r.valid_to is null or on_day <= r.valid_to)
    and (r.area_id is null or line.id is not null)
  order by line.depth nulls last, r.id
  limit 1;
end $$;

-- The same for many areas at once: the row of each code in force at each of them; none where there is none.
create function private.rules_in_force(codes text[], areas int[], on_day date)
returns table (for_area int, code text, rule_id int)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with recursive holding as (
    select r.id, r.code, r.area_id from app.rules r
    where r.code = any(codes) and r.valid_from <= on_day and (r.valid_to is null or on_day <= r.valid_to)
  ), below as (
    select h.id, h.code, h.area_id as area, 1 as height from holding h where h.area_id is not null
    union all
    select b.id, b.code, a.id, b.height + 1 from below b join app.areas a on a.managing_parent = b.area where b.height < 10
  ), nearest as (
    select distinct on (b.area, b.code) b.area, b.code, b.id from below b order by b.area, b.code, b.height, b.id
  ), anywhere as (
    select h.code, min(h.id) as id from holding h where h.area_id is null group by h.code
  )
  select asked.area, named.code, coalesce(n.id, e.id)
  from unnest(areas) as asked(area)
  cross join unnest(codes) as named(code)
  left join nearest n on n.area = asked.area and n.code = named.code
  left join anywhere e on e.code = named.code
  where coalesce(n.id, e.id) is not null;
end $$;

-- A rule as screens show it: {code, operator, value, unit, source, source_quote, verified}; null for none.
create function private.rule_shown(rule int) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('code', r.code, 'operator', r.operator, 'value', r.value, 'unit', r.unit, 'source', r.source,
    'source_quote', r.source_quote, 'verified', r.verified)
  from app.rules r where r.id = rule
$$;

grant execute on function private.rule_in_force(text, int, date), private.rules_in_force(text[], int[], date),
  private.rule_shown(int) to authenticated;
