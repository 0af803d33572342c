-- Lists of people and of organisations read from a spreadsheet. The phone shows every row before anything is written; here
-- each is judged again, the good ones are written and the others named.

-- Definer: people of organisations that are not the own have no write grant.
create function private.import_people(items jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  reach int[] := (select r.organisations from private.reach_of(me) as r);
  item jsonb;
  person uuid;
  named text;
  at int;
  code text;
  answers jsonb := '[]';
begin
  for item in select value from jsonb_array_elements(items) loop
    named := private.trimmed(item ->> 'name');
    at := private.int_of(item -> 'organisation_id');
    person := case when private.is_uuid(item ->> 'id') then (item ->> 'id')::uuid end;
    code := case
      when person is null then 'id'
      when not coalesce(at = any(reach), false) then 'organisation'
      when exists (select 1 from app.people p where p.id = person and p.created_by = me and p.name = named) then 'same'
      when exists (select 1 from app.people p where p.id = person) then 'id'
      when exists (select 1 from app.people p where p.organisation_id = at and p.name = named and p.merged_into is null) then 'known'
      else private.person_problem(named, item ->> 'title_level', item ->> 'category')
    end;
    if code is null then
      insert into app.people (id, name, organisation_id, title_level, category, created_by)
      values (person, named, at, item ->> 'title_level', item ->> 'category', me);
    end if;
    answers := answers || jsonb_build_object('line', item -> 'line', 'refused', nullif(code, 'same'));
  end loop;
  return answers;
end $$;

-- Adds up to 500 people to organisations in reach. Takes JSON text: [{line, id, name, organisation_id, title_level,
-- category}]. Gives {rows: [{line, refused}]}: null for who is in, also when sent twice; organisation (beyond reach), known
-- (somebody of that name is there), name, title_level, category or id.
create function api.import_people(people text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare items jsonb := private.try_jsonb(people);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if coalesce(jsonb_typeof(items) <> 'array', true) then perform private.fail('invalid', 422, 'people'); end if;
  if jsonb_array_length(items) not between 1 and 500 then perform private.fail('invalid', 422, 'people'); end if;
  return jsonb_build_object('rows', private.import_people(items));
end $$;

-- Definer: organisations have no write grant.
create function private.import_organisations(items jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  ranks constant text[] := array['country', 'province', 'prefecture', 'county', 'township', 'village'];
  item jsonb;
  named text;
  county int;
  township int;
  code text;
  answers jsonb := '[]';
begin
  for item in select value from jsonb_array_elements(items) loop
    named := private.trimmed(item ->> 'name');
    county := private.int_of(item -> 'county_id');
    township := private.int_of(item -> 'township_id');
    code := case
      when not exists (
        select 1 from app.memberships m join app.areas a on a.id = m.area_id
        where m.person_id = private.my_person_id() and private.is_current(m)
          and county = any(private.counties_below(array[a.id]))
          and array_position(ranks, item ->> 'level') >= array_position(ranks, a.level)) then 'county'
      when coalesce(char_length(named) not between 2 and 80, true) or named ~ '[[:cntrl:]]' or private.has_personal_number(named) then 'name'
      when coalesce(item ->> 'level' not in ('province', 'prefecture', 'county', 'township', 'village'), true) then 'level'
      when coalesce(item ->> 'kind' not in ('tcm_hospital', 'general_hospital', 'mch_institution', 'township_hospital',
        'community_health_center', 'community_health_station', 'village_clinic', 'tcm_administration', 'health_commission',
        'training_center'), true) then 'kind'
      when township is not null and private.county_of(township) is distinct from county then 'township'
      when exists (select 1 from app.organisations o where o.county_id = county and o.name = named) then 'known'
    end;
    if code is null then
      insert into app.organisations (name, kind, level, county_id, township_id)
      values (named, item ->> 'kind', item ->> 'level', county, township);
    end if;
    answers := answers || jsonb_build_object('line', item -> 'line', 'refused', code);
  end loop;
  return answers;
end $$;

-- Adds up to 500 organisations to counties that the caller manages, none of a higher level than the area managed. Takes JSON
-- text: [{line, name, kind, level, county_id, township_id?}]. Gives {rows: [{line, refused}]}: null for one that is in; county (beyond reach), known, name,
-- level, kind or township.
create function api.import_organisations(organisations text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare items jsonb := private.try_jsonb(organisations);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if coalesce(jsonb_typeof(items) <> 'array', true) then perform private.fail('invalid', 422, 'organisations'); end if;
  if jsonb_array_length(items) not between 1 and 500 then perform private.fail('invalid', 422, 'organisations'); end if;
  return jsonb_build_object('rows', private.import_organisations(items));
end $$;

grant execute on function private.import_people(jsonb), api.import_people(text), private.import_organisations(jsonb),
  api.import_organisations(text) to authenticated;
