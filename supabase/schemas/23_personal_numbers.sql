-- Nobody is identified in a record: a citizen's number (GB 11643) or a mainland mobile number in any text of a payload is
-- refused, in drafts too, so that none is ever stored. src/domain/personal-number.ts says the same; a test compares them.

-- Whether 18 places, the last of them a digit or x, are a citizen's number: a birthday in them, and the proof right.
create function private.is_citizen_number(places text) returns boolean
language sql immutable set search_path = '' as $$
  select places ~ '^[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9x]$'
    and substr(places, 18, 1) = substr('10x98765432', 1 + (
      select sum(weight * substr(places, n::int, 1)::int)::int % 11
      from unnest(array[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) with ordinality as w(weight, n)
      where places ~ '^[0-9]{17}'
    ), 1)
$$;

-- What may stand between the digits of one number, as part of a regular expression: blanks and hyphens.
create function private.between_digits() returns text
language plpgsql immutable set search_path = '' as $$
begin
  return E'[ \t\u00a0\u2000-\u200b\u202f\u205f\u3000\u2010-\u2015\u2212\ufe63\uff0d-]*';
end $$;

-- Whether a text has eleven digits with nothing but that between them, as some ids and hashes do: no such number has fewer.
create function private.has_eleven_digits(value text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return value ~ ('(?:[0-9０-９]' || private.between_digits() || '){11}');
end $$;

-- Whether it is worth looking for such numbers in what was read from JSON text: with a backslash anything may be written.
create function private.may_hold_personal_number(raw text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return strpos(raw, E'\\') > 0 or private.has_eleven_digits(raw);
end $$;

-- Whether a text holds such a number: with full-width digits, and with blanks or hyphens between them, in a mobile number
-- only as 3-4-4: any other grouping is of several numbers. Ids and hashes are nobody's. Looks at every place where no digit stands before, for numbers that overlap.
create function private.has_personal_number(value text) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
  plain text;
  between_digits constant text := private.between_digits();
  more_digits constant text := '(?:' || between_digits || '[0-9])';
  citizen constant text := '^[1-9]' || more_digits || '{16}' || between_digits || '[0-9x](?![0-9])';
  mobile constant text := '^(?:(?:00)?86' || between_digits || ')?1[3-9][0-9]' || between_digits || '[0-9]{4}' || between_digits
    || '[0-9]{4}(?![0-9])';
  rest text;
  citizen_places text;
begin
  if not private.has_eleven_digits(value) then return false; end if;
  plain := regexp_replace(translate(value, '０１２３４５６７８９ＸｘABCDEFX', '0123456789xxabcdefx'),
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}', '#', 'g');
  for place in 1 .. length(plain) loop
    continue when substr(plain, place, 1) !~ '[0-9]' or (place > 1 and substr(plain, place - 1, 1) ~ '[0-9]');
    rest := substr(plain, place);
    if rest ~ mobile then return true; end if;
    citizen_places := regexp_replace(substring(rest from citizen), '[^0-9x]', '', 'g');
    if citizen_places is not null and private.is_citizen_number(citizen_places) then return true; end if;
  end loop;
  return false;
end $$;

-- `<path>:personal_number` for each text of a payload's header, answers, photos and reason that holds such a number. Paths are
-- looked for only where there is one.
create function private.personal_number_problems(payload jsonb) returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  -- Text by text: in all of them at once a search would take the square of its time.
  if not exists (
    select 1 from unnest(array['header', 'answers', 'photos', 'amend_reason']) as part(key)
    cross join lateral jsonb_path_query(payload -> key, 'strict $.** ? (@.type() == "string")') as found(value)
    where length(value #>> '{}') >= 11 and private.has_personal_number(value #>> '{}')
  ) then
    return '{}';
  end if;
  return (with recursive walk(path, value) as (
    select key, payload -> key from unnest(array['header', 'answers', 'photos', 'amend_reason']) as part(key)
    union all
    select walk.path || '.' || inside.key, inside.value
    from walk cross join lateral (
      select key, value
      from jsonb_each(case jsonb_typeof(walk.value) when 'object' then walk.value else '{}' end)
      union all
      select (n - 1)::text, value
      from jsonb_array_elements(case jsonb_typeof(walk.value) when 'array' then walk.value else '[]' end)
        with ordinality as e(value, n)
    ) as inside
  )
  select coalesce(array_agg(path || ':personal_number' order by path), '{}')
  from walk where jsonb_typeof(value) = 'string' and length(value #>> '{}') >= 11 and private.has_personal_number(value #>> '{}'));
end $$;

grant execute on function private.is_citizen_number(text), private.between_digits(), private.has_eleven_digits(text),
  private.may_hold_personal_number(text),
  private.has_personal_number(text), private.personal_number_problems(jsonb) to authenticated;
