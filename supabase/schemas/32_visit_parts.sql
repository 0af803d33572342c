-- 督导检查分工: the sections of a visit that another inspector fills on the own phone, as src/kinds/visit-part has them. A
-- piece of its visit: the visit's author takes it over into the visit, whose text both sides sign; here it stands for
-- where that came from, and with its pictures. So it has no typed table of its own.

insert into app.kinds values ('visit_part', 'FG', 1, 'supervision_visit', true);

create function private.visit_part_organisations(activity uuid) returns int[]
language sql immutable set search_path = '' as $$ select '{}'::int[] $$;

-- The errors of a part, each `field:code` as src/kinds/visit-part/check.ts has them.
create function private.visit_part_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  inspected int := private.int_of(payload #> '{header,recipient_org_id}');
  sections text[] := private.text_array(a -> 'sections');
  template jsonb := private.checklist_template(a ->> 'template_code', private.int_of(a -> 'template_version'), a ->> 'template_sha256');
  own jsonb := coalesce((
    select jsonb_agg(s order by n) from jsonb_array_elements(template -> 'sections') with ordinality as e(s, n)
    where s ->> 'code' = any(sections)), '[]');
begin
  return array_remove(array[
    case when coalesce(a ->> 'template_code', '') = '' then 'answers.template_code:required'
         when template is null then 'answers.template_code:unknown_checklist' end,
    -- What the visit is, a part knows from its code; from that of an older app it does not. An organisation that inspects
    -- itself may still choose the type.
    case when a ? 'visit_type' and a ->> 'visit_type' is distinct from 'self_check'
        and inspected is distinct from private.int_of(payload #> '{header,organizer_org_id}')
        and private.any_of_organisation(array[(payload ->> 'author_id')::uuid], inspected)
      then 'answers.sections:you_are_inspected' end,
    case when cardinality(sections) = 0 then 'answers.sections:required'
         when template is not null and jsonb_array_length(own) <> cardinality(sections) then 'answers.sections:unknown_section' end
  ], null)
  || case when template is null then '{}' else private.visit_item_problems(template || jsonb_build_object('sections', own), a) end
  || private.finding_problems(case jsonb_typeof(a -> 'findings') when 'array' then a -> 'findings' else '[]' end,
    case when template is not null then array(
      select i ->> 'code' from jsonb_array_elements(own) as s, jsonb_array_elements(s -> 'items') as i) end,
    private.visit_day(payload -> 'header'))
  || private.visit_photo_problems(payload);
end $$;

-- Who filled which part of a visit, of the parts handed in that the caller may see: {facts: {parts}, rows: [{id, kind,
-- status, title, sequence, started_at, place_name, host_area_name, host_county_id, visits, photo_count, photos_verified,
-- lng, lat, author_id}]}.
create function private.supervision_visit_children(activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (select jsonb_build_object('facts', jsonb_build_object('parts', count(*)), 'rows', coalesce(jsonb_agg(
    jsonb_build_object('id', d.id, 'kind', d.kind, 'status', d.status, 'title', r.payload::jsonb #>> '{header,title}',
      'sequence', null, 'started_at', private.iso(d.sealed_at), 'place_name', '', 'host_area_name', '',
      'host_county_id', d.host_county_id, 'visits', 0, 'photo_count', p.count, 'photos_verified', p.verified,
      'lng', null, 'lat', null, 'author_id', d.author_id) order by d.sealed_at, d.id), '[]'))
  from app.documents d
  join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
  cross join lateral (
    select count(*) as count, count(*) filter (where p.state = 'verified') as verified
    from app.photos p where p.document_id = d.id and p.listed
  ) as p
  where d.parent_id = any(private.lineage(activity)) and d.kind = 'visit_part' and d.status in ('submitted', 'returned', 'approved'));
end $$;

grant execute on function private.visit_part_problems(jsonb), private.visit_part_organisations(uuid),
  private.supervision_visit_children(uuid) to authenticated;
