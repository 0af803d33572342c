-- What the facts have in common: they follow the status, the day and the place of their records, are counted anew on command,
-- and compared with a recount.

-- Definer: facts have no write grant.
create function private.tg_activities__facts() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  visits uuid[];
  sessions uuid[];
begin
  select array_agg(n.id) filter (where n.kind = 'supervision_visit'), array_agg(n.id) filter (where n.kind = 'training_session')
  into visits, sessions
  from new_rows n join old_rows o using (id)
  where n.kind in ('supervision_visit', 'training_session')
    and (n.status, n.day, n.host_area_id, n.host_county_id) <> (o.status, o.day, o.host_area_id, o.host_county_id);
  if visits is not null then perform private.renew_finding_facts(visits); end if;
  if sessions is not null then perform private.renew_trained_people(sessions); end if;
  return null;
end $$;

create trigger activities_300_facts after update on app.activities
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.tg_activities__facts();

-- Rows of the facts that differ from a recount; none when all is well.
create function private.fact_differences() returns setof text
language sql stable set search_path = '' as $$
  select 'missing finding ' || row_to_json(r)::text
  from (select * from private.counted_findings(null) except select * from app.finding_facts) as r
  union all
  select 'surplus finding ' || row_to_json(r)::text
  from (select * from app.finding_facts except select * from private.counted_findings(null)) as r
  union all
  select 'missing trainee ' || row_to_json(r)::text
  from (select * from private.counted_trainees(null) except select * from app.trained_people) as r
  union all
  select 'surplus trainee ' || row_to_json(r)::text
  from (select * from app.trained_people except select * from private.counted_trainees(null)) as r
$$;

-- Counts all facts anew.
create function private.rebuild_facts() returns void
language plpgsql volatile set search_path = '' as $$
begin
  lock table app.activities in share row exclusive mode;
  delete from app.finding_facts;
  delete from app.trained_people;
  insert into app.finding_facts select * from private.counted_findings(null);
  insert into app.trained_people select * from private.counted_trainees(null);
end $$;
