-- 巡回医疗站点: the answers of src/kinds/tour-stop, typed and constrained. Derived, like activities. A stop is a document of
-- its own that names its tour as its parent, and may arrive before it, or without it.

insert into app.kinds values ('tour_stop', 'XZ', 1, 'circuit_tour');

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('tour_stops_county_quarter', '2024-06-18', '>=', 1, 'per_quarter', '国家卫生健康委新闻发布会（2024年6月18日，新闻转载）',
   '县域巡回医疗：县级每季度至少1次，乡镇每月至少1次，村级巡诊每周至少1次。', false),
  ('tour_stops_township_month', '2024-06-18', '>=', 1, 'per_month', '国家卫生健康委新闻发布会（2024年6月18日，新闻转载）',
   '县域巡回医疗：县级每季度至少1次，乡镇每月至少1次，村级巡诊每周至少1次。', false),
  ('tour_stops_village_week', '2024-06-18', '>=', 1, 'per_week', '国家卫生健康委新闻发布会（2024年6月18日，新闻转载）',
   '县域巡回医疗：县级每季度至少1次，乡镇每月至少1次，村级巡诊每周至少1次。', false);

create table app.tour_stops (
  id uuid primary key references app.activities on delete cascade,
  stop_level text not null check (stop_level in ('county', 'township', 'village')),
  stop_seq int not null check (stop_seq between 1 and 999999),
  outpatient_visits int not null check (outpatient_visits between 0 and 5000),
  leaflets int not null check (leaflets between 0 and 100000),
  inpatient_consults int not null check (inpatient_consults between 0 and 500),
  difficult_case_discussions int not null check (difficult_case_discussions between 0 and 500),
  teaching_rounds int not null check (teaching_rounds between 0 and 500),
  remote_consults int not null check (remote_consults between 0 and 500),
  surgeries int not null check (surgeries between 0 and 200),
  lectures int not null check (lectures between 0 and 50),
  lecture_audience int not null check (lecture_audience between 0 and 20000),
  trained_visits int not null check (trained_visits between 0 and 5000),
  home_visits int not null check (home_visits between 0 and 5000),
  screened int not null check (screened between 0 and 5000),
  free_medicine_value numeric(9, 2) not null check (free_medicine_value between 0 and 1000000),
  donation_value numeric(11, 2) not null check (donation_value between 0 and 100000000),
  satisfaction_pct numeric(5, 2) check (satisfaction_pct between 0 and 100),
  km int check (km between 0 and 2000),
  new_techniques text[] not null,
  transport text check (transport in ('car', 'mobile_hospital', 'other')),
  next_visit_on date
);

alter table app.tour_stops enable row level security;
alter table app.tour_stops force row level security;

create policy "who reads an activity reads its answers" on app.tour_stops
  for select to authenticated using (exists (select 1 from app.activities a where a.id = tour_stops.id));

grant select on app.tour_stops to authenticated;

-- What totals count of a stop: its outpatients, the people present, its leaflets.
create function private.tour_stop_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  return row(1, (payload #>> '{answers,outpatient_visits}')::int, jsonb_array_length(payload #> '{header,participants}'),
    coalesce((payload #>> '{answers,leaflets}')::int, 0), (payload #>> '{answers,outpatient_visits}')::int,
    array['stop/' || (payload #>> '{answers,stop_level}')], array[1])::private.measures;
end $$;

-- The errors of a stop, each `field:code` as src/kinds/tour-stop/check.ts has them; warnings are not errors.
create function private.tour_stop_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  ended timestamptz := private.try_instant(payload #>> '{header,ended_at}');
  next_visit text := nullif(a ->> 'next_visit_on', '');
begin
  return array_remove(array[
    case when a ->> 'stop_level' is null then 'answers.stop_level:required' end,
    case when not private.are_techniques(private.text_array(a -> 'new_techniques')) then 'answers.new_techniques:unknown_technique' end,
    case when next_visit is not null and ended is not null
              and (next_visit !~ '^\d{4}-\d\d-\d\d$' or next_visit collate "C" <= private.china_day(ended)::text)
         then 'answers.next_visit_on:next_visit_not_after' end
  ], null) || private.number_problems(a, array[
    'stop_seq 1 999999 0 required', 'outpatient_visits 0 5000 0 required', 'leaflets 0 100000 0',
    'inpatient_consults 0 500 0', 'difficult_case_discussions 0 500 0', 'teaching_rounds 0 500 0',
    'remote_consults 0 500 0', 'surgeries 0 200 0', 'lectures 0 50 0', 'lecture_audience 0 20000 0',
    'trained_visits 0 5000 0', 'home_visits 0 5000 0', 'screened 0 5000 0', 'free_medicine_value 0 1000000 2',
    'donation_value 0 100000000 2', 'satisfaction_pct 0 100 2', 'km 0 2000 0']);
end $$;

-- Organisations that the answers name: none.
create function private.tour_stop_organisations(activity uuid) returns int[]
language sql immutable set search_path = '' as $$ select '{}'::int[] $$;

-- Writes the typed answers of stops that were handed in; a count that nobody gave is none.
create function private.tour_stop_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.tour_stops s using unnest(active) as r where s.id = r.id;
  insert into app.tour_stops
  select r.id, t.stop_level, t.stop_seq, t.outpatient_visits, coalesce(t.leaflets, 0), coalesce(t.inpatient_consults, 0),
    coalesce(t.difficult_case_discussions, 0), coalesce(t.teaching_rounds, 0), coalesce(t.remote_consults, 0),
    coalesce(t.surgeries, 0), coalesce(t.lectures, 0), coalesce(t.lecture_audience, 0), coalesce(t.trained_visits, 0),
    coalesce(t.home_visits, 0), coalesce(t.screened, 0), coalesce(t.free_medicine_value, 0), coalesce(t.donation_value, 0),
    t.satisfaction_pct, t.km, private.text_array(answers -> 'new_techniques'), t.transport, nullif(t.next_visit_on, '')::date
  from unnest(active) as r
  cross join lateral (select r.payload -> 'answers' as answers offset 0) as parts
  cross join lateral jsonb_to_record(answers) as t(stop_level text, stop_seq int, outpatient_visits int, leaflets int,
    inpatient_consults int, difficult_case_discussions int, teaching_rounds int, remote_consults int, surgeries int,
    lectures int, lecture_audience int, trained_visits int, home_visits int, screened int, free_medicine_value numeric,
    donation_value numeric, satisfaction_pct numeric, km int, transport text, next_visit_on text);
end $$;

grant execute on function private.tour_stop_problems(jsonb), private.tour_stop_organisations(uuid) to authenticated;
