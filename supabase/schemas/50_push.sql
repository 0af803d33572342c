-- Phones deliver batches of documents here. One verdict per item, in the order sent; the same item sent again, after a
-- lost answer for instance, changes nothing. src/sync/SPEC.md numbers the rules.

-- People first typed on a phone. Known ids are left alone: a phone repeats them until it hears of them. Who may not be
-- added, of an organisation that the caller has left for instance, is passed over: the record that names them is
-- refused alone, and the rest of the batch goes through. Gives the ids of those passed over whose name holds a citizen's or
-- mobile number: the record's refusal says so.
create function private.add_people(people jsonb, me uuid) returns text[]
language plpgsql volatile set search_path = '' as $$
declare
  p jsonb;
  numbered text[] := '{}';
begin
  for p in select * from jsonb_array_elements(case jsonb_typeof(people) when 'array' then people else '[]' end) loop
    begin
      if private.has_personal_number(p ->> 'name') then
        if not exists (select 1 from app.people known where known.id = (p ->> 'id')::uuid) then numbered := numbered || (p ->> 'id'); end if;
        continue;
      end if;
      insert into app.people (id, name, organisation_id, title_level, category, created_by)
      values ((p ->> 'id')::uuid, left(private.trimmed(p ->> 'name'), 40), private.int_of(p -> 'organisation_id'),
        p ->> 'title_level', p ->> 'category', me)
      on conflict (id) do nothing;
    exception when insufficient_privilege or data_exception or integrity_constraint_violation then
      continue;
    end;
  end loop;
  return numbered;
end $$;

-- The nth item of a batch, its text parsed (null where that is no JSON), and the answer it gets: {verdict, codes?, head?}.
-- Item: {id, revision, sha256, parents: hashes this text descends from, text}.
create type private.parcel as (n int, item jsonb, payload jsonb, answer jsonb);

-- The answer to an item that raised, by the SQLSTATE: what is its own fault is refused, and passing troubles are worth another try.
create function private.answer_to(state text) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  if left(state, 2) in ('22', '23') or state in ('42501', 'PGRST') then
    return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:refused_' || lower(state)]);
  end if;
  return jsonb_build_object('verdict', 'retry');
end $$;

-- Whether an approved record names this document as a piece of its own: it is evidence of what was approved.
create function private.is_approved_piece(d app.documents) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  if d.parent_id is null or not exists (select 1 from app.kinds k where k.slug = d.kind and k.piece) then return false; end if;
  return exists (
    select 1 from app.documents x join app.document_revisions r on r.document_id = x.id and r.revision = x.revision
    where x.id = any(private.replacing(d.parent_id)) and x.status = 'approved'
      and d.id = any(private.parts_named(r.payload::jsonb -> 'answers')));
end $$;

-- One item beside what the server knows: the head of its document, and whether this very revision stands. Gives its answer,
-- before anything is written. A check that raises holds up its own item alone.
create function private.judge(item jsonb, payload jsonb, head app.documents, known boolean, me uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  problems text[];
  state text;
begin
  if encode(sha256(convert_to(item ->> 'text', 'UTF8')), 'hex') is distinct from item ->> 'sha256' then
    return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:hash']);
  end if;
  if octet_length(item ->> 'text') > 262144 then
    return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:too_large']);
  end if;
  if known then return jsonb_build_object('verdict', 'duplicate'); end if;
  problems := private.payload_problems(payload, item, me) || private.manifest_problems(payload)
    || case when private.may_hold_personal_number(item ->> 'text') then private.personal_number_problems(payload) else '{}' end;
  if cardinality(problems) > 0 then
    return jsonb_build_object('verdict', 'rejected', 'codes', problems);
  end if;
  if head.id is not null then
    if head.author_id <> me then
      return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:not_yours']);
    end if;
    if not coalesce(item -> 'parents' ? head.sha256, false) or head.revision >= private.int_of(item -> 'revision') then
      return jsonb_build_object('verdict', 'conflict', 'head', head.revision);
    end if;
    if (head.kind, head.parent_id::text, head.practice::text, head.short_no, head.replaces::text, head.created_at)
       is distinct from
       (payload ->> 'kind', payload ->> 'parent_id', payload ->> 'practice', payload ->> 'short_no',
        payload ->> 'replaces', private.try_instant(payload ->> 'created_at')) then
      return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:immutable']);
    end if;
    if private.is_approved_piece(head) then
      return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:parent_approved']);
    end if;
    if head.status = 'submitted' and payload ->> 'status' = 'submitted'
       and char_length(private.trimmed(payload ->> 'amend_reason')) < 2 then
      return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:amend_reason']);
    end if;
  elsif payload ->> 'replaces' is not null and not exists (
    select 1 from app.documents d
    where d.id::text = payload ->> 'replaces' and d.author_id = me and d.kind = payload ->> 'kind'
  ) then
    return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:replaces']);
  end if;
  if not exists (
    select 1 from private.transitions t
    where t.from_status = coalesce(head.status, 'draft') and t.to_status = payload ->> 'status' and t.by_part = 'author'
  ) then
    return jsonb_build_object('verdict', 'rejected', 'codes', array['payload:transition']);
  end if;
  return jsonb_build_object('verdict', 'applied');
exception when others then
  get stacked diagnostics state = returned_sqlstate;
  return private.answer_to(state);
end $$;

-- Writes what was judged 'applied', set-wise: heads, then their revisions, whose trigger derives the typed rows.
create function private.write_documents(parcels private.parcel[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.documents as d (id, parent_id, kind, author_id, organisation_id, host_area_id, revision, status,
    practice, sha256, short_no, device_id, device_seq, sealed_at, created_at, replaces, programme_ids)
  select (p ->> 'id')::uuid, (p ->> 'parent_id')::uuid, p ->> 'kind', (p ->> 'author_id')::uuid,
    private.int_of(p #> '{header,organisation_id}'), private.int_of(p #> '{header,host_area_id}'),
    private.int_of(p -> 'revision'), p ->> 'status', (p ->> 'practice')::boolean, parcel.item ->> 'sha256', p ->> 'short_no',
    p ->> 'device_id', private.int_of(p #> '{sealed,device_seq}'), (p #>> '{sealed,at}')::timestamptz,
    (p ->> 'created_at')::timestamptz, (p ->> 'replaces')::uuid,
    private.int_array(p #> '{header,programme_ids}')
  from unnest(parcels) as parcel cross join lateral (select parcel.payload as p) as parts
  order by p ->> 'id'
  on conflict (id) do update set
    organisation_id = excluded.organisation_id, host_area_id = excluded.host_area_id, revision = excluded.revision,
    status = excluded.status, sha256 = excluded.sha256, device_id = excluded.device_id,
    device_seq = excluded.device_seq, sealed_at = excluded.sealed_at, programme_ids = excluded.programme_ids,
    received_at = now();

  insert into app.document_revisions (document_id, revision, sha256, payload)
  select (item ->> 'id')::uuid, private.int_of(item -> 'revision'), item ->> 'sha256', item ->> 'text'
  from unnest(parcels) as parcel
  order by item ->> 'id';
end $$;

-- One item alone, when the set could not be written: its verdict says why.
create function private.write_alone(parcel private.parcel) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare state text;
begin
  perform private.write_documents(array[parcel]);
  return jsonb_build_object('verdict', 'applied');
exception when others then
  get stacked diagnostics state = returned_sqlstate;
  return private.answer_to(state);
end $$;

-- Takes JSON text {protocol: 1, items: [{id, revision, sha256, parents, text}], people: [...]}, at most 100 items.
-- Gives {protocol: 'xingxun/1', epoch, items: [{id, sha256, verdict, codes?, head?}]}.
-- Fails as a whole with `forbidden` (no person behind the session), `invalid` or `updateRequired`. What it calls looks up by
-- key or goes through what it was given: plans are made once for a session, not for each item.
create function api.push(batch text) returns jsonb
language plpgsql volatile security invoker set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  me uuid := private.my_person_id();
  request jsonb := private.try_jsonb(batch);
  items jsonb[];
  ids uuid[];
  heads app.documents[];
  -- Of the revisions that came, those that stand: id, revision, hash.
  known text[];
  parcels private.parcel[];
  writable private.parcel[];
  -- People of the batch who were not added for the number in their name.
  numbered text[];
begin
  if me is null then perform private.fail('forbidden', 403); end if;
  if request is null or jsonb_typeof(request -> 'items') is distinct from 'array'
     or jsonb_array_length(request -> 'items') > 100 then
    perform private.fail('invalid', 422, 'batch');
  end if;
  if request -> 'protocol' is distinct from '1'::jsonb then perform private.fail('updateRequired', 422); end if;
  items := array(select item from jsonb_array_elements(request -> 'items') as item);
  if exists (
    select 1 from unnest(items) as item
    where coalesce(item ->> 'id' !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', true)
      or coalesce(private.int_of(item -> 'revision') < 1, true)
      or coalesce(item ->> 'sha256' !~ '^[0-9a-f]{64}$', true) or item ->> 'text' is null
  ) then
    perform private.fail('invalid', 422, 'item');
  end if;
  -- One batch of a person at a time: the same item sent twice at once is judged once and then known.
  perform pg_advisory_xact_lock(hashtextextended('push ' || me, 0));
  numbered := private.add_people(request -> 'people', me);

  ids := array(select (item ->> 'id')::uuid from unnest(items) as item);
  heads := array(select d from app.documents d where d.id = any(ids));
  if cardinality(heads) > 0 then
    -- Locked in key order, so that a batch and a review of the same documents never deadlock, and read once more.
    perform 1 from app.documents d where d.id = any(ids) and d.author_id = me order by d.id for update;
    heads := array(select d from app.documents d where d.id = any(ids));
  end if;
  known := array(
    select concat_ws(' ', r.document_id, r.revision, r.sha256) from app.document_revisions r
    where r.document_id = any(ids) and r.sha256 = any(array(select item ->> 'sha256' from unnest(items) as item)));

  -- A second item of the same document in one batch waits for the next.
  parcels := array(
    select row(n, item, payload, case when nth > 1 then jsonb_build_object('verdict', 'retry')
      else private.judge(item, payload, head,
        concat_ws(' ', item ->> 'id', private.int_of(item -> 'revision'), item ->> 'sha256') = any(known), me) end)::private.parcel
    from (
      select item, n, row_number() over (partition by item ->> 'id' order by n) as nth
      from unnest(items) with ordinality as e(item, n)
    ) as numbered
    left join unnest(heads) as head on head.id = (item ->> 'id')::uuid
    cross join lateral (select private.try_jsonb(item ->> 'text') as payload offset 0) as parsed);
  if cardinality(numbered) > 0 then
    parcels := array(
      select row(n, item, payload, case when answer ->> 'verdict' = 'applied' and exists (
          select 1 from unnest(numbered) as person where strpos(item ->> 'text', person) > 0)
        then jsonb_build_object('verdict', 'rejected', 'codes', array['payload:person_number']) else answer end)::private.parcel
      from unnest(parcels) as parcel order by n);
  end if;

  writable := array(select parcel from unnest(parcels) as parcel where answer ->> 'verdict' = 'applied');
  if cardinality(writable) > 0 then
    perform private.lock_totals_of(writable);
    begin
      perform private.write_documents(writable);
    exception when others then
      parcels := array(
        select row(n, item, payload, case answer ->> 'verdict' when 'applied' then private.write_alone(parcel) else answer end)::private.parcel
        from unnest(parcels) as parcel order by n);
    end;
  end if;

  return jsonb_build_object('protocol', 'xingxun/1', 'epoch', (select s.epoch from app.server_state s), 'items', coalesce((
    select jsonb_agg(jsonb_build_object('id', item -> 'id', 'sha256', item -> 'sha256', 'verdict', answer -> 'verdict',
      'codes', coalesce(answer -> 'codes', '[]'), 'head', answer -> 'head') order by n)
    from unnest(parcels)
  ), '[]'));
end $$;

grant execute on function private.add_people(jsonb, uuid), private.answer_to(text), private.is_approved_piece(app.documents),
  private.judge(jsonb, jsonb, app.documents, boolean, uuid),
  private.write_documents(private.parcel[]), private.write_alone(private.parcel), api.push(text) to authenticated;
