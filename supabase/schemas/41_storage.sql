-- The private bucket of pictures, key `<document id>/<sha256>`. An author may add a picture while its hash stands in the
-- manifest unconfirmed; the author and the team read it, whoever else sees the record's photos does once they are opened,
-- of which the audit takes note. Nothing overwrites or moves, and a list shows no more; deleting is deliberately not granted.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('photos', 'photos', false, 8388608, array['image/webp', 'image/jpeg']);

create policy "authors add pictures that their manifests expect" on storage.objects
  for insert to authenticated with check (
    bucket_id = 'photos' and exists (
      select 1 from app.photos p
      where p.object_name = objects.name and p.author_id = (select private.my_person_id()) and p.listed
        and p.state <> 'verified'
    )
  );

-- Who has opened the pictures of a record that is not their own: for some minutes they may read them.
create table app.photo_views (
  person_id uuid not null references app.people on delete cascade,
  document_id uuid not null references app.documents on delete cascade,
  until timestamptz not null,
  primary key (person_id, document_id)
);

create index photo_views_document on app.photo_views (document_id);

alter table app.photo_views enable row level security;
alter table app.photo_views force row level security;

create policy "people read what they opened themselves" on app.photo_views
  for select to authenticated using (person_id = (select private.my_person_id()));

grant select on app.photo_views to authenticated;

-- Lets the caller read a record's pictures for ten minutes and takes note of it; the author and the team need no leave.
-- Gives whether the caller sees any picture of it. Definer: nobody writes views or entries.
create function private.open_photos(document uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  d app.documents;
  a app.activities;
  parent uuid;
begin
  select * into d from app.documents x where x.id = document;
  if d.id is null then return false; end if;
  if d.author_id = me or me = any(d.team_ids) then return true; end if;
  select d.parent_id into parent from app.kinds k where k.slug = d.kind and k.piece;
  select x.* into a from app.activities x where x.id in (parent, private.stands_for(parent), d.id) and private.sees(x)
  order by x.id = parent limit 1;
  if a.id is null then return false; end if;
  if exists (select 1 from app.photo_views v
             where v.person_id = me and v.document_id = document and v.until > now() + interval '5 minutes') then
    return true;
  end if;
  perform private.audit(jsonb_build_array(jsonb_build_object('organisation_id', a.organisation_id,
    'action', 'photos_opened', 'entity', 'documents', 'row_id', document)));
  insert into app.photo_views as v values (me, document, now() + interval '10 minutes')
  on conflict (person_id, document_id) do update set until = excluded.until;
  return true;
end $$;

-- Opens the pictures of a record for the caller: then they can be downloaded for ten minutes. Every opening by somebody
-- else than the author and the team stands in the audit. `notFound` where the caller sees none.
create function api.open_photos(document uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if not private.open_photos(document) then perform private.fail('notFound', 404); end if;
  return jsonb_build_object('minutes', 10);
end $$;

grant execute on function private.open_photos(uuid), api.open_photos(uuid) to authenticated;

create policy "who opened a record's photos reads its pictures" on storage.objects
  for select to authenticated using (
    bucket_id = 'photos' and exists (
      select 1 from app.photos p
      where p.object_name = objects.name and (
        p.author_id = (select private.my_person_id())
        or exists (select 1 from app.documents d
                   where d.id = p.document_id and (select private.my_person_id()) = any(d.team_ids))
        or exists (select 1 from app.photo_views v
                   where v.document_id = p.document_id and v.person_id = (select private.my_person_id())
                     and v.until > now()))
    )
  );
