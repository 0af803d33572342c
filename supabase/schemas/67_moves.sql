-- What is kept by places follows an update of the reference data that moves an organisation or a township to another county, in
-- the same transaction. Records keep the counties that they were made with, and so do the totals that count them.

-- A rule that asks for several stops looks them up in the records, so a township that moved begins anew with it.

-- Of an organisation that lies in another county, or is of another kind: its months, and who was trained of it. Before its audit,
-- which waits for the totals of the organisation; whoever changes several in one transaction, moved or not, asks for the totals
-- of all of them first (private.lock_totals). Whoever renews the roster of a session at the same time holds no totals of its
-- institutions, hence the lock on the table. Definer: totals and facts have no write grant.
create function private.tg_organisations__moved() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_totals(array_remove(array[old.county_id, new.county_id], null), array[new.id]);
  lock table app.trained_people in share row exclusive mode;
  update app.institution_months m set county_id = new.county_id
  where m.organisation_id = new.id and m.county_id is distinct from new.county_id;
  perform private.renew_trained_people(array(
    select distinct t.activity_id from app.training_trainees t where t.org_id = new.id));
  perform private.touch_counties(array[old.county_id, new.county_id]);
  return null;
end $$;

create trigger organisations_300_moved after update of county_id, kind on app.organisations
  for each row when ((old.county_id, old.kind) is distinct from (new.county_id, new.kind))
  execute function private.tg_organisations__moved();

-- Of townships that lie in another county: their months, and who manages their figures.
-- Definer: totals and figures have no write grant.
create function private.tg_areas__moved() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  moved int[];
  counties int[];
begin
  select array_agg(n.id), array_agg(n.statutory_parent) || array_agg(o.statutory_parent) into moved, counties
  from new_rows n join old_rows o using (id)
  where n.level = 'township' and n.statutory_parent is distinct from o.statutory_parent;
  if moved is null then return null; end if;
  perform private.lock_totals(array_remove(counties, null), null);
  update app.place_months m set county_id = a.statutory_parent
  from app.areas a where a.id = m.area_id and a.id = any(moved) and a.statutory_parent is not null;
  update app.area_figures f set managed_area_id = a.statutory_parent
  from app.areas a where a.id = f.area_id and a.id = any(moved) and a.statutory_parent is not null;
  perform private.touch_counties(counties);
  return null;
end $$;

create trigger areas_300_moved after update on app.areas
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.tg_areas__moved();
