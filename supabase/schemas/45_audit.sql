-- Who did what to which row, when, in which role, from which device: one chain of entries per organisation (0 for what
-- belongs to none), each with the hash of the one before. Nobody changes or deletes an entry, the owner included; what
-- goes around the trigger breaks a hash. Values hold ids and states, never a person's name or phone number, so that a
-- person can be erased without breaking the chain.

create table app.audit (
  organisation_id int not null,
  seq bigint not null check (seq > 0),
  -- Of the organisation: who manages it reads its chain.
  county_id int,
  at timestamptz not null,
  -- Null where the system itself acted.
  person_id uuid,
  role text not null default '',
  area_id int,
  device_id text not null default '',
  action text not null,
  entity text not null,
  row_id text not null,
  before jsonb,
  after jsonb,
  previous text not null,
  hash text not null,
  primary key (organisation_id, seq)
);

create index audit_row on app.audit (row_id, entity);
create index audit_county on app.audit (county_id, at);

alter table app.audit enable row level security;
alter table app.audit force row level security;

create policy "managers read the audit of their organisations" on app.audit
  for select to authenticated using (organisation_id = any((select private.my_managed_organisation_ids())::int[]));

create policy "managers read the audit of their counties" on app.audit
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.audit to authenticated;

create function private.tg_audit__append_only() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform private.fail('invalid', 422, 'append only');
  return null;
end $$;

create trigger audit_100_append_only before update or delete on app.audit
  for each row execute function private.tg_audit__append_only();
create trigger audit_110_append_only before truncate on app.audit
  for each statement execute function private.tg_audit__append_only();

-- An instant as ISO 8601 UTC to the microsecond, whatever the session's time zone.
create function private.iso_micro(instant timestamptz) returns text
language plpgsql stable set search_path = '' as $$
begin
  return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end $$;

-- The hash of an entry: over all its columns but the hash itself, as a JSON array.
create function private.audit_hash(e app.audit) returns text
language plpgsql stable set search_path = '' as $$
begin
  return encode(sha256(convert_to(jsonb_build_array(e.organisation_id, e.seq, e.county_id, private.iso_micro(e.at),
    e.person_id, e.role, e.area_id, e.device_id, e.action, e.entity, e.row_id, e.before, e.after, e.previous)::text,
    'UTF8')), 'hex');
end $$;

-- In which role the caller acts on what belongs to an organisation: its manager, a manager of its county (with the
-- area), its worker; empty for anybody else.
create function private.acting_role(organisation int, out role text, out area_id int)
language plpgsql stable security definer set search_path = '' as $$
begin
  select m.role, m.area_id into role, area_id from app.memberships m
  where m.person_id = private.my_person_id() and private.is_current(m) and (
    m.organisation_id = acting_role.organisation
    or m.area_id is not null and (select o.county_id from app.organisations o where o.id = acting_role.organisation)
      = any(private.counties_below(array[m.area_id])))
  order by array_position(array['organisation_manager', 'area_manager', 'field_worker'], m.role) limit 1;
  role := coalesce(role, '');
end $$;

-- Appends entries [{organisation_id, action, entity, row_id, before, after, device_id}], each to its organisation's chain.
-- Chains are locked in the order and with the lock of totals, so that a push, a review and this never deadlock. Definer:
-- nobody has a write grant.
create function private.audit(entries jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  each jsonb;
  e app.audit;
  added app.audit[] := '{}';
  acting record;
begin
  perform private.lock_totals('{}', (select array_agg(coalesce(private.int_of(x -> 'organisation_id'), 0))
                                     from jsonb_array_elements(entries) as x));
  for each in
    select x from jsonb_array_elements(entries) with ordinality as o(x, n)
    order by coalesce(private.int_of(x -> 'organisation_id'), 0), n
  loop
    if e.organisation_id is distinct from coalesce(private.int_of(each -> 'organisation_id'), 0) then
      e.organisation_id := coalesce(private.int_of(each -> 'organisation_id'), 0);
      e.county_id := (select o.county_id from app.organisations o where o.id = e.organisation_id);
      e.person_id := private.my_person_id();
      select r.role, r.area_id into acting from private.acting_role(e.organisation_id) as r;
      e.role := acting.role;
      e.area_id := acting.area_id;
      e.seq := null;
      select a.seq, a.hash into e.seq, e.previous from app.audit a
      where a.organisation_id = e.organisation_id order by a.seq desc limit 1;
    end if;
    e.seq := coalesce(e.seq, 0) + 1;
    e.previous := coalesce(e.previous, '');
    e.at := clock_timestamp();
    e.device_id := coalesce(each ->> 'device_id', '');
    e.action := each ->> 'action';
    e.entity := each ->> 'entity';
    e.row_id := each ->> 'row_id';
    e.before := nullif(each -> 'before', 'null');
    e.after := nullif(each -> 'after', 'null');
    e.hash := private.audit_hash(e);
    added := added || e;
    e.previous := e.hash;
  end loop;
  insert into app.audit select * from unnest(added);
end $$;

-- The first broken link of each chain that has one: an entry whose hash is not that of its content, whose predecessor is
-- another than it says, or before which one is missing.
create function private.audit_breaks() returns table (organisation_id int, seq bigint, why text)
language sql stable set search_path = '' as $$
  select distinct on (linked.organisation_id) linked.organisation_id, linked.seq, linked.why
  from (
    select a.organisation_id, a.seq, case
      when a.seq <> coalesce(lag(a.seq) over chain, 0) + 1 then 'missing'
      when a.previous <> coalesce(lag(a.hash) over chain, '') then 'unlinked'
      when a.hash <> private.audit_hash(a) then 'altered'
    end as why
    from app.audit a window chain as (partition by a.organisation_id order by a.seq)
  ) as linked
  where linked.why is not null
  order by linked.organisation_id, linked.seq
$$;

-- The last entry of each chain that the caller may read: [{organisation_id, seq, hash, at}]. Kept outside, it shows later
-- whether the end of a chain was cut off.
create function api.audit_heads() returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('organisation_id', h.organisation_id, 'seq', h.seq, 'hash', h.hash,
      'at', private.iso_micro(h.at)) order by h.organisation_id)
    from (select distinct on (a.organisation_id) a.* from app.audit a order by a.organisation_id, a.seq desc) as h), '[]');
end $$;

grant execute on function private.iso_micro(timestamptz), api.audit_heads() to authenticated;
