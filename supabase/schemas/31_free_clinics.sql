-- 义诊: the answers of src/kinds/free-clinic, typed and constrained. Derived, like activities.

insert into app.kinds values ('free_clinic', 'YZ', 1);

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('free_clinic_filing_lead_days', '2001-01-01', '>=', 15, 'days',
   '卫生部《关于组织义诊活动实行备案管理的通知》（卫医发〔2001〕365号）', '义诊组织单位应在活动前15至30日备案。', false);

create table app.free_clinics (
  id uuid primary key references app.activities on delete cascade,
  purpose text not null,
  specialties text[] not null,
  venue_type text not null check (venue_type in ('public_place', 'community', 'township', 'village', 'school',
    'government', 'enterprise', 'barracks', 'hospital', 'recipient_hospital', 'online')),
  leader_on_site uuid not null references app.people on delete restrict,
  staff_count int not null check (staff_count between 1 and 500),
  staff_tcm_count int not null check (staff_tcm_count between 0 and 500),
  patients_visits int not null check (patients_visits between 0 and 20000),
  exam_visits int check (exam_visits between 0 and 20000),
  tcm_technique_visits int check (tcm_technique_visits between 0 and 20000),
  referrals int check (referrals between 0 and 20000),
  age_60_plus int check (age_60_plus between 0 and 20000),
  leaflets int not null check (leaflets between 0 and 100000),
  lecture_sessions int check (lecture_sessions between 0 and 20),
  lecture_audience int check (lecture_audience between 0 and 20000),
  medicine_boxes int check (medicine_boxes between 0 and 100000),
  medicine_value numeric(9, 2) check (medicine_value between 0 and 1000000),
  fee_waived numeric(10, 2) check (fee_waived between 0 and 10000000),
  techniques_shown text[] not null,
  filing_exempt_reason text not null,
  safety_incident boolean not null,
  safety_incident_text text not null,
  check (staff_tcm_count <= staff_count),
  check (greatest(exam_visits, tcm_technique_visits, referrals, age_60_plus) <= patients_visits),
  check (not safety_incident or safety_incident_text <> '')
);

alter table app.free_clinics enable row level security;
alter table app.free_clinics force row level security;

-- Read one at a time, beside its activity.
create policy "who reads an activity reads its answers" on app.free_clinics
  for select to authenticated using (exists (select 1 from app.activities a where a.id = free_clinics.id));

grant select on app.free_clinics to authenticated;

create table app.free_clinic_filings (
  activity_id uuid not null references app.free_clinics on delete cascade,
  position int not null,
  side text not null check (side in ('home', 'host')),
  authority_org_id int not null references app.organisations on delete restrict,
  state text not null check (state in ('not_required', 'pending', 'filed', 'rejected')),
  filed_on date,
  filing_no text not null,
  -- SHA-256 of a photo of the record that shows the document; empty when there is none.
  doc text not null check (doc ~ '^([0-9a-f]{64})?$'),
  primary key (activity_id, position),
  check (state <> 'filed' or filed_on is not null)
);

alter table app.free_clinic_filings enable row level security;
alter table app.free_clinic_filings force row level security;

create policy "who reads an activity reads its filings" on app.free_clinic_filings
  for select to authenticated using (exists (select 1 from app.activities a where a.id = activity_id));

grant select on app.free_clinic_filings to authenticated;

-- What totals count of a free clinic; its consultations are its headline. Pure arithmetic on jsonb: the answers were checked before.
create function private.free_clinic_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
declare a jsonb := payload -> 'answers';
begin
  return row(1, (a ->> 'patients_visits')::int, (a ->> 'staff_count')::int, (a ->> 'leaflets')::int, (a ->> 'patients_visits')::int,
    '{}'::text[], '{}'::int[])::private.measures;
end $$;

-- The errors of a free clinic, each `field:code` as src/kinds/free-clinic/check.ts has them; warnings are not errors.
create function private.free_clinic_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  h jsonb := payload -> 'header';
  filings jsonb := case jsonb_typeof(a -> 'filings') when 'array' then a -> 'filings' else '[]' end;
  visits numeric := private.number_of(a -> 'patients_visits');
  staff numeric := private.number_of(a -> 'staff_count');
  purpose_length int := char_length(private.trimmed(a ->> 'purpose'));
  found text[];
  part text;
begin
  found := array_remove(array[
    case when purpose_length = 0 then 'answers.purpose:required'
         when purpose_length < 2 then 'answers.purpose:too_short'
         when purpose_length > 200 then 'answers.purpose:too_long' end,
    case when cardinality(private.text_array(a -> 'specialties')) = 0 then 'answers.specialties:required' end,
    case when a ->> 'venue_type' is null then 'answers.venue_type:required' end
  ], null);

  found := found || private.number_problems(a, array[
    'staff_count 1 500 0 required', 'staff_tcm_count 0 500 0 required', 'patients_visits 0 20000 0 required',
    'exam_visits 0 20000 0', 'tcm_technique_visits 0 20000 0', 'referrals 0 20000 0', 'age_60_plus 0 20000 0',
    'leaflets 0 100000 0 required', 'lecture_sessions 0 20 0', 'lecture_audience 0 20000 0',
    'medicine_boxes 0 100000 0', 'medicine_value 0 1000000 2', 'fee_waived 0 10000000 2']);

  if private.number_of(a -> 'staff_tcm_count') > staff then found := found || 'answers.staff_tcm_count:more_than_staff'::text; end if;
  foreach part in array array['exam_visits', 'tcm_technique_visits', 'referrals', 'age_60_plus'] loop
    if private.number_of(a -> part) > visits then found := found || ('answers.' || part || ':more_than_visits'); end if;
  end loop;

  if not private.are_techniques(private.text_array(a -> 'techniques_shown')) then
    found := found || 'answers.techniques_shown:unknown_technique'::text; end if;

  found := found || private.filing_problems(a, h, filings, payload -> 'photos');

  foreach part in array array['charge_free_confirmed', 'no_sales_confirmed', 'licensed_staff_verified'] loop
    if a -> part is distinct from 'true'::jsonb then found := found || ('answers.' || part || ':must_confirm'); end if;
  end loop;

  if a ->> 'leader_on_site' is null then found := found || 'answers.leader_on_site:required'::text;
  elsif not exists (
    select 1 from jsonb_array_elements(case jsonb_typeof(h -> 'participants') when 'array' then h -> 'participants' else '[]' end) as p
    where p ->> 'person_id' = a ->> 'leader_on_site'
  ) then found := found || 'answers.leader_on_site:not_a_participant'::text; end if;

  if a -> 'safety_incident' = 'true'::jsonb and private.trimmed(a ->> 'safety_incident_text') = '' then
    found := found || 'answers.safety_incident_text:required'::text;
  end if;
  return found;
end $$;

-- Errors of the filings: one or a reason; both sides when home and host county differ; a document among the record's photos.
create function private.filing_problems(answers jsonb, header jsonb, filings jsonb, photos jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  exempt boolean := private.trimmed(answers ->> 'filing_exempt_reason') <> '';
  found text[] := '{}';
  host int := private.county_of(private.int_of(header -> 'host_area_id'));
  home int := (select o.county_id from app.organisations o where o.id = private.int_of(header -> 'organisation_id'));
begin
  if jsonb_array_length(filings) = 0 then
    return case when exempt then '{}'::text[] else array['answers.filings:filing_or_reason'] end;
  end if;
  select coalesce(array_agg(problem), '{}') into found from (
    select 'answers.filings.' || (n - 1) || '.authority_org_id:required' as problem
    from jsonb_array_elements(filings) with ordinality as f(filing, n) where filing ->> 'authority_org_id' is null
    union all
    select 'answers.filings.' || (n - 1) || '.filed_on:required'
    from jsonb_array_elements(filings) with ordinality as f(filing, n)
    where filing ->> 'state' = 'filed' and coalesce(filing ->> 'filed_on', '') = ''
    union all
    select 'answers.filings.' || (n - 1) || '.doc:photo_not_in_record'
    from jsonb_array_elements(filings) with ordinality as f(filing, n)
    where filing ->> 'doc' <> '' and not photos @> jsonb_build_array(jsonb_build_object('sha256', filing -> 'doc'))
  ) as problems;
  if host <> home and not exempt and (
    select count(distinct filing ->> 'side') from jsonb_array_elements(filings) as filing
    where filing ->> 'side' in ('home', 'host')
  ) < 2 then
    found := found || 'answers.filings:both_sides_must_file'::text;
  end if;
  return found;
end $$;

-- Organisations that the answers name: the authorities filed with.
create function private.free_clinic_organisations(activity uuid) returns int[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(f.authority_org_id), '{}') from app.free_clinic_filings f where f.activity_id = activity
$$;

-- Writes the typed answers of free clinics that were handed in.
create function private.free_clinic_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.free_clinics f using unnest(active) as r where f.id = r.id;
  with parsed as materialized (
    select r.id, r.payload -> 'answers' as answers from unnest(active) as r
  ), written as (
    insert into app.free_clinics
    select parsed.id, private.trimmed(t.purpose), private.text_array(answers -> 'specialties'), t.venue_type,
      t.leader_on_site, t.staff_count, t.staff_tcm_count, t.patients_visits, t.exam_visits, t.tcm_technique_visits,
      t.referrals, t.age_60_plus, t.leaflets, t.lecture_sessions, t.lecture_audience, t.medicine_boxes,
      t.medicine_value, t.fee_waived, private.text_array(answers -> 'techniques_shown'), t.filing_exempt_reason,
      t.safety_incident, t.safety_incident_text
    from parsed
    cross join lateral jsonb_to_record(answers) as t(purpose text, venue_type text, leader_on_site uuid,
      staff_count int, staff_tcm_count int, patients_visits int, exam_visits int, tcm_technique_visits int,
      referrals int, age_60_plus int, leaflets int, lecture_sessions int, lecture_audience int, medicine_boxes int,
      medicine_value numeric, fee_waived numeric, filing_exempt_reason text, safety_incident boolean,
      safety_incident_text text)
  )
  insert into app.free_clinic_filings
  select parsed.id, (n - 1)::int, filing ->> 'side', (filing ->> 'authority_org_id')::int, filing ->> 'state',
    nullif(filing ->> 'filed_on', '')::date, filing ->> 'filing_no', coalesce(filing ->> 'doc', '')
  from parsed cross join lateral jsonb_array_elements(answers -> 'filings') with ordinality as e(filing, n);
end $$;

grant execute on function private.free_clinic_problems(jsonb), private.filing_problems(jsonb, jsonb, jsonb, jsonb),
  private.free_clinic_organisations(uuid)
  to authenticated;
