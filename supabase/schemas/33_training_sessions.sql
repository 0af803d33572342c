-- 适宜技术培训: the answers of src/kinds/training-session, typed and constrained. Derived, like activities. Trainees are
-- persons (人) and never visits (人次): they have their own column, and no total adds them to visits.

insert into app.kinds values ('training_session', 'PX', 1);

create table app.training_sessions (
  id uuid primary key references app.activities on delete cascade,
  session_no int not null check (session_no between 1 and 999999),
  mode text not null check (mode in ('onsite', 'remote', 'blended')),
  course_type text not null
    check (course_type in ('technique', 'western_learning_tcm', 'three_basics', 'public_lecture')),
  venue_type text not null check (venue_type in ('medical_institution', 'other')),
  techniques text[] not null check (cardinality(techniques) > 0),
  hours_theory numeric(4, 1) not null check (hours_theory between 0 and 200 and hours_theory * 2 = trunc(hours_theory * 2)),
  hours_practice numeric(4, 1) not null
    check (hours_practice between 0 and 200 and hours_practice * 2 = trunc(hours_practice * 2)),
  trainee_count int not null check (trainee_count between 1 and 2000),
  village_doctors int not null check (village_doctors >= 0),
  township_staff int not null check (township_staff >= 0),
  station_staff int not null check (station_staff >= 0),
  nurses int not null check (nurses >= 0),
  other int not null check (other >= 0),
  orgs_covered int not null check (orgs_covered between 1 and 999999),
  signed_in int not null check (signed_in between 0 and trainee_count),
  assessed int check (assessed between 0 and trainee_count),
  passed int check (passed between 0 and assessed),
  certificates int check (certificates between 0 and coalesce(passed, assessed, trainee_count)),
  credits numeric(3, 1) check (credits between 0 and 25),
  materials int check (materials between 0 and 999999),
  cost numeric(11, 2) check (cost between 0 and 100000000),
  check (hours_theory + hours_practice > 0),
  check (village_doctors + township_staff + station_staff + nurses + other = trainee_count),
  check (passed is null or assessed is not null),
  check (course_type <> 'technique' or (assessed is not null and passed is not null and certificates is not null))
);

alter table app.training_sessions enable row level security;
alter table app.training_sessions force row level security;

-- Read one at a time, beside its activity; so are trainers and trainees.
create policy "who reads an activity reads its training" on app.training_sessions
  for select to authenticated using (exists (select 1 from app.activities a where a.id = training_sessions.id));

grant select on app.training_sessions to authenticated;

create table app.training_trainers (
  activity_id uuid not null references app.training_sessions on delete cascade,
  person_id uuid not null references app.people on delete restrict,
  title_level text not null check (title_level in ('senior', 'associate_senior', 'intermediate', 'junior', 'none')),
  org_id int not null references app.organisations on delete restrict,
  primary key (activity_id, person_id)
);

create index training_trainers_person on app.training_trainers (person_id);

alter table app.training_trainers enable row level security;
alter table app.training_trainers force row level security;

create policy "who reads an activity reads its trainers" on app.training_trainers
  for select to authenticated using (exists (select 1 from app.activities a where a.id = activity_id));

grant select on app.training_trainers to authenticated;

-- The roster. `techniques` is spelled out here: a row of the text that names none learned all of the session.
create table app.training_trainees (
  activity_id uuid not null references app.training_sessions on delete cascade,
  position int not null,
  person_id uuid not null references app.people on delete restrict,
  org_id int not null references app.organisations on delete restrict,
  techniques text[] not null,
  theory_score numeric(4, 1) check (theory_score between 0 and 100),
  practice_score numeric(4, 1) check (practice_score between 0 and 100),
  passed boolean,
  certificate_no text not null check (char_length(certificate_no) <= 60),
  primary key (activity_id, person_id),
  check (certificate_no = '' or passed is true)
);

create index training_trainees_person on app.training_trainees (person_id);
create index training_trainees_organisation on app.training_trainees (org_id);
create unique index training_trainees_certificate on app.training_trainees (activity_id, certificate_no)
  where certificate_no <> '';
create index training_trainees_number on app.training_trainees (certificate_no) where certificate_no <> '';

alter table app.training_trainees enable row level security;
alter table app.training_trainees force row level security;

create policy "who reads an activity reads its roster" on app.training_trainees
  for select to authenticated using (exists (select 1 from app.activities a where a.id = activity_id));

grant select on app.training_trainees to authenticated;

-- What totals count of a training session: its trainers as staff. The headline is its trainees.
create function private.training_session_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  return (select row(1, 0, jsonb_array_length(payload #> '{answers,trainers}'), 0, (payload #>> '{answers,trainee_count}')::int,
      array_agg(facet order by facet), array_agg(amount order by facet))::private.measures
  from (
    select distinct 'technique/' || split_part(code, '-', 2) as facet, 1 as amount
    from jsonb_array_elements_text(payload #> '{answers,techniques}') as code
    union all select 'training/assessed', coalesce((payload #>> '{answers,assessed}')::int, 0)
    union all select 'training/passed', coalesce((payload #>> '{answers,passed}')::int, 0)
  ) as counted);
end $$;

-- The errors of a training session, each `field:code` as src/kinds/training-session/check.ts has them; warnings are not
-- errors.
create function private.training_session_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  techniques text[] := private.text_array(a -> 'techniques');
  trainees numeric := private.number_of(a -> 'trainee_count');
  assessed numeric := private.number_of(a -> 'assessed');
  passed numeric := private.number_of(a -> 'passed');
  certificates numeric := private.number_of(a -> 'certificates');
  parts numeric;
  found text[];
  name text;
begin
  found := private.number_problems(a, array[
    'session_no 1 999999 0 required', 'hours_theory 0 200 1 required', 'hours_practice 0 200 1 required',
    'trainee_count 1 2000 0 required', 'village_doctors 0 2000 0 required', 'township_staff 0 2000 0 required',
    'station_staff 0 2000 0 required', 'nurses 0 2000 0 required', 'other 0 2000 0 required',
    'orgs_covered 1 999999 0 required', 'signed_in 0 2000 0 required', 'assessed 0 2000 0', 'passed 0 2000 0',
    'certificates 0 2000 0', 'credits 0 25 1', 'materials 0 999999 0', 'cost 0 100000000 2']);

  foreach name in array array['mode', 'course_type', 'venue_type'] loop
    if a ->> name is null then found := found || ('answers.' || name || ':required'); end if;
  end loop;
  if cardinality(techniques) = 0 then found := found || 'answers.techniques:required'::text; end if;
  if not private.are_techniques(techniques) then found := found || 'answers.techniques:unknown_technique'::text; end if;
  if a ->> 'venue_type' = 'other'
     and exists (select 1 from app.techniques t where t.code = any(techniques) and t.invasive) then
    found := found || 'answers.venue_type:medical_venue_required'::text;
  end if;

  foreach name in array array['hours_theory', 'hours_practice'] loop
    if private.number_of(a -> name) * 2 <> trunc(private.number_of(a -> name) * 2) then
      found := found || ('answers.' || name || ':half_hours');
    end if;
  end loop;
  if private.number_of(a -> 'hours_theory') + private.number_of(a -> 'hours_practice') <= 0 then
    found := found || 'answers.hours_theory:no_hours'::text;
  end if;

  -- The sum is null while one of the five is.
  select case when count(private.number_of(a -> part)) = 5 then sum(private.number_of(a -> part)) end into parts
  from unnest(array['village_doctors', 'township_staff', 'station_staff', 'nurses', 'other']) as part;
  if parts <> trainees then found := found || 'answers.trainee_count:parts_do_not_add_up'::text; end if;

  -- Each count is limited by the nearest of those it may not exceed that is known.
  found := found || array_remove(array[
    case when private.number_of(a -> 'signed_in') > trainees then 'answers.signed_in:more_than_trainees' end,
    case when assessed > trainees then 'answers.assessed:more_than_trainees' end,
    case when passed > assessed then 'answers.passed:more_than_assessed'
      when assessed is null and passed > trainees then 'answers.passed:more_than_trainees' end,
    case when certificates > passed then 'answers.certificates:more_than_passed'
      when passed is null and certificates > assessed then 'answers.certificates:more_than_assessed'
      when coalesce(passed, assessed) is null and certificates > trainees then 'answers.certificates:more_than_trainees' end], null);
  if a ->> 'course_type' = 'technique' then
    foreach name in array array['assessed', 'passed', 'certificates'] loop
      if coalesce(a -> name, 'null'::jsonb) = 'null'::jsonb then found := found || ('answers.' || name || ':required'); end if;
    end loop;
  elsif coalesce(a -> 'passed', 'null'::jsonb) <> 'null'::jsonb and coalesce(a -> 'assessed', 'null'::jsonb) = 'null'::jsonb then
    found := found || 'answers.assessed:required'::text;
  end if;
  return found || private.trainer_problems(a) || private.roster_problems(a);
end $$;

-- Errors of the trainers: one at least, each with an organisation, nobody twice.
create function private.trainer_problems(answers jsonb) returns text[]
language sql immutable set search_path = '' as $$
  with rows as (
    select each, n from jsonb_array_elements(
      case jsonb_typeof(answers -> 'trainers') when 'array' then answers -> 'trainers' else '[]' end)
      with ordinality as e(each, n)
  )
  select coalesce(array_agg(problem), '{}') from (
    select 'answers.trainers:required' as problem where not exists (select 1 from rows)
    union all select 'answers.trainers.' || (n - 1) || '.org_id:required' from rows where each ->> 'org_id' is null
    union all select 'answers.trainers:person_twice' from rows having count(distinct each ->> 'person_id') <> count(*)
  ) as problems
$$;

-- Errors of the roster: needed for a course of techniques, nobody twice, a certificate for who passed alone, no number twice.
create function private.roster_problems(answers jsonb) returns text[]
language sql stable set search_path = '' as $$
  with rows as (
    select each, 'answers.roster.' || (n - 1) as at, private.trimmed(each ->> 'certificate_no') as number,
      row_number() over (partition by private.trimmed(each ->> 'certificate_no') order by n) as nth
    from jsonb_array_elements(case jsonb_typeof(answers -> 'roster') when 'array' then answers -> 'roster' else '[]' end)
      with ordinality as e(each, n)
  )
  select coalesce(array_agg(problem), '{}') from (
    select 'answers.roster:required' as problem
    where answers ->> 'course_type' = 'technique' and not exists (select 1 from rows)
    union all select 'answers.roster:too_many_rows' from rows having count(*) > 1000
    union all select 'answers.roster:person_twice' from rows having count(distinct each ->> 'person_id') <> count(*)
    union all
    select at || substr(problem, length('answers.'))
    from rows, unnest(private.number_problems(each, array['theory_score 0 100 1', 'practice_score 0 100 1'])) as problem
    union all select at || '.org_id:required' from rows where each ->> 'org_id' is null
    union all
    select at || '.techniques:unknown_technique' from rows
    where not private.are_techniques(private.text_array(each -> 'techniques'))
    union all select at || '.certificate_no:too_long' from rows where char_length(number) > 60
    union all
    select at || '.certificate_no:certificate_without_pass' from rows
    where number <> '' and each -> 'passed' is distinct from 'true'::jsonb
    union all select at || '.certificate_no:certificate_twice' from rows where number <> '' and nth > 1
  ) as problems
$$;

-- Organisations that the answers name: those of trainers and trainees.
create function private.training_session_organisations(activity uuid) returns int[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(org_id), '{}') from (
    select t.org_id from app.training_trainers t where t.activity_id = activity
    union select t.org_id from app.training_trainees t where t.activity_id = activity
  ) as named
$$;

-- `{certificate_elsewhere}` where a certificate's number stands in another session of the organisation that counts, as far
-- as the caller may read it; what replaces a session gives its numbers again. Said on reading: what the other session is may change, and nothing is refused for it.
create function private.certificate_flags(session app.activities) returns text[]
language sql stable set search_path = '' as $$
  select case when exists (
    select 1 from app.training_trainees mine
    join app.training_trainees other on other.certificate_no = mine.certificate_no and other.activity_id <> mine.activity_id
    join app.activities a on a.id = other.activity_id
    where mine.activity_id = session.id and mine.certificate_no <> '' and other.certificate_no <> ''
      and a.organisation_id = session.organisation_id and a.status in ('submitted', 'approved')
      and other.activity_id <> all(private.replacing(session.id))
  ) then array['certificate_elsewhere'] else '{}'::text[] end
$$;

-- People that the answers name: trainers and trainees.
create function private.training_session_people(activity uuid) returns uuid[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(person_id), '{}') from (
    select t.person_id from app.training_trainers t where t.activity_id = activity
    union select t.person_id from app.training_trainees t where t.activity_id = activity
  ) as named
$$;

-- Writes the typed answers of sessions that were handed in, with trainers and trainees.
create function private.training_session_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.training_sessions s using unnest(active) as r where s.id = r.id;
  insert into app.training_sessions
  select r.id, t.session_no, t.mode, t.course_type, t.venue_type, private.text_array(answers -> 'techniques'),
    t.hours_theory, t.hours_practice, t.trainee_count, t.village_doctors, t.township_staff, t.station_staff, t.nurses,
    t.other, t.orgs_covered, t.signed_in, t.assessed, t.passed, t.certificates, t.credits, t.materials, t.cost
  from unnest(active) as r
  cross join lateral (select r.payload -> 'answers' as answers offset 0) as parts
  cross join lateral jsonb_to_record(answers) as t(session_no int, mode text, course_type text, venue_type text,
    hours_theory numeric, hours_practice numeric, trainee_count int, village_doctors int, township_staff int,
    station_staff int, nurses int, other int, orgs_covered int, signed_in int, assessed int, passed int,
    certificates int, credits numeric, materials int, cost numeric);

  insert into app.training_trainers
  select r.id, (each ->> 'person_id')::uuid, each ->> 'title_level', (each ->> 'org_id')::int
  from unnest(active) as r cross join lateral jsonb_array_elements(r.payload #> '{answers,trainers}') as each;

  insert into app.training_trainees
  select s.id, (n - 1)::int, (each ->> 'person_id')::uuid, (each ->> 'org_id')::int,
    coalesce(nullif(private.text_array(each -> 'techniques'), '{}'), s.techniques), (each ->> 'theory_score')::numeric,
    (each ->> 'practice_score')::numeric, (each ->> 'passed')::boolean, private.trimmed(each ->> 'certificate_no')
  from unnest(active) as r
  join app.training_sessions s on s.id = r.id
  cross join lateral jsonb_array_elements(r.payload #> '{answers,roster}') with ordinality as e(each, n);
end $$;

grant execute on function private.certificate_flags(app.activities), private.training_session_problems(jsonb), private.trainer_problems(jsonb), private.roster_problems(jsonb), private.training_session_organisations(uuid),
  private.training_session_people(uuid) to authenticated;
