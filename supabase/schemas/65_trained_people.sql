-- Village doctors by the rosters of the training sessions that count: who was trained on which day, in the county of the
-- village clinic that the roster names. Distinct people are counted on reading, with merged entries as one. Kept as facts of
-- findings are: every row is its session's alone.

create table app.trained_people (
  activity_id uuid not null,
  -- The entry that the roster names, and the one that stands for it.
  person_id uuid not null,
  counted_as uuid not null,
  county_id int not null references app.areas on delete restrict,
  day date not null,
  primary key (activity_id, person_id),
  foreign key (activity_id, person_id) references app.training_trainees on delete cascade
);

create index trained_people_county on app.trained_people (county_id, day) include (counted_as);
create index trained_people_person on app.trained_people (person_id);

alter table app.trained_people enable row level security;
alter table app.trained_people force row level security;

create policy "managers read who was trained of their counties" on app.trained_people
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.trained_people to authenticated;

-- The facts of these sessions counted anew; of all sessions for null.
create function private.counted_trainees(of_sessions uuid[]) returns setof app.trained_people
language plpgsql stable set search_path = '' as $$
begin
  return query
  select t.activity_id, t.person_id,
    case when p.merged_into is null then p.id else private.survivor_of(p.id) end, o.county_id, a.day
  from app.training_trainees t
  join app.activities a on a.id = t.activity_id and a.status in ('submitted', 'approved')
  join app.organisations o on o.id = t.org_id and o.kind = 'village_clinic' and o.county_id is not null
  join app.people p on p.id = t.person_id
  where of_sessions is null or t.activity_id = any(of_sessions);
end $$;

create function private.renew_trained_people(of_sessions uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.trained_people t where t.activity_id = any(of_sessions);
  insert into app.trained_people select * from private.counted_trainees(of_sessions);
end $$;

-- Of rosters that arrive with a session. Definer: facts have no write grant.
create function private.tg_training_trainees__facts() returns trigger
language plpgsql security definer set search_path = '' as $$
declare sessions uuid[];
begin
  select array_agg(distinct n.activity_id) into sessions from new_rows n;
  if sessions is not null then perform private.renew_trained_people(sessions); end if;
  return null;
end $$;

create trigger training_trainees_300_facts after insert on app.training_trainees
  referencing new table as new_rows for each statement execute function private.tg_training_trainees__facts();

-- Of an entry that is merged into another, or not any more, and of those merged into it before. Definer as above.
create function private.tg_people__trained() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  with recursive tree as (
    select new.id
    union
    select p.id from app.people p join tree on p.merged_into = tree.id
  )
  update app.trained_people t set counted_as = private.survivor_of(t.person_id)
  from tree where t.person_id = tree.id;
  return null;
end $$;

create trigger people_300_trained after update of merged_into on app.people
  for each row when (old.merged_into is distinct from new.merged_into) execute function private.tg_people__trained();
