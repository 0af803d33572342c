-- Holidays and shifted working days, as data of each year's notice of the State Council. A year without rows is
-- reckoned from Monday to Friday and said to be unverified. The due days of findings stand here as rules of their own.

create table app.calendar_days (
  day date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null,
  source text not null
);

alter table app.calendar_days enable row level security;
alter table app.calendar_days force row level security;
create policy "everyone signed in reads calendar days" on app.calendar_days for select to authenticated using (true);
grant select on app.calendar_days to authenticated;

-- One row a run of days: first, last, kind, name.
insert into app.calendar_days (day, kind, name, source)
select day::date, kind, name, source
from (values
  ('2025-01-01', '2025-01-01', 'holiday', '元旦'), ('2025-01-28', '2025-02-04', 'holiday', '春节'),
  ('2025-04-04', '2025-04-06', 'holiday', '清明节'), ('2025-05-01', '2025-05-05', 'holiday', '劳动节'),
  ('2025-05-31', '2025-06-02', 'holiday', '端午节'), ('2025-10-01', '2025-10-08', 'holiday', '国庆节、中秋节'),
  ('2025-01-26', '2025-01-26', 'workday', '春节调休'), ('2025-02-08', '2025-02-08', 'workday', '春节调休'),
  ('2025-04-27', '2025-04-27', 'workday', '劳动节调休'), ('2025-09-28', '2025-09-28', 'workday', '国庆节调休'),
  ('2025-10-11', '2025-10-11', 'workday', '国庆节调休'),
  ('2026-01-01', '2026-01-03', 'holiday', '元旦'), ('2026-02-15', '2026-02-23', 'holiday', '春节'),
  ('2026-04-04', '2026-04-06', 'holiday', '清明节'), ('2026-05-01', '2026-05-05', 'holiday', '劳动节'),
  ('2026-06-19', '2026-06-21', 'holiday', '端午节'), ('2026-09-25', '2026-09-27', 'holiday', '中秋节'),
  ('2026-10-01', '2026-10-07', 'holiday', '国庆节'),
  ('2026-01-04', '2026-01-04', 'workday', '元旦调休'), ('2026-02-14', '2026-02-14', 'workday', '春节调休'),
  ('2026-02-28', '2026-02-28', 'workday', '春节调休'), ('2026-05-09', '2026-05-09', 'workday', '劳动节调休'),
  ('2026-09-20', '2026-09-20', 'workday', '国庆节调休'), ('2026-10-10', '2026-10-10', 'workday', '国庆节调休')
) as listed(first, last, kind, name)
join (values ('2025', '《国务院办公厅关于2025年部分节假日安排的通知》（国办发明电〔2024〕12号）'),
  ('2026', '《国务院办公厅关于2026年部分节假日安排的通知》（2025年11月4日）')) as notices(year, source) on first like year || '%'
cross join lateral generate_series(first::date, last::date, interval '1 day') as day;

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('finding_due_days_minor', '2001-01-01', '<=', 30, 'days', '产品默认', '一般问题整改时限，示例，待核实。', false),
  ('finding_due_days_major', '2001-01-01', '<=', 15, 'days', '产品默认', '较重问题整改时限，示例，待核实。', false),
  ('finding_due_days_critical', '2001-01-01', '<=', 7, 'days', '产品默认', '严重问题整改时限，示例，待核实。', false);

-- The nth working day after a day, at most 1000; src/domain/working-days.ts says the same. Takes the day and n; gives the
-- day itself for n below 1, and whether every year that was walked through has rows.
create function private.add_working_days(day date, n int, out due date, out verified boolean)
language plpgsql stable set search_path = '' as $$
declare
  left_over int := least(n, 1000);
  known int[] := array(select distinct extract(year from c.day)::int from app.calendar_days c);
begin
  due := day;
  verified := extract(year from day)::int = any(known);
  while left_over > 0 loop
    due := due + 1;
    verified := verified and extract(year from due)::int = any(known);
    left_over := left_over - case coalesce(
      (select c.kind from app.calendar_days c where c.day = due),
      case when extract(isodow from due) < 6 then 'workday' else 'holiday' end) when 'workday' then 1 else 0 end;
  end loop;
end $$;

grant execute on function private.add_working_days(date, int) to authenticated;
