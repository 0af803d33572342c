-- Changes of who may do what: a role that ends, a person who moves to another organisation, whose accounts are disabled or
-- enabled, and two entries that are one person. Each asks private.reaches and private.reaches_person and writes people,
-- accounts and memberships plainly. Nobody takes the last manager from an organisation by leaving.

-- Which entries were merged, and what that closed, so that it can be undone.
create table app.people_merges (
  id int generated always as identity primary key,
  gone_id uuid not null references app.people on delete cascade,
  kept_id uuid not null references app.people on delete cascade,
  merged_by uuid references app.people on delete set null,
  merged_at timestamptz not null default now(),
  undone_at timestamptz,
  closed_users uuid[] not null default '{}',
  closed_memberships int[] not null default '{}',
  check (gone_id <> kept_id)
);

create index people_merges_gone on app.people_merges (gone_id);
create index people_merges_kept on app.people_merges (kept_id);

alter table app.people_merges enable row level security;
alter table app.people_merges force row level security;

create policy "people read the merges they made" on app.people_merges
  for select to authenticated using (merged_by = (select private.my_person_id()));

grant select on app.people_merges to authenticated;

-- What is wrong with what is said of a person: name, title_level or category; null when nothing is.
create function private.person_problem(name text, title_level text, category text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return case
    when coalesce(char_length(name) not between 1 and 40, true) or name ~ '[[:cntrl:]]' or private.has_personal_number(name) then 'name'
    when coalesce(title_level not in ('senior', 'associate_senior', 'intermediate', 'junior', 'none'), true) then 'title_level'
    when coalesce(category not in ('tcm', 'western', 'nursing', 'pharmacy', 'technician', 'management', 'ethnic'), true) then 'category'
  end;
end $$;

-- A membership that the caller may take, locked, or `notFound`; `invalid` ended, or lastManager where the caller would leave
-- an organisation without a manager who can sign in. For definer functions.
create function private.membership_to_end(membership int) returns app.memberships
language plpgsql volatile set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  m app.memberships;
begin
  select * into m from app.memberships x where x.id = membership for update;
  if m.id is null or not private.reaches(me, m.role, m.organisation_id, m.area_id) then
    perform private.fail('notFound', 404, 'membership');
  end if;
  if not private.is_open(m) then perform private.fail('invalid', 422, 'ended'); end if;
  if m.person_id = me and m.role = 'organisation_manager' then
    -- Two managers who leave at once: the second waits, and finds that the first has left.
    perform 1 from app.memberships x where x.organisation_id = m.organisation_id and x.role = m.role order by x.id for update;
    if not exists (
      select 1 from app.memberships x
      where x.organisation_id = m.organisation_id and x.role = m.role and x.person_id <> me and private.is_current(x)
        and (x.valid_to is null or x.valid_to > private.china_day(now())) and private.account_state(x.person_id) = 'active'
    ) then
      perform private.fail('invalid', 422, 'lastManager');
    end if;
  end if;
  return m;
end $$;

-- Definer: memberships have no write grant.
create function private.end_membership(membership int, at_once boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare m app.memberships := private.membership_to_end(membership);
begin
  update app.memberships x set valid_to = greatest(x.valid_from, private.china_day(now())),
    active = not (at_once or x.valid_from > private.china_day(now()))
  where x.id = m.id;
end $$;

-- Ends a role in reach with this day, or at once. Gives {ended: true}. `notFound` beyond reach; `invalid` ended or lastManager.
create function api.end_membership(membership int, at_once boolean) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.end_membership(membership, coalesce(at_once, false));
  return jsonb_build_object('ended', true);
end $$;

-- Definer: memberships and people have no write grant.
create function private.transfer_person(membership int, organisation int, new_role text, at_once boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  today date := private.china_day(now());
  m app.memberships := private.membership_to_end(membership);
begin
  if coalesce(new_role not in ('field_worker', 'organisation_manager'), true) then perform private.fail('invalid', 422, 'role'); end if;
  if m.organisation_id is null or coalesce(m.organisation_id = organisation, true) then perform private.fail('invalid', 422, 'organisation'); end if;
  if not private.reaches(private.my_person_id(), new_role, organisation, null) then perform private.fail('forbidden', 403, 'organisation'); end if;
  if exists (select 1 from app.memberships x where x.person_id = m.person_id and x.organisation_id = organisation
             and x.role = new_role and private.is_open(x)) then
    perform private.fail('invalid', 422, 'member');
  end if;
  perform private.end_membership(membership, at_once);
  insert into app.memberships (person_id, role, organisation_id, valid_from)
  values (m.person_id, new_role, organisation, case when at_once then today else today + 1 end);
  update app.people p set organisation_id = organisation where p.id = m.person_id;
end $$;

-- Moves a person to another organisation: the membership ends with this day and the new one begins with the next, or both
-- at once; what was stays in the rows. Gives {transferred: true}. `notFound` for a membership beyond reach, `forbidden` for an
-- organisation beyond it; `invalid` ended, lastManager, role, organisation, member (has that role there already).
create function api.transfer_person(membership int, organisation int, role text, at_once boolean) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.transfer_person(membership, organisation, role, coalesce(at_once, false));
  return jsonb_build_object('transferred', true);
end $$;

-- Definer: accounts have no write grant.
create function private.set_disabled(person uuid, disabled boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  perform 1 from app.people p where p.id = person for update;
  if not private.reaches_person(me, person) then perform private.fail('notFound', 404, 'person'); end if;
  if person = me then perform private.fail('invalid', 422, 'self'); end if;
  if private.account_state(person) = 'none' then perform private.fail('invalid', 422, 'noAccount'); end if;
  if disabled then
    update app.accounts a set active = false where a.person_id = person and a.active;
    update app.invitations i set withdrawn_at = now() where i.person_id = person and i.used_at is null and i.withdrawn_at is null;
  else
    update app.accounts a set active = true where a.person_id = person and not a.active and a.replaced_at is null;
  end if;
end $$;

-- Makes all accounts of a person in reach inactive, and withdraws their codes; or makes those active again that no one-time
-- code replaced. Gives {disabled}. `notFound` beyond reach; `invalid` self or noAccount.
create function api.set_disabled(person uuid, disabled boolean) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if disabled is null then perform private.fail('invalid', 422, 'disabled'); end if;
  perform private.set_disabled(person, disabled);
  return jsonb_build_object('disabled', disabled);
end $$;

-- Waits for the totals of all organisations of these people: audits of what becomes of them wait for these, one after the
-- other, and facts that follow the people are written in between.
create function private.lock_people_organisations(people uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_totals(null, array(
    select p.organisation_id from app.people p where p.id = any(people) and p.organisation_id is not null
    union select m.organisation_id from app.memberships m where m.person_id = any(people) and m.organisation_id is not null));
end $$;

-- Definer: people, accounts and memberships have no write grant.
create function private.merge_people(gone uuid, kept uuid, both_accounts boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  users uuid[];
  ended int[];
begin
  perform 1 from app.people p where p.id in (gone, kept) order by p.id for update;
  if not private.reaches_person(me, gone) then perform private.fail('notFound', 404, 'gone'); end if;
  if not private.reaches_person(me, kept) then perform private.fail('notFound', 404, 'kept'); end if;
  if gone = kept then perform private.fail('invalid', 422, 'same'); end if;
  if gone = me then perform private.fail('invalid', 422, 'self'); end if;
  if private.account_state(gone) = 'active' then
    if private.account_state(kept) <> 'active' then perform private.fail('invalid', 422, 'keepAccount'); end if;
    if not both_accounts then perform private.fail('invalid', 422, 'bothAccounts'); end if;
  end if;
  users := array(select a.user_id from app.accounts a where a.person_id = gone and a.active);
  ended := array(select m.id from app.memberships m where m.person_id = gone and m.active);
  perform private.lock_people_organisations(array[gone, kept]);
  update app.accounts a set active = false where a.user_id = any(users);
  update app.memberships m set active = false where m.id = any(ended);
  update app.invitations i set withdrawn_at = now() where i.person_id = gone and i.used_at is null and i.withdrawn_at is null;
  update app.people p set merged_into = kept where p.id = gone;
  insert into app.people_merges (gone_id, kept_id, merged_by, closed_users, closed_memberships) values (gone, kept, me, users, ended);
end $$;

-- Says that two entries in reach are one person: `kept` stands for both in lists, what was written keeps its ids. The other's
-- roles end with it. Gives {merged: true}. `notFound` gone or kept; `invalid` same, self, keepAccount (the one with the
-- account has to be kept), bothAccounts (both can sign in: say `both_accounts` to close the other's).
create function api.merge_people(gone uuid, kept uuid, both_accounts boolean) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.merge_people(gone, kept, coalesce(both_accounts, false));
  return jsonb_build_object('merged', true);
end $$;

-- Definer: people, accounts and memberships have no write grant.
create function private.undo_merge(gone uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  done app.people_merges;
begin
  select * into done from app.people_merges x where x.gone_id = gone and x.undone_at is null order by x.id desc limit 1 for update;
  if done.id is null or not private.reaches_person(me, private.survivor_of(gone)) or exists (
    select 1 from app.memberships m
    where m.id = any(done.closed_memberships) and not private.reaches(me, m.role, m.organisation_id, m.area_id)
  ) then
    perform private.fail('notFound', 404, 'merge');
  end if;
  perform private.lock_people_organisations(array[gone, done.kept_id]);
  update app.people p set merged_into = null where p.id = gone;
  update app.memberships m set active = true where m.id = any(done.closed_memberships);
  update app.accounts a set active = true where a.user_id = any(done.closed_users) and a.replaced_at is null;
  update app.people_merges x set undone_at = now() where x.id = done.id;
end $$;

-- Takes a merge back, with the accounts and roles that it closed. Gives {undone: true}; `notFound` beyond reach.
create function api.undo_merge(gone uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.undo_merge(gone);
  return jsonb_build_object('undone', true);
end $$;

-- Definer: people, accounts and memberships are read beyond what a policy says.
create function private.managed_person(person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  p app.people;
  can boolean;
begin
  select w.manageable into can from private.people_within(me, person) as w;
  if can is null then perform private.fail('notFound', 404, 'person'); end if;
  select * into p from app.people x where x.id = person;
  return jsonb_build_object('id', p.id, 'name', p.name, 'title_level', p.title_level, 'category', p.category,
    'organisation_id', p.organisation_id, 'manageable', can, 'self', p.id = me, 'state', private.account_state(p.id),
    'organisation_name', coalesce((select o.name from app.organisations o where o.id = p.organisation_id), ''),
    'accounts', coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'active', a.active, 'replaced', a.replaced_at is not null)
      order by a.active desc, a.name) from app.accounts a where a.person_id = p.id), '[]'),
    'roles', coalesce((select jsonb_agg(private.role_of(m) || jsonb_build_object('reached',
      private.reaches(me, m.role, m.organisation_id, m.area_id)) order by m.id) from app.memberships m where m.person_id = p.id), '[]'),
    'invitations', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'purpose', i.purpose, 'role', i.role,
      'place', coalesce(o.name, a.name, ''), 'expires_at', private.iso(i.expires_at), 'by', b.name) order by i.made_at desc)
      from app.invitations i left join app.organisations o on o.id = i.organisation_id left join app.areas a on a.id = i.area_id
      join app.people b on b.id = i.made_by where i.person_id = p.id and private.invitation_trouble(i) is null), '[]'),
    'merged', coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'at', private.iso(x.merged_at)) order by x.id)
      from app.people_merges x join app.people g on g.id = x.gone_id where x.kept_id = p.id and x.undone_at is null), '[]'));
end $$;

-- A person in reach: {id, name, title_level, category, organisation_id, organisation_name, state, manageable, self, accounts:
-- [{name, active, replaced}], roles: [role_of with `reached`], invitations: [those that are good: {id, purpose, role, place,
-- expires_at, by}], merged: [{id, name, at}]}. `notFound` beyond reach.
create function api.managed_person(person uuid) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return private.managed_person(person);
end $$;

grant execute on function private.end_membership(int, boolean), api.end_membership(int, boolean),
  private.transfer_person(int, int, text, boolean), api.transfer_person(int, int, text, boolean),
  private.set_disabled(uuid, boolean), api.set_disabled(uuid, boolean), private.merge_people(uuid, uuid, boolean),
  api.merge_people(uuid, uuid, boolean), private.undo_merge(uuid), api.undo_merge(uuid), private.managed_person(uuid),
  api.managed_person(uuid) to authenticated;
