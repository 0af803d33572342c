-- Who works on a record together. For kinds whose records have children, the team is the authors of the record and of its
-- children, and whom the record names as participants; a record that stands in the place of another has the other's too. Each of them reads all of these, drafts included, and holds them
-- on the phone; nobody writes another's. To know a record's id, which no list shows to strangers, is to be let in: a
-- colleague joins by scanning it. Practice is its author's alone.

-- A record, those that it stands in the place of and those that stand in its place: of one author, and worked on by one team.
create function private.replacing(root uuid) returns uuid[]
language sql stable set search_path = '' as $$
  with recursive line(id) as (
    select root
    union select other.id from line cross join lateral (
      select d.replaces from app.documents d where d.id = line.id and d.replaces is not null
      union all select d.id from app.documents d where d.replaces = line.id
    ) as other(id)
  )
  select array_agg(line.id) from line
$$;

-- The team of a record with children, in order: authors of the whole line, and whom those name that stand, or that nothing
-- replaces.
create function private.team_of(root uuid) returns uuid[]
language sql stable set search_path = '' as $$
  with line as materialized (select private.replacing(root) as ids)
  select coalesce(array_agg(distinct member order by member), '{}')
  from (
    select d.author_id as member from line, app.documents d where d.id = any(line.ids) or d.parent_id = any(line.ids)
    union
    select (p ->> 'person_id')::uuid
    from line, app.documents d
    join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
    cross join lateral (select r.payload::jsonb #> '{header,participants}' as list) as named
    cross join lateral jsonb_array_elements(case jsonb_typeof(named.list) when 'array' then named.list else '[]' end) as p
    where d.id = any(line.ids) and private.is_uuid(p ->> 'person_id')
      and (d.status <> 'void' or not exists (select 1 from app.documents later where later.replaces = d.id))
  ) as members
$$;

-- Documents of a line of records with children whose team is not what it should be.
create function private.teams_amiss(root uuid) returns table (id uuid, team uuid[])
language sql stable set search_path = '' as $$
  with line as materialized (select private.replacing(root) as ids, private.team_of(root) as members)
  select d.id, array_remove(line.members, d.author_id)
  from line, app.documents d
  where (d.id = any(line.ids) or d.parent_id = any(line.ids)) and not d.practice
    and d.team_ids <> array_remove(line.members, d.author_id)
$$;

grant execute on function private.replacing(uuid) to authenticated;

-- Definer: who joins a record changes the team of its other documents. Those are locked only when they have to change,
-- and read again under the lock, so that two who join at once both stand in it.
create function private.tg_document_revisions__teams() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  root uuid;
  line uuid[];
begin
  for root in
    select distinct coalesce(d.parent_id, d.id) from new_revisions n
    join app.documents d on d.id = n.document_id and not d.practice
    where exists (select 1 from app.kinds k where d.kind in (k.parent_kind, k.slug) and k.parent_kind is not null)
    order by 1
  loop
    continue when not exists (select 1 from private.teams_amiss(root));
    line := private.replacing(root);
    perform 1 from app.documents d where d.id = any(line) or d.parent_id = any(line) order by d.id for update;
    update app.documents d set team_ids = a.team from private.teams_amiss(root) as a where d.id = a.id;
  end loop;
  return null;
end $$;

create trigger document_revisions_050_teams after insert on app.document_revisions
  referencing new table as new_revisions
  for each statement execute function private.tg_document_revisions__teams();
