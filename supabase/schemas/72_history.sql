-- What became of a record: each handing-in and voiding with its reason, and field by field what it changed of the one
-- before. Drafts are nobody's history: what was typed on the way is not shown to anybody.

-- The leaves of a JSON value, each with its path below `root`. An empty list or object has none; a list of lists, the lines
-- of a signature, is one leaf.
create function private.leaves(content jsonb, root text) returns table (path text, leaf jsonb)
language sql immutable set search_path = '' as $$
  with recursive walk(path, value) as (
    select root, content
    union all
    select walk.path || '.' || inside.key, inside.value
    from walk cross join lateral (
      select key, value
      from jsonb_each(case jsonb_typeof(walk.value) when 'object' then walk.value else '{}' end)
      union all
      select (n - 1)::text, value
      from jsonb_array_elements(case when jsonb_typeof(walk.value) = 'array' and jsonb_typeof(walk.value -> 0) is distinct from 'array'
                                then walk.value else '[]' end)
        with ordinality as e(value, n)
    ) as inside
  )
  select w.path, w.value from walk w
  where jsonb_typeof(w.value) not in ('object', 'array', 'null') or jsonb_typeof(w.value -> 0) = 'array'
$$;

-- The leaves of header and answers of a payload, and of each picture by its hash its place and what is said of it.
create function private.payload_leaves(payload jsonb) returns table (path text, leaf jsonb)
language sql immutable set search_path = '' as $$
  select * from private.leaves(payload -> 'header', 'header')
  union all
  select * from private.leaves(payload -> 'answers', 'answers')
  union all
  select * from private.leaves((
    select jsonb_object_agg(photo ->> 'sha256', jsonb_build_object('nth', n, 'purpose', photo -> 'purpose', 'consent_state', photo -> 'consent_state'))
    from jsonb_array_elements(payload -> 'photos') with ordinality as e(photo, n)), 'photos')
$$;

-- What differs between two payloads: [{field, before, after}] for each leaf, null where it is not there, and of a signature
-- how many lines it has.
create function private.changes_between(before jsonb, after jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('field', field,
    'before', case jsonb_typeof(old_value) when 'array' then to_jsonb(jsonb_array_length(old_value)) else old_value end,
    'after', case jsonb_typeof(new_value) when 'array' then to_jsonb(jsonb_array_length(new_value)) else new_value end) order by field), '[]')
  from (
    select coalesce(o.path, n.path) as field, o.leaf as old_value, n.leaf as new_value
    from private.payload_leaves(before) as o full join private.payload_leaves(after) as n on n.path = o.path
    where o.leaf is distinct from n.leaf
  ) as differences
$$;

-- The history of a record that the caller may see, null for any other. Definer: whoever reads a record reads what it said
-- when it was handed in before, and of the revisions themselves the newest alone.
create function private.record_history(document uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select 1 from app.documents d where d.id = document and d.author_id = private.my_person_id())
     and not exists (
       select 1 from app.activities a
       where a.id = document and private.sees(a))
  then return null; end if;
  return (
    with told as (
      select r.revision, r.received_at, parsed.p, lag(parsed.p) over (order by r.revision) as before
      from app.document_revisions r
      cross join lateral (select r.payload::jsonb as p offset 0) as parsed
      where r.document_id = document and parsed.p ->> 'status' in ('submitted', 'void')
    )
    select coalesce(jsonb_agg(jsonb_build_object('revision', t.revision, 'status', t.p ->> 'status',
      'sealed_at', t.p #>> '{sealed,at}', 'received_at', private.iso(t.received_at),
      'reason', coalesce(t.p ->> 'amend_reason', ''),
      'changes', case when t.before is null or t.p ->> 'status' = 'void' then '[]'::jsonb
                      else private.changes_between(t.before, t.p) end) order by t.revision), '[]')
    from told t);
end $$;

-- A record's history: {id, head, flags (as api.activity_detail has them), reviews, timeline, decisions (see 71_timeline), revisions: [{revision, status, sealed_at, received_at, reason, changes: [{field, before,
-- after}]}], replaces, replaced_by, duplicate}, the oldest first. `duplicate`, of a record voided as one: {kept_id, title,
-- short_no, mine, reason, voided_at}, of the kept one no more than the reason where the caller may not see it. `notFound` where there is none that the caller may see.
create function api.record_history(id uuid) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare revisions jsonb := private.record_history(record_history.id);
begin
  if revisions is null then perform private.fail('notFound', 404); end if;
  return jsonb_build_object('id', record_history.id, 'revisions', revisions,
    'head', (select d.revision from app.documents d where d.id = record_history.id),
    'flags', coalesce((select to_jsonb(a.flags || private.certificate_flags(a)) from app.activities a where a.id = record_history.id), '[]'),
    'reviews', private.record_reviews(record_history.id), 'timeline', private.record_timeline(record_history.id),
    'decisions', private.decisions(record_history.id),
    'replaces', (select d.replaces from app.documents d where d.id = record_history.id),
    'replaced_by', (select d.id from app.documents d where d.replaces = record_history.id and d.status <> 'void'
                    order by d.received_at desc limit 1),
    'duplicate', (select jsonb_build_object('kept_id', k.id, 'title', k.title, 'short_no', k.short_no,
        'mine', coalesce(k.author_id = private.my_person_id(), false), 'reason', x.reason, 'voided_at', private.iso(x.voided_at))
      from app.duplicates x left join app.activities k on k.id = x.kept_id where x.id = record_history.id));
end $$;

grant execute on function private.leaves(jsonb, text), private.payload_leaves(jsonb), private.changes_between(jsonb, jsonb), private.record_history(uuid),
  api.record_history(uuid) to authenticated;
