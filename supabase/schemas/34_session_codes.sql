-- Signing in at a session by its code: whoever taught shows it, those who came write themselves down on their own phones,
-- without an account, and each entry waits for the author's word. A code is good for its one record and for a time. An
-- entry with its telephone is its author's alone and is forgotten after 30 days; what becomes of it is on the roster.

create table app.session_codes (
  document_id uuid primary key references app.documents on delete cascade,
  author_id uuid not null references app.people on delete cascade,
  token text not null unique check (token ~ '^[0-9a-f]{32}$'),
  expires_at timestamptz not null
);

create index session_codes_author on app.session_codes (author_id);

alter table app.session_codes enable row level security;
alter table app.session_codes force row level security;

create policy "authors read the codes of their records" on app.session_codes
  for select to authenticated using (author_id = (select private.my_person_id()));

grant select on app.session_codes to authenticated;

create table app.session_entries (
  -- Made by the phone that signs in, so that an entry sent twice is one. A new person gets the same id, so that an entry
  -- accepted twice is one person; so it may not be anybody's.
  id uuid primary key,
  document_id uuid not null references app.documents on delete cascade,
  author_id uuid not null references app.people on delete cascade,
  name text not null check (char_length(name) between 1 and 40),
  organisation text not null check (char_length(organisation) <= 60),
  title_level text not null check (title_level in ('senior', 'associate_senior', 'intermediate', 'junior', 'none')),
  phone text not null check (phone ~ '^(1[3-9][0-9]{9})?$'),
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined')),
  -- Whom it became. No reference: that person may still be on the author's phone.
  person_id uuid,
  entered_at timestamptz not null default now()
);

create index session_entries_document on app.session_entries (document_id, state);
create index session_entries_author on app.session_entries (author_id);
create index session_entries_person on app.session_entries (person_id) where person_id is not null;
create index session_entries_entered on app.session_entries (entered_at);

alter table app.session_entries enable row level security;
alter table app.session_entries force row level security;

create policy "authors read the entries at their sessions" on app.session_entries
  for select to authenticated using (author_id = (select private.my_person_id()));

grant select on app.session_entries to authenticated;

-- Opens the code of a record, or keeps it open, until then; the code that was shown before stays the same while it is good.
-- The caller has made sure whose record it is; the check here is the second. Definer: codes have no write grant.
create function private.keep_session_code(document uuid, until timestamptz) returns app.session_codes
language plpgsql volatile security definer set search_path = '' as $$
declare kept app.session_codes;
begin
  insert into app.session_codes as c (document_id, author_id, token, expires_at)
  select d.id, d.author_id, replace(gen_random_uuid()::text, '-', ''), until
  from app.documents d where d.id = document and d.author_id = private.my_person_id()
  on conflict (document_id) do update set expires_at = excluded.expires_at,
    token = case when c.expires_at > now() then c.token else excluded.token end
  returning * into kept;
  return kept;
end $$;

-- Opens the code of a record of one's own that has a roster, for 0 (it closes) to 1440 minutes. Gives {token, expires_at}.
-- `notFound` for another's record, or one that has not arrived; `invalid` names what is wrong: minutes, kind, status.
create function api.open_session_code(document uuid, minutes int) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  head app.documents;
  kept app.session_codes;
begin
  if me is null then perform private.fail('forbidden', 403); end if;
  if coalesce(minutes not between 0 and 1440, true) then perform private.fail('invalid', 422, 'minutes'); end if;
  select * into head from app.documents d where d.id = document and d.author_id = me;
  if head.id is null then perform private.fail('notFound', 404, 'document'); end if;
  if head.status not in ('draft', 'submitted', 'returned') then perform private.fail('invalid', 422, 'status'); end if;
  if not exists (
    select 1 from app.document_revisions r
    where r.document_id = head.id and r.revision = head.revision
      and jsonb_typeof(r.payload::jsonb #> '{answers,roster}') = 'array'
  ) then
    perform private.fail('invalid', 422, 'kind');
  end if;
  kept := private.keep_session_code(document, now() + make_interval(mins => minutes));
  return jsonb_build_object('token', kept.token, 'expires_at', kept.expires_at);
end $$;

-- How many entries a session takes, and how many in a minute.
create function private.session_entry_limits(out most int, out most_a_minute int)
language sql immutable set search_path = '' as $$ select 500, 120 $$;

-- What a code stands for: {state: open | over | full | unknown}, and of an open one {title, organisation, expires_at}.
-- Definer: strangers have no right of their own; who holds a code of 128 random bits may know what it is for.
create function api.session_code_state(code text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  c app.session_codes;
  facts jsonb;
begin
  select * into c from app.session_codes x where x.token = code;
  if c.document_id is null then return jsonb_build_object('state', 'unknown'); end if;
  if c.expires_at <= now() then return jsonb_build_object('state', 'over'); end if;
  if (select count(*) from app.session_entries e where e.document_id = c.document_id)
     >= (select most from private.session_entry_limits()) then
    return jsonb_build_object('state', 'full');
  end if;
  select jsonb_build_object('state', 'open', 'title', coalesce(r.payload::jsonb #>> '{header,title}', ''),
    'organisation', coalesce(o.name, ''), 'expires_at', c.expires_at) into facts
  from app.documents d
  join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
  left join app.organisations o on o.id = d.organisation_id
  where d.id = c.document_id and d.status in ('draft', 'submitted', 'returned');
  return coalesce(facts, jsonb_build_object('state', 'over'));
end $$;

-- Writes oneself down at a session. Gives {state: taken | over | full | unknown | busy}, or {state: invalid, field} for
-- name, organisation, title_level, phone or entry. The same entry, or the same name, organisation and telephone still
-- waiting, sent again is taken and adds nothing; without a telephone two of one name may be two people, and both wait. Definer: strangers have no right of their own, and this is all they may write.
create function api.submit_session_entry(
  code text, entry uuid, name text, organisation text, title_level text, phone text
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  c app.session_codes;
  state text := api.session_code_state(code) ->> 'state';
  named text := private.trimmed(left(name, 200));
  works_at text := private.trimmed(left(organisation, 200));
  reached_at text := regexp_replace(left(coalesce(phone, ''), 40), '[\s-]|^\s*(\+|00)86', '', 'g');
  field text;
begin
  if state not in ('open', 'full') then return jsonb_build_object('state', state); end if;
  field := case
    when not private.is_uuid(entry::text) or exists (select 1 from app.people p where p.id = entry) then 'entry'
    when char_length(named) not between 1 and 40 or named ~ '[[:cntrl:]]' or private.has_personal_number(named) then 'name'
    when char_length(works_at) > 60 or works_at ~ '[[:cntrl:]]' or private.has_personal_number(works_at) then 'organisation'
    when coalesce(title_level not in ('senior', 'associate_senior', 'intermediate', 'junior', 'none'), true) then 'title_level'
    when reached_at !~ '^(1[3-9][0-9]{9})?$' then 'phone'
  end;
  if field is not null then return jsonb_build_object('state', 'invalid', 'field', field); end if;

  -- One entry of a session at a time, so that the count is right.
  select * into c from app.session_codes x where x.token = code for update;
  if exists (
    select 1 from app.session_entries e
    where e.document_id = c.document_id and ((e.id = entry and e.state <> 'declined')
      or (reached_at <> '' and (e.name, e.organisation, e.phone, e.state) = (named, works_at, reached_at, 'waiting')))
  ) then
    return jsonb_build_object('state', 'taken');
  end if;
  if state = 'full' or (select count(*) from app.session_entries e where e.document_id = c.document_id)
     >= (select most from private.session_entry_limits()) then
    return jsonb_build_object('state', 'full');
  end if;
  if (select count(*) from app.session_entries e
      where e.document_id = c.document_id and e.entered_at > now() - interval '1 minute')
     >= (select most_a_minute from private.session_entry_limits()) then
    return jsonb_build_object('state', 'busy');
  end if;
  -- One that was declined asks again.
  insert into app.session_entries as e (id, document_id, author_id, name, organisation, title_level, phone)
  values (entry, c.document_id, c.author_id, named, works_at, title_level, reached_at)
  on conflict (id) do update set state = 'waiting', name = excluded.name, organisation = excluded.organisation,
    title_level = excluded.title_level, phone = excluded.phone, entered_at = now()
    where e.state = 'declined' and e.document_id = excluded.document_id;
  return jsonb_build_object('state', 'taken');
end $$;

-- The code and the entries that wait, of a record of one's own, the earliest first: {code: {token, expires_at}?, entries:
-- [{id, name, organisation, title_level, phone, entered_at}]}. Nothing of another's record.
create function api.session_entries(document uuid) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return jsonb_build_object(
    'code', (
      select jsonb_build_object('token', c.token, 'expires_at', c.expires_at)
      from app.session_codes c where c.document_id = document and c.expires_at > now()),
    'entries', coalesce((
      select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'organisation', e.organisation,
        'title_level', e.title_level, 'phone', e.phone, 'entered_at', e.entered_at) order by e.entered_at, e.id)
      from app.session_entries e where e.document_id = document and e.state = 'waiting'), '[]'));
end $$;

-- Gives the telephone of entries that became new people of their author to these people, and forgets it in the entry.
-- For definer functions alone: contacts have no write grant.
create function private.hand_over_phones(people uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.person_contacts (person_id, phone)
  select distinct on (p.id) p.id, e.phone
  from app.people p join app.session_entries e on e.person_id = p.id and e.author_id = p.created_by
  where p.id = any(people) and e.state = 'accepted' and e.phone <> ''
  order by p.id, e.entered_at desc
  on conflict (person_id) do nothing;
  update app.session_entries e set phone = ''
  where e.person_id = any(people) and e.phone <> '' and exists (select 1 from app.people p where p.id = e.person_id);
end $$;

-- Definer: contacts and entries have no write grant.
create function private.tg_people__phones() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.hand_over_phones(array(select id from new_people));
  return null;
end $$;

create trigger people_200_phones after insert on app.people
  referencing new table as new_people
  for each statement execute function private.tg_people__phones();

-- Says of an entry at a session of one's own whether it is taken, and whom it became; a declined one loses its telephone.
-- Settled again, the last word holds. Definer: entries have no write grant.
create function private.settle_session_entry(entry uuid, accepted boolean, person uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update app.session_entries e set
    state = case when accepted then 'accepted' else 'declined' end,
    person_id = case when accepted then person end,
    phone = case when accepted then e.phone else '' end
  where e.id = entry and e.author_id = private.my_person_id();
  if not found then return false; end if;
  perform private.hand_over_phones(array[person]);
  return true;
end $$;

-- The author's word on an entry; `person` is whom it became, and needed where it is accepted. Gives {settled: true}.
-- `notFound` for an entry that is not at a session of one's own.
create function api.settle_session_entry(entry uuid, accepted boolean, person uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if accepted is null or (accepted and person is null) then perform private.fail('invalid', 422, 'person'); end if;
  if not private.settle_session_entry(entry, accepted, person) then perform private.fail('notFound', 404, 'entry'); end if;
  return jsonb_build_object('settled', true);
end $$;

grant execute on function api.open_session_code(uuid, int), private.keep_session_code(uuid, timestamptz),
  api.session_entries(uuid),
  private.settle_session_entry(uuid, boolean, uuid), api.settle_session_entry(uuid, boolean, uuid) to authenticated;
grant execute on function api.session_code_state(text), api.submit_session_entry(text, uuid, text, text, text, text)
  to anon, authenticated;
