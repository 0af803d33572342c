-- One row for each finding of a visit that counts: where, when, until when it is to be put right, and the day it was closed
-- out. Kept in the transaction that changes one of these; every row is its visit's alone, whose document whoever writes has
-- locked, so that no two wait for each other here.

create table app.finding_facts (
  activity_id uuid not null,
  no int not null,
  county_id int not null references app.areas on delete restrict,
  area_id int not null references app.areas on delete restrict,
  day date not null,
  due_on date not null,
  closed_on date,
  primary key (activity_id, no),
  foreign key (activity_id, no) references app.findings on delete cascade
);

create index finding_facts_county on app.finding_facts (county_id, day) include (due_on, closed_on);
create index finding_facts_due on app.finding_facts (county_id, due_on) include (closed_on);

alter table app.finding_facts enable row level security;
alter table app.finding_facts force row level security;

create policy "managers read facts of findings of their counties" on app.finding_facts
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.finding_facts to authenticated;

-- The facts of these visits counted anew; of all visits for null.
create function private.counted_findings(of_visits uuid[]) returns setof app.finding_facts
language plpgsql stable set search_path = '' as $$
begin
  return query
  select f.activity_id, f.no, a.host_county_id, a.host_area_id, a.day, f.due_on, private.china_day(closing.at)
  from app.findings f
  join app.activities a on a.id = f.activity_id and a.status in ('submitted', 'approved')
  left join lateral (
    select m.to_state, m.at from app.finding_moves m
    where m.activity_id = f.activity_id and m.finding_id = f.id order by m.id desc limit 1
  ) as closing on closing.to_state = 'closed'
  where of_visits is null or f.activity_id = any(of_visits);
end $$;

create function private.renew_finding_facts(of_visits uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.finding_facts f where f.activity_id = any(of_visits);
  insert into app.finding_facts select * from private.counted_findings(of_visits);
  perform private.touch_counties(array(select a.host_county_id from app.activities a where a.id = any(of_visits)));
end $$;

-- Of findings that arrive with a visit, and of those that go a step further. Definer: facts have no write grant.
create function private.tg_findings__facts() returns trigger
language plpgsql security definer set search_path = '' as $$
declare visits uuid[];
begin
  select array_agg(distinct n.activity_id) into visits from new_rows n;
  if visits is not null then perform private.renew_finding_facts(visits); end if;
  return null;
end $$;

create trigger findings_300_facts after insert on app.findings
  referencing new table as new_rows for each statement execute function private.tg_findings__facts();
create trigger finding_moves_300_facts after insert on app.finding_moves
  referencing new table as new_rows for each statement execute function private.tg_findings__facts();
