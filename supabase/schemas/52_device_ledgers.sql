-- Each phone numbers what it seals, from 1 on, and says which numbers it still holds; the server books those that arrive. What
-- is neither here nor there is a record that never arrived, which its person and their managers see. Numbers only, never
-- content. A row belongs to a person and a phone: a phone's id said by another person is another row.

create table app.device_ledgers (
  person_id uuid not null references app.people on delete cascade,
  device_id text not null check (char_length(device_id) between 1 and 64),
  -- The letters in the phone's short numbers; empty before its first statement.
  code text not null default '' check (code ~ '^[0-9A-Z]{0,8}$'),
  -- The highest number that a statement or an arrival told of, and the highest that the newest statement covers.
  issued int not null check (issued between 0 and 1000000),
  stated int not null default 0 check (stated between 0 and issued),
  arrived int4multirange not null default '{}',
  waiting int4multirange not null default '{}',
  -- Numbers that nobody need wait for: never used, or of a text that an edit or a newer seal replaced, or of practice.
  replaced int4multirange not null default '{}',
  waiting_since timestamptz,
  refused int not null default 0 check (refused >= 0),
  -- One number came with two documents: the phone's storage was copied.
  cloned boolean not null default false,
  heard_at timestamptz not null default now(),
  -- The entry that stands for the person, and where that one belongs; filled by triggers.
  owner_id uuid not null,
  organisation_id int,
  county_id int,
  primary key (person_id, device_id)
);

create index device_ledgers_owner on app.device_ledgers (owner_id);
create index device_ledgers_organisation on app.device_ledgers (organisation_id);
create index device_ledgers_county on app.device_ledgers (county_id);

create function private.tg_device_ledgers__scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.owner_id := private.survivor_of(new.person_id);
  new.organisation_id := coalesce((select p.organisation_id from app.people p where p.id = new.owner_id), (
    select m.organisation_id from app.memberships m
    where m.person_id = new.owner_id and m.organisation_id is not null and private.is_open(m) order by m.id limit 1));
  new.county_id := (select o.county_id from app.organisations o where o.id = new.organisation_id);
  return new;
end $$;

create trigger device_ledgers_100_scope before insert or update of person_id on app.device_ledgers
  for each row execute function private.tg_device_ledgers__scope();

alter table app.device_ledgers enable row level security;
alter table app.device_ledgers force row level security;

create policy "people read the ledgers of their devices" on app.device_ledgers
  for select to authenticated using (owner_id = (select private.my_person_id()));

create policy "managers read device ledgers of their organisations" on app.device_ledgers
  for select to authenticated using (organisation_id = any((select private.my_managed_organisation_ids())::int[]));

create policy "managers read device ledgers of their counties" on app.device_ledgers
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.device_ledgers to authenticated;

-- A person who moves, or is merged into another entry, takes the phones along.
create function private.tg_people__device_ledgers() returns trigger
language plpgsql set search_path = '' as $$
begin
  update app.device_ledgers l set person_id = l.person_id where l.person_id in (
    with recursive same as (
      select new.id union select p.id from app.people p join same s on p.merged_into = s.id
    )
    select id from same);
  return null;
end $$;

create trigger people_300_device_ledgers after update of organisation_id, merged_into on app.people
  for each row when ((old.organisation_id, old.merged_into) is distinct from (new.organisation_id, new.merged_into))
  execute function private.tg_people__device_ledgers();

-- Books the numbers of what arrived. Never fails a push: a number that no phone gives out is passed over, and one that comes
-- again with another document marks the phone as copied.
create function private.derive_device_ledgers(arrived private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.device_ledgers as l (person_id, device_id, issued, arrived, cloned)
  select s.author_id, s.device_id, max(s.device_seq), range_agg(int4range(s.device_seq, s.device_seq, '[]')),
    count(*) > count(distinct s.device_seq) or bool_or(s.known and not exists (
      select 1 from app.document_revisions r
      where r.document_id = s.id and r.revision < s.revision
        and private.try_jsonb(r.payload) @> jsonb_build_object('device_id', s.device_id,
          'sealed', jsonb_build_object('device_seq', s.device_seq))))
  from (
    select d.id, d.revision, d.author_id, d.device_id, d.device_seq, coalesce(h.arrived @> d.device_seq, false) as known
    from unnest(arrived) as n
    cross join lateral (select (n.document).*) as d
    left join app.device_ledgers h on h.person_id = d.author_id and h.device_id = d.device_id
    where d.device_seq between 1 and 1000000
  ) as s
  group by s.author_id, s.device_id
  order by s.author_id, s.device_id
  on conflict (person_id, device_id) do update set
    issued = greatest(l.issued, excluded.issued), arrived = l.arrived + excluded.arrived,
    cloned = l.cloned or excluded.cloned, heard_at = now(),
    owner_id = excluded.owner_id, organisation_id = excluded.organisation_id, county_id = excluded.county_id;
end $$;

-- Whole numbers from 1 to a million of a JSON array, as a set; what is none is passed over.
create function private.numbers_of(value jsonb) returns int4multirange
language sql immutable set search_path = '' as $$
  select coalesce(range_agg(int4range(number, number, '[]')), '{}') from (
    select private.int_of(each) as number from jsonb_array_elements(case jsonb_typeof(value) when 'array' then value else '[]' end) as each
  ) as read
  where number between 1 and 1000000
$$;

-- Keeps a phone's statement; the newest stands for all. Definer: ledgers have no write grant.
create function private.tell_ledger(statement jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare since timestamptz := private.try_instant(statement ->> 'oldest_waiting_at');
begin
  insert into app.device_ledgers as l (person_id, device_id, code, issued, stated, waiting, replaced, waiting_since, refused)
  values (private.my_person_id(), statement ->> 'device_id', statement ->> 'code', private.int_of(statement -> 'issued'),
    private.int_of(statement -> 'issued'), private.numbers_of(statement -> 'waiting'), private.numbers_of(statement -> 'replaced'),
    case when since > now() then now() else since end, private.int_of(statement -> 'refused'))
  on conflict (person_id, device_id) do update set
    code = excluded.code, issued = greatest(l.issued, excluded.issued), stated = excluded.stated, waiting = excluded.waiting,
    replaced = excluded.replaced, waiting_since = excluded.waiting_since, refused = excluded.refused, heard_at = now(),
    owner_id = excluded.owner_id, organisation_id = excluded.organisation_id, county_id = excluded.county_id;
end $$;

-- Takes JSON text {device_id, code, issued, waiting: [numbers], replaced: [numbers], oldest_waiting_at, refused}: what one of
-- the caller's phones has numbered. Gives {told: true}. `forbidden` without a person, `invalid` for no such statement.
create function api.tell_ledger(statement text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare
  most constant int := 20000;
  said jsonb := private.try_jsonb(statement);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if octet_length(statement) > 262144
    or coalesce(char_length(said ->> 'device_id') not between 1 and 64, true)
    or coalesce(said ->> 'code' !~ '^[0-9A-Z]{0,8}$', true)
    or coalesce(private.int_of(said -> 'issued') not between 0 and 1000000, true)
    or coalesce(private.int_of(said -> 'refused') not between 0 and 1000000, true)
    or jsonb_typeof(said -> 'waiting') is distinct from 'array' or jsonb_typeof(said -> 'replaced') is distinct from 'array'
    or jsonb_array_length(said -> 'waiting') + jsonb_array_length(said -> 'replaced') > most then
    perform private.fail('invalid', 422, 'statement');
  end if;
  perform private.tell_ledger(said);
  return jsonb_build_object('told', true);
end $$;

create function private.size_of(numbers int4multirange) returns int
language sql immutable set search_path = '' as $$
  select coalesce(sum(upper(part) - lower(part)), 0)::int from unnest(numbers) as part
$$;

-- How a phone stands: how many of its records wait there, and how many never arrived. What its newest statement does not yet
-- cover waits. A phone that was not heard of for so many days holds nothing any more.
create function private.ledger_standing(l app.device_ledgers, silent_days numeric, out silent boolean, out waiting int, out missing int)
language plpgsql stable set search_path = '' as $$
declare
  gap int4multirange := int4multirange(int4range(1, l.issued + 1)) - l.arrived - l.replaced;
  held int4multirange := gap * (l.waiting + int4multirange(int4range(l.stated + 1, l.issued + 1)));
begin
  silent := coalesce(l.heard_at < now() - silent_days * interval '1 day', false);
  if silent then held := '{}'; end if;
  waiting := private.size_of(held);
  missing := private.size_of(gap) - waiting;
end $$;

-- After how many days without a word a phone of a county holds nothing any more; null where no rule says so.
create function private.silent_days(county int) returns numeric
language sql stable set search_path = '' as $$
  select r.value from private.rule_in_force('device_silent_days', county, private.china_day(now())) as r
$$;

-- The caller's own phones: {at, devices: [{device_id, code, heard_at, waiting, waiting_since, missing}]}, the one heard of last
-- first. `forbidden` without a person.
create function api.my_device_ledger() returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  if me is null then perform private.fail('forbidden', 403); end if;
  return jsonb_build_object('at', private.iso(now()), 'devices', coalesce((
    select jsonb_agg(jsonb_build_object('device_id', l.device_id, 'code', l.code, 'heard_at', private.iso(l.heard_at),
      'waiting', s.waiting, 'waiting_since', case when s.waiting > 0 then private.iso(l.waiting_since) end, 'missing', s.missing)
      order by l.heard_at desc, l.device_id)
    from app.device_ledgers l cross join lateral private.ledger_standing(l, private.silent_days(l.county_id)) as s
    where l.owner_id = me), '[]'));
end $$;

-- Names of people whose phones the caller, as a manager, sees, by their ids. Definer: a county's manager does not read people.
create function private.ledger_owners(owners uuid[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  counties int[] := private.my_county_ids();
  organisations int[] := private.my_managed_organisation_ids();
begin
  return coalesce((
    select jsonb_object_agg(p.id, p.name) from app.people p
    where p.id = any(owners) and exists (
      select 1 from app.device_ledgers l
      where l.owner_id = p.id and (l.county_id = any(counties) or l.organisation_id = any(organisations)))), '{}');
end $$;

-- Phones with records that wait or never arrived, or that were copied, among the people of one scope: those of an area's
-- organisations, or of one organisation. Takes both ids, one of them null. Gives {at, rows: [{person_id, person_name,
-- organisation_name, device_id, code, waiting, waiting_since, missing, silent, heard_at, cloned}], truncated}, what never
-- arrived first, 200 at most. `forbidden` outside what the caller manages.
create function api.device_gaps(area int, organisation int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.counties_below(array[area]);
  most constant int := 200;
  found jsonb;
  names jsonb;
begin
  if private.my_person_id() is null or (area is null) = (organisation is null)
     or (area is not null and (cardinality(counties) = 0 or not counties <@ private.my_county_ids()))
     or (organisation is not null and not organisation = any(private.my_managed_organisation_ids())) then
    perform private.fail('forbidden', 403, 'scope');
  end if;
  with days as materialized (
    select c.id, private.silent_days(c.id) as days
    from unnest(counties || (select o.county_id from app.organisations o where o.id = organisation)) as c(id)
  ), listed as (
    select l.*, s.waiting as held, s.missing, s.silent
    from app.device_ledgers l
    left join days on days.id = l.county_id
    cross join lateral private.ledger_standing(l, days.days) as s
    where (area is null or l.county_id = any(counties))
      and (device_gaps.organisation is null or l.organisation_id = device_gaps.organisation)
      and (l.cloned or not l.arrived + l.replaced @> int4multirange(int4range(1, l.issued + 1)))
      and (l.cloned or s.waiting + s.missing > 0)
    order by s.missing desc, l.heard_at, l.person_id, l.device_id limit most
  )
  select coalesce(jsonb_agg(jsonb_build_object('person_id', x.owner_id, 'organisation_name', coalesce(o.name, ''),
    'device_id', x.device_id, 'code', x.code, 'waiting', x.held,
    'waiting_since', case when x.held > 0 then private.iso(x.waiting_since) end, 'missing', x.missing, 'silent', x.silent,
    'heard_at', private.iso(x.heard_at), 'cloned', x.cloned) order by x.missing desc, x.heard_at, x.person_id, x.device_id), '[]')
  into found
  from listed x left join app.organisations o on o.id = x.organisation_id;
  names := private.ledger_owners(array(select (each ->> 'person_id')::uuid from jsonb_array_elements(found) as each));
  return jsonb_build_object('at', private.iso(now()), 'truncated', jsonb_array_length(found) = most, 'rows', coalesce((
    select jsonb_agg(each || jsonb_build_object('person_name', coalesce(names ->> (each ->> 'person_id'), '')) order by n)
    from jsonb_array_elements(found) with ordinality as e(each, n)), '[]'));
end $$;

grant execute on function private.numbers_of(jsonb), private.tell_ledger(jsonb), api.tell_ledger(text), private.size_of(int4multirange),
  private.ledger_standing(app.device_ledgers, numeric), private.silent_days(int), api.my_device_ledger(),
  private.ledger_owners(uuid[]), api.device_gaps(int, int) to authenticated;
