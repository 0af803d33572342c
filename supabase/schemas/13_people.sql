-- People, with or without an account; contacts apart, so that they can be erased alone. An account is a replaceable
-- link from a person to an auth user: deliberately no foreign key to auth.users, which belongs to the auth service.
-- Rights are memberships: a role in one organisation or one area, for a time.

create table app.people (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 40),
  organisation_id int references app.organisations on delete set null,
  title_level text not null default 'none'
    check (title_level in ('senior', 'associate_senior', 'intermediate', 'junior', 'none')),
  category text not null default 'management'
    check (category in ('tcm', 'western', 'nursing', 'pharmacy', 'technician', 'management', 'ethnic')),
  demo boolean not null default false,
  created_by uuid,
  created_at timestamptz not null default now(),
  -- The entry of the same person that lists and pickers give in place of this one; records keep this one's id.
  merged_into uuid references app.people on delete set null check (merged_into <> id)
);

create index people_organisation on app.people (organisation_id);
create index people_created_by on app.people (created_by);
create index people_merged_into on app.people (merged_into) where merged_into is not null;

alter table app.people enable row level security;
alter table app.people force row level security;

create policy "people read themselves and their organisation's people" on app.people
  for select to authenticated using (
    id = (select private.my_person_id())
    or organisation_id = any((select private.my_organisation_ids())::int[])
    or created_by = (select private.my_person_id())
  );

create policy "people add people to their organisation" on app.people
  for insert to authenticated with check (
    created_by = (select private.my_person_id())
    and organisation_id = any((select private.my_organisation_ids())::int[])
  );

-- Trainees of other institutions: nobody may put them into one that is not theirs, so they belong to none until a
-- manager says otherwise, and their author alone sees them beside the records that name them.
create policy "people of an organisation add people of none" on app.people
  for insert to authenticated with check (
    created_by = (select private.my_person_id())
    and organisation_id is null and cardinality((select private.my_organisation_ids())) > 0
  );

grant select on app.people to authenticated;
grant insert (id, name, organisation_id, title_level, category, created_by) on app.people to authenticated;

create table app.person_contacts (
  person_id uuid primary key references app.people on delete cascade,
  phone text not null default ''
);

alter table app.person_contacts enable row level security;
alter table app.person_contacts force row level security;

create policy "people read their own contacts" on app.person_contacts
  for select to authenticated using (person_id = (select private.my_person_id()));

grant select on app.person_contacts to authenticated;

create table app.accounts (
  user_id uuid primary key,
  person_id uuid not null references app.people on delete cascade,
  name text not null unique check (name ~ '^[a-z0-9._-]{3,32}$'),
  active boolean not null default true,
  demo boolean not null default false,
  -- When a one-time code put another account in its place: that is for good, where a disabled one may be enabled again.
  replaced_at timestamptz,
  check (not (active and replaced_at is not null))
);

create index accounts_person on app.accounts (person_id);

alter table app.accounts enable row level security;
alter table app.accounts force row level security;

create policy "people read their own account" on app.accounts
  for select to authenticated using (user_id = (select auth.uid()));

grant select on app.accounts to authenticated;

create table app.memberships (
  id int generated always as identity primary key,
  person_id uuid not null references app.people on delete cascade,
  role text not null check (role in ('field_worker', 'organisation_manager', 'area_manager', 'administrator')),
  organisation_id int references app.organisations on delete cascade,
  area_id int references app.areas on delete restrict,
  valid_from date not null default private.china_day(now()),
  valid_to date,
  active boolean not null default true,
  check ((role = 'area_manager') = (area_id is not null)),
  check ((role in ('field_worker', 'organisation_manager')) = (organisation_id is not null)),
  check (valid_to is null or valid_to >= valid_from)
);

create index memberships_person on app.memberships (person_id);
create index memberships_organisation on app.memberships (organisation_id);
create index memberships_area on app.memberships (area_id);

alter table app.memberships enable row level security;
alter table app.memberships force row level security;

create policy "people read their own memberships" on app.memberships
  for select to authenticated using (person_id = (select private.my_person_id()));

grant select on app.memberships to authenticated;

-- Whether a membership holds on this China Standard Time day. plpgsql, as whatever every policy asks: the plan is kept.
create function private.is_current(m app.memberships) returns boolean
language plpgsql stable set search_path = '' as $$
declare today date := private.china_day(now());
begin
  return m.active and m.valid_from <= today and (m.valid_to is null or m.valid_to >= today);
end $$;

-- Whether a membership holds today or will: one that has not begun gives its person something too.
create function private.is_open(m app.memberships) returns boolean
language sql stable set search_path = '' as $$
  select m.active and (m.valid_to is null or m.valid_to >= private.china_day(now()))
$$;

-- The entry that stands for a person's: itself, or the one it was merged into, however often.
create function private.survivor_of(person uuid) returns uuid
language sql stable set search_path = '' as $$
  with recursive line as (
    select p.id, p.merged_into, 1 as depth from app.people p where p.id = person
    union all
    select p.id, p.merged_into, line.depth + 1 from app.people p join line on p.id = line.merged_into where line.depth < 20
  )
  select id from line order by depth desc limit 1
$$;

grant execute on function private.is_open(app.memberships) to authenticated;
