-- Where Supabase Realtime exists, screens are told that totals of an area changed, and nothing more: they ask anew as whoever
-- they are. Elsewhere they ask for the version now and then (api.board_version).

-- Whether the caller may listen to `area:<id>`: all of its counties are theirs.
create function private.hears(topic text) returns boolean
language plpgsql stable set search_path = '' as $$
declare counties int[];
begin
  if topic is null or topic !~ '^area:\d{1,9}$' then return false; end if;
  counties := private.counties_below(array[substr(topic, 6)::int]);
  return cardinality(counties) > 0 and counties <@ private.my_county_ids();
end $$;

grant execute on function private.hears(text) to authenticated;

-- Tells the county and every area above it. realtime.send swallows its own failures: nothing of it holds up a push.
create function private.tg_county_versions__tell() returns trigger
language plpgsql set search_path = '' as $$
declare topic text;
begin
  if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is null then return null; end if;
  for topic in
    with recursive line as (
      select a.id, a.managing_parent, 1 as depth from changed_rows c join app.areas a on a.id = c.county_id
      union
      select a.id, a.managing_parent, line.depth + 1 from line join app.areas a on a.id = line.managing_parent where line.depth < 6
    )
    select distinct 'area:' || id from line
  loop
    perform realtime.send('{}'::jsonb, 'changed', topic, true);
  end loop;
  return null;
end $$;

create trigger county_versions_insert_tell after insert on app.county_versions
  referencing new table as changed_rows for each statement execute function private.tg_county_versions__tell();
create trigger county_versions_update_tell after update on app.county_versions
  referencing new table as changed_rows for each statement execute function private.tg_county_versions__tell();

do $$ begin
  if to_regclass('realtime.messages') is not null then
    execute $sql$
      create policy "managers hear of their areas" on realtime.messages for select to authenticated
        using (extension = 'broadcast' and (select private.hears((select realtime.topic()))))
    $sql$;
  end if;
end $$;
