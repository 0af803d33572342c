-- Checks of what all kinds share, on the sealed payload. src/domain/check-header.ts says the same; a test compares them
-- on generated records. Each problem is `field:code`; warnings are the phone's business and only flag here.

-- A JSON number, null for anything else.
create function private.number_of(value jsonb) returns numeric
language plpgsql immutable set search_path = '' as $$
begin
  return case jsonb_typeof(value) when 'number' then value::numeric end;
end $$;

-- A whole JSON number as int, null for anything else or beyond int.
create function private.int_of(value jsonb) returns int
language plpgsql immutable set search_path = '' as $$
declare number numeric := case jsonb_typeof(value) when 'number' then value::numeric end;
begin
  return case when abs(number) < 2147483647 and number = trunc(number) then number::int end;
end $$;

-- Problems of numbers; each rule is `name min max decimals [required]`.
create function private.number_problems(answers jsonb, rules text[]) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  rule text;
  part text[];
  value jsonb;
  number numeric;
  problem text;
  found text[] := '{}';
begin
  foreach rule in array rules loop
    part := string_to_array(rule, ' ');
    value := answers -> part[1];
    number := case jsonb_typeof(value) when 'number' then value::numeric end;
    problem := case
      when value is null or value = 'null'::jsonb then case when part[5] = 'required' then 'required' end
      when number is null or number <> round(number, part[4]::int)
        then case part[4] when '0' then 'whole_number' when '1' then 'one_decimal' else 'two_decimals' end
      when number not between part[2]::numeric and part[3]::numeric then 'out_of_range'
    end;
    if problem is not null then found := found || ('answers.' || part[1] || ':' || problem); end if;
  end loop;
  return found;
end $$;

-- `field:required|too_short|too_long` for text, or null.
create function private.text_problem(field text, value text, shortest int, longest int) returns text
language plpgsql immutable set search_path = '' as $$
declare size int := char_length(private.trimmed(value));
begin
  return field || ':' || case
    when size = 0 and shortest > 0 then 'required'
    when size < shortest then 'too_short'
    when size > longest then 'too_long'
  end;
end $$;

create function private.position_problem(at jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  lng numeric := private.number_of(at -> 'lng');
  lat numeric := private.number_of(at -> 'lat');
  accuracy numeric := private.number_of(at -> 'accuracy_m');
begin
  return 'header.position:' || case
    when lng is null or lat is null then
      case when private.trimmed(at ->> 'no_fix_reason') = '' then 'position_or_reason' end
    when abs(lng) > 180 or abs(lat) > 90 then 'off_the_earth'
    when at ->> 'fix_source' = 'manual_pin' and private.trimmed(at ->> 'pin_reason') = '' then 'pin_reason_required'
    when accuracy is not null and (accuracy < 0 or accuracy > 10000) then 'out_of_range'
  end;
end $$;

-- The errors of a sealed payload's pictures.
create function private.photo_problems(payload jsonb) returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  return array_remove(array[
    case when jsonb_array_length(payload -> 'photos') > 20 then 'photos:too_many_photos' end,
    case when payload -> 'photos' @> '[{"consent_state": "unasked"}]' then 'photos:photo_consent' end
  ], null);
end $$;

-- Whether a record has fewer photos than any rule asks of its kind, wherever and whenever: then alone it is worth asking
-- which is in force.
create function private.photos_may_be_too_few(payload jsonb) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (
    select 1 from app.rules r
    where r.code in ('photo_minimum', 'photo_minimum_' || (payload ->> 'kind')) and r.value > jsonb_array_length(payload -> 'photos'));
end $$;

-- How many photos the rule in force asks of a record: that of its kind, `photo_minimum_<kind>`, before that of all kinds.
create function private.photo_minimum(payload jsonb) returns int
language plpgsql stable set search_path = '' as $$
declare
  area int := private.int_of(payload #> '{header,host_area_id}');
  on_day date := private.china_day(coalesce(
    private.try_instant(payload #>> '{header,started_at}'), private.try_instant(payload #>> '{sealed,at}')));
begin
  return coalesce(
    (select r.value from private.rule_in_force('photo_minimum_' || (payload ->> 'kind'), area, on_day) as r),
    (select r.value from private.rule_in_force('photo_minimum', area, on_day) as r), 0)::int;
end $$;

-- Whether a payload comes after one that was handed in: it amends it, is handed in again after its return, or stands in the
-- place of another record. Whether a record is a late entry is asked when it is handed in first.
create function private.was_handed_in(payload jsonb) returns boolean
language plpgsql stable set search_path = '' as $$
declare record uuid := case when private.is_uuid(payload ->> 'id') then (payload ->> 'id')::uuid end;
begin
  return private.trimmed(payload ->> 'amend_reason') <> '' or payload ->> 'replaces' is not null
    or exists (select 1 from app.documents d where d.id = record and d.status <> 'draft');
end $$;

-- The errors of a sealed payload's header.
create function private.header_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  h jsonb := payload -> 'header';
  participants int;
  persons int;
  leads int;
  started timestamptz := private.try_instant(h ->> 'started_at');
  ended timestamptz := private.try_instant(h ->> 'ended_at');
  sealed timestamptz := private.try_instant(payload #>> '{sealed,at}');
  least_photos int := case when private.photos_may_be_too_few(payload) then private.photo_minimum(payload) end;
begin
  select count(*), count(distinct p ->> 'person_id'), count(*) filter (where p ->> 'role' = 'lead') into participants, persons, leads
  from jsonb_array_elements(case jsonb_typeof(h -> 'participants') when 'array' then h -> 'participants' else '[]' end) as p;
  -- Without a query in it, the rest is prepared once for a whole batch.
  return array_remove(array[
    private.text_problem('header.title', h ->> 'title', 2, 80),
    case when private.county_of(private.int_of(h -> 'host_area_id')) is null then 'header.host_area_id:required' end,
    case when private.int_of(h -> 'organisation_id') is null then 'header.organisation_id:required' end,
    case when private.int_of(h -> 'organizer_org_id') is null then 'header.organizer_org_id:required' end,
    case when started is null then 'header.started_at:required' end,
    case when ended is null then 'header.ended_at:required' when ended < started then 'header.ended_at:end_before_start' end,
    case when private.china_day(sealed) - private.china_day(started) > 14
              and private.trimmed(h ->> 'late_reason') = '' and not private.was_handed_in(payload) then 'header.late_reason:late_reason_required' end,
    private.text_problem('header.place_name', h ->> 'place_name', 1, 80),
    private.position_problem(coalesce(h -> 'position', '{}')),
    case when participants = 0 then 'header.participants:participant_required'
         when leads <> 1 then 'header.participants:exactly_one_lead' end,
    case when persons <> participants then 'header.participants:person_twice' end,
    private.text_problem('header.summary', h ->> 'summary', 0, 1000),
    case when jsonb_array_length(payload -> 'photos') < least_photos then 'photos:too_few_photos:' || least_photos end
  ], null) || private.photo_problems(payload);
end $$;

-- The errors of a sealed payload of a kind that is a piece of its parent: it is scoped by its area and organisation, and
-- what else a header says its parent says.
create function private.piece_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return array_remove(array[
    case when private.county_of(private.int_of(payload #> '{header,host_area_id}')) is null then 'header.host_area_id:required' end,
    case when private.int_of(payload #> '{header,organisation_id}') is null then 'header.organisation_id:required' end
  ], null) || private.photo_problems(payload);
end $$;

-- Whether a payload names a parent exactly where its kind has one, another document than itself. A parent that is not here
-- yet is believed; one that is here, and that the caller sees, is of the right kind and practice like the child or not.
create function private.parent_is_sound(payload jsonb, its app.kinds) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  if its.parent_kind is null then return payload ->> 'parent_id' is null; end if;
  if not private.is_uuid(payload ->> 'parent_id') or payload ->> 'parent_id' = payload ->> 'id' then return false; end if;
  return not exists (
    select 1 from app.documents d
    where d.id = (payload ->> 'parent_id')::uuid
      and (d.kind <> its.parent_kind or d.practice <> (payload ->> 'practice')::boolean));
end $$;

-- What any payload must be, draft or sealed, before anything else looks at it, beside its kind, if there is such a one. Null
-- where the frame is sound.
create function private.frame_problem(payload jsonb, its app.kinds, item jsonb, me uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return case
    when payload is null or jsonb_typeof(payload) <> 'object' then 'payload:not_json'
    when payload ->> 'v' is distinct from '1' then 'payload:version'
    when payload ->> 'id' is distinct from item ->> 'id'
      or payload -> 'revision' is distinct from item -> 'revision' then 'payload:envelope'
    when payload ->> 'author_id' is distinct from me::text then 'payload:not_yours'
    when coalesce(private.int_of(payload -> 'answers_version') not between 1 and its.answers_version, true) then 'payload:kind'
    when payload ->> 'status' is null or payload ->> 'status' not in ('draft', 'submitted', 'returned', 'void')
      then 'payload:status'
    when jsonb_typeof(payload -> 'practice') is distinct from 'boolean'
      or jsonb_typeof(payload -> 'header') is distinct from 'object'
      or jsonb_typeof(payload -> 'answers') is distinct from 'object'
      or jsonb_typeof(payload -> 'photos') is distinct from 'array'
      or private.try_instant(payload ->> 'created_at') is null then 'payload:shape'
    when payload ->> 'status' <> 'draft' and private.try_instant(payload #>> '{sealed,at}') is null
      then 'payload:not_sealed'
    when not private.parent_is_sound(payload, its) then 'payload:parent'
  end;
end $$;

-- All errors of a payload, in order: its frame, then for submitted ones the header and the kind's own answers. Work on a
-- draft or a returned record may be incomplete, and what is thrown away need not be complete either.
create function private.payload_problems(payload jsonb, item jsonb, me uuid) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  its app.kinds;
  frame text;
begin
  select * into its from app.kinds k where k.slug = payload ->> 'kind';
  frame := private.frame_problem(payload, its, item, me);
  if frame is not null then return array[frame]; end if;
  if payload ->> 'status' <> 'submitted' then return '{}'; end if;
  return case when its.piece then private.piece_problems(payload) else private.header_problems(payload) end || private.answers_problems(its.slug, payload)
    || private.programme_problems(payload);
end $$;

grant execute on function private.number_of(jsonb), private.int_of(jsonb), private.number_problems(jsonb, text[]),
  private.text_problem(text, text, int, int), private.position_problem(jsonb), private.photo_minimum(jsonb),
  private.photos_may_be_too_few(jsonb), private.photo_problems(jsonb),
  private.was_handed_in(jsonb), private.header_problems(jsonb), private.piece_problems(jsonb),
  private.parent_is_sound(jsonb, app.kinds), private.frame_problem(jsonb, app.kinds, jsonb, uuid), private.payload_problems(jsonb, jsonb, uuid) to authenticated;
