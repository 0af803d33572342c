-- What managers' screens ask, one call a screen. Every function takes an explicit scope and filters by its index; row
-- security confirms. Host and home figures stand side by side and are never added up.

-- The first day from which the newest `most` records of one side lie, by the totals: months before need not be read.
create function private.newest_from(counties int[], which text, from_day date, to_day date, most int) returns date
language plpgsql stable set search_path = '' as $$
begin
  return greatest(from_day, (
    select max(m.month) from (
      select r.month, sum(sum(case which when 'host' then r.host_sessions else r.home_sessions end)) over (order by r.month desc) as so_far
      from app.county_rollups r
      where r.county_id = any(counties) and r.month <= to_day group by r.month
    ) as m where m.so_far >= most));
end $$;

-- The newest records of one side, at most `most`, as list rows.
create function private.side_rows(counties int[], which text, from_day date, to_day date, most int) returns jsonb
language plpgsql stable set search_path = '' as $$
declare first_day date := private.newest_from(counties, which, from_day, to_day, most);
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'status', a.status, 'title', a.title,
      'started_at', private.iso(a.started_at), 'host_area_name', area.name, 'organisation_id', o.id, 'organisation_name', o.name,
      'sessions', a.sessions, 'visits', a.visits, 'headline', a.headline, 'photo_count', a.photo_count,
      'photos_verified', a.photos_verified, 'lng', a.lng, 'lat', a.lat) order by a.started_at desc)
    from (
      -- County by county, so that each takes no more from its index than could be shown.
      select x.* from unnest(counties) as county cross join lateral (
        select * from app.activities y
        where (which <> 'host' or y.host_county_id = county) and (which <> 'home' or y.home_county_id = county)
          and y.day between first_day and to_day and y.status in ('submitted', 'approved')
        order by y.day desc, y.started_at desc limit most
      ) as x
      order by x.day desc, x.started_at desc limit most
    ) as a
    join app.areas area on area.id = a.host_area_id
    join app.organisations o on o.id = a.organisation_id
  ), '[]');
end $$;

-- The newest records of one area, 500 of each side at most: {area_id, area_name, province, county_ids, at, rows: {host, home},
-- truncated: {host, home}}. `forbidden` for an area outside the caller's.
create function api.area_report(area int, from_day date, to_day date) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  most constant int := 500;
  host jsonb := private.side_rows(counties, 'host', from_day, to_day, most);
  home jsonb := private.side_rows(counties, 'home', from_day, to_day, most);
begin
  return jsonb_build_object(
    'area_id', area,
    'area_name', (select a.name from app.areas a where a.id = area),
    'province', (select left(a.code, 2) from app.areas a where a.id = counties[1]),
    'county_ids', to_jsonb(counties), 'at', private.iso(now()),
    'rows', jsonb_build_object('host', host, 'home', home),
    'truncated', jsonb_build_object('host', jsonb_array_length(host) = most, 'home', jsonb_array_length(home) = most));
end $$;

-- Names of the people of one activity, by id; empty where the caller may not see the activity. Definer: host-side
-- managers see the names of a visiting team on the record, and nowhere else.
create function private.activity_names(activity uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (
    select 1 from app.activities a
    where a.id = activity and private.sees(a)
  ) then
    return '{}';
  end if;
  return coalesce((
    select jsonb_object_agg(p.id, s.name) from app.people p join app.people s on s.id = private.survivor_of(p.id)
    where p.id in (
      select ap.person_id from app.activity_people ap where ap.activity_id = activity
      union select a.author_id from app.activities a where a.id = activity
      union select unnest(private.people_named(a.kind, a.id)) from app.activities a where a.id = activity)
  ), '{}');
end $$;

-- People that a kind's own answers name beyond the participants: private.<kind>_people(uuid), which a kind that names
-- none need not have.
create function private.people_named(kind text, activity uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
declare ids uuid[];
begin
  if to_regprocedure(format('private.%I(uuid)', kind || '_people')) is null then return '{}'; end if;
  execute format('select private.%I($1)', kind || '_people') into ids using activity;
  return ids;
end $$;

-- Organisations that a kind's own answers name. Each kind has its private.<kind>_organisations(uuid).
create function private.organisations_named(kind text, activity uuid) returns int[]
language plpgsql stable set search_path = '' as $$
declare ids int[];
begin
  execute format('select private.%I($1)', kind || '_organisations') into ids using activity;
  return ids;
end $$;

-- What a kind makes of the child documents of one of its records, {facts, rows}; null for a kind without. A kind that is
-- another's parent has its private.<kind>_children(uuid).
create function private.children_of(parent_kind text, activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare found jsonb;
begin
  if not exists (select 1 from app.kinds k where k.parent_kind = children_of.parent_kind) then return null; end if;
  execute format('select private.%I($1)', parent_kind || '_children') into found using activity;
  return found;
end $$;

-- The pictures of the pieces of a record, and of those it names, that the caller may see: [{document_id, sha256, state, type,
-- bytes, width, height, origin, taken_at, purpose, consent_state}].
create function private.piece_photos(activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare pieces uuid[] := array(
  select d.id from app.documents d join app.kinds k on k.slug = d.kind and k.piece where d.parent_id = any(private.lineage(activity))
  union select unnest(private.parts_named(r.payload::jsonb -> 'answers'))
  from app.documents d join app.document_revisions r on r.document_id = d.id and r.revision = d.revision where d.id = activity);
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('document_id', p.document_id, 'sha256', p.sha256, 'state', p.state,
      'type', p.type, 'bytes', p.bytes, 'width', p.width, 'height', p.height, 'origin', p.origin,
      'taken_at', private.iso(p.taken_at), 'purpose', p.purpose, 'consent_state', p.consent_state)
      order by p.document_id, p.position)
    from app.photos p where p.document_id = any(pieces) and p.listed), '[]');
end $$;

-- One record as managers read it: {id, text, status, received_at, flags, names: {people, organisations, areas},
-- photos, piece_photos, parent: {id, title} of the record that stands today for the one it names, or null, children: {facts,
-- rows, outside} or null}. `notFound` where there is none that the caller may see.
create function api.activity_detail(id uuid) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  a app.activities;
  payload text;
begin
  select x.* into a from app.activities x where x.id = activity_detail.id;
  if a.id is null then perform private.fail('notFound', 404); end if;
  select r.payload into payload from app.documents d
  join app.document_revisions r on r.document_id = d.id and r.revision = d.revision where d.id = a.id;
  return jsonb_build_object(
    'id', a.id, 'text', payload, 'status', a.status, 'received_at', private.iso(a.received_at), 'flags', a.flags || private.certificate_flags(a),
    'names', jsonb_build_object(
      'people', private.activity_names(a.id),
      'organisations', coalesce((select jsonb_object_agg(o.id, o.name) from app.organisations o
        where o.id = any(a.co_org_ids || array[a.organisation_id, a.organizer_org_id, a.recipient_org_id]
          || private.organisations_named(a.kind, a.id))), '{}'),
      'areas', coalesce((select jsonb_object_agg(x.id, x.name) from app.areas x
        where x.id in (a.host_area_id, a.host_county_id, a.home_county_id)), '{}')),
    'photos', coalesce((select jsonb_agg(jsonb_build_object('sha256', p.sha256, 'state', p.state) order by p.position)
      from app.photos p where p.document_id = a.id and p.listed), '[]'),
    'piece_photos', private.piece_photos(a.id),
    'parent', (select jsonb_build_object('id', p.id, 'title', p.title) from app.activities p where p.id = private.stands_for(a.parent_id)),
    'children', private.children_of(a.kind, a.id));
end $$;

grant execute on function private.side_rows(int[], text, date, date, int), private.newest_from(int[], text, date, date, int),
  private.activity_names(uuid), private.organisations_named(text, uuid),
  private.children_of(text, uuid), private.people_named(text, uuid), private.piece_photos(uuid),
  api.area_report(int, date, date), api.activity_detail(uuid) to authenticated;
