-- Three schemas. app holds the tables and is never exposed; api is what the world may call; private holds helpers
-- that policies and triggers use. Nothing is granted unless a later file grants it.

create schema app;
create schema api;
create schema private;

grant usage on schema app, api, private to authenticated;
grant usage on schema api to anon;

alter default privileges revoke execute on functions from public;
alter default privileges in schema app revoke all on tables from public, anon, authenticated;
alter default privileges in schema api revoke all on tables from public, anon, authenticated;
alter default privileges in schema api revoke execute on functions from public, anon, authenticated;
alter default privileges in schema private revoke execute on functions from public, anon, authenticated;

-- One row: the epoch under which cursors hold. After a restore it must be drawn anew; phones then pull afresh.
create table app.server_state (
  singleton boolean primary key default true check (singleton),
  epoch uuid not null default gen_random_uuid(),
  started_at timestamptz not null default now()
);

alter table app.server_state enable row level security;
alter table app.server_state force row level security;

create policy "everyone signed in reads the epoch" on app.server_state
  for select to authenticated using (true);

grant select on app.server_state to authenticated;

insert into app.server_state default values;

-- Ends the statement with an answer of our own form: HTTP status, a code of the closed list, a detail for diagnosis.
create function private.fail(code text, status int, detail text default '') returns void
language plpgsql immutable set search_path = '' as $$
begin
  raise sqlstate 'PGRST' using
    message = json_build_object('code', code, 'message', code, 'details', detail, 'hint', '')::text,
    detail = json_build_object('status', status, 'headers', json_build_object())::text;
end $$;

-- Text without the white space around it, as a browser's trim() sees it.
create function private.trimmed(value text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return btrim(coalesce(value, ''), E' \t\n\r\f\x0b\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007'
    || E'\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');
end $$;

-- JSON text as jsonb, null where it is no JSON (or holds what jsonb cannot, such as \u0000). Text with more brackets outside
-- its strings than any batch has is not even tried: PGlite does not survive an attempt to read very deep nesting.
create function private.try_jsonb(value text) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  most constant int := 4000;
  bare text;
begin
  if octet_length(value) > most and octet_length(value) - octet_length(replace(replace(value, '[', ''), '{', '')) > most then
    bare := regexp_replace(value, '"(\\.|[^"\\])*"', '', 'g');
    if octet_length(bare) - octet_length(replace(replace(bare, '[', ''), '{', '')) > most then return null; end if;
  end if;
  return value::jsonb;
exception when data_exception or program_limit_exceeded then
  return null;
end $$;

-- ISO 8601 text as an instant, null where it is none.
create function private.try_instant(value text) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  if value !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$' then return null; end if;
  return value::timestamptz;
exception when data_exception then
  return null;
end $$;

-- Whether text is a UUID as phones make them; src/domain/id.ts holds the same pattern.
create function private.is_uuid(value text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return coalesce(value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$', false);
end $$;

-- The China Standard Time day of an instant.
create function private.china_day(instant timestamptz) returns date
language plpgsql immutable set search_path = '' as $$
begin
  return (instant at time zone interval '08:00')::date;
end $$;

grant execute on function private.fail(text, int, text), private.trimmed(text), private.try_jsonb(text),
  private.try_instant(text), private.is_uuid(text), private.china_day(timestamptz) to authenticated;
