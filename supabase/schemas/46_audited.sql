-- What the audit takes note of: the life of shared documents, rights, organisations, programmes; 41_storage notes who
-- opened a record's pictures. Its triggers are definer, for nobody may write entries of one's own.

-- What is worth an entry of a document's change: it was handed in, amended, returned, approved or made void. Work on a
-- draft or a returned record is its author's.
create function private.tg_documents__audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare entries jsonb;
begin
  if tg_op = 'INSERT' then
    select jsonb_agg(jsonb_build_object('organisation_id', n.scope_organisation_id, 'action', n.status, 'entity', 'documents',
      'row_id', n.id, 'device_id', n.device_id, 'before', null,
      'after', jsonb_build_object('revision', n.revision, 'status', n.status, 'sha256', n.sha256)) order by n.id)
    into entries from new_rows n where n.scope_organisation_id is not null;
  else
    select jsonb_agg(jsonb_build_object('organisation_id', coalesce(n.scope_organisation_id, o.scope_organisation_id),
      'action', case when n.status = o.status then 'amended' else n.status end, 'entity', 'documents', 'row_id', n.id,
      'device_id', case when n.revision > o.revision then n.device_id else '' end,
      'before', jsonb_build_object('revision', o.revision, 'status', o.status, 'sha256', o.sha256),
      'after', jsonb_build_object('revision', n.revision, 'status', n.status, 'sha256', n.sha256)) order by n.id)
    into entries from new_rows n join old_rows o on o.id = n.id
    where (n.revision, n.status) <> (o.revision, o.status)
      and coalesce(n.scope_organisation_id, o.scope_organisation_id) is not null
      and not (o.status = 'returned' and n.status = 'returned');
  end if;
  if entries is not null then perform private.audit(entries); end if;
  return null;
end $$;

create trigger documents_900_audit after insert on app.documents
  referencing new table as new_rows for each statement execute function private.tg_documents__audit();
create trigger documents_910_audit after update on app.documents
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.tg_documents__audit();

-- One row's change. Arguments: the column with its id, the column with its organisation (`person` where that of its
-- person is meant, '' for none), and the columns that name a person and therefore stay out.
create function private.tg_audited() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  hidden text[] := string_to_array(tg_argv[2], ' ');
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  either jsonb := coalesce(is_now, was);
begin
  if was - hidden is not distinct from is_now - hidden and was is not distinct from is_now then return null; end if;
  perform private.audit(jsonb_build_array(jsonb_build_object(
    'organisation_id', case tg_argv[1]
      when '' then null
      when 'person' then (select p.organisation_id from app.people p where p.id = (either ->> 'person_id')::uuid)
      else private.int_of(either -> tg_argv[1]) end,
    'action', lower(tg_op), 'entity', tg_table_name, 'row_id', either ->> tg_argv[0],
    'before', was - hidden, 'after', is_now - hidden)));
  return null;
end $$;

create trigger memberships_900_audit after insert or update or delete on app.memberships
  for each row execute function private.tg_audited('id', 'organisation_id', '');
create trigger accounts_900_audit after insert or update or delete on app.accounts
  for each row execute function private.tg_audited('user_id', 'person', 'name');
-- Entries that phones add stand with who added them already; a push has not locked their organisation's chain.
create trigger people_900_audit after update or delete on app.people
  for each row execute function private.tg_audited('id', 'organisation_id', 'name');
create trigger organisations_900_audit after update or delete on app.organisations
  for each row execute function private.tg_audited('id', 'id', '');
create trigger invitations_900_audit after insert or update or delete on app.invitations
  for each row execute function private.tg_audited('id', 'organisation_id', 'code_sha256');
create trigger people_merges_900_audit after insert or update or delete on app.people_merges
  for each row execute function private.tg_audited('id', '', '');
create trigger programmes_900_audit after insert or update or delete on app.programmes
  for each row execute function private.tg_audited('id', '', '');
create trigger programme_members_900_audit after insert or update or delete on app.programme_members
  for each row execute function private.tg_audited('programme_id', 'organisation_id', '');
