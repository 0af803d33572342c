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
  ('photo_minimum', '2001-01-01', '>=', 0, 'photos', '产品默认', '照片不作硬性要求，仅作提示。', true);
