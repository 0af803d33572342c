-- What is kept of a person, to be handed over, and its erasure. Records name people by id alone: an erased person keeps the
-- id and loses name, contacts and account names, so that no hash of a record and no link of the audit breaks.

-- Everything that is kept of a person. Definer: accounts, memberships and records are read beyond what a policy says.
create function private.person_data(person uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  p app.people;
begin
  select * into p from app.people x where x.id = person;
  if p.id is null or not (person = me or private.reaches_person(me, person)) then perform private.fail('notFound', 404, 'person'); end if;
  perform private.audit(jsonb_build_array(jsonb_build_object('organisation_id', p.organisation_id, 'action', 'exported',
    'entity', 'people', 'row_id', p.id)));
  return jsonb_build_object('at', private.iso(now()), 'person', to_jsonb(p),
    'phone', coalesce((select c.phone from app.person_contacts c where c.person_id = p.id), ''),
    'accounts', coalesce((select jsonb_agg(a.name order by a.name) from app.accounts a where a.person_id = p.id), '[]'),
    'memberships', coalesce((select jsonb_agg(to_jsonb(m) order by m.id) from app.memberships m where m.person_id = p.id), '[]'),
    'records', coalesce((
      select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'short_no', d.short_no, 'status', d.status,
        'created_at', private.iso(d.created_at)) order by d.created_at, d.id)
      from app.documents d where d.author_id = p.id and (d.scope_organisation_id is not null or person = me)), '[]'),
    'took_part', coalesce((select jsonb_agg(jsonb_build_object('id', t.activity_id, 'role', t.role) order by t.activity_id)
      from app.activity_people t where t.person_id = p.id), '[]'),
    'devices', coalesce((select jsonb_agg(jsonb_build_object('id', l.device_id, 'code', l.code, 'issued', l.issued,
      'heard_at', private.iso(l.heard_at)) order by l.device_id) from app.device_ledgers l where l.person_id = p.id), '[]'),
    'views', coalesce((select jsonb_agg(jsonb_build_object('name', v.name, 'query', v.query) order by v.name, v.id)
      from app.saved_views v where v.person_id = p.id), '[]'),
    'reviews', (select count(*) from app.reviews r where r.reviewer_id = p.id),
    'pictures_opened', (select count(*) from app.audit e where e.person_id = p.id and e.action = 'photos_opened'));
end $$;

-- What is kept of the caller or of a person within reach, as one JSON object: person, phone, accounts, memberships, records,
-- took_part, devices, saved views, and numbers of reviews and of openings of pictures. Drafts are told to their author alone. Stands in the audit.
-- `notFound` for anybody else.
create function api.person_data(person uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return private.person_data(person);
end $$;

-- Takes name, contacts and account names away for good. Definer: people have no update grant.
create function private.erase_person(person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  p app.people;
begin
  select * into p from app.people x where x.id = person for update;
  if p.id is null or person = me or not private.reaches_person(me, person) then perform private.fail('notFound', 404, 'person'); end if;
  if exists (select 1 from app.accounts a where a.person_id = person and a.active)
     or exists (select 1 from app.memberships m where m.person_id = person and private.is_current(m)) then
    perform private.fail('invalid', 422, 'active');
  end if;
  perform private.audit(jsonb_build_array(jsonb_build_object('organisation_id', p.organisation_id, 'action', 'erased',
    'entity', 'people', 'row_id', p.id)));
  delete from app.person_contacts c where c.person_id = person;
  delete from app.session_entries e where e.person_id = person;
  delete from app.saved_views v where v.person_id = person;
  -- The address that the auth service keeps holds the account's name.
  delete from auth.users u using app.accounts a where a.person_id = person and u.id = a.user_id;
  delete from app.accounts a where a.person_id = person;
  update app.people set name = '已删除人员', title_level = 'none' where id = person;
end $$;

-- Erases a person within reach who has no active account and no role any more. Gives {erased: true}. `notFound` for oneself
-- and for anybody out of reach, `invalid` with `active` while an account or a role is left.
create function api.erase_person(person uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.erase_person(person);
  return jsonb_build_object('erased', true);
end $$;

grant execute on function private.person_data(uuid), api.person_data(uuid), private.erase_person(uuid), api.erase_person(uuid)
  to authenticated;
