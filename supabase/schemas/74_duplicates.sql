-- Records that may tell of one and the same event: same kind and day, and the same recipient or places within 500 metres
-- of each other. A manager keeps one and voids the others, each with a reference to the one kept;
-- nothing is merged, and nothing goes by itself. It is for a manager who took part in none of them. src/domain/duplicate.ts
-- asks the author the same before submission.

-- Which record was kept in place of a voided duplicate, who said so and why.
create table app.duplicates (
  id uuid primary key references app.activities on delete cascade,
  kept_id uuid not null references app.activities on delete restrict,
  voided_by uuid not null references app.people on delete restrict,
  voided_at timestamptz not null default now(),
  reason text not null check (char_length(reason) between 2 and 200),
  check (id <> kept_id)
);

create index duplicates_kept on app.duplicates (kept_id);

alter table app.duplicates enable row level security;
alter table app.duplicates force row level security;

create policy "who reads an activity reads of which it is a duplicate" on app.duplicates
  for select to authenticated using (exists (select 1 from app.activities a where a.id = duplicates.id));

grant select on app.duplicates to authenticated;

-- Metres between two points on Earth (haversine); null where one of them is not known.
create function private.metres_between(lng1 double precision, lat1 double precision, lng2 double precision, lat2 double precision)
returns double precision
language sql immutable set search_path = '' as $$
  select 2 * 6371008.8 * asin(least(1, sqrt(
    sin(radians(lat2 - lat1) / 2) ^ 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lng2 - lng1) / 2) ^ 2)))
$$;

-- Whether two different records are alike.
create function private.are_alike(a app.activities, b app.activities) returns boolean
language sql immutable set search_path = '' as $$
  select a.id <> b.id and a.kind = b.kind and a.day = b.day
    and (coalesce(a.recipient_org_id = b.recipient_org_id, false)
         or coalesce(private.metres_between(a.lng, a.lat, b.lng, b.lat) <= 500, false))
$$;

-- Likely duplicates among the records of one scope: those held in counties of the area, or those of the organisation. Takes both ids, one of them null, and days. Gives {at, pairs: [{a, b, metres}], records: {id: {id, kind,
-- status, title, short_no, started_at, place_name, organisation_name, author_name, visits, photo_count, mine: whether the
-- caller took part}}, truncated}.
-- `forbidden` outside the caller's own scope.
create function api.likely_duplicates(area int, organisation int, from_day date, to_day date) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.counties_below(array[area]);
  most constant int := 200;
  pairs jsonb;
begin
  if (area is null) = (organisation is null)
     or (area is not null and (cardinality(counties) = 0 or not counties <@ private.my_county_ids()))
     or (organisation is not null and not organisation = any(private.my_organisation_ids())) then
    perform private.fail('forbidden', 403, 'scope');
  end if;
  with scope as (
    select x.id from app.activities x
    where x.status in ('submitted', 'approved') and x.day between from_day and to_day
      and (area is null or x.host_county_id = any(counties))
      and (organisation is null or x.organisation_id = organisation)
  ), found as (
    select a.id as a, b.id as b, a.day, private.metres_between(a.lng, a.lat, b.lng, b.lat) as metres
    from scope s join app.activities a on a.id = s.id
    join app.activities b on b.kind = a.kind and b.day = a.day and b.id > a.id
    join scope t on t.id = b.id
    where private.are_alike(a, b)
    order by a.day desc, a.id, b.id limit most
  )
  select coalesce(jsonb_agg(jsonb_build_object('a', f.a, 'b', f.b, 'metres', round(f.metres)) order by f.day desc, f.a, f.b), '[]')
  into pairs from found f;
  return jsonb_build_object('at', private.iso(now()), 'pairs', pairs, 'truncated', jsonb_array_length(pairs) = most,
    'records', coalesce((
      select jsonb_object_agg(x.id, jsonb_build_object('id', x.id, 'kind', x.kind, 'status', x.status, 'title', x.title,
        'short_no', x.short_no, 'started_at', private.iso(x.started_at), 'place_name', x.place_name,
        'organisation_name', o.name, 'author_name', coalesce(private.activity_names(x.id) ->> x.author_id::text, ''),
        'visits', x.visits, 'photo_count', x.photo_count, 'mine', private.took_part(x.id)))
      from app.activities x join app.organisations o on o.id = x.organisation_id
      where x.id::text in (select pair ->> side from jsonb_array_elements(pairs) as pair cross join unnest(array['a', 'b']) as side)
    ), '{}'));
end $$;

-- Whether the caller manages a record: as manager of its organisation, or of the county it was held in.
create function private.manages(a app.activities) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return a.host_county_id = any(private.my_county_ids()) or exists (
    select 1 from app.memberships m
    where m.person_id = private.my_person_id() and m.role = 'organisation_manager'
      and m.organisation_id = a.organisation_id and private.is_current(m));
end $$;

-- Voids records as duplicates of one that is kept. Definer: a reviewer has no write grant on what others wrote. Gives how
-- many were voided; fails as a whole when one of them may not be.
create function private.void_as_duplicates(kept uuid, others uuid[], why text) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  stays app.activities;
  goes app.activities;
  done int := 0;
begin
  perform 1 from app.documents d where d.id = any(others || kept) order by d.id for update;
  select * into stays from app.activities a where a.id = kept;
  if stays.id is null or not private.manages(stays) then perform private.fail('notFound', 404, 'kept'); end if;
  if private.took_part(kept) then perform private.fail('forbidden', 403, 'own record'); end if;
  perform private.lock_totals_of_activities(others);
  for goes in select a.* from app.activities a where a.id = any(others) order by a.id loop
    if not private.manages(goes) then perform private.fail('notFound', 404, 'others'); end if;
    if private.took_part(goes.id) then perform private.fail('forbidden', 403, 'own record'); end if;
    if not private.are_alike(stays, goes) or stays.status not in ('submitted', 'approved')
       or not exists (select 1 from private.transitions t
                      where t.from_status = goes.status and t.to_status = 'void' and t.by_part = 'reviewer') then
      perform private.fail('invalid', 422, 'duplicate');
    end if;
    insert into app.duplicates (id, kept_id, voided_by, reason) values (goes.id, kept, private.my_person_id(), why);
    update app.documents set status = 'void' where id = goes.id;
    update app.activities set status = 'void' where id = goes.id;
    done := done + 1;
  end loop;
  if done <> cardinality(others) then perform private.fail('notFound', 404, 'others'); end if;
  return done;
end $$;

-- Keeps one record and voids the others as its duplicates, for a reason of two characters or more. Gives {voided}.
-- `invalid` for records that are not alike, not submitted or approved, or for want of a reason; `notFound` for records
-- that the caller does not manage; `forbidden` where the caller took part in one of them.
create function api.void_duplicates(kept uuid, others uuid[], reason text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if char_length(private.trimmed(reason)) not between 2 and 200 or coalesce(cardinality(others), 0) not between 1 and 20
     or private.has_personal_number(reason) then
    perform private.fail('invalid', 422, 'reason');
  end if;
  return jsonb_build_object('voided', private.void_as_duplicates(kept,
    (select array_agg(distinct each) from unnest(others) as each), private.trimmed(reason)));
end $$;

grant execute on function private.metres_between(double precision, double precision, double precision, double precision),
  private.are_alike(app.activities, app.activities), private.manages(app.activities),
  private.void_as_duplicates(uuid, uuid[], text), api.likely_duplicates(int, int, date, date),
  api.void_duplicates(uuid, uuid[], text) to authenticated;
