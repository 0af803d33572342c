-- Invitations: a code by which a person joins with an account of their own (`join`), or gets a new account for one whose
-- password is forgotten (`recover`). The code is made on the manager's phone from 80 random bits or more and is known here
-- by its hash alone; it is good once, for a time, until it is withdrawn, and no longer than its maker may give what it gives.

create table app.invitations (
  -- Made on the device, so that an invitation sent twice is one.
  id uuid primary key,
  purpose text not null check (purpose in ('join', 'recover')),
  person_id uuid not null references app.people on delete cascade,
  role text check (role in ('field_worker', 'organisation_manager', 'area_manager')),
  organisation_id int references app.organisations on delete cascade,
  area_id int references app.areas on delete restrict,
  code_sha256 text not null unique check (code_sha256 ~ '^[0-9a-f]{64}$'),
  made_by uuid not null references app.people on delete cascade,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  used_at timestamptz,
  -- The auth user; no reference, as with accounts.
  used_by uuid,
  check ((purpose = 'join') = (role is not null)),
  check (coalesce(role in ('field_worker', 'organisation_manager'), false) = (organisation_id is not null)),
  check (coalesce(role = 'area_manager', false) = (area_id is not null)),
  check ((used_at is null) = (used_by is null))
);

create index invitations_person on app.invitations (person_id);
create index invitations_organisation on app.invitations (organisation_id);
create index invitations_made_by on app.invitations (made_by);

alter table app.invitations enable row level security;
alter table app.invitations force row level security;

create policy "people read the invitations they made" on app.invitations
  for select to authenticated using (made_by = (select private.my_person_id()));

grant select on app.invitations to authenticated;

-- The hash of a code as people type it: without blanks and hyphens, in either case, with O for 0 and I or L for 1.
-- src/domain/invitation-code.ts says the same.
create function private.code_hash(code text) returns text
language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(
    translate(upper(regexp_replace(left(coalesce(code, ''), 60), '[^0-9A-Za-z]', '', 'g')), 'OIL', '011'), 'UTF8')), 'hex')
$$;

-- Why an invitation is good no more: used, withdrawn or expired; null for one that is good. For definer functions.
create function private.invitation_trouble(i app.invitations) returns text
language plpgsql stable set search_path = '' as $$
begin
  if i.used_at is not null then return 'used'; end if;
  if i.withdrawn_at is not null or exists (select 1 from app.people p where p.id = i.person_id and p.merged_into is not null) then
    return 'withdrawn';
  end if;
  if i.expires_at <= now() then return 'expired'; end if;
  if not private.reaches_person(i.made_by, i.person_id) or private.account_state(i.person_id) = 'disabled'
     or (i.purpose = 'join' and not private.reaches(i.made_by, i.role, i.organisation_id, i.area_id)) then
    return 'withdrawn';
  end if;
  return null;
end $$;

-- Makes invitations, all or none; one that is there already by the caller stays as it is. Definer: people and invitations
-- beyond the own organisation have no write grant.
create function private.invite(items jsonb) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  item jsonb;
  n int := -1;
  i app.invitations;
  p app.people;
  field text;
begin
  for item in select value from jsonb_array_elements(items) loop
    n := n + 1;
    begin
      i := jsonb_populate_record(null::app.invitations, item - array['made_by', 'made_at', 'expires_at', 'withdrawn_at', 'used_at', 'used_by']);
      p := jsonb_populate_record(null::app.people, jsonb_build_object('name', private.trimmed(item ->> 'name'),
        'title_level', coalesce(item ->> 'title_level', 'none'), 'category', coalesce(item ->> 'category', 'management')));
      i.expires_at := now() + make_interval(days => (item ->> 'days')::int);
    exception when data_exception then
      perform private.fail('invalid', 422, n || ':item');
    end;
    continue when exists (
      select 1 from app.invitations x where x.id = i.id and x.made_by = me and x.code_sha256 = i.code_sha256);
    field := case
      when not private.is_uuid(i.id::text) or exists (select 1 from app.invitations x where x.id = i.id) then 'id'
      when coalesce(i.code_sha256 !~ '^[0-9a-f]{64}$', true) or exists (
        select 1 from app.invitations x where x.code_sha256 = i.code_sha256) then 'code_sha256'
      when coalesce(i.purpose not in ('join', 'recover'), true) then 'purpose'
      when coalesce((item ->> 'days')::int not between 1 and 60, true) then 'days'
      when not private.is_uuid(i.person_id::text) then 'person_id'
      when i.purpose = 'recover' and (i.role, i.organisation_id, i.area_id) is distinct from (null, null, null) then 'role'
      when i.purpose = 'join' and coalesce(i.role not in ('field_worker', 'organisation_manager', 'area_manager'), true) then 'role'
      when i.purpose = 'join' and (i.role = 'area_manager') is distinct from (i.area_id is not null) then 'area_id'
      when i.purpose = 'join' and (i.role <> 'area_manager') is distinct from (i.organisation_id is not null) then 'organisation_id'
    end;
    if field is not null then perform private.fail('invalid', 422, n || ':' || field); end if;
    if i.purpose = 'join' and not private.reaches(me, i.role, i.organisation_id, i.area_id) then
      perform private.fail('forbidden', 403, n || ':place');
    end if;
    if exists (select 1 from app.people x where x.id = i.person_id) then
      if not private.reaches_person(me, i.person_id) then perform private.fail('notFound', 404, n || ':person'); end if;
    elsif i.purpose = 'recover' then
      perform private.fail('notFound', 404, n || ':person');
    else
      field := private.person_problem(p.name, p.title_level, p.category);
      if field is not null then perform private.fail('invalid', 422, n || ':' || field); end if;
      insert into app.people (id, name, organisation_id, title_level, category, created_by)
      values (i.person_id, p.name, i.organisation_id, p.title_level, p.category, me);
    end if;
    field := case private.account_state(i.person_id)
      when 'disabled' then 'disabled'
      when 'none' then case i.purpose when 'recover' then 'noAccount' end
      else case when i.purpose = 'join' and exists (
        select 1 from app.memberships m where m.person_id = i.person_id and m.role = i.role and private.is_open(m)
          and (m.organisation_id = i.organisation_id or m.area_id = i.area_id)) then 'member' end
    end;
    if field is not null then perform private.fail('invalid', 422, n || ':' || field); end if;
    update app.invitations x set withdrawn_at = now()
    where x.person_id = i.person_id and x.purpose = i.purpose and x.used_at is null and x.withdrawn_at is null
      and (x.role, x.organisation_id, x.area_id) is not distinct from (i.role, i.organisation_id, i.area_id);
    insert into app.invitations (id, purpose, person_id, role, organisation_id, area_id, code_sha256, made_by, expires_at)
    values (i.id, i.purpose, i.person_id, i.role, i.organisation_id, i.area_id, i.code_sha256, me, i.expires_at);
  end loop;
  return n + 1;
end $$;

-- Makes up to 60 invitations in one go, all or none. Takes JSON text: [{id, code_sha256, purpose: join | recover, person_id,
-- days (1 to 60), role, organisation_id | area_id (of `join`), name, title_level?, category? (of somebody new)}]. An earlier
-- one of the same person and place is withdrawn. Gives {made}. The detail is `<n>:<what>`: `forbidden` for a place beyond
-- reach; `notFound` for a person beyond it; `invalid` names the field, or disabled, noAccount, member.
create function api.invite(invitations text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare items jsonb := private.try_jsonb(invitations);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if coalesce(jsonb_typeof(items) <> 'array', true) then perform private.fail('invalid', 422, 'invitations'); end if;
  if jsonb_array_length(items) not between 1 and 60 then perform private.fail('invalid', 422, 'invitations'); end if;
  return jsonb_build_object('made', private.invite(items));
end $$;

-- Definer: invitations have no write grant. Gives whether there was one to withdraw.
create function private.withdraw_invitation(invitation uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  update app.invitations i set withdrawn_at = now()
  where i.id = invitation and i.used_at is null and i.withdrawn_at is null
    and (i.made_by = me or private.reaches_person(me, i.person_id));
  return found;
end $$;

-- Withdraws an invitation of one's own or for a person in reach. Gives {withdrawn: true}; `notFound` when there is none.
create function api.withdraw_invitation(invitation uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if not private.withdraw_invitation(invitation) then perform private.fail('notFound', 404, 'invitation'); end if;
  return jsonb_build_object('withdrawn', true);
end $$;

-- What a code is for: {state: unknown | used | withdrawn | expired | joined}, where the caller's own account used it `joined`; of
-- a good one {state: open, purpose, name, role, place, account, expires_at}, `account` being the name that is replaced.
-- Definer: whoever holds a code of 80 random bits may know whom it is for, and has no right of their own yet.
create function api.invitation_state(code text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  i app.invitations;
  trouble text;
begin
  select * into i from app.invitations x where x.code_sha256 = private.code_hash(code);
  if i.id is null then return jsonb_build_object('state', 'unknown'); end if;
  if i.used_by = auth.uid() then return jsonb_build_object('state', 'joined'); end if;
  trouble := private.invitation_trouble(i);
  if trouble is not null then return jsonb_build_object('state', trouble); end if;
  return jsonb_build_object('state', 'open', 'purpose', i.purpose, 'role', i.role, 'expires_at', private.iso(i.expires_at),
    'name', (select p.name from app.people p where p.id = i.person_id),
    'place', coalesce((select o.name from app.organisations o where o.id = i.organisation_id),
      (select a.name from app.areas a where a.id = i.area_id), ''),
    'account', case i.purpose when 'recover' then (
      select a.name from app.accounts a where a.person_id = i.person_id and a.active order by a.name limit 1) end);
end $$;

-- Binds the session's auth user to the person of a code, and gives what it gives. Definer: accounts, memberships and people
-- have no write grant.
create function private.join(code text, account text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller uuid := auth.uid();
  i app.invitations;
  a app.accounts;
  trouble text;
  claimed text := nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email';
begin
  if caller is null then perform private.fail('forbidden', 403, 'session'); end if;
  select * into i from app.invitations x where x.code_sha256 = private.code_hash(code) for update;
  if i.id is null then perform private.fail('notFound', 404, 'unknown'); end if;
  if i.used_by = caller then return; end if;
  -- Codes of one person at a time: two accounts must not both find that there is none.
  perform 1 from app.people p where p.id = i.person_id for update;
  trouble := private.invitation_trouble(i);
  if trouble is not null then perform private.fail('notFound', 404, trouble); end if;
  select * into a from app.accounts x where x.user_id = caller;
  if a.user_id is not null then
    if not a.active then perform private.fail('forbidden', 403, 'disabled'); end if;
    if a.person_id <> i.person_id then perform private.fail('conflict', 409, 'otherPerson'); end if;
    if i.purpose = 'recover' then perform private.fail('invalid', 422, 'signedIn'); end if;
  else
    if coalesce(account !~ '^[a-z0-9._-]{3,32}$', true) or claimed <> '' and split_part(claimed, '@', 1) <> account then
      perform private.fail('invalid', 422, 'account');
    end if;
    if i.purpose = 'join' and private.account_state(i.person_id) <> 'none' then perform private.fail('conflict', 409, 'hasAccount'); end if;
    if i.purpose = 'recover' then
      update app.accounts x set active = false, replaced_at = now() where x.person_id = i.person_id and x.replaced_at is null;
    end if;
    insert into app.accounts (user_id, person_id, name) values (caller, i.person_id, account) on conflict do nothing;
    if not found then perform private.fail('conflict', 409, 'account'); end if;
  end if;
  if i.purpose = 'join' and not exists (
    select 1 from app.memberships m where m.person_id = i.person_id and m.role = i.role and private.is_open(m)
      and (m.organisation_id = i.organisation_id or m.area_id = i.area_id)
  ) then
    insert into app.memberships (person_id, role, organisation_id, area_id) values (i.person_id, i.role, i.organisation_id, i.area_id);
    update app.people p set organisation_id = i.organisation_id
    where p.id = i.person_id and p.organisation_id is null and i.organisation_id is not null;
  end if;
  update app.invitations x set used_at = now(), used_by = caller where x.id = i.id;
end $$;

-- Joins by a code, with the account name that the session's auth user signed up under; somebody who has an account already
-- gets the role added. The same code by the same user again is joined. Gives {joined: true}. `notFound` says unknown, used,
-- withdrawn or expired; `conflict` otherPerson (signed in as somebody else), hasAccount (sign in with it, or ask for a
-- one-time code), account (the name is taken); `invalid` account or signedIn; `forbidden` session or disabled.
create function api.join(code text, account text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  perform private.join(code, account);
  return jsonb_build_object('joined', true);
end $$;

grant execute on function private.invite(jsonb), api.invite(text), private.withdraw_invitation(uuid),
  api.withdraw_invitation(uuid), private.join(text, text), api.join(text, text) to authenticated;
grant execute on function api.invitation_state(text) to anon, authenticated;
