-- Plans: what an organisation means to do, where and on which day, made by its managers, by those of its county, or by a
-- person for himself. A plan is reminded of until a record does what it says, and is never scored.

create table app.plans (
  -- Made on the device, so that a plan sent twice is one.
  id uuid primary key,
  kind text not null references app.kinds on delete restrict,
  planned_on date not null,
  -- Who goes: these people, or, where none is named, whoever of the organisation.
  organisation_id int not null references app.organisations on delete cascade,
  team uuid[] not null default '{}' check (cardinality(team) <= 30),
  -- Where: a county or township, and the organisation visited.
  area_id int not null references app.areas on delete restrict,
  host_county_id int not null references app.areas on delete restrict,
  recipient_org_id int references app.organisations on delete set null,
  place_name text not null default '' check (char_length(place_name) <= 60),
  note text not null default '' check (char_length(note) <= 300),
  made_by uuid not null references app.people on delete restrict,
  made_at timestamptz not null default now(),
  -- The day on which it was typed, in China: before made_at where it waited on a phone.
  made_on date not null default private.china_day(now()),
  cancelled_at timestamptz
);

create index plans_organisation on app.plans (organisation_id, planned_on);
create index plans_host_county on app.plans (host_county_id, planned_on);
create index plans_made_by on app.plans (made_by);

alter table app.plans enable row level security;
alter table app.plans force row level security;

create policy "people read plans of their organisations" on app.plans
  for select to authenticated using (organisation_id = any((select private.my_organisation_ids())::int[]));
create policy "people read the plans they made" on app.plans
  for select to authenticated using (made_by = (select private.my_person_id()));
create policy "managers read plans for their counties" on app.plans
  for select to authenticated using (host_county_id = any((select private.my_county_ids())::int[]));

grant select on app.plans to authenticated;

-- Whether the caller may plan for an organisation: as its manager, or as manager of the county it lies in.
create function private.plans_for(organisation int) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select 1 from app.organisations o where o.id = organisation and o.county_id = any(private.my_county_ids()))
    or exists (
      select 1 from app.memberships m
      where m.person_id = private.my_person_id() and m.organisation_id = organisation
        and m.role = 'organisation_manager' and private.is_current(m));
end $$;

-- Which record has done which plan of these organisations, of the plans of the last year; the record of the caller's own
-- alone. src/domain/plan-done.ts says the same. A record fits a plan when it is handed in, of its kind and organisation, and
-- was begun from it; one that was begun from none, or from one that stands no more, fits it when it is from three days before to
-- sixty days after its day, but before its day only from after the day on which it was made, in its area, and with the recipient where one is named. A record
-- does one plan and a plan is done by one record: of all pairs that fit, the best goes first and both are taken. Best is where
-- the record was begun from the plan; then where the plan's team names the author, then where it names nobody; then where it
-- names the recipient, then a township; then where the days lie nearest; then the earlier plan, then the earlier record.
-- Definer: it does not depend on who asks.
create function private.plans_done(organisations int[]) returns table (plan_id uuid, activity_id uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  pair record;
  plan_taken boolean[] := '{}';
  activity_taken boolean[] := '{}';
begin
  for pair in
    select p.id as plan, a.id as activity, a.author_id, dense_rank() over (order by p.id) as nth_plan, dense_rank() over (order by a.id) as nth_activity
    from app.plans p
    cross join lateral (
      select x.id, x.author_id, x.day, x.plan_id from app.activities x
      where x.plan_id = p.id and x.organisation_id = p.organisation_id and x.kind = p.kind and x.status in ('submitted', 'approved')
      union all
      select x.id, x.author_id, x.day, x.plan_id from app.activities x
      where not exists (select 1 from app.plans q
                          where q.id = x.plan_id and q.organisation_id = x.organisation_id and q.kind = x.kind and q.cancelled_at is null)
        and x.organisation_id = p.organisation_id and x.kind = p.kind and x.status in ('submitted', 'approved')
        and x.day between least(p.planned_on, greatest(p.planned_on - 3, p.made_on + 1)) and p.planned_on + 60
        and (x.host_area_id = p.area_id or x.host_county_id = p.area_id)
        and (p.recipient_org_id is null or x.recipient_org_id = p.recipient_org_id)
    ) as a
    where p.organisation_id = any(organisations) and p.cancelled_at is null and p.planned_on >= private.china_day(now()) - 366
    order by a.plan_id is distinct from p.id, case when a.author_id = any(p.team) then 0 when p.team = '{}' then 1 else 2 end, p.recipient_org_id is null,
      p.area_id = p.host_county_id, abs(a.day - p.planned_on), p.planned_on, p.id, a.day, a.id
  loop
    continue when plan_taken[pair.nth_plan] or activity_taken[pair.nth_activity];
    plan_taken[pair.nth_plan] := true;
    activity_taken[pair.nth_activity] := true;
    plan_id := pair.plan;
    activity_id := case when pair.author_id = me then pair.activity end;
    return next;
  end loop;
end $$;

-- Writes a plan, or changes the one of the same id, for who may. One that was cancelled stays so: an older word of it may come
-- late, from a phone that lay in a drawer or out of a rescue file. Who goes works for the organisation, or is a member of it
-- beside another. Definer: nobody holds a write grant, and managers of a county name people whom they do not read.
create function private.put_plan(p app.plans) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  before app.plans;
begin
  if not private.plans_for(p.organisation_id)
     and not (p.team = array[me] and p.organisation_id = any(private.my_organisation_ids())) then
    perform private.fail('forbidden', 403, 'organisation');
  end if;
  if exists (select 1 from unnest(p.team) as each
             where not exists (select 1 from app.people x where x.id = each and x.organisation_id = p.organisation_id)
               and not exists (select 1 from app.memberships m
                               where m.person_id = each and m.organisation_id = p.organisation_id and private.is_current(m))) then
    perform private.fail('invalid', 422, 'team');
  end if;
  select * into before from app.plans x where x.id = p.id for update;
  if before.id is not null and before.made_by <> me and not private.plans_for(before.organisation_id) then
    perform private.fail('notFound', 404, 'plan');
  end if;
  if before.cancelled_at is not null then
    if p.cancelled_at is null then perform private.fail('notFound', 404, 'plan'); end if;
    return;
  end if;
  insert into app.plans (id, kind, planned_on, organisation_id, team, area_id, host_county_id, recipient_org_id, place_name, note, made_by,
    made_on, cancelled_at)
  values (p.id, p.kind, p.planned_on, p.organisation_id, p.team, p.area_id, p.host_county_id, p.recipient_org_id, p.place_name,
    p.note, me, p.made_on, p.cancelled_at)
  on conflict (id) do update set kind = excluded.kind, planned_on = excluded.planned_on, team = excluded.team,
    organisation_id = excluded.organisation_id, area_id = excluded.area_id, host_county_id = excluded.host_county_id,
    recipient_org_id = excluded.recipient_org_id, place_name = excluded.place_name, note = excluded.note,
    cancelled_at = excluded.cancelled_at;
end $$;

-- Makes or changes a plan. Takes {id, kind, planned_on, made_on?, organisation_id, team: [person id], area_id,
-- recipient_org_id?, place_name?, note?, cancelled?}; `made_on`, the day on which the phone made it, counts where the plan is
-- new; kinds that belong to a record of another kind cannot be planned. Gives {id}. `invalid` names the field; `forbidden`
-- for an organisation that the caller does not manage, unless the team is the caller alone; `notFound` for somebody else's
-- plan, and for one that was cancelled.
create function api.put_plan(plan jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare
  p app.plans;
  field text;
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  begin
    p := jsonb_populate_record(null::app.plans, plan - array['team', 'made_by', 'made_at', 'cancelled', 'cancelled_at', 'host_county_id']);
    p.team := array(select distinct value::uuid from jsonb_array_elements_text(coalesce(plan -> 'team', '[]')));
  exception when others then
    perform private.fail('invalid', 422, 'plan');
  end;
  p.place_name := coalesce(private.trimmed(p.place_name), '');
  p.note := coalesce(private.trimmed(p.note), '');
  p.host_county_id := private.county_of(p.area_id);
  -- A phone's clock may be wrong.
  p.made_on := greatest(least(p.made_on, private.china_day(now())), private.china_day(now()) - 366);
  p.cancelled_at := case when plan -> 'cancelled' = 'true' then now() end;
  field := case
    when p.id is null then 'id'
    when not exists (select 1 from app.kinds k where k.slug = p.kind and k.parent_kind is null) then 'kind'
    when p.planned_on is null or p.planned_on not between private.china_day(now()) - 366 and private.china_day(now()) + 732 then 'planned_on'
    when p.host_county_id is null then 'area_id'
    when p.organisation_id is null then 'organisation_id'
    when p.recipient_org_id is not null and not exists (
      select 1 from app.organisations o where o.id = p.recipient_org_id) then 'recipient_org_id'
    when cardinality(p.team) > 30 then 'team'
    when char_length(p.place_name) > 60 or private.has_personal_number(p.place_name) then 'place_name'
    when char_length(p.note) > 300 or private.has_personal_number(p.note) then 'note'
  end;
  if field is not null then perform private.fail('invalid', 422, field); end if;
  perform private.put_plan(p);
  return jsonb_build_object('id', p.id);
end $$;

-- What the caller has to do or has planned for others: not done, not cancelled, at most half a year overdue, the soonest
-- first; 200 at most, today's and the next before those overdue, of which the oldest go. Gives {plans: [{id, kind, planned_on,
-- made_on, organisation_id, organisation_name, team, mine, area_id, area_name, area_ids, county_id, recipient_org_id,
-- recipient_name, place_name, note, by_me}], did_plans: [record id]}; `area_ids`: the area and what lies in it; `mine`: the
-- caller is to go; `did_plans`: records of the caller's that have done plans, so that the phone takes none of them for
-- another: those that could fit an open one, or one made today.
create function private.open_plans() returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  mine int[] := private.my_organisation_ids();
  today constant date := private.china_day(now());
  organisations int[];
  done uuid[];
  used uuid[];
  plans jsonb;
  first date;
begin
  select array_agg(distinct x.organisation_id) into organisations
  from app.plans x where (x.organisation_id = any(mine) or x.made_by = me) and x.planned_on >= today - 183;
  select array_agg(d.plan_id), array_agg(d.activity_id) filter (where d.activity_id is not null) into done, used
  from private.plans_done(organisations) as d;
  select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'planned_on', p.planned_on, 'made_on', p.made_on,
    'organisation_id', p.organisation_id, 'organisation_name', o.name, 'team', p.team, 'mine', p.mine,
    'area_id', p.area_id, 'area_name', a.name, 'county_id', p.host_county_id, 'recipient_org_id', p.recipient_org_id,
    'area_ids', (select jsonb_agg(x.id order by x.id) from app.areas x where x.id = p.area_id or x.statutory_parent = p.area_id),
    'recipient_name', coalesce(r.name, ''), 'place_name', p.place_name, 'note', p.note, 'by_me', p.made_by = me)
    order by p.planned_on, p.id), min(p.planned_on)
  into plans, first
  from (
    select x.*, x.organisation_id = any(mine) and (x.team = '{}' or me = any(x.team)) as mine
    from app.plans x
    where (x.organisation_id = any(mine) and (x.team = '{}' or me = any(x.team)) or x.made_by = me)
      and x.cancelled_at is null and x.planned_on >= today - 183 and not exists (select 1 from unnest(done) as d where d = x.id)
    order by x.planned_on < today, abs(x.planned_on - today), x.id limit 200
  ) as p
  join app.organisations o on o.id = p.organisation_id
  join app.areas a on a.id = p.area_id
  left join app.organisations r on r.id = p.recipient_org_id;
  return jsonb_build_object('plans', coalesce(plans, '[]'), 'did_plans', coalesce((
    select jsonb_agg(a.id order by a.id) from app.activities a
    where a.id = any(used) and a.day >= least(first, today - 30) - 3), '[]'));
end $$;

grant execute on function private.plans_for(int), private.plans_done(int[]), private.put_plan(app.plans),
  private.open_plans(), api.put_plan(jsonb) to authenticated;
