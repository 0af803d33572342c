-- What is derived from documents as they arrive: activities, the answers of each kind, pictures, the numbers of phones. One
-- trigger parses each text once and hands it to a function for each of these, to a kind's only where records of it came.

-- A revision that has just arrived: its document as it is now, and its text.
create type private.arrival as (id uuid, document app.documents, payload jsonb);

-- Definer: nobody may write derived rows directly. The functions it calls are nobody's to call.
create function private.tg_document_revisions__derive() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  arrived private.arrival[] := array(
    select row(d.id, d.document, r.payload::jsonb)::private.arrival
    from new_revisions r
    -- By key, one after the other: a plan that is kept from when the table was small would read all of it.
    cross join lateral (select d.id, d as document from app.documents d where d.id = r.document_id and d.revision = r.revision offset 0) as d
    order by d.id);
  -- Those that stand as activities: handed in, no practice, no piece of another record.
  active private.arrival[] := array(
    select a from unnest(arrived) as a join app.kinds k on k.slug = (a.document).kind
    where (a.document).status = 'submitted' and not (a.document).practice and not k.piece order by a.id);
  each text;
begin
  perform private.derive_activities(active);
  for each in select distinct (a.document).kind from unnest(active) as a order by 1 loop
    execute format('select private.%I($1)', each || '_derive') using array(select a from unnest(active) as a where (a.document).kind = each);
  end loop;
  -- What was thrown away is not checked: an activity keeps what it last said.
  update app.activities a set status = 'void' from unnest(arrived) as r where a.id = r.id and (r.document).status = 'void';
  perform private.derive_photos(arrived);
  perform private.derive_device_ledgers(arrived);
  return null;
end $$;

create trigger document_revisions_100_derive after insert on app.document_revisions
  referencing new table as new_revisions
  for each statement execute function private.tg_document_revisions__derive();
