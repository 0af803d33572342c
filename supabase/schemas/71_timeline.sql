-- What reviewers said of a record, who did what to it, and what the caller may decide about it now. api.record_history
-- gives all of it.

-- [{decision, reason, revision, at, reviewer}] of a record that the caller may see, the oldest first. Definer: the name of
-- whoever decided is shown with the decision, and nowhere else.
create function private.record_reviews(document uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select 1 from app.activities a where a.id = document and private.sees(a)) then return '[]'; end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('decision', r.decision, 'reason', r.reason, 'revision', r.revision,
      'at', private.iso(r.at), 'reviewer', p.name) order by r.id)
    from app.reviews r join app.people p on p.id = r.reviewer_id where r.document_id = document), '[]');
end $$;

-- [{at, action, name, role, area, device_id}] from the audit, the oldest first, for those who manage the record or may read
-- the audit of its organisation; empty for others. Definer: the host county has no right to the organisation's chain, and
-- names of whoever acted are shown.
create function private.record_timeline(document uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare manages boolean := exists (select 1 from app.activities a where a.id = document and private.manages(a));
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('at', private.iso(e.at), 'action', e.action, 'name', coalesce(p.name, ''),
      'role', e.role, 'area', coalesce(area.name, ''), 'device_id', e.device_id) order by e.seq)
    from app.audit e
    left join app.people p on p.id = e.person_id
    left join app.areas area on area.id = e.area_id
    where e.entity = 'documents' and e.row_id = document::text
      and (manages or e.organisation_id = any(private.my_managed_organisation_ids()) or e.county_id = any(private.my_county_ids()))), '[]');
end $$;

-- What the caller may decide about a record now: those of returned, approved, void that api.review would take. Definer: who
-- took part is not the caller's to read.
create function private.decisions(document uuid) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare a app.activities;
begin
  select * into a from app.activities x where x.id = document;
  if a.id is null or not private.sees(a) or not private.manages(a) or private.took_part(document) then return '{}'; end if;
  return array(select t.to_status from private.transitions t
               where t.from_status = a.status and t.by_part = 'reviewer' order by t.to_status);
end $$;

grant execute on function private.record_reviews(uuid), private.record_timeline(uuid), private.decisions(uuid) to authenticated;
