-- The private bucket of pictures, key `<document id>/<sha256>`. An author may add a picture while its hash stands in the
-- manifest unconfirmed; whoever may see the record's photos may read it. Nothing overwrites or moves, and a list shows no more;
-- deleting is deliberately not granted.

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

create policy "who sees a photo reads its picture" on storage.objects
  for select to authenticated using (
    bucket_id = 'photos' and exists (select 1 from app.photos p where p.object_name = objects.name)
  );
