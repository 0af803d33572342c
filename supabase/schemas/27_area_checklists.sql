-- An area's own weights of a checklist. Where no source gives an item's weight, the area's manager says what it weighs and who
-- set that; what comes of it is a checklist of that area, published at once: its code is that of the shipped one with the
-- area's id, its versions count by themselves, and its `own` names the area and the very text that it was made from. At
-- visits in the area it is offered in place of the shipped one. src/domain/checklist/own-weights.ts makes the same of the same.

-- The areas from this one up the managing line, most local first.
create function private.line_above(area int) returns int[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    with recursive line as (
      select a.id, a.managing_parent, 1 as depth from app.areas a where a.id = area
      union all
      select a.id, a.managing_parent, line.depth + 1 from app.areas a join line on a.id = line.managing_parent
      where line.depth < 10
    )
    select coalesce(array_agg(id order by depth), '{}') from line
  );
end $$;

-- The least that an item may weigh: one deduction takes no more than the whole, and of several scores one is worth something.
-- Null for an item whose weight is not the area's to set: a source gives it, or it weighs nothing by its rule.
create function private.least_weight(item jsonb) returns numeric
language plpgsql immutable set search_path = '' as $$
declare kind text := item #>> '{rule,kind}';
begin
  return case
    when item ->> 'weight_source' is not null or kind in ('bonus', 'not_scored') then null
    when kind in ('per_missing', 'per_n_units', 'per_pct_point') then (item #>> '{rule,deduct}')::numeric
    when kind in ('tiered', 'graded') then 0.1
    else 0 end;
end $$;

-- A rule for another weight. Scores of tiers and choices keep their share of the whole, in hundredths, rounded half up: never
-- more than the whole, and never nothing where they were something, for a choice that scores is one that is met. Where the
-- whole was nothing there is no share: they stay, up to the new whole. Deductions and steps stay as they are.
create function private.weighted_rule(rule jsonb, was numeric, weight numeric) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare key text := case rule ->> 'kind' when 'tiered' then 'tiers' when 'graded' then 'choices' end;
begin
  if key is null then return rule; end if;
  return jsonb_set(rule, array[key], (
    select jsonb_agg(each || jsonb_build_object('score', trim_scale(case
      when score = 0 then 0
      when was = 0 then least(weight, score)
      else least(weight, greatest(0.01, div(2 * score * weight * 10000 + was * 100, 2 * was * 100) / 100)) end)) order by n)
    from jsonb_array_elements(rule -> key) with ordinality as e(each, n)
    cross join lateral (select (each ->> 'score')::numeric as score) as s
  ));
end $$;

-- What is wrong with weights {item code: weight} for a checklist, as `what` or `<item>:what`; null: nothing.
create function private.weights_problem(base jsonb, weights jsonb) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select case
      when i.item is null then 'item'
      when i.least is null then w.code || ':locked'
      when jsonb_typeof(w.value) <> 'number' then w.code || ':range'
      when w.value::numeric not between 0 and 100 or w.value::numeric * 100 <> trunc(w.value::numeric * 100) then w.code || ':range'
      when w.value::numeric < i.least then w.code || ':least' end
    from jsonb_each(weights) as w(code, value)
    left join lateral (
      select item, private.least_weight(item) as least from jsonb_path_query(base, '$.sections[*].items[*]') as item
      where item ->> 'code' = w.code) as i on true
    order by 1 nulls last limit 1
  );
end $$;

-- The checklist that comes of a shipped one with an area's weights. An item whose weight stays what it is stays as it is.
create function private.weighted_checklist(base jsonb, base_sha256 text, area int, area_name text, weights jsonb, source text,
  version int) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return base || jsonb_build_object(
    'code', (base ->> 'code') || '_' || area,
    'version', version,
    'title', area_name || (base ->> 'title'),
    'own', jsonb_build_object('area_id', area, 'code', base -> 'code', 'version', base -> 'version', 'sha256', base_sha256),
    'sections', (
      select jsonb_agg(section || jsonb_build_object('items', (
        select jsonb_agg(case when weight is null or item -> 'max' = to_jsonb(weight) then item
          else item || jsonb_build_object('max', trim_scale(weight), 'weight_source', source,
            'rule', private.weighted_rule(item -> 'rule', (item ->> 'max')::numeric, weight)) end order by i.n)
        from jsonb_array_elements(section -> 'items') with ordinality as i(item, n)
        cross join lateral (select (weights ->> (item ->> 'code'))::numeric as weight) as w)) order by s.n)
      from jsonb_array_elements(base -> 'sections') with ordinality as s(section, n)));
end $$;

-- Publishes for whoever manages the area. Said again it is the same: where the area's newest version is what would come of it,
-- that one is given. Definer: checklists have no write grant.
create function private.publish_checklist(base_code text, base_version int, base_sha256 text, area int, weights jsonb, source text)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  base jsonb;
  named text;
  problem text;
  own_code text := base_code || '_' || area;
  last app.checklist_templates;
  made jsonb;
  written app.checklist_templates;
begin
  if not coalesce(area = any(private.my_area_ids()), false) then perform private.fail('forbidden', 403, 'area'); end if;
  select private.try_jsonb(t.template) into base from app.checklist_templates t
  where t.code = base_code and t.version = base_version and t.sha256 = base_sha256
    and t.published_at is not null and t.area_id is null;
  if base is null then perform private.fail('notFound', 404, 'checklist'); end if;
  if exists (select 1 from app.checklist_templates t
             where t.code = base_code and t.version > base_version and t.published_at is not null and t.area_id is null) then
    perform private.fail('conflict', 409, 'newer');
  end if;
  if char_length(source) not between 2 and 100 or source ~ '[[:cntrl:]]' or private.has_personal_number(source) then
    perform private.fail('invalid', 422, 'source');
  end if;
  problem := private.weights_problem(base, weights);
  if problem is not null then perform private.fail('invalid', 422, problem); end if;
  named := (select a.name from app.areas a where a.id = area);

  perform pg_advisory_xact_lock(hashtextextended('checklist ' || own_code, 0));
  select * into last from app.checklist_templates t where t.code = own_code order by t.version desc limit 1;
  made := private.weighted_checklist(base, base_sha256, area, named, weights, source, coalesce(last.version, 0));
  -- An area that has weights of its own may go back to the shipped ones.
  if last.code is null and made -> 'sections' = base -> 'sections' then perform private.fail('invalid', 422, 'unchanged'); end if;
  if made = private.try_jsonb(last.template) then
    return jsonb_build_object('sha256', last.sha256, 'template', made);
  end if;
  made := made || jsonb_build_object('version', coalesce(last.version, 0) + 1);
  insert into app.checklist_templates (code, version, template, sha256, published_at, area_id)
  values (own_code, (made ->> 'version')::int, made::text, encode(sha256(convert_to(made::text, 'UTF8')), 'hex'), now(), area)
  returning * into written;
  perform private.audit(jsonb_build_array(jsonb_build_object('organisation_id', null, 'action', 'published',
    'entity', 'checklist_templates', 'row_id', written.code || '/' || written.version,
    'after', jsonb_build_object('area_id', area, 'sha256', written.sha256, 'weights', weights))));
  return jsonb_build_object('sha256', written.sha256, 'template', made);
end $$;

-- Publishes an area's own weights of a shipped checklist, which is named as a visit names it. Takes weights as JSON text
-- {item code: weight} of items without a source of their weight, and who set them. Gives {sha256, template}. `forbidden` for
-- who does not manage the area, `notFound` for no shipped checklist, `conflict` where a newer version of it is published,
-- `invalid` with `weights` (no such object), `source`, `unchanged`, `item` (no such item) or `<item>:locked | range | least`.
create function api.publish_checklist(code text, version int, sha256 text, area int, weights text, source text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare given jsonb := private.try_jsonb(weights);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if coalesce(jsonb_typeof(given) <> 'object', true) then perform private.fail('invalid', 422, 'weights'); end if;
  return private.publish_checklist(code, version, sha256, area, given, private.trimmed(source));
end $$;

-- What an area has: of each shipped checklist, and of each with own weights of the area or of one above it, the newest version.
-- Gives {checklists: [{sha256, template}]}.
create function api.area_checklists(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return jsonb_build_object('checklists', (
    select coalesce(jsonb_agg(jsonb_build_object('sha256', t.sha256, 'template', private.try_jsonb(t.template)) order by t.code), '[]')
    from (
      select distinct on (x.code) x.* from app.checklist_templates x
      where x.published_at is not null and (x.area_id is null or x.area_id = any((select private.line_above(area))::int[]))
      order by x.code, x.version desc) as t));
end $$;

-- One published checklist, for who reads a record of an area whose pack is not on the phone. Gives {sha256, template}.
create function api.checklist(code text, version int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare found jsonb;
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  select jsonb_build_object('sha256', t.sha256, 'template', private.try_jsonb(t.template)) into found
  from app.checklist_templates t
  where t.code = checklist.code and t.version = checklist.version and t.published_at is not null;
  if found is null then perform private.fail('notFound', 404, 'checklist'); end if;
  return found;
end $$;

grant execute on function private.line_above(int), private.least_weight(jsonb), private.weighted_rule(jsonb, numeric, numeric),
  private.weights_problem(jsonb, jsonb), private.weighted_checklist(jsonb, text, int, text, jsonb, text, int),
  private.publish_checklist(text, int, text, int, jsonb, text), api.publish_checklist(text, int, text, int, text, text),
  api.area_checklists(int), api.checklist(text, int) to authenticated;
