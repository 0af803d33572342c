-- The unit of sync, as phones send it. documents is the head of each; document_revisions keeps every accepted text with
-- its hash. Typed tables are derived from the text by triggers; lists read those, never the text.
--
-- The scope columns (host_county_id, home_county_id, scope_organisation_id, scope_programme_ids) are filled by a trigger and empty while
-- only the author and the named team may see the document: drafts and practice records. 21_teams fills team_ids.

create table app.kinds (
  slug text primary key,
  letter text not null unique,
  answers_version int not null,
  -- The kind that each record of this kind belongs to by its parent_id; null where records stand by themselves.
  parent_kind text references app.kinds on delete restrict,
  -- A piece of its parent and nothing by itself: no activity, in no total and no list.
  piece boolean not null default false check (not piece or parent_kind is not null)
);

alter table app.kinds enable row level security;
alter table app.kinds force row level security;
create policy "everyone signed in reads kinds" on app.kinds for select to authenticated using (true);
grant select on app.kinds to authenticated;

-- Lawful changes of status; src/domain/activity.ts holds the same rows.
create table private.transitions (
  from_status text not null,
  to_status text not null,
  by_part text not null check (by_part in ('author', 'reviewer')),
  primary key (from_status, to_status, by_part)
);

alter table private.transitions enable row level security;
alter table private.transitions force row level security;
create policy "everyone signed in reads transitions" on private.transitions for select to authenticated using (true);
grant select on private.transitions to authenticated;

insert into private.transitions values
  ('draft', 'draft', 'author'), ('draft', 'submitted', 'author'), ('draft', 'void', 'author'),
  ('submitted', 'submitted', 'author'), ('submitted', 'void', 'author'),
  ('submitted', 'returned', 'reviewer'), ('submitted', 'approved', 'reviewer'),
  ('returned', 'returned', 'author'), ('returned', 'submitted', 'author'), ('returned', 'void', 'author'),
  ('approved', 'void', 'reviewer'), ('submitted', 'void', 'reviewer');

create table app.documents (
  id uuid primary key,
  -- No reference: a child may arrive before its parent.
  parent_id uuid,
  kind text not null references app.kinds on delete restrict,
  author_id uuid not null references app.people on delete restrict,
  organisation_id int references app.organisations on delete restrict,
  host_area_id int references app.areas on delete restrict,
  revision int not null check (revision > 0),
  status text not null check (status in ('draft', 'submitted', 'returned', 'approved', 'void')),
  practice boolean not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  short_no text not null check (char_length(short_no) between 3 and 40),
  device_id text not null check (char_length(device_id) between 1 and 64),
  device_seq int,
  sealed_at timestamptz,
  created_at timestamptz not null,
  received_at timestamptz not null default now(),
  team_ids uuid[] not null default '{}',
  host_county_id int,
  home_county_id int,
  scope_organisation_id int,
  -- Those the record names, and, where it is shared, those whose partners see it.
  programme_ids int[] not null default '{}',
  scope_programme_ids int[] not null default '{}',
  changed xid8 not null default pg_current_xact_id(),
  -- The approved or void record that this one stands for.
  replaces uuid
);

create index documents_author_changed on app.documents (author_id, changed);
create index documents_team on app.documents using gin (team_ids);
create index documents_parent on app.documents (parent_id);
create index documents_replaces on app.documents (replaces) where replaces is not null;

-- Fills the scope columns and stamps the transaction that changed a synced column. A draft that its author throws away
-- was nobody else's business and stays so: void is shared only where the record was shared before.
create function private.tg_documents__scope() returns trigger
language plpgsql set search_path = '' as $$
declare shared boolean := not new.practice and case new.status
  when 'draft' then false
  when 'void' then tg_op = 'UPDATE' and old.scope_organisation_id is not null
  else true
end;
begin
  new.host_county_id := case when shared then private.county_of(new.host_area_id) end;
  new.home_county_id := case when shared then
    (select o.county_id from app.organisations o where o.id = new.organisation_id) end;
  new.scope_organisation_id := case when shared then new.organisation_id end;
  new.scope_programme_ids := case when shared then new.programme_ids else '{}' end;
  new.changed := pg_current_xact_id();
  return new;
end $$;

create trigger documents_100_scope before insert or update on app.documents
  for each row execute function private.tg_documents__scope();

-- What a document is never changes: its author, its kind, whether it was practice.
create function private.tg_documents__immutable() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (new.id, new.parent_id, new.kind, new.author_id, new.practice, new.short_no, new.created_at, new.replaces)
     is distinct from (old.id, old.parent_id, old.kind, old.author_id, old.practice, old.short_no, old.created_at,
       old.replaces) then
    perform private.fail('invalid', 422, 'immutable');
  end if;
  return new;
end $$;

create trigger documents_200_immutable before update on app.documents
  for each row execute function private.tg_documents__immutable();

-- Who writes by the grants below, and not through a definer function, changes the status as an author may, whichever way
-- the write came.
create function private.tg_documents__transition() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user = 'authenticated' and not exists (
    select 1 from private.transitions t
    where t.from_status = old.status and t.to_status = new.status and t.by_part = 'author'
  ) then
    perform private.fail('invalid', 422, 'transition');
  end if;
  return new;
end $$;

create trigger documents_300_transition before update on app.documents
  for each row when (new.status <> old.status) execute function private.tg_documents__transition();

alter table app.documents enable row level security;
alter table app.documents force row level security;

create policy "authors and named teams read their documents" on app.documents
  for select to authenticated using (
    author_id = (select private.my_person_id()) or (select private.my_person_id()) = any(team_ids)
  );

create policy "organisations read their shared documents" on app.documents
  for select to authenticated using (
    scope_organisation_id = any((select private.my_organisation_ids())::int[])
  );

create policy "managers read shared documents of their counties" on app.documents
  for select to authenticated using (
    host_county_id = any((select private.my_county_ids())::int[])
    or home_county_id = any((select private.my_county_ids())::int[])
  );

create policy "partners read shared documents of their programmes" on app.documents
  for select to authenticated using (scope_programme_ids && (select private.my_programme_ids())::int[]);

create policy "authors add documents for their organisations" on app.documents
  for insert to authenticated with check (
    author_id = (select private.my_person_id()) and status <> 'approved'
    and (organisation_id is null or organisation_id = any((select private.my_organisation_ids())::int[]))
  );

create policy "authors revise their documents" on app.documents
  for update to authenticated
  using (author_id = (select private.my_person_id()))
  with check (
    author_id = (select private.my_person_id())
    and (organisation_id is null or organisation_id = any((select private.my_organisation_ids())::int[]))
  );

grant select on app.documents to authenticated;
grant insert (id, parent_id, kind, author_id, organisation_id, host_area_id, revision, status, practice, sha256,
  short_no, device_id, device_seq, sealed_at, created_at, replaces, programme_ids) on app.documents to authenticated;
grant update (organisation_id, host_area_id, revision, status, sha256, device_id, device_seq, sealed_at, received_at,
  programme_ids)
  on app.documents to authenticated;

create table app.document_revisions (
  document_id uuid not null references app.documents on delete cascade,
  revision int not null,
  sha256 text not null,
  payload text not null check (octet_length(payload) <= 262144),
  received_at timestamptz not null default now(),
  primary key (document_id, revision)
);

alter table app.document_revisions enable row level security;
alter table app.document_revisions force row level security;

-- Reads go through the document: one revision at a time, never a list. Earlier revisions are the author's alone, for
-- drafts are among them.
create policy "who reads a document reads its newest revision, its author all" on app.document_revisions
  for select to authenticated using (
    exists (
      select 1 from app.documents d
      where d.id = document_id
        and (d.revision = document_revisions.revision or d.author_id = (select private.my_person_id()))
    )
  );

create policy "authors add revisions to their documents" on app.document_revisions
  for insert to authenticated with check (
    -- Not as a condition on the author: that would be looked up by the author, through all of their documents.
    (select d.author_id from app.documents d where d.id = document_id) = (select private.my_person_id())
  );

grant select on app.document_revisions to authenticated;
grant insert (document_id, revision, sha256, payload) on app.document_revisions to authenticated;

-- A record and, by way of each other, those that it stands in the place of or was kept instead of, as far as the caller may
-- see them: what belongs to one of them belongs to it. src/features/children/children.ts says the same on a phone, which
-- knows nothing of duplicates.
create function private.lineage(document uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    with recursive line(id) as (
      select lineage.document
      union select earlier.id from line cross join lateral (
        select d.replaces from app.documents d where d.id = line.id and d.replaces is not null
        union all select x.id from app.duplicates x where x.kept_id = line.id
      ) as earlier(id)
    )
    select array_agg(line.id) from line);
end $$;

-- The activity that stands today in the place of one: the newest that is not void, of itself, those that replaced it and
-- those kept instead of it, as far as the caller may see them; itself where all are void, null where there is none.
create function private.stands_for(activity uuid) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  return (
    with recursive line(id) as (
      select stands_for.activity
      union select later.id from line cross join lateral (
        select d.id from app.documents d where d.replaces = line.id
        union all select x.kept_id from app.duplicates x where x.id = line.id
      ) as later(id)
    )
    select a.id from line join app.activities a on a.id = line.id join app.documents d on d.id = a.id
    where a.status <> 'void' or a.id = stands_for.activity
    order by a.status = 'void', d.created_at desc, a.id limit 1);
end $$;

grant execute on function private.lineage(uuid), private.stands_for(uuid) to authenticated;
