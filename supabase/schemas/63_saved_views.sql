-- Dashboards as people arranged them: a name and the query of the page's address. A view holds no figure and no area: whoever
-- opens its link sees their own scope.

create table app.saved_views (
  person_id uuid not null references app.people on delete cascade,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 40),
  query text not null check (char_length(query) <= 2000),
  at timestamptz not null default now(),
  primary key (person_id, id)
);

alter table app.saved_views enable row level security;
alter table app.saved_views force row level security;

create policy "people read their own views" on app.saved_views
  for select to authenticated using (person_id = (select private.my_person_id()));

grant select on app.saved_views to authenticated;

-- The caller's views in the order of their names: {views: [{id, name, query}]}. `forbidden` without a person.
create function api.my_views() returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  if me is null then perform private.fail('forbidden', 403); end if;
  return jsonb_build_object('views', coalesce((
    select jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'query', v.query) order by v.name, v.id)
    from app.saved_views v where v.person_id = me), '[]'));
end $$;

-- Writes a view of the caller's; false where there are 50 others already. Definer: views have no write grant.
create function private.put_view(view uuid, named text, asked text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  most constant int := 50;
begin
  perform pg_advisory_xact_lock(hashtextextended('views ' || me, 0));
  if (select count(*) from app.saved_views v where v.person_id = me and v.id <> view) >= most then return false; end if;
  insert into app.saved_views (person_id, id, name, query) values (me, view, named, asked)
  on conflict (person_id, id) do update set name = excluded.name, query = excluded.query, at = now();
  return true;
end $$;

-- Keeps a view under an id that the phone made; the same id again replaces it. Gives {id}. `invalid` with what is wrong: `id`,
-- `name` (1 to 40 characters), `query` (2,000 at most), `views` (there are 50 already). Nobody is identified in either text.
create function api.put_view(id text, name text, query text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare
  named text := private.trimmed(name);
  asked text := coalesce(query, '');
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if not private.is_uuid(id) then perform private.fail('invalid', 422, 'id'); end if;
  if char_length(named) not between 1 and 40 or named ~ '[[:cntrl:]]' or private.has_personal_number(named) then
    perform private.fail('invalid', 422, 'name');
  end if;
  if char_length(asked) > 2000 or asked ~ '[[:cntrl:]]' or private.has_personal_number(asked) then
    perform private.fail('invalid', 422, 'query');
  end if;
  if not private.put_view(id::uuid, named, asked) then perform private.fail('invalid', 422, 'views'); end if;
  return jsonb_build_object('id', id);
end $$;

-- Definer: views have no write grant.
create function private.drop_view(view uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from app.saved_views v where v.person_id = private.my_person_id() and v.id = view;
end $$;

-- Takes a view of the caller's away; one that is not there is away already. Gives {id}.
create function api.drop_view(id text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if not private.is_uuid(id) then perform private.fail('invalid', 422, 'id'); end if;
  perform private.drop_view(id::uuid);
  return jsonb_build_object('id', id);
end $$;

grant execute on function api.my_views(), private.put_view(uuid, text, text), api.put_view(text, text, text),
  private.drop_view(uuid), api.drop_view(text) to authenticated;
