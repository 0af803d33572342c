-- 巡回医疗: the answers of src/kinds/circuit-tour, typed and constrained. Derived, like activities. A tour is the frame of
-- its stops: it counts no session, visits or leaflets. What the stops make of it is 32_tours.

insert into app.kinds values ('circuit_tour', 'XH', 1);

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('tour_national_team_general', '2024-01-01', '>=', 5, 'persons', '国家医疗队巡回医疗工作要求（2024年，新闻转载）',
   '每支医疗队不少于5人，专科医院不少于3人。', false),
  ('tour_national_team_specialised', '2024-01-01', '>=', 3, 'persons', '国家医疗队巡回医疗工作要求（2024年，新闻转载）',
   '每支医疗队不少于5人，专科医院不少于3人。', false),
  ('tour_national_days', '2024-01-01', '>=', 21, 'days', '国家医疗队巡回医疗工作要求（2024年，新闻转载）',
   '巡回医疗时间不少于3周，其中在县、乡、村的时间不少于2周。', false),
  ('tour_national_grassroots_days', '2024-01-01', '>=', 14, 'days', '国家医疗队巡回医疗工作要求（2024年，新闻转载）',
   '巡回医疗时间不少于3周，其中在县、乡、村的时间不少于2周。', false),
  ('tour_provincial_days', '2025-01-01', '>=', 21, 'days', '福建省省级巡回医疗队工作要求（2025年，新闻转载）',
   '巡回医疗时间不少于3周，除县级医院外覆盖不少于5个乡镇。', false),
  ('tour_provincial_townships', '2025-01-01', '>=', 5, 'townships', '福建省省级巡回医疗队工作要求（2025年，新闻转载）',
   '巡回医疗时间不少于3周，除县级医院外覆盖不少于5个乡镇。', false);

create table app.circuit_tours (
  id uuid primary key references app.activities on delete cascade,
  tour_level text not null check (tour_level in ('national', 'provincial', 'prefecture', 'county', 'township')),
  team_type text not null check (team_type in ('general', 'specialised')),
  team_size int not null check (team_size between 1 and 100),
  senior_count int not null check (senior_count between 0 and 100),
  planned_days int not null check (planned_days between 1 and 365),
  planned_route text not null check (char_length(planned_route) <= 500),
  -- Stops that the submitting phone knew of; the stops of a tour are those that name it as their parent.
  stop_ids uuid[] not null,
  check (senior_count <= team_size)
);

alter table app.circuit_tours enable row level security;
alter table app.circuit_tours force row level security;

-- Read one at a time, beside its activity.
create policy "who reads an activity reads its answers" on app.circuit_tours
  for select to authenticated using (exists (select 1 from app.activities a where a.id = circuit_tours.id));

grant select on app.circuit_tours to authenticated;

-- What totals count of a tour: nothing, for its stops count.
create function private.circuit_tour_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  return row(0, 0, 0, 0, (payload #>> '{answers,planned_days}')::int, '{}'::text[], '{}'::int[])::private.measures;
end $$;

-- The errors of a tour, each `field:code` as src/kinds/circuit-tour/check.ts has them; warnings are not errors.
create function private.circuit_tour_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  stops jsonb := case jsonb_typeof(a -> 'stops') when 'array' then a -> 'stops' else '[]' end;
begin
  return array_remove(array[
    case when private.int_of(payload #> '{header,recipient_org_id}') is null then 'header.recipient_org_id:required' end,
    case when a ->> 'tour_level' is null then 'answers.tour_level:required' end,
    case when a ->> 'team_type' is null then 'answers.team_type:required' end,
    case when private.number_of(a -> 'senior_count') > private.number_of(a -> 'team_size')
         then 'answers.senior_count:more_than_team' end,
    private.text_problem('answers.planned_route', a ->> 'planned_route', 0, 500),
    case when exists (
      select 1 from jsonb_array_elements(stops) as stop
      where not private.is_uuid(stop ->> 'id') or coalesce(stop ->> 'sha256' !~ '^[0-9a-f]{64}$', true)
    ) then 'answers.stops:bad_reference' end
  ], null) || private.number_problems(a, array[
    'team_size 1 100 0 required', 'senior_count 0 100 0 required', 'planned_days 1 365 0 required']);
end $$;

-- Organisations that the answers name: none.
create function private.circuit_tour_organisations(activity uuid) returns int[]
language sql immutable set search_path = '' as $$ select '{}'::int[] $$;

-- Writes the typed answers of tours that were handed in.
create function private.circuit_tour_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.circuit_tours t using unnest(active) as r where t.id = r.id;
  insert into app.circuit_tours
  select r.id, t.tour_level, t.team_type, t.team_size, t.senior_count, t.planned_days, private.trimmed(t.planned_route),
    array(select (stop ->> 'id')::uuid from jsonb_array_elements(answers -> 'stops') with ordinality as e(stop, n) order by n)
  from unnest(active) as r
  cross join lateral (select r.payload -> 'answers' as answers offset 0) as parts
  cross join lateral jsonb_to_record(answers) as t(tour_level text, team_type text, team_size int, senior_count int,
    planned_days int, planned_route text);
end $$;

grant execute on function private.circuit_tour_problems(jsonb), private.circuit_tour_organisations(uuid) to authenticated;
