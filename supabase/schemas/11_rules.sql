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

grant execute on function private.rule_in_force(text, int, date) to authenticated;
