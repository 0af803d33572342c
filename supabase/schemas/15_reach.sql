-- Who may manage whom. A manager of an organisation reaches its field workers and managers; a manager of an area reaches
-- those of the organisations of its counties by the managing line, unless an organisation is of a higher level than the
-- area, and the managers of areas below the own. Nobody reaches an administrator. Everything that changes rights asks here.

-- The organisations and the areas in which somebody may give and take rights today; empty without an active account.
-- Definer: memberships are read beyond the caller's own, and those of who made an invitation.
create function private.reach_of(who uuid, out organisations int[], out areas int[])
language plpgsql stable security definer set search_path = '' as $$
declare ranks constant text[] := array['country', 'province', 'prefecture', 'county', 'township', 'village'];
begin
  organisations := '{}';
  areas := '{}';
  if not exists (select 1 from app.accounts a where a.person_id = who and a.active) then return; end if;
  select coalesce(array_agg(id), '{}') into organisations from (
    select m.organisation_id as id from app.memberships m
    where m.person_id = who and m.role = 'organisation_manager' and private.is_current(m)
    union
    select o.id from app.memberships m
    join app.areas a on a.id = m.area_id
    cross join lateral unnest(private.counties_below(array[a.id])) as county(id)
    join app.organisations o on o.county_id = county.id
      and array_position(ranks, o.level) >= array_position(ranks, a.level)
    where m.person_id = who and private.is_current(m)
  ) as reached;
  with recursive below as (
    select a.id from app.memberships m join app.areas a on a.managing_parent = m.area_id and a.level <> 'township'
    where m.person_id = who and private.is_current(m)
    union
    select a.id from app.areas a join below b on a.managing_parent = b.id where a.level <> 'township'
  )
  select coalesce(array_agg(id), '{}') into areas from below;
end $$;

-- Whether somebody may give or take a role in an organisation or for an area.
create function private.reaches(who uuid, role text, organisation int, area int) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  organisations int[];
  areas int[];
begin
  select r.organisations, r.areas into organisations, areas from private.reach_of(who) as r;
  return coalesce(case role
    when 'area_manager' then area = any(areas)
    when 'administrator' then false
    else organisation = any(organisations)
  end, false);
end $$;

-- The people whom somebody finds in the lists of those to manage: of the organisations reached, with a role that is
-- reached, or of no organisation and typed by somebody there. `manageable`: no role of theirs is beyond reach, so that
-- nobody takes over an account that may do more than the own. Merged entries are not among them. `chosen` asks for one
-- person. For definer functions.
create function private.people_within(who uuid, chosen uuid) returns table (id uuid, manageable boolean)
language plpgsql stable set search_path = '' as $$
declare
  organisations int[];
  areas int[];
begin
  select r.organisations, r.areas into organisations, areas from private.reach_of(who) as r;
  if cardinality(organisations) + cardinality(areas) = 0 then return; end if;
  return query
  with bound as (
    select m.person_id, bool_and(coalesce(case m.role when 'area_manager' then m.area_id = any(areas)
      when 'administrator' then false else m.organisation_id = any(organisations) end, false)) as all_reached
    from app.memberships m where private.is_open(m) and (chosen is null or m.person_id = chosen) group by m.person_id
  ), tied as (
    select p.id from app.people p where p.organisation_id = any(organisations) and (chosen is null or p.id = chosen)
    union
    select m.person_id from app.memberships m
    where (chosen is null or m.person_id = chosen) and private.is_open(m) and (m.organisation_id = any(organisations) or m.area_id = any(areas))
    union
    select p.id from app.people p
    where p.organisation_id is null and p.created_by is not null and (chosen is null or p.id = chosen)
      and not exists (select 1 from app.memberships m where m.person_id = p.id and private.is_open(m))
      and exists (select 1 from app.memberships m where m.person_id = p.created_by and private.is_open(m)
                    and m.organisation_id = any(organisations))
  )
  select p.id, coalesce(b.all_reached, true)
  from tied t join app.people p on p.id = t.id and p.merged_into is null
  left join bound b on b.person_id = p.id;
end $$;

-- Whether somebody may decide on a person: see people_within.
create function private.reaches_person(who uuid, person uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select 1 from private.people_within(who, person) as w where w.manageable);
end $$;

-- `none` without an account, `active`, or `disabled`.
create function private.account_state(person uuid) returns text
language sql stable set search_path = '' as $$
  select case when bool_or(a.active) then 'active' when bool_or(a.replaced_at is null) then 'disabled' else 'none' end
  from app.accounts a where a.person_id = person
$$;

-- A role with the name of its place, for a screen.
create function private.role_of(m app.memberships) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', m.id, 'role', m.role, 'organisation_id', m.organisation_id, 'area_id', m.area_id,
    'place', coalesce((select o.name from app.organisations o where o.id = m.organisation_id),
      (select a.name from app.areas a where a.id = m.area_id), ''),
    'valid_from', m.valid_from, 'valid_to', m.valid_to, 'open', private.is_open(m), 'current', private.is_current(m))
$$;

-- Definer: people, accounts and memberships are read beyond what a policy says.
create function private.managed_people(words text, organisation int, size int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare listed jsonb;
begin
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'title_level', p.title_level, 'category', p.category,
    'organisation_id', p.organisation_id, 'organisation_name', coalesce(o.name, ''), 'manageable', p.manageable,
    'state', private.account_state(p.id),
    'account', (select a.name from app.accounts a where a.person_id = p.id and a.replaced_at is null order by a.active desc limit 1),
    'roles', coalesce((select jsonb_agg(private.role_of(m) order by m.id) from app.memberships m
      where m.person_id = p.id and private.is_open(m)), '[]'),
    'invited_until', (select private.iso(max(i.expires_at)) from app.invitations i
      where i.person_id = p.id and i.used_at is null and i.withdrawn_at is null and i.expires_at > now())) order by o.level, p.organisation_id, p.name, p.id), '[]')
  into listed
  from (
    select x.*, w.manageable from private.people_within(private.my_person_id(), null) as w join app.people x on x.id = w.id
    where (words = '' or position(lower(words) in lower(x.name)) > 0 or exists (
        select 1 from app.accounts a where a.person_id = x.id and position(lower(words) in a.name) > 0))
      and (managed_people.organisation is null or x.organisation_id = managed_people.organisation or exists (
        select 1 from app.memberships m where m.person_id = x.id and m.organisation_id = managed_people.organisation and private.is_open(m)))
    order by x.organisation_id, x.name, x.id limit size + 1
  ) as p left join app.organisations o on o.id = p.organisation_id;
  return jsonb_build_object('people', case when jsonb_array_length(listed) > size then listed - size else listed end,
    'truncated', jsonb_array_length(listed) > size);
end $$;

-- People in the caller's reach, found by a part of the name or account, of one organisation or of all, 300 at most. Gives
-- {people: [{id, name, title_level, category, organisation_id, organisation_name, state: none | active | disabled, account,
-- roles: [role_of], invited_until, manageable}], truncated}. Nobody for who manages nothing; `forbidden` without a person.
create function api.managed_people(words text, organisation int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return private.managed_people(private.trimmed(left(words, 40)), organisation, 300);
end $$;

-- Where the caller may give rights: {organisations: [{id, name, level, county_id, township_id}], areas: [{id, name, level}],
-- truncated}, whose name holds the words, 400 organisations and 400 areas at most.
create function api.my_reach(words text) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  part text := private.trimmed(left(words, 40));
  reach record;
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  select r.organisations, r.areas into reach from private.reach_of(private.my_person_id()) as r;
  return jsonb_build_object(
    'organisations', coalesce((select jsonb_agg(to_jsonb(x) order by x.id) from (
      select o.id, o.name, o.level, o.county_id, o.township_id from app.organisations o
      where o.id = any(reach.organisations) and o.valid_to is null and position(part in o.name) > 0 order by o.id limit 400) as x), '[]'),
    'areas', coalesce((select jsonb_agg(to_jsonb(x) order by x.id) from (
      select a.id, a.name, a.level from app.areas a
      where a.id = any(reach.areas) and position(part in a.name) > 0 order by a.id limit 400) as x), '[]'),
    'truncated', cardinality(reach.organisations) > 400);
end $$;

grant execute on function private.reach_of(uuid), private.managed_people(text, int, int), api.managed_people(text, int),
  api.my_reach(text) to authenticated;
