-- 督导检查: the answers of src/kinds/supervision-visit, typed and constrained, with the score that this server reckoned from
-- the published checklist, and the findings. Derived, like activities: app.findings holds what the visit says of them.

insert into app.kinds values ('supervision_visit', 'DD', 1);

create table app.supervision_visits (
  id uuid primary key references app.activities on delete cascade,
  visit_type text not null check (visit_type in ('routine', 'special', 'unannounced', 'self_check', 'review', 'recheck', 'qc')),
  level text not null check (level in ('self', 'county', 'prefecture', 'province', 'national')),
  selection text not null check (selection in ('recommended', 'drawn')),
  template_code text not null,
  template_version int not null,
  institution text not null,
  methods text[] not null check (methods <@ array['report', 'interview', 'documents', 'data', 'skills', 'on_site', 'sampling',
    'expert_panel', 'feedback_meeting'] and methods <> '{}'),
  documents_reviewed text[] not null,
  interviewees int check (interviewees between 0 and 500),
  -- Hundredths; the total is out of 100 and null where nothing weighs.
  score int not null check (score >= 0),
  max_score int not null check (max_score >= 0),
  total int check (total >= 0),
  grade text check (grade in ('excellent', 'good', 'qualified', 'unqualified')),
  failed_items text[] not null,
  feedback_at timestamptz not null,
  refused_sign_reason text not null,
  foreign key (template_code, template_version) references app.checklist_templates on delete restrict
);

create index supervision_visits_template on app.supervision_visits (template_code, template_version);

alter table app.supervision_visits enable row level security;
alter table app.supervision_visits force row level security;
create policy "who reads an activity reads its visit" on app.supervision_visits
  for select to authenticated using (exists (select 1 from app.activities a where a.id = supervision_visits.id));
grant select on app.supervision_visits to authenticated;

create table app.findings (
  activity_id uuid not null references app.supervision_visits on delete cascade,
  no int not null check (no > 0),
  -- Its number is its place and changes with a correction; this does not.
  id text not null check (id ~ '^[0-9a-z.-]{1,80}$'),
  item_code text not null,
  description text not null check (char_length(description) between 5 and 500),
  severity text not null check (severity in ('minor', 'major', 'critical')),
  photos text[] not null check (photos <> '{}'),
  responsible_org_id int not null references app.organisations on delete restrict,
  responsible_person_id uuid references app.people on delete restrict,
  measure text not null,
  due_on date not null,
  primary key (activity_id, no),
  unique (activity_id, id)
);

-- What a finding of a payload is known again by: its id, or its place where an older app gave it none.
create function private.finding_id(finding jsonb, place bigint) returns text
language sql immutable set search_path = '' as $$ select coalesce(finding ->> 'id', place::text) $$;

create index findings_responsible_org on app.findings (responsible_org_id, due_on);

alter table app.findings enable row level security;
alter table app.findings force row level security;
create policy "who reads an activity reads its findings" on app.findings
  for select to authenticated using (exists (select 1 from app.activities a where a.id = activity_id));
grant select on app.findings to authenticated;

-- A visit has neither consultations nor leaflets, and its inspectors are no medical staff at work.
create function private.supervision_visit_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  return row(1, 0, 0, 0, jsonb_array_length(payload #> '{answers,findings}'),
    array['visit/' || (payload #>> '{answers,level}')], array[1])::private.measures;
end $$;

-- Whether one of these people, or the entry that stands for theirs, belongs to the organisation, by its list or by a
-- membership today. Definer: an inspector of another organisation is not the author's to read, and that none belongs to the
-- inspected one is to be known all the same.
create function private.any_of_organisation(people uuid[], organisation int) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from unnest(people) as named(id)
    cross join lateral unnest(array[named.id, private.survivor_of(named.id)]) as entry(id)
    where exists (select 1 from app.people p where p.id = entry.id and p.organisation_id = organisation)
      or exists (select 1 from app.memberships m
                 where m.person_id = entry.id and m.organisation_id = organisation and private.is_current(m)))
$$;

-- Errors of the items: what is open, numbers that make no share, scores set by hand, and reasons that are missing.
create function private.visit_item_problems(template jsonb, answers jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return array_remove(array(
    with scores as materialized (select * from private.checklist_item_scores(template, answers))
    select case when count(*) filter (where s.state = 'open') > 0 then 'answers.items:items_open' end
    from scores as s
    union all
    select 'answers.items.' || (s.item ->> 'code') || '.answer:' || (s.fact ->> 'key')
    from scores as s where s.state = 'open' and s.fact ->> 'key' <> 'open'
    union all
    select 'answers.items.' || f.code || problem
    from (
      select s.item ->> 'code' as code, answers #> array['items', s.item ->> 'code'] as given, s.score, s.most, s.met,
        case when s.item #>> '{rule,kind}' = 'bonus' then coalesce((s.item #>> '{rule,most}')::numeric * 100, 10000) else s.most end as highest
      from scores as s where s.state = 'scored'
    ) as f
    cross join lateral (values
      (case when coalesce(f.given -> 'override', 'null') <> 'null' and not coalesce(
        private.number_of(f.given -> 'override') between 0 and f.highest
        and private.number_of(f.given -> 'override') = trunc(private.number_of(f.given -> 'override')), false) then '.override:out_of_range' end),
      (case when coalesce(f.given -> 'override', 'null') <> 'null' and private.trimmed(f.given ->> 'override_reason') = ''
        then '.override_reason:required' end),
      (case when (f.score < f.most or not f.met) and private.trimmed(f.given ->> 'deduction_reason') = ''
        then '.deduction_reason:required' end)
    ) as found(problem)
  ), null);
end $$;

-- The day on which a visit's findings were made: that of its end.
create function private.visit_day(header jsonb) returns date
language plpgsql stable set search_path = '' as $$
begin
  return private.china_day(coalesce(private.try_instant(header ->> 'ended_at'), private.try_instant(header ->> 'started_at')));
end $$;

-- Errors of the findings; `codes` are the items of the checklist, null while it is unknown, `found_on` the day of the
-- visit, whenever it is sealed. The due day of one taken over from a part was judged by the day of that part.
create function private.finding_problems(findings jsonb, codes text[], found_on date) returns text[]
language sql stable set search_path = '' as $$
  select array_remove(array(
    select 'answers.findings.' || (n - 1) || '.description:finding_twice'
      from (select n, row_number() over (partition by private.finding_id(f, n) order by n) as nth from jsonb_array_elements(findings) with ordinality as e(f, n)) as l
      where nth > 1
    union all
    select private.text_problem(field || '.description', f ->> 'description', 5, 500)
      from (select f, 'answers.findings.' || (n - 1) as field from jsonb_array_elements(findings) with ordinality as e(f, n)) as l
    union all
    select field || problem
    from (select f, 'answers.findings.' || (n - 1) as field, private.china_day(private.try_instant((f ->> 'due_on') || 'T00:00:00+08:00')) as due
          from jsonb_array_elements(findings) with ordinality as e(f, n)) as l
    cross join lateral (values
      (replace(private.text_problem('', f ->> 'measure', 2, 500), ':', '.measure:')),
      (case when coalesce(f ->> 'severity', '') not in ('minor', 'major', 'critical') then '.severity:required' end),
      (case when jsonb_typeof(f -> 'photos') is distinct from 'array' or f -> 'photos' = '[]' then '.photos:photo_required' end),
      (case when private.int_of(f -> 'responsible_org') is null then '.responsible_org:required' end),
      (case when coalesce(f ->> 'item_code', '') <> '' and not f ->> 'item_code' = any(codes) then '.item_code:unknown_item' end),
      (case when due is null then '.due_on:required'
            when not f ? 'part' and (due < found_on + 1 or due > found_on + 180) then '.due_on:due_out_of_range' end)
    ) as found(problem)
  ), null)
$$;

-- The parts that a visit's answers name.
create function private.parts_named(answers jsonb) returns uuid[]
language sql immutable set search_path = '' as $$
  select array(
    select (part ->> 'id')::uuid
    from jsonb_array_elements(case jsonb_typeof(answers -> 'parts') when 'array' then answers -> 'parts' else '[]' end) as part
    where private.is_uuid(part ->> 'id'))
$$;

-- Whether somebody of an organisation wrote one of the parts that a visit names, of those the caller may see.
create function private.has_part_of(answers jsonb, organisation int) returns boolean
language plpgsql stable set search_path = '' as $$
declare parts uuid[] := private.parts_named(answers);
begin
  return private.any_of_organisation(
    array(select d.author_id from app.documents d where d.id = any(parts) and d.status <> 'void'), organisation);
end $$;

-- Whether a picture is in one of the parts that a visit names, of those the caller may see.
create function private.is_picture_of_parts(payload jsonb, sha256 text) returns boolean
language plpgsql stable set search_path = '' as $$
declare parts uuid[] := private.parts_named(payload -> 'answers');
begin
  return exists (select 1 from app.photos p where p.document_id = any(parts) and p.sha256 = is_picture_of_parts.sha256);
end $$;

-- Items and findings that show a picture which the record does not hold, as `<path>:photo_not_in_record`.
create function private.visit_photo_problems(payload jsonb) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg('answers.' || place || '.photos:photo_not_in_record'), '{}')
  from (
    select 'items.' || key as place, value -> 'photos' as photos
    from jsonb_each(case jsonb_typeof(payload #> '{answers,items}') when 'object' then payload #> '{answers,items}' else '{}' end)
    union all
    select 'findings.' || (n - 1), f -> 'photos'
    from jsonb_array_elements(case jsonb_typeof(payload #> '{answers,findings}') when 'array' then payload #> '{answers,findings}' else '[]' end)
      with ordinality as e(f, n)
  ) as shown
  where exists (select 1 from unnest(private.text_array(photos)) as sha256
    where not payload -> 'photos' @> jsonb_build_array(jsonb_build_object('sha256', sha256))
      and not private.is_picture_of_parts(payload, sha256))
$$;

-- The errors of a supervision visit, each `field:code` as src/kinds/supervision-visit/check.ts has them.
create function private.supervision_visit_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  h jsonb := payload -> 'header';
  people jsonb := case jsonb_typeof(h -> 'participants') when 'array' then h -> 'participants' else '[]' end;
  inspected int := private.int_of(h -> 'recipient_org_id');
  inspectors uuid[] := array(select (p ->> 'person_id')::uuid from jsonb_array_elements(people) as p
    where p ->> 'role' <> 'driver' and p ->> 'person_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$');
  template jsonb := private.checklist_template(a ->> 'template_code', private.int_of(a -> 'template_version'), a ->> 'template_sha256');
  codes text[] := case when template is not null then array(
    select i ->> 'code' from jsonb_array_elements(template -> 'sections') as s, jsonb_array_elements(s -> 'items') as i) end;
  feedback timestamptz := private.try_instant(a ->> 'feedback_at');
begin
  return array_remove(array[
    case when inspected is null then 'header.recipient_org_id:required' end,
    case when cardinality(inspectors) < 2 then 'header.participants:two_inspectors' end,
    case when a ->> 'visit_type' is distinct from 'self_check' and private.any_of_organisation(inspectors, inspected)
      then 'header.participants:inspector_of_inspected' end,
    case when a ->> 'visit_type' is null then 'answers.visit_type:required' end,
    case when a ->> 'level' is null then 'answers.level:required' end,
    case when a ->> 'selection' is null then 'answers.selection:required' end,
    case when cardinality(private.text_array(a -> 'methods')) = 0 then 'answers.methods:required' end,
    case when exists (select 1 from unnest(private.text_array(a -> 'documents_reviewed')) as d where char_length(private.trimmed(d)) > 200)
      then 'answers.documents_reviewed:too_long' end,
    case when coalesce(a ->> 'template_code', '') = '' then 'answers.template_code:required'
         when template is null then 'answers.template_code:unknown_checklist'
         when not template -> 'applies_to' ? coalesce(a ->> 'institution', '') then 'answers.institution:not_for_checklist' end,
    case when feedback is null then 'answers.feedback_at:required'
         when feedback < private.try_instant(h ->> 'started_at') then 'answers.feedback_at:feedback_before_start' end,
    case when jsonb_typeof(a -> 'inspector_sign') is distinct from 'array' or a -> 'inspector_sign' = '[]'
      then 'answers.inspector_sign:signature_required' end,
    case when (jsonb_typeof(a -> 'inspectee_sign') is distinct from 'array' or a -> 'inspectee_sign' = '[]')
      and private.trimmed(a ->> 'refused_sign_reason') = '' then 'answers.inspectee_sign:signature_or_reason' end,
    case when exists (
      select 1 from jsonb_array_elements(case jsonb_typeof(a -> 'parts') when 'array' then a -> 'parts' else '[]' end) as part
      where not private.is_uuid(part ->> 'id') or coalesce(part ->> 'sha256' !~ '^[0-9a-f]{64}$', true)
    ) then 'answers.parts:bad_reference' end,
    case when a ->> 'visit_type' is distinct from 'self_check' and private.has_part_of(a, inspected)
      then 'answers.parts:part_of_inspected' end
  ], null)
  || private.number_problems(a, array['interviewees 0 500 0'])
  || case when template is null then '{}' else private.visit_item_problems(template, a) end
  || private.finding_problems(case jsonb_typeof(a -> 'findings') when 'array' then a -> 'findings' else '[]' end, codes,
    private.visit_day(h))
  || private.visit_photo_problems(payload);
end $$;

-- Organisations that the answers name: those responsible for findings.
create function private.supervision_visit_organisations(activity uuid) returns int[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(f.responsible_org_id), '{}') from app.findings f where f.activity_id = activity
$$;

-- People that the answers name: who answers for findings, and who filled parts of the visit.
create function private.supervision_visit_people(activity uuid) returns uuid[]
language sql stable set search_path = '' as $$
  select array(
    select f.responsible_person_id from app.findings f
    where f.activity_id = activity and f.responsible_person_id is not null
    union select d.author_id from app.documents d where d.parent_id = any(private.lineage(activity)))
$$;

-- Writes the typed answers, the score and the findings of visits that were handed in.
create function private.supervision_visit_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.supervision_visits v using unnest(active) as r where v.id = r.id;
  insert into app.supervision_visits
  select r.id, a ->> 'visit_type', a ->> 'level', a ->> 'selection', a ->> 'template_code', (a ->> 'template_version')::int,
    a ->> 'institution', private.text_array(a -> 'methods'), private.text_array(a -> 'documents_reviewed'),
    (a ->> 'interviewees')::int, (s ->> 'score')::int, (s ->> 'max')::int, (s ->> 'total')::int, s ->> 'grade',
    private.text_array(s -> 'failed'), (a ->> 'feedback_at')::timestamptz,
    -- An app of before may have kept a reason beside the signature: who has signed has not refused to.
    case when jsonb_typeof(a -> 'inspectee_sign') = 'array' and a -> 'inspectee_sign' <> '[]' then '' else private.trimmed(a ->> 'refused_sign_reason') end
  from unnest(active) as r
  cross join lateral (select r.payload -> 'answers' as a offset 0) as parts
  cross join lateral (select private.score_checklist(private.checklist_template(a ->> 'template_code',
    (a ->> 'template_version')::int, a ->> 'template_sha256'), a) as s offset 0) as scored;

  insert into app.findings
  select r.id, n::int, private.finding_id(f, n), f ->> 'item_code', private.trimmed(f ->> 'description'), f ->> 'severity',
    private.text_array(f -> 'photos'), (f ->> 'responsible_org')::int, (f ->> 'responsible_person')::uuid,
    private.trimmed(f ->> 'measure'), (f ->> 'due_on')::date
  from unnest(active) as r
  cross join lateral jsonb_array_elements(r.payload #> '{answers,findings}') with ordinality as e(f, n);
end $$;

grant execute on function private.any_of_organisation(uuid[], int), private.finding_id(jsonb, bigint), private.visit_item_problems(jsonb, jsonb),
  private.visit_day(jsonb), private.finding_problems(jsonb, text[], date), private.parts_named(jsonb), private.has_part_of(jsonb, int), private.is_picture_of_parts(jsonb, text),
  private.visit_photo_problems(jsonb), private.supervision_visit_problems(jsonb),
  private.supervision_visit_organisations(uuid), private.supervision_visit_people(uuid) to authenticated;
