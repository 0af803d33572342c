-- Phones read what changed here. A cursor is (epoch, xid): rows changed by transactions that every snapshot can see,
-- so that one that commits late is never skipped. A page may exceed its size by rows of its last transaction.

-- The authors of these documents besides the caller, of those whose team has the caller, as a county's pack lists people.
-- Definer: a colleague of another organisation is not the caller's to read elsewhere.
create function private.team_people(documents uuid[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', p.id, 'name', s.name, 'organisation_id', p.organisation_id,
      'title_level', p.title_level, 'category', p.category) order by p.id)
    from app.people p join app.people s on s.id = private.survivor_of(p.id)
    where p.id in (
      select d.author_id from app.documents d
      where d.id = any(documents) and d.team_ids @> array[private.my_person_id()])
  ), '[]');
end $$;

-- Own documents, and those whose team names the caller, changed since the cursor. Takes the cursor's epoch and xid as
-- text (null: from the beginning) and a page size. Gives {person, people: colleagues who wrote some of
-- these, as in a county's pack, epoch, xid, complete, documents: [{id, revision, status, sha256, text,
-- received_at, photos: [{sha256, state}], returned?: of a returned one the review that says why}]}. A cursor of another
-- epoch begins at the beginning.
create function api.pull_own(epoch text, xid text, page int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  now_epoch text := (select s.epoch from app.server_state s);
  since xid8 := case when pull_own.epoch = now_epoch then coalesce(pull_own.xid, '0') else '0' end::xid8;
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  size int := greatest(1, least(coalesce(page, 100), 200));
  ids uuid[];
  last xid8;
begin
  if me is null then perform private.fail('forbidden', 403); end if;
  select array_agg(id), max(changed) into ids, last from (
    select d.id, d.changed from app.documents d
    where (d.author_id = me or d.team_ids @> array[me]) and d.changed > since and d.changed < horizon
    order by d.changed fetch first size rows with ties
  ) as page_rows;
  return jsonb_build_object(
    'person', me,
    'people', private.team_people(ids),
    'epoch', now_epoch,
    'xid', coalesce(last, since)::text,
    'complete', coalesce(cardinality(ids), 0) < size,
    'documents', coalesce((
      select jsonb_agg(jsonb_build_object('id', d.id, 'revision', d.revision, 'status', d.status, 'sha256', d.sha256, 'text', r.payload,
        'received_at', private.iso(d.received_at), 'photos', coalesce((
          select jsonb_agg(jsonb_build_object('sha256', p.sha256, 'state', p.state) order by p.position)
          from app.photos p where p.document_id = d.id and p.listed), '[]'))
        || case when d.status = 'returned' then jsonb_strip_nulls(jsonb_build_object('returned', private.record_reviews(d.id) -> -1)) else '{}' end
        order by d.changed)
      from app.documents d
      join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
      where d.id = any(ids)
    ), '[]'));
end $$;

-- What an operator calls once a backup was restored: draws a new epoch, at which phones pull afresh and send again what the
-- backup lacks, and stamps every document with the present transaction. In another cluster the numbers of transactions
-- begin anew, and documents that carry higher ones would be hidden until it had counted that far. For the owner alone.
create function private.draw_epoch() returns uuid
language plpgsql volatile set search_path = '' as $$
declare drawn uuid;
begin
  update app.server_state set epoch = gen_random_uuid() returning epoch into drawn;
  update app.documents set received_at = received_at;
  return drawn;
end $$;

-- An instant as ISO 8601 UTC with milliseconds, as a browser writes it.
create function private.iso(instant timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- The reference pack of a key: `areas`, `rules`, `techniques`, `checklists`, `plans` (the caller's open ones, and which
-- records did others), `fillings` (how long forms take), or `county:<id>` (organisations and, for one's own organisations,
-- people, and whom one typed oneself without an organisation; one that was merged says `merged_into`; and checklists with
-- own weights of the county or of an area above it, where there are any). Techniques taken out of the catalogue come too, not
-- `active`: records name them. Null when `version` is still the newest; else
-- {version, areas?, rules?, calendar?, techniques?, checklists?, plans?, did_plans?, fillings?, organisations?, people?}.
-- Every published version of a checklist is in one of them: records name the one they were begun with.
create function api.reference_pack(key text, version text) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  content jsonb;
  county int := private.int_of(to_jsonb(substring(key from '^county:(\d{1,9})$')::numeric));
  newest text;
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if key = 'areas' then
    select jsonb_build_object('areas', jsonb_agg(jsonb_build_array(a.id, a.level, a.name, a.statutory_parent,
      a.managing_parent) order by a.id)) into content
    from app.areas a where a.valid_to is null or a.valid_to >= private.china_day(now());
  elsif key = 'rules' then
    select jsonb_build_object('rules', coalesce(jsonb_agg(to_jsonb(r) - 'id' order by r.code, r.id), '[]'), 'calendar', (
      select coalesce(jsonb_agg(jsonb_build_object('day', c.day, 'kind', c.kind, 'name', c.name) order by c.day), '[]') from app.calendar_days c))
    into content from app.rules r;
  elsif key = 'techniques' then
    select jsonb_build_object('techniques', jsonb_agg(jsonb_build_object('code', t.code, 'name', t.name, 'category',
      c.name, 'tradition', t.tradition, 'standard_no', t.standard_no, 'invasive', t.invasive, 'active', t.active) order by t.code))
    into content
    from app.techniques t join app.technique_categories c on c.code = t.category;
  elsif key = 'checklists' then
    select jsonb_build_object('checklists', coalesce(jsonb_agg(jsonb_build_object('sha256', t.sha256, 'template',
      private.try_jsonb(t.template)) order by t.code, t.version), '[]')) into content
    from app.checklist_templates t where t.published_at is not null and t.area_id is null;
  elsif key = 'plans' then
    content := private.open_plans();
  elsif key = 'fillings' then
    content := jsonb_build_object('fillings', private.filling_medians());
  elsif county is not null then
    select jsonb_build_object(
      'organisations', coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'kind', o.kind,
          'level', o.level, 'county_id', o.county_id, 'township_id', o.township_id, 'lng', o.lng, 'lat', o.lat)
          order by o.id) from app.organisations o where o.county_id = county and o.valid_to is null), '[]'),
      'people', coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'organisation_id',
          p.organisation_id, 'title_level', p.title_level, 'category', p.category)
          || case when p.merged_into is null then '{}' else jsonb_build_object('merged_into', p.merged_into) end order by p.id)
          from app.people p left join app.organisations o on o.id = p.organisation_id
          where o.county_id = county or p.organisation_id is null and p.created_by = private.my_person_id()), '[]'))
      || coalesce((
        select jsonb_build_object('checklists', jsonb_agg(jsonb_build_object('sha256', t.sha256, 'template',
          private.try_jsonb(t.template)) order by t.code, t.version))
        from app.checklist_templates t
        where t.area_id = any((select private.line_above(county))::int[]) and t.published_at is not null having count(*) > 0), '{}')
    into content;
  else
    perform private.fail('notFound', 404, 'pack');
  end if;
  newest := md5(content::text);
  if newest = version then return null; end if;
  return content || jsonb_build_object('version', newest);
end $$;

grant execute on function private.iso(timestamptz), private.team_people(uuid[]), api.pull_own(text, text, int), api.reference_pack(text, text)
  to authenticated;
