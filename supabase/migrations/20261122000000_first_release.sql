-- 00_foundation.sql
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

-- 05_rights.sql
-- Who is asking, and what of the world is theirs: the helpers that every policy calls, read live from rows, never from
-- claims. plpgsql binds late, so they can stand before the tables that they read. Definer: they read accounts and
-- memberships, which the caller may not read beyond the own.

-- The person behind the session; null for a stranger, an ended account, or a disabled one.
create function private.my_person_id() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select a.person_id from app.accounts a where a.user_id = auth.uid() and a.active);
end $$;

-- Organisations the caller belongs to today, in any role.
create function private.my_organisation_ids() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  return (
    select coalesce(array_agg(distinct m.organisation_id), '{}')
    from app.memberships m
    where m.person_id = me and m.organisation_id is not null and private.is_current(m)
  );
end $$;

-- Counties that the areas managed by the caller today reach down to by the managing line.
create function private.my_county_ids() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  return private.counties_below((
    select coalesce(array_agg(distinct m.area_id), '{}')
    from app.memberships m
    where m.person_id = me and m.area_id is not null and private.is_current(m)
  ));
end $$;

-- Organisations that the caller manages today.
create function private.my_managed_organisation_ids() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  return (
    select coalesce(array_agg(distinct m.organisation_id), '{}')
    from app.memberships m
    where m.person_id = me and m.role = 'organisation_manager' and private.is_current(m)
  );
end $$;

grant execute on function private.my_person_id(), private.my_organisation_ids(), private.my_county_ids(),
  private.my_managed_organisation_ids() to authenticated;

-- 10_areas.sql
-- Administrative areas. An area's statutory parent and the one it reports to differ (定州, 辛集, 雄安), so scope follows
-- managing_parent and never the code. Ids are opaque: a code that is given out anew gets a new id.

create table app.areas (
  id int primary key,
  code text not null,
  level text not null check (level in ('country', 'province', 'prefecture', 'county', 'township')),
  kind text not null,
  statutory_parent int references app.areas on delete restrict,
  managing_parent int references app.areas on delete restrict,
  name text not null,
  name_short text not null,
  tradition_label text not null default '',
  valid_from date,
  valid_to date
);

create index areas_managing_parent on app.areas (managing_parent);
-- Above the townships, which are nine in ten: the way down to counties, asked for by every policy.
create index areas_reporting_line on app.areas (managing_parent) where level <> 'township';
create index areas_statutory_parent on app.areas (statutory_parent);
create index areas_code on app.areas (code);

alter table app.areas enable row level security;
alter table app.areas force row level security;

create policy "everyone signed in reads areas" on app.areas for select to authenticated using (true);

grant select on app.areas to authenticated;

-- Codes that were replaced: old records keep theirs, reports roll up through this list.
create table app.area_aliases (
  old_code text not null,
  new_code text not null,
  from_day date,
  note text not null default '',
  primary key (old_code, new_code)
);

alter table app.area_aliases enable row level security;
alter table app.area_aliases force row level security;

create policy "everyone signed in reads area aliases" on app.area_aliases for select to authenticated using (true);

grant select on app.area_aliases to authenticated;

-- County ids at or below the given areas by the managing line, in order. Ended counties stay: their records do.
-- A policy asks in every query: plpgsql keeps the plan for the session, and the offset keeps it from reading all areas.
create function private.counties_below(roots int[]) returns int[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    with recursive below as (
      select a.id, a.level from app.areas a where a.id = any(roots)
      union
      select a.id, a.level from below b cross join lateral (
        select a.id, a.level from app.areas a where a.managing_parent = b.id and a.level <> 'township' offset 0) as a
    )
    select coalesce(array_agg(id order by id), '{}') from below where level = 'county'
  );
end $$;

-- The county that an area lies in: itself, or the one above a township; null above county level.
create function private.county_of(area int) returns int
language plpgsql stable set search_path = '' as $$
begin
  return (select case a.level when 'county' then a.id when 'township' then a.statutory_parent end from app.areas a where a.id = area);
end $$;

grant execute on function private.counties_below(int[]), private.county_of(int) to authenticated;

-- 11_rules.sql
-- Thresholds, targets, minimums and lead times of policies, as rows with scope, validity and the quoted source. The row
-- of the nearest area wins; a null area holds everywhere. verified = false is shown as 待核实.

create table app.rules (
  id int generated always as identity primary key,
  code text not null,
  area_id int references app.areas on delete cascade,
  valid_from date not null,
  valid_to date,
  operator text not null check (operator in ('>=', '<=', '=')),
  value numeric not null,
  unit text not null,
  source text not null,
  source_quote text not null,
  verified boolean not null,
  check (valid_to is null or valid_to >= valid_from)
);

create unique index rules_code on app.rules (code, coalesce(area_id, 0), valid_from);

alter table app.rules enable row level security;
alter table app.rules force row level security;

create policy "everyone signed in reads rules" on app.rules for select to authenticated using (true);

grant select on app.rules to authenticated;

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('photo_minimum', '2001-01-01', '>=', 0, 'photos', '产品默认', '照片不作硬性要求，仅作提示。', true),
  ('device_silent_days', '2001-01-01', '>=', 7, 'days', '产品默认', '手机超过 7 天没有联系，其未送出的记录视为从未到达。', true);

-- The row of a code in force on a day: that of the nearest area up the managing line of `area` which has one, else the
-- row that holds everywhere, else none. src/domain/rule.ts chooses the same on a phone.
create function private.rule_in_force(rule_code text, area int, on_day date) returns setof app.rules
language plpgsql stable set search_path = '' as $$
begin
  return query with recursive line as (
    select a.id, a.managing_parent, 1 as depth from app.areas a where a.id = area
    union all
    select a.id, a.managing_parent, line.depth + 1 from app.areas a join line on a.id = line.managing_parent
    where line.depth < 10
  )
  select r.* from app.rules r
  left join line on line.id = r.area_id
  where r.code = rule_code and r.valid_from <= on_day and (r.valid_to is null or on_day <= r.valid_to)
    and (r.area_id is null or line.id is not null)
  order by line.depth nulls last, r.id
  limit 1;
end $$;

-- The same for many areas at once: the row of each code in force at each of them; none where there is none.
create function private.rules_in_force(codes text[], areas int[], on_day date)
returns table (for_area int, code text, rule_id int)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with recursive holding as (
    select r.id, r.code, r.area_id from app.rules r
    where r.code = any(codes) and r.valid_from <= on_day and (r.valid_to is null or on_day <= r.valid_to)
  ), below as (
    select h.id, h.code, h.area_id as area, 1 as height from holding h where h.area_id is not null
    union all
    select b.id, b.code, a.id, b.height + 1 from below b join app.areas a on a.managing_parent = b.area where b.height < 10
  ), nearest as (
    select distinct on (b.area, b.code) b.area, b.code, b.id from below b order by b.area, b.code, b.height, b.id
  ), anywhere as (
    select h.code, min(h.id) as id from holding h where h.area_id is null group by h.code
  )
  select asked.area, named.code, coalesce(n.id, e.id)
  from unnest(areas) as asked(area)
  cross join unnest(codes) as named(code)
  left join nearest n on n.area = asked.area and n.code = named.code
  left join anywhere e on e.code = named.code
  where coalesce(n.id, e.id) is not null;
end $$;

-- A rule as screens show it: {code, operator, value, unit, source, source_quote, verified}; null for none.
create function private.rule_shown(rule int) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('code', r.code, 'operator', r.operator, 'value', r.value, 'unit', r.unit, 'source', r.source,
    'source_quote', r.source_quote, 'verified', r.verified)
  from app.rules r where r.id = rule
$$;

grant execute on function private.rule_in_force(text, int, date), private.rules_in_force(text[], int[], date),
  private.rule_shown(int) to authenticated;

-- 12_organisations.sql
-- Hospitals, township centres, village clinics, administrations. Public bodies: every colleague may know them.

create table app.organisations (
  id int generated by default as identity primary key,
  name text not null check (char_length(name) between 2 and 80),
  name_short text not null default '',
  kind text not null,
  level text not null check (level in ('province', 'prefecture', 'county', 'township', 'village')),
  county_id int references app.areas on delete restrict,
  township_id int references app.areas on delete restrict,
  lng double precision check (lng between -180 and 180),
  lat double precision check (lat between -90 and 90),
  position_source text not null default '',
  demo boolean not null default false,
  valid_to date,
  check ((lng is null) = (lat is null))
);

create index organisations_county on app.organisations (county_id);

alter table app.organisations enable row level security;
alter table app.organisations force row level security;

create policy "people with an account read organisations" on app.organisations
  for select to authenticated using ((select private.my_person_id()) is not null);

grant select on app.organisations to authenticated;

-- 13_people.sql
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

-- 14_techniques.sql
-- The catalogue of appropriate techniques (适宜技术): category, tradition, standard, and whether a technique is invasive.
-- Category wording and the Mongolian set are 待核实: rows may be edited, never dropped, since records name their codes.

create table app.technique_categories (
  code text primary key check (code ~ '^\d\d$'),
  name text not null
);

alter table app.technique_categories enable row level security;
alter table app.technique_categories force row level security;
create policy "everyone signed in reads technique categories" on app.technique_categories
  for select to authenticated using (true);
grant select on app.technique_categories to authenticated;

create table app.techniques (
  code text primary key check (code ~ '^(tcm|mongolian)-\d\d-\d\d$'),
  name text not null,
  category text not null references app.technique_categories on delete restrict,
  tradition text not null check (tradition in ('tcm', 'mongolian')),
  standard_no text not null default '',
  invasive boolean not null default false,
  active boolean not null default true,
  unique (tradition, name)
);

create index techniques_category on app.techniques (category);

alter table app.techniques enable row level security;
alter table app.techniques force row level security;
create policy "everyone signed in reads techniques" on app.techniques for select to authenticated using (true);
grant select on app.techniques to authenticated;

insert into app.technique_categories values
  ('01', '针刺类'), ('02', '推拿类'), ('03', '刮痧类'), ('04', '拔罐类'), ('05', '灸类'), ('06', '敷熨熏浴类'),
  ('07', '中医微创类'), ('08', '骨伤类'), ('09', '肛肠类'), ('10', '气功类'), ('11', '其他类');

-- One row a category: names in the order of their codes; a name with `*` is invasive.
insert into app.techniques (code, name, category, tradition, invasive)
select 'tcm-' || category || '-' || lpad(n::text, 2, '0'), replace(name, '*', ''), category, 'tcm', name like '%*'
from (values
  ('01', '毫针* 头针* 耳针* 眼针* 腹针* 腕踝针* 手针* 鼻针* 口唇针* 电针* 温针* 三棱针* 皮肤针* 皮内针* 火针* 芒针* 鍉针 浮针* 平衡针* 穴位注射* 穴位埋线*'),
  ('02', '成人推拿 小儿推拿 经穴推拿 关节调整* 踩跷 膏摩 导引'),
  ('03', '刮痧 撮痧 砭石'),
  ('04', '留罐 闪罐 走罐 药罐 针罐* 刺络拔罐*'),
  ('05', '悬灸 隔物灸 麦粒灸* 温灸器灸 雷火灸 热敏灸 督灸 脐灸 天灸*'),
  ('06', '穴位敷贴 中药热熨 湿热敷 熏蒸 泡洗 药浴 塌渍 淋洗 涂擦'),
  ('07', '针刀* 带刃针* 铍针* 刃针* 水针刀*'),
  ('08', '手法复位 理筋 夹板固定 石膏 牵引* 练功'),
  ('09', '挂线* 枯痔* 痔结扎* 中药灌肠* 注射固脱*'),
  ('10', '八段锦 六字诀 五禽戏'),
  ('11', '耳穴压豆 脐疗 药线点灸* 蜂针* 膏方 中药雾化 割治*')
) as listed(category, names)
cross join lateral unnest(string_to_array(names, ' ')) with ordinality as each(name, n);

insert into app.techniques (code, name, category, tradition, invasive)
select 'mongolian-' || category || '-' || lpad(row_number() over (partition by category order by n)::text, 2, '0'),
  name, category, 'mongolian', invasive
from (values
  (1, '蒙医温针', '01', true), (2, '蒙医银针', '01', true), (3, '蒙医放血', '01', true), (4, '蒙医火针', '01', true),
  (5, '蒙医正骨', '08', false), (6, '震脑术', '08', false), (7, '拔罐放血', '04', true), (8, '蒙灸', '05', false),
  (9, '蒙医药浴（阿尔山）', '06', false), (10, '瑟必素', '06', false), (11, '蒙医涂擦', '06', false),
  (12, '酸马奶（策格）', '11', false)
) as listed(n, name, category, invasive);

-- GB/T 21709 parts, by the technique's name.
update app.techniques t set standard_no = 'GB/T 21709.' || s.part
from (values ('悬灸', 1), ('头针', 2), ('耳针', 3), ('三棱针', 4), ('留罐', 5), ('穴位注射', 6), ('皮肤针', 7), ('皮内针', 8),
  ('穴位敷贴', 9), ('穴位埋线', 10), ('电针', 11), ('火针', 12), ('芒针', 13), ('鍉针', 14), ('眼针', 15), ('腹针', 16),
  ('鼻针', 17), ('口唇针', 18), ('腕踝针', 19), ('毫针', 20), ('刮痧', 22)) as s(name, part)
where t.name = s.name and t.tradition = 'tcm';
-- How the needle is moved has a part of its own.
update app.techniques set standard_no = standard_no || '、GB/T 21709.21' where name = '毫针' and tradition = 'tcm';

-- Whether all of these codes stand in the catalogue. Each is looked up by key: few are named, and many listed.
create function private.are_techniques(codes text[]) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return not exists (
    select 1 from unnest(codes) as named(code) where (select t.code from app.techniques t where t.code = named.code) is null);
end $$;

grant execute on function private.are_techniques(text[]) to authenticated;

-- 15_invitations.sql
-- Invitations: a code by which a person joins with an account of their own (`join`), or gets a new account for one whose
-- password is forgotten (`recover`). The code is made on the manager's phone from 80 random bits or more and is known here
-- by its hash alone; it is good once, for a time, until it is withdrawn, and no longer than its maker may give what it gives.

create table app.invitations (
  -- Made on the device, so that an invitation sent twice is one.
  id uuid primary key,
  purpose text not null check (purpose in ('join', 'recover')),
  person_id uuid not null references app.people on delete cascade,
  role text check (role in ('field_worker', 'organisation_manager', 'area_manager')),
  organisation_id int references app.organisations on delete cascade,
  area_id int references app.areas on delete restrict,
  code_sha256 text not null unique check (code_sha256 ~ '^[0-9a-f]{64}$'),
  made_by uuid not null references app.people on delete cascade,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  used_at timestamptz,
  -- The auth user; no reference, as with accounts.
  used_by uuid,
  check ((purpose = 'join') = (role is not null)),
  check (coalesce(role in ('field_worker', 'organisation_manager'), false) = (organisation_id is not null)),
  check (coalesce(role = 'area_manager', false) = (area_id is not null)),
  check ((used_at is null) = (used_by is null))
);

create index invitations_person on app.invitations (person_id);
create index invitations_organisation on app.invitations (organisation_id);
create index invitations_made_by on app.invitations (made_by);

alter table app.invitations enable row level security;
alter table app.invitations force row level security;

create policy "people read the invitations they made" on app.invitations
  for select to authenticated using (made_by = (select private.my_person_id()));

grant select on app.invitations to authenticated;

-- The hash of a code as people type it: without blanks and hyphens, in either case, with O for 0 and I or L for 1.
-- src/domain/invitation-code.ts says the same.
create function private.code_hash(code text) returns text
language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(
    translate(upper(regexp_replace(left(coalesce(code, ''), 60), '[^0-9A-Za-z]', '', 'g')), 'OIL', '011'), 'UTF8')), 'hex')
$$;

-- Why an invitation is good no more: used, withdrawn or expired; null for one that is good. For definer functions.
create function private.invitation_trouble(i app.invitations) returns text
language plpgsql stable set search_path = '' as $$
begin
  if i.used_at is not null then return 'used'; end if;
  if i.withdrawn_at is not null or exists (select 1 from app.people p where p.id = i.person_id and p.merged_into is not null) then
    return 'withdrawn';
  end if;
  if i.expires_at <= now() then return 'expired'; end if;
  if not private.reaches_person(i.made_by, i.person_id) or private.account_state(i.person_id) = 'disabled'
     or (i.purpose = 'join' and not private.reaches(i.made_by, i.role, i.organisation_id, i.area_id)) then
    return 'withdrawn';
  end if;
  return null;
end $$;

-- Makes invitations, all or none; one that is there already by the caller stays as it is. Definer: people and invitations
-- beyond the own organisation have no write grant.
create function private.invite(items jsonb) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  item jsonb;
  n int := -1;
  i app.invitations;
  p app.people;
  field text;
begin
  for item in select value from jsonb_array_elements(items) loop
    n := n + 1;
    begin
      i := jsonb_populate_record(null::app.invitations, item - array['made_by', 'made_at', 'expires_at', 'withdrawn_at', 'used_at', 'used_by']);
      p := jsonb_populate_record(null::app.people, jsonb_build_object('name', private.trimmed(item ->> 'name'),
        'title_level', coalesce(item ->> 'title_level', 'none'), 'category', coalesce(item ->> 'category', 'management')));
      i.expires_at := now() + make_interval(days => (item ->> 'days')::int);
    exception when data_exception then
      perform private.fail('invalid', 422, n || ':item');
    end;
    continue when exists (
      select 1 from app.invitations x where x.id = i.id and x.made_by = me and x.code_sha256 = i.code_sha256);
    field := case
      when not private.is_uuid(i.id::text) or exists (select 1 from app.invitations x where x.id = i.id) then 'id'
      when coalesce(i.code_sha256 !~ '^[0-9a-f]{64}$', true) or exists (
        select 1 from app.invitations x where x.code_sha256 = i.code_sha256) then 'code_sha256'
      when coalesce(i.purpose not in ('join', 'recover'), true) then 'purpose'
      when coalesce((item ->> 'days')::int not between 1 and 60, true) then 'days'
      when not private.is_uuid(i.person_id::text) then 'person_id'
      when i.purpose = 'recover' and (i.role, i.organisation_id, i.area_id) is distinct from (null, null, null) then 'role'
      when i.purpose = 'join' and coalesce(i.role not in ('field_worker', 'organisation_manager', 'area_manager'), true) then 'role'
      when i.purpose = 'join' and (i.role = 'area_manager') is distinct from (i.area_id is not null) then 'area_id'
      when i.purpose = 'join' and (i.role <> 'area_manager') is distinct from (i.organisation_id is not null) then 'organisation_id'
    end;
    if field is not null then perform private.fail('invalid', 422, n || ':' || field); end if;
    if i.purpose = 'join' and not private.reaches(me, i.role, i.organisation_id, i.area_id) then
      perform private.fail('forbidden', 403, n || ':place');
    end if;
    if exists (select 1 from app.people x where x.id = i.person_id) then
      if not private.reaches_person(me, i.person_id) then perform private.fail('notFound', 404, n || ':person'); end if;
    elsif i.purpose = 'recover' then
      perform private.fail('notFound', 404, n || ':person');
    else
      field := private.person_problem(p.name, p.title_level, p.category);
      if field is not null then perform private.fail('invalid', 422, n || ':' || field); end if;
      insert into app.people (id, name, organisation_id, title_level, category, created_by)
      values (i.person_id, p.name, i.organisation_id, p.title_level, p.category, me);
    end if;
    field := case private.account_state(i.person_id)
      when 'disabled' then 'disabled'
      when 'none' then case i.purpose when 'recover' then 'noAccount' end
      else case when i.purpose = 'join' and exists (
        select 1 from app.memberships m where m.person_id = i.person_id and m.role = i.role and private.is_open(m)
          and (m.organisation_id = i.organisation_id or m.area_id = i.area_id)) then 'member' end
    end;
    if field is not null then perform private.fail('invalid', 422, n || ':' || field); end if;
    update app.invitations x set withdrawn_at = now()
    where x.person_id = i.person_id and x.purpose = i.purpose and x.used_at is null and x.withdrawn_at is null
      and (x.role, x.organisation_id, x.area_id) is not distinct from (i.role, i.organisation_id, i.area_id);
    insert into app.invitations (id, purpose, person_id, role, organisation_id, area_id, code_sha256, made_by, expires_at)
    values (i.id, i.purpose, i.person_id, i.role, i.organisation_id, i.area_id, i.code_sha256, me, i.expires_at);
  end loop;
  return n + 1;
end $$;

-- Makes up to 60 invitations in one go, all or none. Takes JSON text: [{id, code_sha256, purpose: join | recover, person_id,
-- days (1 to 60), role, organisation_id | area_id (of `join`), name, title_level?, category? (of somebody new)}]. An earlier
-- one of the same person and place is withdrawn. Gives {made}. The detail is `<n>:<what>`: `forbidden` for a place beyond
-- reach; `notFound` for a person beyond it; `invalid` names the field, or disabled, noAccount, member.
create function api.invite(invitations text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare items jsonb := private.try_jsonb(invitations);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if coalesce(jsonb_typeof(items) <> 'array', true) then perform private.fail('invalid', 422, 'invitations'); end if;
  if jsonb_array_length(items) not between 1 and 60 then perform private.fail('invalid', 422, 'invitations'); end if;
  return jsonb_build_object('made', private.invite(items));
end $$;

-- Definer: invitations have no write grant. Gives whether there was one to withdraw.
create function private.withdraw_invitation(invitation uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  update app.invitations i set withdrawn_at = now()
  where i.id = invitation and i.used_at is null and i.withdrawn_at is null
    and (i.made_by = me or private.reaches_person(me, i.person_id));
  return found;
end $$;

-- Withdraws an invitation of one's own or for a person in reach. Gives {withdrawn: true}; `notFound` when there is none.
create function api.withdraw_invitation(invitation uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if not private.withdraw_invitation(invitation) then perform private.fail('notFound', 404, 'invitation'); end if;
  return jsonb_build_object('withdrawn', true);
end $$;

-- What a code is for: {state: unknown | used | withdrawn | expired | joined}, where the caller's own account used it `joined`; of
-- a good one {state: open, purpose, name, role, place, account, expires_at}, `account` being the name that is replaced.
-- Definer: whoever holds a code of 80 random bits may know whom it is for, and has no right of their own yet.
create function api.invitation_state(code text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  i app.invitations;
  trouble text;
begin
  select * into i from app.invitations x where x.code_sha256 = private.code_hash(code);
  if i.id is null then return jsonb_build_object('state', 'unknown'); end if;
  if i.used_by = auth.uid() then return jsonb_build_object('state', 'joined'); end if;
  trouble := private.invitation_trouble(i);
  if trouble is not null then return jsonb_build_object('state', trouble); end if;
  return jsonb_build_object('state', 'open', 'purpose', i.purpose, 'role', i.role, 'expires_at', private.iso(i.expires_at),
    'name', (select p.name from app.people p where p.id = i.person_id),
    'place', coalesce((select o.name from app.organisations o where o.id = i.organisation_id),
      (select a.name from app.areas a where a.id = i.area_id), ''),
    'account', case i.purpose when 'recover' then (
      select a.name from app.accounts a where a.person_id = i.person_id and a.active order by a.name limit 1) end);
end $$;

-- Binds the session's auth user to the person of a code, and gives what it gives. Definer: accounts, memberships and people
-- have no write grant.
create function private.join(code text, account text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller uuid := auth.uid();
  i app.invitations;
  a app.accounts;
  trouble text;
  claimed text := nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email';
begin
  if caller is null then perform private.fail('forbidden', 403, 'session'); end if;
  select * into i from app.invitations x where x.code_sha256 = private.code_hash(code) for update;
  if i.id is null then perform private.fail('notFound', 404, 'unknown'); end if;
  if i.used_by = caller then return; end if;
  -- Codes of one person at a time: two accounts must not both find that there is none.
  perform 1 from app.people p where p.id = i.person_id for update;
  trouble := private.invitation_trouble(i);
  if trouble is not null then perform private.fail('notFound', 404, trouble); end if;
  select * into a from app.accounts x where x.user_id = caller;
  if a.user_id is not null then
    if not a.active then perform private.fail('forbidden', 403, 'disabled'); end if;
    if a.person_id <> i.person_id then perform private.fail('conflict', 409, 'otherPerson'); end if;
    if i.purpose = 'recover' then perform private.fail('invalid', 422, 'signedIn'); end if;
  else
    if coalesce(account !~ '^[a-z0-9._-]{3,32}$', true) or claimed <> '' and split_part(claimed, '@', 1) <> account then
      perform private.fail('invalid', 422, 'account');
    end if;
    if i.purpose = 'join' and private.account_state(i.person_id) <> 'none' then perform private.fail('conflict', 409, 'hasAccount'); end if;
    if i.purpose = 'recover' then
      update app.accounts x set active = false, replaced_at = now() where x.person_id = i.person_id and x.replaced_at is null;
    end if;
    insert into app.accounts (user_id, person_id, name) values (caller, i.person_id, account) on conflict do nothing;
    if not found then perform private.fail('conflict', 409, 'account'); end if;
  end if;
  if i.purpose = 'join' and not exists (
    select 1 from app.memberships m where m.person_id = i.person_id and m.role = i.role and private.is_open(m)
      and (m.organisation_id = i.organisation_id or m.area_id = i.area_id)
  ) then
    insert into app.memberships (person_id, role, organisation_id, area_id) values (i.person_id, i.role, i.organisation_id, i.area_id);
    update app.people p set organisation_id = i.organisation_id
    where p.id = i.person_id and p.organisation_id is null and i.organisation_id is not null;
  end if;
  update app.invitations x set used_at = now(), used_by = caller where x.id = i.id;
end $$;

-- Joins by a code, with the account name that the session's auth user signed up under; somebody who has an account already
-- gets the role added. The same code by the same user again is joined. Gives {joined: true}. `notFound` says unknown, used,
-- withdrawn or expired; `conflict` otherPerson (signed in as somebody else), hasAccount (sign in with it, or ask for a
-- one-time code), account (the name is taken); `invalid` account or signedIn; `forbidden` session or disabled.
create function api.join(code text, account text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  perform private.join(code, account);
  return jsonb_build_object('joined', true);
end $$;

grant execute on function private.invite(jsonb), api.invite(text), private.withdraw_invitation(uuid),
  api.withdraw_invitation(uuid), private.join(text, text), api.join(text, text) to authenticated;
grant execute on function api.invitation_state(text) to anon, authenticated;

-- 15_reach.sql
-- Who may manage whom. A manager of an organisation reaches its field workers and managers; a manager of an area reaches
-- those of the organisations of its counties by the managing line, unless an organisation is of a higher level than the
-- area, and the managers of areas below the own. Nobody reaches an administrator. Everything that changes rights asks here.

-- The organisations and the areas in which somebody may give and take rights today; empty without an active account.
-- Definer: memberships are read beyond the caller's own, and those of who made an invitation.
create function private.reach_of(who uuid, out organisations int[], out areas int[])
language plpgsql stable security definer set search_path = '' as $$
declare ranks constant text[] := array['country', 'province', 'prefecture', 'county', 'township', 'village'];
begin
  organisations := '{}';
  areas := '{}';
  if not exists (select 1 from app.accounts a where a.person_id = who and a.active) then return; end if;
  select coalesce(array_agg(id), '{}') into organisations from (
    select m.organisation_id as id from app.memberships m
    where m.person_id = who and m.role = 'organisation_manager' and private.is_current(m)
    union
    select o.id from app.memberships m
    join app.areas a on a.id = m.area_id
    cross join lateral unnest(private.counties_below(array[a.id])) as county(id)
    join app.organisations o on o.county_id = county.id
      and array_position(ranks, o.level) >= array_position(ranks, a.level)
    where m.person_id = who and private.is_current(m)
  ) as reached;
  with recursive below as (
    select a.id from app.memberships m join app.areas a on a.managing_parent = m.area_id and a.level <> 'township'
    where m.person_id = who and private.is_current(m)
    union
    select a.id from app.areas a join below b on a.managing_parent = b.id where a.level <> 'township'
  )
  select coalesce(array_agg(id), '{}') into areas from below;
end $$;

-- Whether somebody may give or take a role in an organisation or for an area.
create function private.reaches(who uuid, role text, organisation int, area int) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  organisations int[];
  areas int[];
begin
  select r.organisations, r.areas into organisations, areas from private.reach_of(who) as r;
  return coalesce(case role
    when 'area_manager' then area = any(areas)
    when 'administrator' then false
    else organisation = any(organisations)
  end, false);
end $$;

-- The people whom somebody finds in the lists of those to manage: of the organisations reached, with a role that is
-- reached, or of no organisation and typed by somebody there. `manageable`: no role of theirs is beyond reach, so that
-- nobody takes over an account that may do more than the own. Merged entries are not among them. `chosen` asks for one
-- person. For definer functions.
create function private.people_within(who uuid, chosen uuid) returns table (id uuid, manageable boolean)
language plpgsql stable set search_path = '' as $$
declare
  organisations int[];
  areas int[];
begin
  select r.organisations, r.areas into organisations, areas from private.reach_of(who) as r;
  if cardinality(organisations) + cardinality(areas) = 0 then return; end if;
  return query
  with bound as (
    select m.person_id, bool_and(coalesce(case m.role when 'area_manager' then m.area_id = any(areas)
      when 'administrator' then false else m.organisation_id = any(organisations) end, false)) as all_reached
    from app.memberships m where private.is_open(m) and (chosen is null or m.person_id = chosen) group by m.person_id
  ), tied as (
    select p.id from app.people p where p.organisation_id = any(organisations) and (chosen is null or p.id = chosen)
    union
    select m.person_id from app.memberships m
    where (chosen is null or m.person_id = chosen) and private.is_open(m) and (m.organisation_id = any(organisations) or m.area_id = any(areas))
    union
    select p.id from app.people p
    where p.organisation_id is null and p.created_by is not null and (chosen is null or p.id = chosen)
      and not exists (select 1 from app.memberships m where m.person_id = p.id and private.is_open(m))
      and exists (select 1 from app.memberships m where m.person_id = p.created_by and private.is_open(m)
                    and m.organisation_id = any(organisations))
  )
  select p.id, coalesce(b.all_reached, true)
  from tied t join app.people p on p.id = t.id and p.merged_into is null
  left join bound b on b.person_id = p.id;
end $$;

-- Whether somebody may decide on a person: see people_within.
create function private.reaches_person(who uuid, person uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select 1 from private.people_within(who, person) as w where w.manageable);
end $$;

-- `none` without an account, `active`, or `disabled`.
create function private.account_state(person uuid) returns text
language sql stable set search_path = '' as $$
  select case when bool_or(a.active) then 'active' when bool_or(a.replaced_at is null) then 'disabled' else 'none' end
  from app.accounts a where a.person_id = person
$$;

-- A role with the name of its place, for a screen.
create function private.role_of(m app.memberships) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', m.id, 'role', m.role, 'organisation_id', m.organisation_id, 'area_id', m.area_id,
    'place', coalesce((select o.name from app.organisations o where o.id = m.organisation_id),
      (select a.name from app.areas a where a.id = m.area_id), ''),
    'valid_from', m.valid_from, 'valid_to', m.valid_to, 'open', private.is_open(m), 'current', private.is_current(m))
$$;

-- Definer: people, accounts and memberships are read beyond what a policy says.
create function private.managed_people(words text, organisation int, size int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare listed jsonb;
begin
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'title_level', p.title_level, 'category', p.category,
    'organisation_id', p.organisation_id, 'organisation_name', coalesce(o.name, ''), 'manageable', p.manageable,
    'state', private.account_state(p.id),
    'account', (select a.name from app.accounts a where a.person_id = p.id and a.replaced_at is null order by a.active desc limit 1),
    'roles', coalesce((select jsonb_agg(private.role_of(m) order by m.id) from app.memberships m
      where m.person_id = p.id and private.is_open(m)), '[]'),
    'invited_until', (select private.iso(max(i.expires_at)) from app.invitations i
      where i.person_id = p.id and i.used_at is null and i.withdrawn_at is null and i.expires_at > now())) order by o.level, p.organisation_id, p.name, p.id), '[]')
  into listed
  from (
    select x.*, w.manageable from private.people_within(private.my_person_id(), null) as w join app.people x on x.id = w.id
    where (words = '' or position(lower(words) in lower(x.name)) > 0 or exists (
        select 1 from app.accounts a where a.person_id = x.id and position(lower(words) in a.name) > 0))
      and (managed_people.organisation is null or x.organisation_id = managed_people.organisation or exists (
        select 1 from app.memberships m where m.person_id = x.id and m.organisation_id = managed_people.organisation and private.is_open(m)))
    order by x.organisation_id, x.name, x.id limit size + 1
  ) as p left join app.organisations o on o.id = p.organisation_id;
  return jsonb_build_object('people', case when jsonb_array_length(listed) > size then listed - size else listed end,
    'truncated', jsonb_array_length(listed) > size);
end $$;

-- People in the caller's reach, found by a part of the name or account, of one organisation or of all, 300 at most. Gives
-- {people: [{id, name, title_level, category, organisation_id, organisation_name, state: none | active | disabled, account,
-- roles: [role_of], invited_until, manageable}], truncated}. Nobody for who manages nothing; `forbidden` without a person.
create function api.managed_people(words text, organisation int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return private.managed_people(private.trimmed(left(words, 40)), organisation, 300);
end $$;

-- Where the caller may give rights: {organisations: [{id, name, level, county_id, township_id}], areas: [{id, name, level}],
-- truncated}, whose name holds the words, 400 organisations and 400 areas at most.
create function api.my_reach(words text) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  part text := private.trimmed(left(words, 40));
  reach record;
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  select r.organisations, r.areas into reach from private.reach_of(private.my_person_id()) as r;
  return jsonb_build_object(
    'organisations', coalesce((select jsonb_agg(to_jsonb(x) order by x.id) from (
      select o.id, o.name, o.level, o.county_id, o.township_id from app.organisations o
      where o.id = any(reach.organisations) and o.valid_to is null and position(part in o.name) > 0 order by o.id limit 400) as x), '[]'),
    'areas', coalesce((select jsonb_agg(to_jsonb(x) order by x.id) from (
      select a.id, a.name, a.level from app.areas a
      where a.id = any(reach.areas) and position(part in a.name) > 0 order by a.id limit 400) as x), '[]'),
    'truncated', cardinality(reach.organisations) > 400);
end $$;

grant execute on function private.reach_of(uuid), private.managed_people(text, int, int), api.managed_people(text, int),
  api.my_reach(text) to authenticated;

-- 16_people_import.sql
-- Lists of people and of organisations read from a spreadsheet. The phone shows every row before anything is written; here
-- each is judged again, the good ones are written and the others named.

-- Definer: people of organisations that are not the own have no write grant.
create function private.import_people(items jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  reach int[] := (select r.organisations from private.reach_of(me) as r);
  item jsonb;
  person uuid;
  named text;
  at int;
  code text;
  answers jsonb := '[]';
begin
  for item in select value from jsonb_array_elements(items) loop
    named := private.trimmed(item ->> 'name');
    at := private.int_of(item -> 'organisation_id');
    person := case when private.is_uuid(item ->> 'id') then (item ->> 'id')::uuid end;
    code := case
      when person is null then 'id'
      when not coalesce(at = any(reach), false) then 'organisation'
      when exists (select 1 from app.people p where p.id = person and p.created_by = me and p.name = named) then 'same'
      when exists (select 1 from app.people p where p.id = person) then 'id'
      when exists (select 1 from app.people p where p.organisation_id = at and p.name = named and p.merged_into is null) then 'known'
      else private.person_problem(named, item ->> 'title_level', item ->> 'category')
    end;
    if code is null then
      insert into app.people (id, name, organisation_id, title_level, category, created_by)
      values (person, named, at, item ->> 'title_level', item ->> 'category', me);
    end if;
    answers := answers || jsonb_build_object('line', item -> 'line', 'refused', nullif(code, 'same'));
  end loop;
  return answers;
end $$;

-- Adds up to 500 people to organisations in reach. Takes JSON text: [{line, id, name, organisation_id, title_level,
-- category}]. Gives {rows: [{line, refused}]}: null for who is in, also when sent twice; organisation (beyond reach), known
-- (somebody of that name is there), name, title_level, category or id.
create function api.import_people(people text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare items jsonb := private.try_jsonb(people);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if coalesce(jsonb_typeof(items) <> 'array', true) then perform private.fail('invalid', 422, 'people'); end if;
  if jsonb_array_length(items) not between 1 and 500 then perform private.fail('invalid', 422, 'people'); end if;
  return jsonb_build_object('rows', private.import_people(items));
end $$;

-- Definer: organisations have no write grant.
create function private.import_organisations(items jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  ranks constant text[] := array['country', 'province', 'prefecture', 'county', 'township', 'village'];
  item jsonb;
  named text;
  county int;
  township int;
  code text;
  answers jsonb := '[]';
begin
  for item in select value from jsonb_array_elements(items) loop
    named := private.trimmed(item ->> 'name');
    county := private.int_of(item -> 'county_id');
    township := private.int_of(item -> 'township_id');
    code := case
      when not exists (
        select 1 from app.memberships m join app.areas a on a.id = m.area_id
        where m.person_id = private.my_person_id() and private.is_current(m)
          and county = any(private.counties_below(array[a.id]))
          and array_position(ranks, item ->> 'level') >= array_position(ranks, a.level)) then 'county'
      when coalesce(char_length(named) not between 2 and 80, true) or named ~ '[[:cntrl:]]' or private.has_personal_number(named) then 'name'
      when coalesce(item ->> 'level' not in ('province', 'prefecture', 'county', 'township', 'village'), true) then 'level'
      when coalesce(item ->> 'kind' not in ('tcm_hospital', 'general_hospital', 'mch_institution', 'township_hospital',
        'community_health_center', 'community_health_station', 'village_clinic', 'tcm_administration', 'health_commission',
        'training_center'), true) then 'kind'
      when township is not null and private.county_of(township) is distinct from county then 'township'
      when exists (select 1 from app.organisations o where o.county_id = county and o.name = named) then 'known'
    end;
    if code is null then
      insert into app.organisations (name, kind, level, county_id, township_id)
      values (named, item ->> 'kind', item ->> 'level', county, township);
    end if;
    answers := answers || jsonb_build_object('line', item -> 'line', 'refused', code);
  end loop;
  return answers;
end $$;

-- Adds up to 500 organisations to counties that the caller manages, none of a higher level than the area managed. Takes JSON
-- text: [{line, name, kind, level, county_id, township_id?}]. Gives {rows: [{line, refused}]}: null for one that is in; county (beyond reach), known, name,
-- level, kind or township.
create function api.import_organisations(organisations text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare items jsonb := private.try_jsonb(organisations);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if coalesce(jsonb_typeof(items) <> 'array', true) then perform private.fail('invalid', 422, 'organisations'); end if;
  if jsonb_array_length(items) not between 1 and 500 then perform private.fail('invalid', 422, 'organisations'); end if;
  return jsonb_build_object('rows', private.import_organisations(items));
end $$;

grant execute on function private.import_people(jsonb), api.import_people(text), private.import_organisations(jsonb),
  api.import_organisations(text) to authenticated;

-- 16_people_rights.sql
-- Changes of who may do what: a role that ends, a person who moves to another organisation, whose accounts are disabled or
-- enabled, and two entries that are one person. Each asks private.reaches and private.reaches_person and writes people,
-- accounts and memberships plainly. Nobody takes the last manager from an organisation by leaving.

-- Which entries were merged, and what that closed, so that it can be undone.
create table app.people_merges (
  id int generated always as identity primary key,
  gone_id uuid not null references app.people on delete cascade,
  kept_id uuid not null references app.people on delete cascade,
  merged_by uuid references app.people on delete set null,
  merged_at timestamptz not null default now(),
  undone_at timestamptz,
  closed_users uuid[] not null default '{}',
  closed_memberships int[] not null default '{}',
  check (gone_id <> kept_id)
);

create index people_merges_gone on app.people_merges (gone_id);
create index people_merges_kept on app.people_merges (kept_id);

alter table app.people_merges enable row level security;
alter table app.people_merges force row level security;

create policy "people read the merges they made" on app.people_merges
  for select to authenticated using (merged_by = (select private.my_person_id()));

grant select on app.people_merges to authenticated;

-- What is wrong with what is said of a person: name, title_level or category; null when nothing is.
create function private.person_problem(name text, title_level text, category text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return case
    when coalesce(char_length(name) not between 1 and 40, true) or name ~ '[[:cntrl:]]' or private.has_personal_number(name) then 'name'
    when coalesce(title_level not in ('senior', 'associate_senior', 'intermediate', 'junior', 'none'), true) then 'title_level'
    when coalesce(category not in ('tcm', 'western', 'nursing', 'pharmacy', 'technician', 'management', 'ethnic'), true) then 'category'
  end;
end $$;

-- A membership that the caller may take, locked, or `notFound`; `invalid` ended, or lastManager where the caller would leave
-- an organisation without a manager who can sign in. For definer functions.
create function private.membership_to_end(membership int) returns app.memberships
language plpgsql volatile set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  m app.memberships;
begin
  select * into m from app.memberships x where x.id = membership for update;
  if m.id is null or not private.reaches(me, m.role, m.organisation_id, m.area_id) then
    perform private.fail('notFound', 404, 'membership');
  end if;
  if not private.is_open(m) then perform private.fail('invalid', 422, 'ended'); end if;
  if m.person_id = me and m.role = 'organisation_manager' then
    -- Two managers who leave at once: the second waits, and finds that the first has left.
    perform 1 from app.memberships x where x.organisation_id = m.organisation_id and x.role = m.role order by x.id for update;
    if not exists (
      select 1 from app.memberships x
      where x.organisation_id = m.organisation_id and x.role = m.role and x.person_id <> me and private.is_current(x)
        and (x.valid_to is null or x.valid_to > private.china_day(now())) and private.account_state(x.person_id) = 'active'
    ) then
      perform private.fail('invalid', 422, 'lastManager');
    end if;
  end if;
  return m;
end $$;

-- Definer: memberships have no write grant.
create function private.end_membership(membership int, at_once boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare m app.memberships := private.membership_to_end(membership);
begin
  update app.memberships x set valid_to = greatest(x.valid_from, private.china_day(now())),
    active = not (at_once or x.valid_from > private.china_day(now()))
  where x.id = m.id;
end $$;

-- Ends a role in reach with this day, or at once. Gives {ended: true}. `notFound` beyond reach; `invalid` ended or lastManager.
create function api.end_membership(membership int, at_once boolean) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.end_membership(membership, coalesce(at_once, false));
  return jsonb_build_object('ended', true);
end $$;

-- Definer: memberships and people have no write grant.
create function private.transfer_person(membership int, organisation int, new_role text, at_once boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  today date := private.china_day(now());
  m app.memberships := private.membership_to_end(membership);
begin
  if coalesce(new_role not in ('field_worker', 'organisation_manager'), true) then perform private.fail('invalid', 422, 'role'); end if;
  if m.organisation_id is null or coalesce(m.organisation_id = organisation, true) then perform private.fail('invalid', 422, 'organisation'); end if;
  if not private.reaches(private.my_person_id(), new_role, organisation, null) then perform private.fail('forbidden', 403, 'organisation'); end if;
  if exists (select 1 from app.memberships x where x.person_id = m.person_id and x.organisation_id = organisation
             and x.role = new_role and private.is_open(x)) then
    perform private.fail('invalid', 422, 'member');
  end if;
  perform private.end_membership(membership, at_once);
  insert into app.memberships (person_id, role, organisation_id, valid_from)
  values (m.person_id, new_role, organisation, case when at_once then today else today + 1 end);
  update app.people p set organisation_id = organisation where p.id = m.person_id;
end $$;

-- Moves a person to another organisation: the membership ends with this day and the new one begins with the next, or both
-- at once; what was stays in the rows. Gives {transferred: true}. `notFound` for a membership beyond reach, `forbidden` for an
-- organisation beyond it; `invalid` ended, lastManager, role, organisation, member (has that role there already).
create function api.transfer_person(membership int, organisation int, role text, at_once boolean) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.transfer_person(membership, organisation, role, coalesce(at_once, false));
  return jsonb_build_object('transferred', true);
end $$;

-- Definer: accounts have no write grant.
create function private.set_disabled(person uuid, disabled boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  perform 1 from app.people p where p.id = person for update;
  if not private.reaches_person(me, person) then perform private.fail('notFound', 404, 'person'); end if;
  if person = me then perform private.fail('invalid', 422, 'self'); end if;
  if private.account_state(person) = 'none' then perform private.fail('invalid', 422, 'noAccount'); end if;
  if disabled then
    update app.accounts a set active = false where a.person_id = person and a.active;
    update app.invitations i set withdrawn_at = now() where i.person_id = person and i.used_at is null and i.withdrawn_at is null;
  else
    update app.accounts a set active = true where a.person_id = person and not a.active and a.replaced_at is null;
  end if;
end $$;

-- Makes all accounts of a person in reach inactive, and withdraws their codes; or makes those active again that no one-time
-- code replaced. Gives {disabled}. `notFound` beyond reach; `invalid` self or noAccount.
create function api.set_disabled(person uuid, disabled boolean) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if disabled is null then perform private.fail('invalid', 422, 'disabled'); end if;
  perform private.set_disabled(person, disabled);
  return jsonb_build_object('disabled', disabled);
end $$;

-- Waits for the totals of all organisations of these people: audits of what becomes of them wait for these, one after the
-- other, and facts that follow the people are written in between.
create function private.lock_people_organisations(people uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_totals(null, array(
    select p.organisation_id from app.people p where p.id = any(people) and p.organisation_id is not null
    union select m.organisation_id from app.memberships m where m.person_id = any(people) and m.organisation_id is not null));
end $$;

-- Definer: people, accounts and memberships have no write grant.
create function private.merge_people(gone uuid, kept uuid, both_accounts boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  users uuid[];
  ended int[];
begin
  perform 1 from app.people p where p.id in (gone, kept) order by p.id for update;
  if not private.reaches_person(me, gone) then perform private.fail('notFound', 404, 'gone'); end if;
  if not private.reaches_person(me, kept) then perform private.fail('notFound', 404, 'kept'); end if;
  if gone = kept then perform private.fail('invalid', 422, 'same'); end if;
  if gone = me then perform private.fail('invalid', 422, 'self'); end if;
  if private.account_state(gone) = 'active' then
    if private.account_state(kept) <> 'active' then perform private.fail('invalid', 422, 'keepAccount'); end if;
    if not both_accounts then perform private.fail('invalid', 422, 'bothAccounts'); end if;
  end if;
  users := array(select a.user_id from app.accounts a where a.person_id = gone and a.active);
  ended := array(select m.id from app.memberships m where m.person_id = gone and m.active);
  perform private.lock_people_organisations(array[gone, kept]);
  update app.accounts a set active = false where a.user_id = any(users);
  update app.memberships m set active = false where m.id = any(ended);
  update app.invitations i set withdrawn_at = now() where i.person_id = gone and i.used_at is null and i.withdrawn_at is null;
  update app.people p set merged_into = kept where p.id = gone;
  insert into app.people_merges (gone_id, kept_id, merged_by, closed_users, closed_memberships) values (gone, kept, me, users, ended);
end $$;

-- Says that two entries in reach are one person: `kept` stands for both in lists, what was written keeps its ids. The other's
-- roles end with it. Gives {merged: true}. `notFound` gone or kept; `invalid` same, self, keepAccount (the one with the
-- account has to be kept), bothAccounts (both can sign in: say `both_accounts` to close the other's).
create function api.merge_people(gone uuid, kept uuid, both_accounts boolean) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.merge_people(gone, kept, coalesce(both_accounts, false));
  return jsonb_build_object('merged', true);
end $$;

-- Definer: people, accounts and memberships have no write grant.
create function private.undo_merge(gone uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  done app.people_merges;
begin
  select * into done from app.people_merges x where x.gone_id = gone and x.undone_at is null order by x.id desc limit 1 for update;
  if done.id is null or not private.reaches_person(me, private.survivor_of(gone)) or exists (
    select 1 from app.memberships m
    where m.id = any(done.closed_memberships) and not private.reaches(me, m.role, m.organisation_id, m.area_id)
  ) then
    perform private.fail('notFound', 404, 'merge');
  end if;
  perform private.lock_people_organisations(array[gone, done.kept_id]);
  update app.people p set merged_into = null where p.id = gone;
  update app.memberships m set active = true where m.id = any(done.closed_memberships);
  update app.accounts a set active = true where a.user_id = any(done.closed_users) and a.replaced_at is null;
  update app.people_merges x set undone_at = now() where x.id = done.id;
end $$;

-- Takes a merge back, with the accounts and roles that it closed. Gives {undone: true}; `notFound` beyond reach.
create function api.undo_merge(gone uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.undo_merge(gone);
  return jsonb_build_object('undone', true);
end $$;

-- Definer: people, accounts and memberships are read beyond what a policy says.
create function private.managed_person(person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  p app.people;
  can boolean;
begin
  select w.manageable into can from private.people_within(me, person) as w;
  if can is null then perform private.fail('notFound', 404, 'person'); end if;
  select * into p from app.people x where x.id = person;
  return jsonb_build_object('id', p.id, 'name', p.name, 'title_level', p.title_level, 'category', p.category,
    'organisation_id', p.organisation_id, 'manageable', can, 'self', p.id = me, 'state', private.account_state(p.id),
    'organisation_name', coalesce((select o.name from app.organisations o where o.id = p.organisation_id), ''),
    'accounts', coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'active', a.active, 'replaced', a.replaced_at is not null)
      order by a.active desc, a.name) from app.accounts a where a.person_id = p.id), '[]'),
    'roles', coalesce((select jsonb_agg(private.role_of(m) || jsonb_build_object('reached',
      private.reaches(me, m.role, m.organisation_id, m.area_id)) order by m.id) from app.memberships m where m.person_id = p.id), '[]'),
    'invitations', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'purpose', i.purpose, 'role', i.role,
      'place', coalesce(o.name, a.name, ''), 'expires_at', private.iso(i.expires_at), 'by', b.name) order by i.made_at desc)
      from app.invitations i left join app.organisations o on o.id = i.organisation_id left join app.areas a on a.id = i.area_id
      join app.people b on b.id = i.made_by where i.person_id = p.id and private.invitation_trouble(i) is null), '[]'),
    'merged', coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'at', private.iso(x.merged_at)) order by x.id)
      from app.people_merges x join app.people g on g.id = x.gone_id where x.kept_id = p.id and x.undone_at is null), '[]'));
end $$;

-- A person in reach: {id, name, title_level, category, organisation_id, organisation_name, state, manageable, self, accounts:
-- [{name, active, replaced}], roles: [role_of with `reached`], invitations: [those that are good: {id, purpose, role, place,
-- expires_at, by}], merged: [{id, name, at}]}. `notFound` beyond reach.
create function api.managed_person(person uuid) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return private.managed_person(person);
end $$;

grant execute on function private.end_membership(int, boolean), api.end_membership(int, boolean),
  private.transfer_person(int, int, text, boolean), api.transfer_person(int, int, text, boolean),
  private.set_disabled(uuid, boolean), api.set_disabled(uuid, boolean), private.merge_people(uuid, uuid, boolean),
  api.merge_people(uuid, uuid, boolean), private.undo_merge(uuid), api.undo_merge(uuid), private.managed_person(uuid),
  api.managed_person(uuid) to authenticated;

-- 17_programmes.sql
-- What policy documents set up between institutions: alliances, collaboration groups, paired support, demonstration
-- counties. Public facts. A record made under a programme names it; then those who answer for the programme see it: the
-- lead of an alliance or group, both ends of a pairing, across provinces. What a member does outside the programme stays
-- its own.

create table app.programmes (
  id int generated by default as identity primary key,
  kind text not null
    check (kind in ('specialty_alliance', 'collaboration_group', 'paired_support', 'demonstration_county')),
  name text not null check (char_length(name) between 2 and 120),
  -- The document that set it up.
  source text not null default '' check (char_length(source) <= 200),
  area_id int references app.areas on delete restrict,
  valid_from date not null,
  valid_to date,
  demo boolean not null default false,
  check (valid_to is null or valid_to >= valid_from)
);

create index programmes_area on app.programmes (area_id);

alter table app.programmes enable row level security;
alter table app.programmes force row level security;

create policy "people with an account read programmes" on app.programmes
  for select to authenticated using ((select private.my_person_id()) is not null);

grant select on app.programmes to authenticated;

create table app.programme_members (
  programme_id int not null references app.programmes on delete cascade,
  organisation_id int not null references app.organisations on delete restrict,
  part text not null check (part in ('lead', 'deputy', 'member', 'supporter', 'recipient')),
  valid_from date not null,
  valid_to date,
  primary key (programme_id, organisation_id, valid_from),
  check (valid_to is null or valid_to >= valid_from)
);

create index programme_members_organisation on app.programme_members (organisation_id);

alter table app.programme_members enable row level security;
alter table app.programme_members force row level security;

create policy "people with an account read members of programmes" on app.programme_members
  for select to authenticated using ((select private.my_person_id()) is not null);

grant select on app.programme_members to authenticated;

-- Whether a part in a programme holds on a China Standard Time day; the programme's own term counts too.
create function private.is_part(m app.programme_members, on_day date) returns boolean
language sql stable set search_path = '' as $$
  select m.valid_from <= on_day and (m.valid_to is null or m.valid_to >= on_day) and exists (
    select 1 from app.programmes p
    where p.id = m.programme_id and p.valid_from <= on_day and (p.valid_to is null or p.valid_to >= on_day))
$$;

-- Programmes whose members' records the caller sees today: those that an organisation of the caller leads, and the
-- pairings that it is an end of.
create function private.my_programme_ids() returns int[]
language plpgsql stable set search_path = '' as $$
declare today date := private.china_day(now());
begin
  return (
    select coalesce(array_agg(distinct m.programme_id order by m.programme_id), '{}')
    from app.programme_members m
    where m.organisation_id = any(private.my_organisation_ids()) and m.part in ('lead', 'supporter', 'recipient')
      and private.is_part(m, today)
  );
end $$;

-- The errors of the programmes that a payload names: the organisation must have a part in each on the day of the start.
create function private.programme_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare programmes jsonb := coalesce(payload #> '{header,programme_ids}', '[]');
begin
  if programmes = '[]' then return '{}'; end if;
  return case when exists (
    select 1 from jsonb_array_elements(case jsonb_typeof(programmes) when 'array' then programmes else '[]' end) as named
    where not exists (
      select 1 from app.programme_members m
      where m.programme_id = private.int_of(named) and m.organisation_id = private.int_of(payload #> '{header,organisation_id}')
        and private.is_part(m, private.china_day(private.try_instant(payload #>> '{header,started_at}'))))
  ) then array['header.programme_ids:not_a_member'] else '{}' end;
end $$;

grant execute on function private.is_part(app.programme_members, date), private.my_programme_ids(),
  private.programme_problems(jsonb) to authenticated;

-- 20_documents.sql
-- The unit of sync, as phones send it. documents is the head of each; document_revisions keeps every accepted text with
-- its hash. Typed tables are derived from the text by triggers; lists read those, never the text.
--
-- The scope columns (host_county_id, home_county_id, scope_organisation_id, scope_programme_ids) are filled by a trigger and empty while
-- only the author and the named team may see the document: drafts and practice records. 21_teams fills team_ids.

create table app.kinds (
  slug text primary key,
  letter text not null unique,
  answers_version int not null,
  -- The kind that each record of this kind belongs to by its parent_id; null where records stand by themselves.
  parent_kind text references app.kinds on delete restrict,
  -- A piece of its parent and nothing by itself: no activity, in no total and no list.
  piece boolean not null default false check (not piece or parent_kind is not null)
);

alter table app.kinds enable row level security;
alter table app.kinds force row level security;
create policy "everyone signed in reads kinds" on app.kinds for select to authenticated using (true);
grant select on app.kinds to authenticated;

-- Lawful changes of status; src/domain/activity.ts holds the same rows.
create table private.transitions (
  from_status text not null,
  to_status text not null,
  by_part text not null check (by_part in ('author', 'reviewer')),
  primary key (from_status, to_status, by_part)
);

alter table private.transitions enable row level security;
alter table private.transitions force row level security;
create policy "everyone signed in reads transitions" on private.transitions for select to authenticated using (true);
grant select on private.transitions to authenticated;

insert into private.transitions values
  ('draft', 'draft', 'author'), ('draft', 'submitted', 'author'), ('draft', 'void', 'author'),
  ('submitted', 'submitted', 'author'), ('submitted', 'void', 'author'),
  ('submitted', 'returned', 'reviewer'), ('submitted', 'approved', 'reviewer'),
  ('returned', 'returned', 'author'), ('returned', 'submitted', 'author'), ('returned', 'void', 'author'),
  ('approved', 'void', 'reviewer'), ('submitted', 'void', 'reviewer');

create table app.documents (
  id uuid primary key,
  -- No reference: a child may arrive before its parent.
  parent_id uuid,
  kind text not null references app.kinds on delete restrict,
  author_id uuid not null references app.people on delete restrict,
  organisation_id int references app.organisations on delete restrict,
  host_area_id int references app.areas on delete restrict,
  revision int not null check (revision > 0),
  status text not null check (status in ('draft', 'submitted', 'returned', 'approved', 'void')),
  practice boolean not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  short_no text not null check (char_length(short_no) between 3 and 40),
  device_id text not null check (char_length(device_id) between 1 and 64),
  device_seq int,
  sealed_at timestamptz,
  created_at timestamptz not null,
  received_at timestamptz not null default now(),
  team_ids uuid[] not null default '{}',
  host_county_id int,
  home_county_id int,
  scope_organisation_id int,
  -- Those the record names, and, where it is shared, those whose partners see it.
  programme_ids int[] not null default '{}',
  scope_programme_ids int[] not null default '{}',
  changed xid8 not null default pg_current_xact_id(),
  -- The approved or void record that this one stands for.
  replaces uuid
);

create index documents_author_changed on app.documents (author_id, changed);
create index documents_team on app.documents using gin (team_ids);
create index documents_parent on app.documents (parent_id);
create index documents_replaces on app.documents (replaces) where replaces is not null;

-- Fills the scope columns and stamps the transaction that changed a synced column. A draft that its author throws away
-- was nobody else's business and stays so: void is shared only where the record was shared before.
create function private.tg_documents__scope() returns trigger
language plpgsql set search_path = '' as $$
declare shared boolean := not new.practice and case new.status
  when 'draft' then false
  when 'void' then tg_op = 'UPDATE' and old.scope_organisation_id is not null
  else true
end;
begin
  new.host_county_id := case when shared then private.county_of(new.host_area_id) end;
  new.home_county_id := case when shared then
    (select o.county_id from app.organisations o where o.id = new.organisation_id) end;
  new.scope_organisation_id := case when shared then new.organisation_id end;
  new.scope_programme_ids := case when shared then new.programme_ids else '{}' end;
  new.changed := pg_current_xact_id();
  return new;
end $$;

create trigger documents_100_scope before insert or update on app.documents
  for each row execute function private.tg_documents__scope();

-- What a document is never changes: its author, its kind, whether it was practice.
create function private.tg_documents__immutable() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (new.id, new.parent_id, new.kind, new.author_id, new.practice, new.short_no, new.created_at, new.replaces)
     is distinct from (old.id, old.parent_id, old.kind, old.author_id, old.practice, old.short_no, old.created_at,
       old.replaces) then
    perform private.fail('invalid', 422, 'immutable');
  end if;
  return new;
end $$;

create trigger documents_200_immutable before update on app.documents
  for each row execute function private.tg_documents__immutable();

-- Who writes by the grants below, and not through a definer function, changes the status as an author may, whichever way
-- the write came.
create function private.tg_documents__transition() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user = 'authenticated' and not exists (
    select 1 from private.transitions t
    where t.from_status = old.status and t.to_status = new.status and t.by_part = 'author'
  ) then
    perform private.fail('invalid', 422, 'transition');
  end if;
  return new;
end $$;

create trigger documents_300_transition before update on app.documents
  for each row when (new.status <> old.status) execute function private.tg_documents__transition();

alter table app.documents enable row level security;
alter table app.documents force row level security;

create policy "authors and named teams read their documents" on app.documents
  for select to authenticated using (
    author_id = (select private.my_person_id()) or (select private.my_person_id()) = any(team_ids)
  );

create policy "organisations read their shared documents" on app.documents
  for select to authenticated using (
    scope_organisation_id = any((select private.my_organisation_ids())::int[])
  );

create policy "managers read shared documents of their counties" on app.documents
  for select to authenticated using (
    host_county_id = any((select private.my_county_ids())::int[])
    or home_county_id = any((select private.my_county_ids())::int[])
  );

create policy "partners read shared documents of their programmes" on app.documents
  for select to authenticated using (scope_programme_ids && (select private.my_programme_ids())::int[]);

create policy "authors add documents for their organisations" on app.documents
  for insert to authenticated with check (
    author_id = (select private.my_person_id()) and status <> 'approved'
    and (organisation_id is null or organisation_id = any((select private.my_organisation_ids())::int[]))
  );

create policy "authors revise their documents" on app.documents
  for update to authenticated
  using (author_id = (select private.my_person_id()))
  with check (
    author_id = (select private.my_person_id())
    and (organisation_id is null or organisation_id = any((select private.my_organisation_ids())::int[]))
  );

grant select on app.documents to authenticated;
grant insert (id, parent_id, kind, author_id, organisation_id, host_area_id, revision, status, practice, sha256,
  short_no, device_id, device_seq, sealed_at, created_at, replaces, programme_ids) on app.documents to authenticated;
grant update (organisation_id, host_area_id, revision, status, sha256, device_id, device_seq, sealed_at, received_at,
  programme_ids)
  on app.documents to authenticated;

create table app.document_revisions (
  document_id uuid not null references app.documents on delete cascade,
  revision int not null,
  sha256 text not null,
  payload text not null check (octet_length(payload) <= 262144),
  received_at timestamptz not null default now(),
  primary key (document_id, revision)
);

alter table app.document_revisions enable row level security;
alter table app.document_revisions force row level security;

-- Reads go through the document: one revision at a time, never a list. Earlier revisions are the author's alone, for
-- drafts are among them.
create policy "who reads a document reads its newest revision, its author all" on app.document_revisions
  for select to authenticated using (
    exists (
      select 1 from app.documents d
      where d.id = document_id
        and (d.revision = document_revisions.revision or d.author_id = (select private.my_person_id()))
    )
  );

create policy "authors add revisions to their documents" on app.document_revisions
  for insert to authenticated with check (
    -- Not as a condition on the author: that would be looked up by the author, through all of their documents.
    (select d.author_id from app.documents d where d.id = document_id) = (select private.my_person_id())
  );

grant select on app.document_revisions to authenticated;
grant insert (document_id, revision, sha256, payload) on app.document_revisions to authenticated;

-- A record and, by way of each other, those that it stands in the place of or was kept instead of, as far as the caller may
-- see them: what belongs to one of them belongs to it. src/features/children/children.ts says the same on a phone, which
-- knows nothing of duplicates.
create function private.lineage(document uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    with recursive line(id) as (
      select lineage.document
      union select earlier.id from line cross join lateral (
        select d.replaces from app.documents d where d.id = line.id and d.replaces is not null
        union all select x.id from app.duplicates x where x.kept_id = line.id
      ) as earlier(id)
    )
    select array_agg(line.id) from line);
end $$;

-- The activity that stands today in the place of one: the newest that is not void, of itself, those that replaced it and
-- those kept instead of it, as far as the caller may see them; itself where all are void, null where there is none.
create function private.stands_for(activity uuid) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  return (
    with recursive line(id) as (
      select stands_for.activity
      union select later.id from line cross join lateral (
        select d.id from app.documents d where d.replaces = line.id
        union all select x.kept_id from app.duplicates x where x.id = line.id
      ) as later(id)
    )
    select a.id from line join app.activities a on a.id = line.id join app.documents d on d.id = a.id
    where a.status <> 'void' or a.id = stands_for.activity
    order by a.status = 'void', d.created_at desc, a.id limit 1);
end $$;

grant execute on function private.lineage(uuid), private.stands_for(uuid) to authenticated;

-- 21_teams.sql
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

-- 22_checks.sql
-- Checks of what all kinds share, on the sealed payload. src/domain/check-header.ts says the same; a test compares them
-- on generated records. Each problem is `field:code`; warnings are the phone's business and only flag here.

-- A JSON number, null for anything else.
create function private.number_of(value jsonb) returns numeric
language plpgsql immutable set search_path = '' as $$
begin
  return case jsonb_typeof(value) when 'number' then value::numeric end;
end $$;

-- A whole JSON number as int, null for anything else or beyond int.
create function private.int_of(value jsonb) returns int
language plpgsql immutable set search_path = '' as $$
declare number numeric := case jsonb_typeof(value) when 'number' then value::numeric end;
begin
  return case when abs(number) < 2147483647 and number = trunc(number) then number::int end;
end $$;

-- Problems of numbers; each rule is `name min max decimals [required]`.
create function private.number_problems(answers jsonb, rules text[]) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  rule text;
  part text[];
  value jsonb;
  number numeric;
  problem text;
  found text[] := '{}';
begin
  foreach rule in array rules loop
    part := string_to_array(rule, ' ');
    value := answers -> part[1];
    number := case jsonb_typeof(value) when 'number' then value::numeric end;
    problem := case
      when value is null or value = 'null'::jsonb then case when part[5] = 'required' then 'required' end
      when number is null or number <> round(number, part[4]::int)
        then case part[4] when '0' then 'whole_number' when '1' then 'one_decimal' else 'two_decimals' end
      when number not between part[2]::numeric and part[3]::numeric then 'out_of_range'
    end;
    if problem is not null then found := found || ('answers.' || part[1] || ':' || problem); end if;
  end loop;
  return found;
end $$;

-- `field:required|too_short|too_long` for text, or null.
create function private.text_problem(field text, value text, shortest int, longest int) returns text
language plpgsql immutable set search_path = '' as $$
declare size int := char_length(private.trimmed(value));
begin
  return field || ':' || case
    when size = 0 and shortest > 0 then 'required'
    when size < shortest then 'too_short'
    when size > longest then 'too_long'
  end;
end $$;

create function private.position_problem(at jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  lng numeric := private.number_of(at -> 'lng');
  lat numeric := private.number_of(at -> 'lat');
  accuracy numeric := private.number_of(at -> 'accuracy_m');
begin
  return 'header.position:' || case
    when lng is null or lat is null then
      case when private.trimmed(at ->> 'no_fix_reason') = '' then 'position_or_reason' end
    when abs(lng) > 180 or abs(lat) > 90 then 'off_the_earth'
    when at ->> 'fix_source' = 'manual_pin' and private.trimmed(at ->> 'pin_reason') = '' then 'pin_reason_required'
    when accuracy is not null and (accuracy < 0 or accuracy > 10000) then 'out_of_range'
  end;
end $$;

-- The errors of a sealed payload's pictures.
create function private.photo_problems(payload jsonb) returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  return array_remove(array[
    case when jsonb_array_length(payload -> 'photos') > 20 then 'photos:too_many_photos' end,
    case when payload -> 'photos' @> '[{"consent_state": "unasked"}]' then 'photos:photo_consent' end
  ], null);
end $$;

-- Whether a record has fewer photos than any rule asks of its kind, wherever and whenever: then alone it is worth asking
-- which is in force.
create function private.photos_may_be_too_few(payload jsonb) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (
    select 1 from app.rules r
    where r.code in ('photo_minimum', 'photo_minimum_' || (payload ->> 'kind')) and r.value > jsonb_array_length(payload -> 'photos'));
end $$;

-- How many photos the rule in force asks of a record: that of its kind, `photo_minimum_<kind>`, before that of all kinds.
create function private.photo_minimum(payload jsonb) returns int
language plpgsql stable set search_path = '' as $$
declare
  area int := private.int_of(payload #> '{header,host_area_id}');
  on_day date := private.china_day(coalesce(
    private.try_instant(payload #>> '{header,started_at}'), private.try_instant(payload #>> '{sealed,at}')));
begin
  return coalesce(
    (select r.value from private.rule_in_force('photo_minimum_' || (payload ->> 'kind'), area, on_day) as r),
    (select r.value from private.rule_in_force('photo_minimum', area, on_day) as r), 0)::int;
end $$;

-- Whether a payload comes after one that was handed in: it amends it, is handed in again after its return, or stands in the
-- place of another record. Whether a record is a late entry is asked when it is handed in first.
create function private.was_handed_in(payload jsonb) returns boolean
language plpgsql stable set search_path = '' as $$
declare record uuid := case when private.is_uuid(payload ->> 'id') then (payload ->> 'id')::uuid end;
begin
  return private.trimmed(payload ->> 'amend_reason') <> '' or payload ->> 'replaces' is not null
    or exists (select 1 from app.documents d where d.id = record and d.status <> 'draft');
end $$;

-- The errors of a sealed payload's header.
create function private.header_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  h jsonb := payload -> 'header';
  participants int;
  persons int;
  leads int;
  started timestamptz := private.try_instant(h ->> 'started_at');
  ended timestamptz := private.try_instant(h ->> 'ended_at');
  sealed timestamptz := private.try_instant(payload #>> '{sealed,at}');
  least_photos int := case when private.photos_may_be_too_few(payload) then private.photo_minimum(payload) end;
begin
  select count(*), count(distinct p ->> 'person_id'), count(*) filter (where p ->> 'role' = 'lead') into participants, persons, leads
  from jsonb_array_elements(case jsonb_typeof(h -> 'participants') when 'array' then h -> 'participants' else '[]' end) as p;
  -- Without a query in it, the rest is prepared once for a whole batch.
  return array_remove(array[
    private.text_problem('header.title', h ->> 'title', 2, 80),
    case when private.county_of(private.int_of(h -> 'host_area_id')) is null then 'header.host_area_id:required' end,
    case when private.int_of(h -> 'organisation_id') is null then 'header.organisation_id:required' end,
    case when private.int_of(h -> 'organizer_org_id') is null then 'header.organizer_org_id:required' end,
    case when started is null then 'header.started_at:required' end,
    case when ended is null then 'header.ended_at:required' when ended < started then 'header.ended_at:end_before_start' end,
    case when private.china_day(sealed) - private.china_day(started) > 14
              and private.trimmed(h ->> 'late_reason') = '' and not private.was_handed_in(payload) then 'header.late_reason:late_reason_required' end,
    private.text_problem('header.place_name', h ->> 'place_name', 1, 80),
    private.position_problem(coalesce(h -> 'position', '{}')),
    case when participants = 0 then 'header.participants:participant_required'
         when leads <> 1 then 'header.participants:exactly_one_lead' end,
    case when persons <> participants then 'header.participants:person_twice' end,
    private.text_problem('header.summary', h ->> 'summary', 0, 1000),
    case when jsonb_array_length(payload -> 'photos') < least_photos then 'photos:too_few_photos:' || least_photos end
  ], null) || private.photo_problems(payload);
end $$;

-- The errors of a sealed payload of a kind that is a piece of its parent: it is scoped by its area and organisation, and
-- what else a header says its parent says.
create function private.piece_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return array_remove(array[
    case when private.county_of(private.int_of(payload #> '{header,host_area_id}')) is null then 'header.host_area_id:required' end,
    case when private.int_of(payload #> '{header,organisation_id}') is null then 'header.organisation_id:required' end
  ], null) || private.photo_problems(payload);
end $$;

-- Whether a payload names a parent exactly where its kind has one, another document than itself. A parent that is not here
-- yet is believed; one that is here, and that the caller sees, is of the right kind and practice like the child or not.
create function private.parent_is_sound(payload jsonb, its app.kinds) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  if its.parent_kind is null then return payload ->> 'parent_id' is null; end if;
  if not private.is_uuid(payload ->> 'parent_id') or payload ->> 'parent_id' = payload ->> 'id' then return false; end if;
  return not exists (
    select 1 from app.documents d
    where d.id = (payload ->> 'parent_id')::uuid
      and (d.kind <> its.parent_kind or d.practice <> (payload ->> 'practice')::boolean));
end $$;

-- What any payload must be, draft or sealed, before anything else looks at it, beside its kind, if there is such a one. Null
-- where the frame is sound.
create function private.frame_problem(payload jsonb, its app.kinds, item jsonb, me uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return case
    when payload is null or jsonb_typeof(payload) <> 'object' then 'payload:not_json'
    when payload ->> 'v' is distinct from '1' then 'payload:version'
    when payload ->> 'id' is distinct from item ->> 'id'
      or payload -> 'revision' is distinct from item -> 'revision' then 'payload:envelope'
    when payload ->> 'author_id' is distinct from me::text then 'payload:not_yours'
    when coalesce(private.int_of(payload -> 'answers_version') not between 1 and its.answers_version, true) then 'payload:kind'
    when payload ->> 'status' is null or payload ->> 'status' not in ('draft', 'submitted', 'returned', 'void')
      then 'payload:status'
    when jsonb_typeof(payload -> 'practice') is distinct from 'boolean'
      or jsonb_typeof(payload -> 'header') is distinct from 'object'
      or jsonb_typeof(payload -> 'answers') is distinct from 'object'
      or jsonb_typeof(payload -> 'photos') is distinct from 'array'
      or private.try_instant(payload ->> 'created_at') is null then 'payload:shape'
    when payload ->> 'status' <> 'draft' and private.try_instant(payload #>> '{sealed,at}') is null
      then 'payload:not_sealed'
    when not private.parent_is_sound(payload, its) then 'payload:parent'
  end;
end $$;

-- All errors of a payload, in order: its frame, then for submitted ones the header and the kind's own answers. Work on a
-- draft or a returned record may be incomplete, and what is thrown away need not be complete either.
create function private.payload_problems(payload jsonb, item jsonb, me uuid) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  its app.kinds;
  frame text;
begin
  select * into its from app.kinds k where k.slug = payload ->> 'kind';
  frame := private.frame_problem(payload, its, item, me);
  if frame is not null then return array[frame]; end if;
  if payload ->> 'status' <> 'submitted' then return '{}'; end if;
  return case when its.piece then private.piece_problems(payload) else private.header_problems(payload) end || private.answers_problems(its.slug, payload)
    || private.programme_problems(payload);
end $$;

grant execute on function private.number_of(jsonb), private.int_of(jsonb), private.number_problems(jsonb, text[]),
  private.text_problem(text, text, int, int), private.position_problem(jsonb), private.photo_minimum(jsonb),
  private.photos_may_be_too_few(jsonb), private.photo_problems(jsonb),
  private.was_handed_in(jsonb), private.header_problems(jsonb), private.piece_problems(jsonb),
  private.parent_is_sound(jsonb, app.kinds), private.frame_problem(jsonb, app.kinds, jsonb, uuid), private.payload_problems(jsonb, jsonb, uuid) to authenticated;

-- 23_personal_numbers.sql
-- Nobody is identified in a record: a citizen's number (GB 11643) or a mainland mobile number in any text of a payload is
-- refused, in drafts too, so that none is ever stored. src/domain/personal-number.ts says the same; a test compares them.

-- Whether 18 places, the last of them a digit or x, are a citizen's number: a birthday in them, and the proof right.
create function private.is_citizen_number(places text) returns boolean
language sql immutable set search_path = '' as $$
  select places ~ '^[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9x]$'
    and substr(places, 18, 1) = substr('10x98765432', 1 + (
      select sum(weight * substr(places, n::int, 1)::int)::int % 11
      from unnest(array[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) with ordinality as w(weight, n)
      where places ~ '^[0-9]{17}'
    ), 1)
$$;

-- What may stand between the digits of one number, as part of a regular expression: blanks and hyphens.
create function private.between_digits() returns text
language plpgsql immutable set search_path = '' as $$
begin
  return E'[ \t\u00a0\u2000-\u200b\u202f\u205f\u3000\u2010-\u2015\u2212\ufe63\uff0d-]*';
end $$;

-- Whether a text has eleven digits with nothing but that between them, as some ids and hashes do: no such number has fewer.
create function private.has_eleven_digits(value text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return value ~ ('(?:[0-9０-９]' || private.between_digits() || '){11}');
end $$;

-- Whether it is worth looking for such numbers in what was read from JSON text: with a backslash anything may be written.
create function private.may_hold_personal_number(raw text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return strpos(raw, E'\\') > 0 or private.has_eleven_digits(raw);
end $$;

-- Whether a text holds such a number: with full-width digits, and with blanks or hyphens between them, in a mobile number
-- only as 3-4-4: any other grouping is of several numbers. Ids and hashes are nobody's. Looks at every place where no digit stands before, for numbers that overlap.
create function private.has_personal_number(value text) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
  plain text;
  between_digits constant text := private.between_digits();
  more_digits constant text := '(?:' || between_digits || '[0-9])';
  citizen constant text := '^[1-9]' || more_digits || '{16}' || between_digits || '[0-9x](?![0-9])';
  mobile constant text := '^(?:(?:00)?86' || between_digits || ')?1[3-9][0-9]' || between_digits || '[0-9]{4}' || between_digits
    || '[0-9]{4}(?![0-9])';
  rest text;
  citizen_places text;
begin
  if not private.has_eleven_digits(value) then return false; end if;
  plain := regexp_replace(translate(value, '０１２３４５６７８９ＸｘABCDEFX', '0123456789xxabcdefx'),
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}', '#', 'g');
  for place in 1 .. length(plain) loop
    continue when substr(plain, place, 1) !~ '[0-9]' or (place > 1 and substr(plain, place - 1, 1) ~ '[0-9]');
    rest := substr(plain, place);
    if rest ~ mobile then return true; end if;
    citizen_places := regexp_replace(substring(rest from citizen), '[^0-9x]', '', 'g');
    if citizen_places is not null and private.is_citizen_number(citizen_places) then return true; end if;
  end loop;
  return false;
end $$;

-- `<path>:personal_number` for each text of a payload's header, answers, photos and reason that holds such a number. Paths are
-- looked for only where there is one.
create function private.personal_number_problems(payload jsonb) returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  -- Text by text: in all of them at once a search would take the square of its time.
  if not exists (
    select 1 from unnest(array['header', 'answers', 'photos', 'amend_reason']) as part(key)
    cross join lateral jsonb_path_query(payload -> key, 'strict $.** ? (@.type() == "string")') as found(value)
    where length(value #>> '{}') >= 11 and private.has_personal_number(value #>> '{}')
  ) then
    return '{}';
  end if;
  return (with recursive walk(path, value) as (
    select key, payload -> key from unnest(array['header', 'answers', 'photos', 'amend_reason']) as part(key)
    union all
    select walk.path || '.' || inside.key, inside.value
    from walk cross join lateral (
      select key, value
      from jsonb_each(case jsonb_typeof(walk.value) when 'object' then walk.value else '{}' end)
      union all
      select (n - 1)::text, value
      from jsonb_array_elements(case jsonb_typeof(walk.value) when 'array' then walk.value else '[]' end)
        with ordinality as e(value, n)
    ) as inside
  )
  select coalesce(array_agg(path || ':personal_number' order by path), '{}')
  from walk where jsonb_typeof(value) = 'string' and length(value #>> '{}') >= 11 and private.has_personal_number(value #>> '{}'));
end $$;

grant execute on function private.is_citizen_number(text), private.between_digits(), private.has_eleven_digits(text),
  private.may_hold_personal_number(text),
  private.has_personal_number(text), private.personal_number_problems(jsonb) to authenticated;

-- 23_working_days.sql
-- Holidays and shifted working days, as data of each year's notice of the State Council. A year without rows is
-- reckoned from Monday to Friday and said to be unverified. The due days of findings stand here as rules of their own.

create table app.calendar_days (
  day date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null,
  source text not null
);

alter table app.calendar_days enable row level security;
alter table app.calendar_days force row level security;
create policy "everyone signed in reads calendar days" on app.calendar_days for select to authenticated using (true);
grant select on app.calendar_days to authenticated;

-- One row a run of days: first, last, kind, name.
insert into app.calendar_days (day, kind, name, source)
select day::date, kind, name, source
from (values
  ('2025-01-01', '2025-01-01', 'holiday', '元旦'), ('2025-01-28', '2025-02-04', 'holiday', '春节'),
  ('2025-04-04', '2025-04-06', 'holiday', '清明节'), ('2025-05-01', '2025-05-05', 'holiday', '劳动节'),
  ('2025-05-31', '2025-06-02', 'holiday', '端午节'), ('2025-10-01', '2025-10-08', 'holiday', '国庆节、中秋节'),
  ('2025-01-26', '2025-01-26', 'workday', '春节调休'), ('2025-02-08', '2025-02-08', 'workday', '春节调休'),
  ('2025-04-27', '2025-04-27', 'workday', '劳动节调休'), ('2025-09-28', '2025-09-28', 'workday', '国庆节调休'),
  ('2025-10-11', '2025-10-11', 'workday', '国庆节调休'),
  ('2026-01-01', '2026-01-03', 'holiday', '元旦'), ('2026-02-15', '2026-02-23', 'holiday', '春节'),
  ('2026-04-04', '2026-04-06', 'holiday', '清明节'), ('2026-05-01', '2026-05-05', 'holiday', '劳动节'),
  ('2026-06-19', '2026-06-21', 'holiday', '端午节'), ('2026-09-25', '2026-09-27', 'holiday', '中秋节'),
  ('2026-10-01', '2026-10-07', 'holiday', '国庆节'),
  ('2026-01-04', '2026-01-04', 'workday', '元旦调休'), ('2026-02-14', '2026-02-14', 'workday', '春节调休'),
  ('2026-02-28', '2026-02-28', 'workday', '春节调休'), ('2026-05-09', '2026-05-09', 'workday', '劳动节调休'),
  ('2026-09-20', '2026-09-20', 'workday', '国庆节调休'), ('2026-10-10', '2026-10-10', 'workday', '国庆节调休')
) as listed(first, last, kind, name)
join (values ('2025', '《国务院办公厅关于2025年部分节假日安排的通知》（国办发明电〔2024〕12号）'),
  ('2026', '《国务院办公厅关于2026年部分节假日安排的通知》（2025年11月4日）')) as notices(year, source) on first like year || '%'
cross join lateral generate_series(first::date, last::date, interval '1 day') as day;

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('finding_due_days_minor', '2001-01-01', '<=', 30, 'days', '产品默认', '一般问题整改时限，示例，待核实。', false),
  ('finding_due_days_major', '2001-01-01', '<=', 15, 'days', '产品默认', '较重问题整改时限，示例，待核实。', false),
  ('finding_due_days_critical', '2001-01-01', '<=', 7, 'days', '产品默认', '严重问题整改时限，示例，待核实。', false);

-- The nth working day after a day, at most 1000; src/domain/working-days.ts says the same. Takes the day and n; gives the
-- day itself for n below 1, and whether every year that was walked through has rows.
create function private.add_working_days(day date, n int, out due date, out verified boolean)
language plpgsql stable set search_path = '' as $$
declare
  left_over int := least(n, 1000);
  known int[] := array(select distinct extract(year from c.day)::int from app.calendar_days c);
begin
  due := day;
  verified := extract(year from day)::int = any(known);
  while left_over > 0 loop
    due := due + 1;
    verified := verified and extract(year from due)::int = any(known);
    left_over := left_over - case coalesce(
      (select c.kind from app.calendar_days c where c.day = due),
      case when extract(isodow from due) < 6 then 'workday' else 'holiday' end) when 'workday' then 1 else 0 end;
  end loop;
end $$;

grant execute on function private.add_working_days(date, int) to authenticated;

-- 24_checklists.sql
-- Checklists (检查表) by code and version. A published version never changes, for visits are judged by it for years: an
-- edit is a new version. The text is what was hashed; its shape is src/domain/checklist/template.ts.

create table app.checklist_templates (
  code text not null check (code ~ '^[a-z0-9_]{3,60}$'),
  version int not null check (version > 0),
  template text not null check (octet_length(template) <= 262144),
  sha256 text not null check (sha256 = encode(sha256(convert_to(template, 'UTF8')), 'hex')),
  -- Null while it is being written.
  published_at timestamptz,
  -- Whose own weights it has (27_area_checklists); null: it holds everywhere.
  area_id int references app.areas on delete restrict,
  primary key (code, version),
  check (coalesce(private.try_jsonb(template) ->> 'code' = code, false)),
  check (coalesce(private.try_jsonb(template) -> 'version' = to_jsonb(version), false)),
  check (private.try_jsonb(template) #> '{own,area_id}' is not distinct from to_jsonb(area_id))
);

create index checklist_templates_area on app.checklist_templates (area_id);

-- Published versions stay as they are, and stay.
create function private.tg_checklist_templates__immutable() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.published_at is not null then perform private.fail('invalid', 422, 'published'); end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger checklist_templates_100_immutable before update or delete on app.checklist_templates
  for each row execute function private.tg_checklist_templates__immutable();

alter table app.checklist_templates enable row level security;
alter table app.checklist_templates force row level security;
create policy "everyone signed in reads published checklists" on app.checklist_templates
  for select to authenticated using (published_at is not null);
grant select on app.checklist_templates to authenticated;

-- The published template of a code and version, when its hash is the one given; null otherwise.
create function private.checklist_template(code text, version int, sha256 text) returns jsonb
language sql stable set search_path = '' as $$
  select private.try_jsonb(t.template) from app.checklist_templates t
  where t.code = checklist_template.code and t.version = checklist_template.version
    and t.sha256 = checklist_template.sha256 and t.published_at is not null
$$;

grant execute on function private.checklist_template(text, int, text) to authenticated;

-- 25_scoring.sql
-- The scoring engine, as src/domain/checklist has it: whole hundredths, rounded once, half up, and a reason for every
-- score. A test compares the two on generated templates and answers. Nothing here reads a table; numbers of a template
-- were checked before it was published, numbers of answers are checked here.
--
-- Each step is one statement over all items and calls hardly a function of ours within: a sheet of sixteen items takes
-- about a millisecond, where functions per item and number took twenty. `offset 0` keeps a step from being worked out again by the next.

-- What was found for each item, in whole numbers: {item, state, sound answer, whether it is met}. `value` is a quantity in
-- hundredths or the score of a grade; `part` of `whole` is a ratio, a sample, or the parts present. `no_share` says why two
-- numbers make none; of a total of nothing that may not be left out there is none of one.
create function private.checklist_findings(template jsonb, answers jsonb)
returns table (section_n int, item_n int, section text, item jsonb, override numeric, state text, most numeric,
  target numeric, yes boolean, value numeric, part numeric, whole numeric, label text, met boolean, no_share text)
language plpgsql immutable set search_path = '' as $$
begin
  return query
  select s.n::int, i.n::int, s.section ->> 'code', i.item, r.override,
    case when not r.applies then 'not_applicable' when r.omitted then 'omitted' when m.sound then 'scored' else 'open' end,
    r.most, r.target, a.yes, coalesce(a.value, c.score), coalesce(a.part, p.present), coalesce(case a.whole when 0 then 1 else a.whole end, nullif(p.total, 0)), c.label,
    m.sound and (r.bonus or case r.type
      when 'yes_no' then a.yes
      when 'count' then r.target is null or a.value >= r.target
      when 'ratio' then r.target is null or a.part * 10000 >= r.target * greatest(a.whole, 1)
      when 'sample' then a.part * 10000 >= coalesce(r.target, 10000) * a.whole
      when 'parts' then p.present = p.total
      when 'grade' then c.score > 0
      else true end), q.no_share
  from jsonb_array_elements(template -> 'sections') with ordinality as s(section, n)
  cross join lateral jsonb_array_elements(s.section -> 'items') with ordinality as i(item, n)
  cross join lateral (
    select i.item ->> 'answer' as type, i.item #>> '{rule,kind}' = 'bonus' as bonus, (i.item ->> 'max')::numeric * 100 as most,
      (i.item ->> 'target')::numeric * 100 as target, given -> 'answer' as answer,
      i.item -> 'applies_to' = '[]' or i.item -> 'applies_to' ? (answers ->> 'institution') as applies,
      i.item -> 'omittable' = 'true' as omittable, i.item -> 'omittable' = 'true' and coalesce(given ->> 'na_reason', '') <> ''
        and private.trimmed(given ->> 'na_reason') <> '' as omitted,
      case jsonb_typeof(given -> 'override') when 'number' then (given ->> 'override')::numeric end as override
    from (select answers #> array['items', i.item ->> 'code'] as given offset 0) as g offset 0
  ) as r
  cross join lateral (
    select case jsonb_typeof(r.answer -> 'yes') when 'boolean' then (r.answer ->> 'yes')::boolean end as yes,
      case jsonb_typeof(r.answer -> 'count') when 'number' then (r.answer ->> 'count')::numeric * 100 end as value,
      case jsonb_typeof(r.answer -> part_key) when 'number' then (r.answer ->> part_key)::numeric end as part,
      case jsonb_typeof(r.answer -> whole_key) when 'number' then (r.answer ->> whole_key)::numeric end as whole
    from (select case r.type when 'ratio' then 'part' when 'sample' then 'passed' end as part_key,
                 case r.type when 'ratio' then 'whole' when 'sample' then 'sampled' end as whole_key) as keys offset 0
  ) as a
  cross join lateral (
    select count(*)::numeric as total, (count(*) filter (where r.answer -> 'present' ? (named ->> 'code')))::numeric as present
    from jsonb_array_elements(case when r.type = 'parts' then i.item #> '{rule,parts}' else '[]' end) as named
  ) as p
  left join lateral (
    select choice ->> 'text' as label, (choice ->> 'score')::numeric * 100 as score
    from jsonb_array_elements(case when r.type = 'grade' then i.item #> '{rule,choices}' else '[]' end) as choice
    where choice -> 'code' = r.answer -> 'grade'
  ) as c on true
  cross join lateral (
    select given.countable, case when given.countable then case
      when a.part > a.whole then case r.type when 'ratio' then 'more_than_whole' else 'more_than_drawn' end
      when a.whole = 0 then case r.type when 'ratio' then 'nothing_to_share' else 'nothing_drawn' end end end as no_share
    from (select a.part between 0 and 1000000 and a.whole between 0 and 1000000 and a.part = trunc(a.part) and a.whole = trunc(a.whole)
      as countable) as given
    offset 0
  ) as q
  cross join lateral (
    select coalesce(case r.type
      when 'yes_no' then a.yes is not null
      when 'count' then a.value between 0 and 100000000 and a.value = trunc(a.value)
      when 'ratio' then q.countable and (q.no_share is null or q.no_share = 'nothing_to_share' and not r.omittable)
      when 'sample' then q.countable and q.no_share is null
      when 'parts' then jsonb_typeof(r.answer -> 'present') = 'array'
      when 'grade' then c.score is not null
      when 'text' then jsonb_typeof(r.answer -> 'text') = 'string' and private.trimmed(r.answer ->> 'text') <> '' end, false) as sound
    offset 0
  ) as m;
end $$;

-- Each item's score by its rule and by hand, with the sentence that explains it: key and parameters of what was found
-- (`fact`) and of what follows (`outcome`). `score` is what counts, `computed` what the rule gives.
create function private.checklist_item_scores(template jsonb, answers jsonb)
returns table (section_n int, item_n int, section text, item jsonb, state text, score numeric, most numeric, met boolean,
  fact jsonb, outcome jsonb)
language plpgsql immutable set search_path = '' as $$
begin
  return query
  select f.section_n, f.item_n, f.section, f.item, f.state, case when o.by_hand then f.override else w.score end,
    case when f.state in ('not_applicable', 'omitted') or k.kind = 'bonus' then 0 else f.most end,
    case when f.state <> 'scored' then null when o.by_hand then k.kind = 'bonus' or f.override = f.most or (f.override <> 0 and f.met)
      else f.met end,
    case when f.state <> 'scored' then jsonb_build_object('key', case when f.state = 'open' then coalesce(f.no_share, 'open') else f.state end, 'params', '{}'::jsonb)
      else case f.item ->> 'answer'
      when 'yes_no' then jsonb_build_object('key', case when f.yes then 'yes' else 'no' end, 'params', '{}'::jsonb)
      when 'count' then jsonb_build_object('key', case when f.target is null then 'count' else 'count_target' end, 'params',
        jsonb_strip_nulls(jsonb_build_object('target', trim_scale(f.target / 100)::text, 'value', trim_scale(f.value / 100)::text,
          'unit', f.item -> 'unit')))
      when 'ratio' then case when f.no_share is not null then jsonb_build_object('key', case when f.target is null then 'ratio_of_nothing'
          else 'ratio_of_nothing_target' end, 'params', jsonb_strip_nulls(jsonb_build_object('target', trim_scale(f.target / 100)::text)))
        else jsonb_build_object('key', case when f.target is null then 'ratio' else 'ratio_target' end, 'params',
        jsonb_strip_nulls(jsonb_build_object('target', trim_scale(f.target / 100)::text,
          'value', trim_scale(div(2 * f.part * 10000 + f.whole, 2 * f.whole) / 100)::text,
          'part', trim_scale(f.part)::text, 'whole', trim_scale(f.whole)::text))) end
      when 'parts' then jsonb_build_object('key', 'parts', 'params', jsonb_build_object('total', f.whole::text, 'present', f.part::text))
      when 'sample' then jsonb_build_object('key', 'sample', 'params',
        jsonb_build_object('sampled', trim_scale(f.whole)::text, 'passed', trim_scale(f.part)::text, 'unit', f.item -> 'unit'))
      when 'grade' then jsonb_build_object('key', 'grade', 'params', jsonb_build_object('grade', f.label))
      else jsonb_build_object('key', 'text', 'params', '{}'::jsonb) end end,
    case when f.state <> 'scored' then null when o.by_hand then jsonb_build_object('key', 'overridden', 'params',
        jsonb_build_object('computed', trim_scale(w.score / 100)::text, 'score', trim_scale(f.override / 100)::text))
      else case k.kind
      when 'tiered' then case when k.tier is null then jsonb_build_object('key', 'no_tier', 'params', '{}'::jsonb)
        else jsonb_build_object('key', 'tiered', 'params', jsonb_build_object(
          'from', trim_scale((k.tier ->> 'from')::numeric)::text, 'score', trim_scale(w.score / 100)::text)) end
      when 'bonus' then jsonb_build_object('key', 'bonus', 'params', jsonb_build_object('score', trim_scale(w.score / 100)::text))
      when 'sampled_rate' then jsonb_build_object('key', 'sampled_rate', 'params',
        jsonb_build_object('max', trim_scale(f.most / 100)::text, 'score', trim_scale(w.score / 100)::text))
      when 'not_scored' then jsonb_build_object('key', 'not_scored', 'params', '{}'::jsonb)
      else case
        when k.lost is not null and not f.met then jsonb_build_object(
          'key', k.kind || case when k.lost > f.most then '_all' else '' end, 'params', jsonb_strip_nulls(jsonb_build_object(
            'step', trim_scale(k.step / 100)::text, 'unit', case when k.kind = 'per_n_units' then f.item -> 'unit' end,
            'deduct', trim_scale(k.deduct / 100)::text, 'lost', trim_scale(least(k.lost, f.most) / 100)::text)))
        when k.kind = 'graded' and w.score > 0 then jsonb_build_object('key', 'full', 'params',
          jsonb_build_object('score', trim_scale(w.score / 100)::text))
        when k.kind = 'graded' or not f.met then jsonb_build_object('key', case when f.most = 0 then 'fail' else 'none' end, 'params', '{}'::jsonb)
        when f.most = 0 then jsonb_build_object('key', 'pass', 'params', '{}'::jsonb)
        else jsonb_build_object('key', 'full', 'params', jsonb_build_object('score', trim_scale(f.most / 100)::text)) end end end
  from private.checklist_findings(template, answers) as f
  cross join lateral (
    select rule ->> 'kind' as kind, (rule ->> 'step')::numeric * 100 as step, (rule ->> 'deduct')::numeric * 100 as deduct,
      case when f.state = 'scored' then case rule ->> 'kind'
        when 'per_missing' then (f.whole - f.part) * (rule ->> 'deduct')::numeric * 100
        when 'per_n_units' then div(greatest(f.target - f.value, 0), (rule ->> 'step')::numeric * 100) * (rule ->> 'deduct')::numeric * 100
        when 'per_pct_point' then div(greatest(f.target * f.whole - f.part * 10000, 0), (rule ->> 'step')::numeric * 100 * f.whole)
          * (rule ->> 'deduct')::numeric * 100 end end as lost,
      case when rule ->> 'kind' = 'tiered' and f.state = 'scored' then (
        select t from jsonb_array_elements(rule -> 'tiers') as t
        where case when f.whole is null then f.value >= (t ->> 'from')::numeric * 100
          else f.part * 10000 >= (t ->> 'from')::numeric * 100 * f.whole end
        order by (t ->> 'from')::numeric desc limit 1) end as tier,
      rule
    from (select f.item -> 'rule' as rule) as given offset 0
  ) as k
  cross join lateral (
    select case when f.state <> 'scored' then 0 else case k.kind
      when 'all_or_nothing' then case when f.met then f.most else 0 end
      when 'tiered' then case when k.tier is null then 0 else least(f.most, (k.tier ->> 'score')::numeric * 100) end
      when 'graded' then least(f.most, f.value)
      when 'bonus' then least((k.rule ->> 'most')::numeric * 100, (k.rule ->> 'add')::numeric * 100
        * case when f.yes is null then div(f.value, k.step) when f.yes then 1 else 0 end)
      when 'sampled_rate' then div(2 * f.most * f.part + f.whole, 2 * f.whole)
      when 'not_scored' then 0
      else case when f.met then f.most else f.most - least(f.most, k.lost) end end end as score
    offset 0
  ) as w
  cross join lateral (
    select coalesce(f.state = 'scored' and f.override = trunc(f.override) and most_by_hand > 0
      and f.override between 0 and most_by_hand, false) as by_hand
    from (select case when k.kind = 'bonus' then coalesce((k.rule ->> 'most')::numeric * 100, 10000) else f.most end as most_by_hand) as limits
    offset 0
  ) as o;
end $$;

-- 26_checklist_scores.sql
-- A whole checklist scored: sections, total and grade, from the items' scores of the file before.

-- Takes a template and {institution, items: {code: {answer, na_reason, override}}}. Gives {items: [{code, state, score, max,
-- met, because: {fact, outcome}}], sections: [{code, score, max, done, count}], done, count, score, max, scored_max, total,
-- grade, failed}; scores in hundredths, the total out of 100 and null until all is answered, the grade null while it is
-- undecided. src/domain/checklist/score.ts says the same.
create function private.score_checklist(template jsonb, answers jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  items jsonb;
  sections jsonb;
  failed jsonb;
  score bigint;
  most bigint;
  reached bigint;
  done bigint;
  counts bigint;
  total bigint;
  grade text;
begin
  with scored as materialized (
    select i.*, i.state in ('scored', 'omitted') as is_done, i.state <> 'not_applicable' as applies
    from private.checklist_item_scores(template, answers) as i
  ), by_section as (
    select s.section_n, jsonb_build_object('code', s.section, 'score', trim_scale(sum(s.score)), 'max', trim_scale(sum(s.most)),
      'done', count(*) filter (where s.is_done), 'count', count(*) filter (where s.applies)) as summed
    from scored s group by s.section_n, s.section
  )
  select jsonb_agg(jsonb_build_object('code', s.item -> 'code', 'state', s.state, 'score', trim_scale(s.score),
      'max', trim_scale(s.most), 'met', s.met, 'because', jsonb_build_object('fact', s.fact, 'outcome', s.outcome))
      order by s.section_n, s.item_n),
    (select jsonb_agg(b.summed order by b.section_n) from by_section b),
    coalesce(jsonb_agg(s.item -> 'code' order by s.section_n, s.item_n) filter (where not s.met and s.item ->> 'gate' <> 'none'), '[]'),
    sum(s.score), sum(s.most), coalesce(sum(s.most) filter (where s.state = 'scored'), 0),
    count(*) filter (where s.is_done), count(*) filter (where s.applies)
  into items, sections, failed, score, most, reached, done, counts
  from scored s;
  if done = counts and most > 0 then total := (2 * score * 10000 + most) / (2 * most); end if;
  grade := case
    when jsonb_array_length(template -> 'grades') = 0 then null
    when jsonb_array_length(failed) > 0 then 'unqualified'
    when done < counts then null
    when total is null then 'qualified'
    else coalesce((
      select g ->> 'code' from jsonb_array_elements(template -> 'grades') with ordinality as e(g, n)
      where total >= (g ->> 'from')::numeric * 100 order by n limit 1), 'unqualified') end;
  return jsonb_build_object('items', items, 'sections', sections, 'done', done, 'count', counts, 'score', score,
    'max', most, 'scored_max', reached, 'total', total, 'grade', grade, 'failed', failed);
end $$;

grant execute on function private.checklist_findings(jsonb, jsonb), private.checklist_item_scores(jsonb, jsonb),
  private.score_checklist(jsonb, jsonb) to authenticated;

-- 27_area_checklists.sql
-- An area's own weights of a checklist. Where no source gives an item's weight, the area's manager says what it weighs and who
-- set that; what comes of it is a checklist of that area, published at once: its code is that of the shipped one with the
-- area's id, its versions count by themselves, and its `own` names the area and the very text that it was made from. At
-- visits in the area it is offered in place of the shipped one. src/domain/checklist/own-weights.ts makes the same of the same.

-- The areas from this one up the managing line, most local first.
create function private.line_above(area int) returns int[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    with recursive line as (
      select a.id, a.managing_parent, 1 as depth from app.areas a where a.id = area
      union all
      select a.id, a.managing_parent, line.depth + 1 from app.areas a join line on a.id = line.managing_parent
      where line.depth < 10
    )
    select coalesce(array_agg(id order by depth), '{}') from line
  );
end $$;

-- The least that an item may weigh: one deduction takes no more than the whole, and of several scores one is worth something.
-- Null for an item whose weight is not the area's to set: a source gives it, or it weighs nothing by its rule.
create function private.least_weight(item jsonb) returns numeric
language plpgsql immutable set search_path = '' as $$
declare kind text := item #>> '{rule,kind}';
begin
  return case
    when item ->> 'weight_source' is not null or kind in ('bonus', 'not_scored') then null
    when kind in ('per_missing', 'per_n_units', 'per_pct_point') then (item #>> '{rule,deduct}')::numeric
    when kind in ('tiered', 'graded') then 0.1
    else 0 end;
end $$;

-- A rule for another weight. Scores of tiers and choices keep their share of the whole, in hundredths, rounded half up: never
-- more than the whole, and never nothing where they were something, for a choice that scores is one that is met. Where the
-- whole was nothing there is no share: they stay, up to the new whole. Deductions and steps stay as they are.
create function private.weighted_rule(rule jsonb, was numeric, weight numeric) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare key text := case rule ->> 'kind' when 'tiered' then 'tiers' when 'graded' then 'choices' end;
begin
  if key is null then return rule; end if;
  return jsonb_set(rule, array[key], (
    select jsonb_agg(each || jsonb_build_object('score', trim_scale(case
      when score = 0 then 0
      when was = 0 then least(weight, score)
      else least(weight, greatest(0.01, div(2 * score * weight * 10000 + was * 100, 2 * was * 100) / 100)) end)) order by n)
    from jsonb_array_elements(rule -> key) with ordinality as e(each, n)
    cross join lateral (select (each ->> 'score')::numeric as score) as s
  ));
end $$;

-- What is wrong with weights {item code: weight} for a checklist, as `what` or `<item>:what`; null: nothing.
create function private.weights_problem(base jsonb, weights jsonb) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select case
      when i.item is null then 'item'
      when i.least is null then w.code || ':locked'
      when jsonb_typeof(w.value) <> 'number' then w.code || ':range'
      when w.value::numeric not between 0 and 100 or w.value::numeric * 100 <> trunc(w.value::numeric * 100) then w.code || ':range'
      when w.value::numeric < i.least then w.code || ':least' end
    from jsonb_each(weights) as w(code, value)
    left join lateral (
      select item, private.least_weight(item) as least from jsonb_path_query(base, '$.sections[*].items[*]') as item
      where item ->> 'code' = w.code) as i on true
    order by 1 nulls last limit 1
  );
end $$;

-- The checklist that comes of a shipped one with an area's weights. An item whose weight stays what it is stays as it is.
create function private.weighted_checklist(base jsonb, base_sha256 text, area int, area_name text, weights jsonb, source text,
  version int) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return base || jsonb_build_object(
    'code', (base ->> 'code') || '_' || area,
    'version', version,
    'title', area_name || (base ->> 'title'),
    'own', jsonb_build_object('area_id', area, 'code', base -> 'code', 'version', base -> 'version', 'sha256', base_sha256),
    'sections', (
      select jsonb_agg(section || jsonb_build_object('items', (
        select jsonb_agg(case when weight is null or item -> 'max' = to_jsonb(weight) then item
          else item || jsonb_build_object('max', trim_scale(weight), 'weight_source', source,
            'rule', private.weighted_rule(item -> 'rule', (item ->> 'max')::numeric, weight)) end order by i.n)
        from jsonb_array_elements(section -> 'items') with ordinality as i(item, n)
        cross join lateral (select (weights ->> (item ->> 'code'))::numeric as weight) as w)) order by s.n)
      from jsonb_array_elements(base -> 'sections') with ordinality as s(section, n)));
end $$;

-- Publishes for whoever manages the area. Said again it is the same: where the area's newest version is what would come of it,
-- that one is given. Definer: checklists have no write grant.
create function private.publish_checklist(base_code text, base_version int, base_sha256 text, area int, weights jsonb, source text)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  base jsonb;
  named text;
  problem text;
  own_code text := base_code || '_' || area;
  last app.checklist_templates;
  made jsonb;
  written app.checklist_templates;
begin
  if not coalesce(area = any(private.my_area_ids()), false) then perform private.fail('forbidden', 403, 'area'); end if;
  select private.try_jsonb(t.template) into base from app.checklist_templates t
  where t.code = base_code and t.version = base_version and t.sha256 = base_sha256
    and t.published_at is not null and t.area_id is null;
  if base is null then perform private.fail('notFound', 404, 'checklist'); end if;
  if exists (select 1 from app.checklist_templates t
             where t.code = base_code and t.version > base_version and t.published_at is not null and t.area_id is null) then
    perform private.fail('conflict', 409, 'newer');
  end if;
  if char_length(source) not between 2 and 100 or source ~ '[[:cntrl:]]' or private.has_personal_number(source) then
    perform private.fail('invalid', 422, 'source');
  end if;
  problem := private.weights_problem(base, weights);
  if problem is not null then perform private.fail('invalid', 422, problem); end if;
  named := (select a.name from app.areas a where a.id = area);

  perform pg_advisory_xact_lock(hashtextextended('checklist ' || own_code, 0));
  select * into last from app.checklist_templates t where t.code = own_code order by t.version desc limit 1;
  made := private.weighted_checklist(base, base_sha256, area, named, weights, source, coalesce(last.version, 0));
  -- An area that has weights of its own may go back to the shipped ones.
  if last.code is null and made -> 'sections' = base -> 'sections' then perform private.fail('invalid', 422, 'unchanged'); end if;
  if made = private.try_jsonb(last.template) then
    return jsonb_build_object('sha256', last.sha256, 'template', made);
  end if;
  made := made || jsonb_build_object('version', coalesce(last.version, 0) + 1);
  insert into app.checklist_templates (code, version, template, sha256, published_at, area_id)
  values (own_code, (made ->> 'version')::int, made::text, encode(sha256(convert_to(made::text, 'UTF8')), 'hex'), now(), area)
  returning * into written;
  perform private.audit(jsonb_build_array(jsonb_build_object('organisation_id', null, 'action', 'published',
    'entity', 'checklist_templates', 'row_id', written.code || '/' || written.version,
    'after', jsonb_build_object('area_id', area, 'sha256', written.sha256, 'weights', weights))));
  return jsonb_build_object('sha256', written.sha256, 'template', made);
end $$;

-- Publishes an area's own weights of a shipped checklist, which is named as a visit names it. Takes weights as JSON text
-- {item code: weight} of items without a source of their weight, and who set them. Gives {sha256, template}. `forbidden` for
-- who does not manage the area, `notFound` for no shipped checklist, `conflict` where a newer version of it is published,
-- `invalid` with `weights` (no such object), `source`, `unchanged`, `item` (no such item) or `<item>:locked | range | least`.
create function api.publish_checklist(code text, version int, sha256 text, area int, weights text, source text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare given jsonb := private.try_jsonb(weights);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if coalesce(jsonb_typeof(given) <> 'object', true) then perform private.fail('invalid', 422, 'weights'); end if;
  return private.publish_checklist(code, version, sha256, area, given, private.trimmed(source));
end $$;

-- What an area has: of each shipped checklist, and of each with own weights of the area or of one above it, the newest version.
-- Gives {checklists: [{sha256, template}]}.
create function api.area_checklists(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return jsonb_build_object('checklists', (
    select coalesce(jsonb_agg(jsonb_build_object('sha256', t.sha256, 'template', private.try_jsonb(t.template)) order by t.code), '[]')
    from (
      select distinct on (x.code) x.* from app.checklist_templates x
      where x.published_at is not null and (x.area_id is null or x.area_id = any((select private.line_above(area))::int[]))
      order by x.code, x.version desc) as t));
end $$;

-- One published checklist, for who reads a record of an area whose pack is not on the phone. Gives {sha256, template}.
create function api.checklist(code text, version int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare found jsonb;
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  select jsonb_build_object('sha256', t.sha256, 'template', private.try_jsonb(t.template)) into found
  from app.checklist_templates t
  where t.code = checklist.code and t.version = checklist.version and t.published_at is not null;
  if found is null then perform private.fail('notFound', 404, 'checklist'); end if;
  return found;
end $$;

grant execute on function private.line_above(int), private.least_weight(jsonb), private.weighted_rule(jsonb, numeric, numeric),
  private.weights_problem(jsonb, jsonb), private.weighted_checklist(jsonb, text, int, text, jsonb, text, int),
  private.publish_checklist(text, int, text, int, jsonb, text), api.publish_checklist(text, int, text, int, text, text),
  api.area_checklists(int), api.checklist(text, int) to authenticated;

-- 29_derivation.sql
-- What is derived from documents as they arrive: activities, the answers of each kind, pictures, the numbers of phones. One
-- trigger parses each text once and hands it to a function for each of these, to a kind's only where records of it came.

-- A revision that has just arrived: its document as it is now, and its text.
create type private.arrival as (id uuid, document app.documents, payload jsonb);

-- Definer: nobody may write derived rows directly. The functions it calls are nobody's to call.
create function private.tg_document_revisions__derive() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  arrived private.arrival[] := array(
    select row(d.id, d.document, r.payload::jsonb)::private.arrival
    from new_revisions r
    -- By key, one after the other: a plan that is kept from when the table was small would read all of it.
    cross join lateral (select d.id, d as document from app.documents d where d.id = r.document_id and d.revision = r.revision offset 0) as d
    order by d.id);
  -- Those that stand as activities: handed in, no practice, no piece of another record.
  active private.arrival[] := array(
    select a from unnest(arrived) as a join app.kinds k on k.slug = (a.document).kind
    where (a.document).status = 'submitted' and not (a.document).practice and not k.piece order by a.id);
  each text;
begin
  perform private.derive_activities(active);
  for each in select distinct (a.document).kind from unnest(active) as a order by 1 loop
    execute format('select private.%I($1)', each || '_derive') using array(select a from unnest(active) as a where (a.document).kind = each);
  end loop;
  -- What was thrown away is not checked: an activity keeps what it last said.
  update app.activities a set status = 'void' from unnest(arrived) as r where a.id = r.id and (r.document).status = 'void';
  perform private.derive_photos(arrived);
  perform private.derive_device_ledgers(arrived);
  return null;
end $$;

create trigger document_revisions_100_derive after insert on app.document_revisions
  referencing new table as new_revisions
  for each statement execute function private.tg_document_revisions__derive();

-- 30_activities.sql
-- What all four kinds share, typed: one row per record once submitted, derived from its newest submitted revision. Only
-- the derivation writes here, so nobody holds a write grant. Practice records and drafts have no row; a void record
-- keeps what it last said.

-- China Standard Time days from start to end, both included.
create function private.work_days(started timestamptz, ended timestamptz) returns int
language plpgsql immutable set search_path = '' as $$
begin
  return private.china_day(ended) - private.china_day(started) + 1;
end $$;

create table app.activities (
  id uuid primary key references app.documents on delete cascade,
  kind text not null references app.kinds on delete restrict,
  status text not null check (status in ('submitted', 'returned', 'approved', 'void')),
  title text not null,
  short_no text not null,
  author_id uuid not null references app.people on delete restrict,
  host_area_id int not null references app.areas on delete restrict,
  host_county_id int not null references app.areas on delete restrict,
  home_county_id int not null references app.areas on delete restrict,
  organisation_id int not null references app.organisations on delete restrict,
  organizer_org_id int not null references app.organisations on delete restrict,
  co_org_ids int[] not null default '{}',
  recipient_org_id int references app.organisations on delete restrict,
  programme_ids int[] not null default '{}',
  started_at timestamptz not null,
  ended_at timestamptz not null check (ended_at >= started_at),
  day date not null,
  -- China Standard Time days that the activity touched, first and last included.
  work_days int not null generated always as (private.work_days(started_at, ended_at)) stored,
  late_reason text not null,
  place_name text not null,
  lng double precision check (lng between -180 and 180),
  lat double precision check (lat between -90 and 90),
  accuracy_m real check (accuracy_m between 0 and 10000),
  fix_source text check (fix_source in ('gps', 'network', 'manual_pin')),
  no_fix_reason text not null,
  tile_x14 int,
  tile_y14 int,
  summary text not null,
  visits int not null check (visits >= 0),
  staff int not null check (staff >= 0),
  leaflets int not null check (leaflets >= 0),
  photo_count int not null default 0,
  photos_verified int not null default 0,
  flags text[] not null default '{}',
  sealed_at timestamptz not null,
  received_at timestamptz not null default now(),
  parent_id uuid,
  -- 0 for the frame around other activities, which count for themselves.
  sessions int not null default 1 check (sessions in (0, 1)),
  -- The kind's own figure that lists show; what it counts is the kind's to say.
  headline int check (headline >= 0),
  -- By what else its session counts, and with how much: parallel.
  facets text[] not null default '{}',
  amounts int[] not null default '{}' check (cardinality(amounts) = cardinality(facets)),
  -- Of the organisation that carried it out, when the record arrived.
  level text not null,
  -- The plan from which it was begun. No reference: it may arrive before its plan.
  plan_id uuid,
  check ((lng is null) = (lat is null)),
  check (lng is not null or no_fix_reason <> '')
);

create index activities_host_county on app.activities (host_county_id, day);
create index activities_home_county on app.activities (home_county_id, day);
create index activities_organisation on app.activities (organisation_id, day);
create index activities_host_area on app.activities (host_area_id, day);
create index activities_recipient on app.activities (recipient_org_id, day) where recipient_org_id is not null;
create index activities_author on app.activities (author_id, day);
create index activities_parent on app.activities (parent_id) where parent_id is not null;
create index activities_plan on app.activities (plan_id) where plan_id is not null;
create index activities_programmes on app.activities using gin (programme_ids);

alter table app.activities enable row level security;
alter table app.activities force row level security;

create policy "authors read their activities" on app.activities
  for select to authenticated using (author_id = (select private.my_person_id()));

create policy "organisations read their activities" on app.activities
  for select to authenticated using (organisation_id = any((select private.my_organisation_ids())::int[]));

create policy "managers read activities of their counties" on app.activities
  for select to authenticated using (
    host_county_id = any((select private.my_county_ids())::int[])
    or home_county_id = any((select private.my_county_ids())::int[])
  );

create policy "partners read activities of their programmes" on app.activities
  for select to authenticated using (programme_ids && (select private.my_programme_ids())::int[]);

grant select on app.activities to authenticated;

-- Whether the caller sees an activity, for functions that act with their owner's rights. The policies above say the same.
create function private.sees(a app.activities) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(a.author_id = private.my_person_id() or a.organisation_id = any(private.my_organisation_ids())
    or a.host_county_id = any(private.my_county_ids()) or a.home_county_id = any(private.my_county_ids())
    or a.programme_ids && private.my_programme_ids(), false);
end $$;

-- The people who took part, by activity. Read through private.activity_names only.
create table app.activity_people (
  activity_id uuid not null references app.activities on delete cascade,
  person_id uuid not null references app.people on delete restrict,
  role text not null check (role in ('lead', 'member', 'driver', 'recorder')),
  title_level text not null,
  category text not null,
  primary key (activity_id, person_id)
);

create index activity_people_person on app.activity_people (person_id);

alter table app.activity_people enable row level security;
alter table app.activity_people force row level security;

create policy "people read where they took part" on app.activity_people
  for select to authenticated using (person_id = (select private.my_person_id()));

grant select on app.activity_people to authenticated;

-- Column and row of the web-mercator tile at zoom 14 that a WGS-84 point lies in.
create function private.tile_x14(lng double precision) returns int
language plpgsql immutable set search_path = '' as $$
begin
  return floor((lng + 180) / 360 * 16384)::int;
end $$;

create function private.tile_y14(lat double precision) returns int
language plpgsql immutable set search_path = '' as $$
declare clamped double precision := radians(case when lat is not null then greatest(-85, least(85, lat)) end);
begin
  return floor((1 - ln(tan(clamped) + 1 / cos(clamped)) / pi()) / 2 * 16384)::int;
end $$;

-- What deserves a second look, from the payload's header and seal; flags never block.
create function private.flags_of(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  h jsonb := payload -> 'header';
  started timestamptz := h ->> 'started_at';
  sealed timestamptz := payload #>> '{sealed,at}';
begin
  return array_remove(array[
    case when private.china_day(sealed) - private.china_day(started) > 14 then 'late' end,
    case when started > sealed + interval '5 minutes' then 'future_start' end,
    case when sealed > now() + interval '5 minutes' then 'clock_ahead' end,
    case when h #>> '{position,lng}' is null then 'no_position' end,
    case when h #>> '{position,fix_source}' = 'manual_pin' then 'manual_pin' end,
    case when (h #>> '{position,accuracy_m}')::numeric > 200 then 'coarse_position' end,
    case when jsonb_array_length(payload -> 'photos') = 0 then 'no_photos' end
  ], null);
end $$;

-- What totals count of a payload: sessions, visits, staff, leaflets; the headline, which none counts; and facets by which
-- sessions are counted apart, `name/value`, each with its amount. Each kind has its own private.<kind>_measures(jsonb).
create type private.measures as (sessions int, visits int, staff int, leaflets int, headline int, facets text[], amounts int[]);

-- Writes the rows of records that were handed in and their people, all at once.
create function private.derive_activities(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.activity_people ap using unnest(active) as r where ap.activity_id = r.id;

  with written as (
    insert into app.activities as a (id, kind, status, title, short_no, author_id, host_area_id, host_county_id,
      home_county_id, organisation_id, organizer_org_id, co_org_ids, recipient_org_id, programme_ids, started_at,
      ended_at, day, late_reason, place_name, lng, lat, accuracy_m, fix_source, no_fix_reason, tile_x14, tile_y14,
      summary, visits, staff, leaflets, photo_count, flags, sealed_at, parent_id, sessions, headline, facets, amounts, level,
      plan_id)
    select d.id, d.kind, d.status, private.trimmed(h ->> 'title'), d.short_no, d.author_id, d.host_area_id,
      d.host_county_id, d.home_county_id, d.organisation_id, (h ->> 'organizer_org_id')::int,
      private.int_array(h -> 'co_org_ids'), (h ->> 'recipient_org_id')::int, private.int_array(h -> 'programme_ids'),
      (h ->> 'started_at')::timestamptz, (h ->> 'ended_at')::timestamptz,
      private.china_day((h ->> 'started_at')::timestamptz), h ->> 'late_reason', private.trimmed(h ->> 'place_name'),
      (h #>> '{position,lng}')::double precision, (h #>> '{position,lat}')::double precision,
      (h #>> '{position,accuracy_m}')::real, h #>> '{position,fix_source}', h #>> '{position,no_fix_reason}',
      private.tile_x14((h #>> '{position,lng}')::double precision),
      private.tile_y14((h #>> '{position,lat}')::double precision),
      h ->> 'summary', m.visits, m.staff, m.leaflets, jsonb_array_length(r.payload -> 'photos'), 
      -- A frame around others has its pictures at those.
      case when m.sessions = 0 then array_remove(private.flags_of(r.payload), 'no_photos') else private.flags_of(r.payload) end,
      (r.payload #>> '{sealed,at}')::timestamptz, d.parent_id, m.sessions, m.headline, m.facets,
      m.amounts, o.level, case when private.is_uuid(r.payload ->> 'plan_id') then (r.payload ->> 'plan_id')::uuid end
    from unnest(active) as r
    cross join lateral (select (r.document).*) as d
    join app.organisations o on o.id = d.organisation_id
    cross join lateral (select r.payload -> 'header' as h offset 0) as parts
    cross join lateral private.measures_of(d.kind, r.payload) as m
    order by d.id
    on conflict (id) do update set
      status = excluded.status, title = excluded.title, host_area_id = excluded.host_area_id,
      host_county_id = excluded.host_county_id, home_county_id = excluded.home_county_id,
      organisation_id = excluded.organisation_id, organizer_org_id = excluded.organizer_org_id,
      co_org_ids = excluded.co_org_ids, recipient_org_id = excluded.recipient_org_id,
      programme_ids = excluded.programme_ids, started_at = excluded.started_at, ended_at = excluded.ended_at,
      day = excluded.day, late_reason = excluded.late_reason, place_name = excluded.place_name, lng = excluded.lng,
      lat = excluded.lat, accuracy_m = excluded.accuracy_m, fix_source = excluded.fix_source,
      no_fix_reason = excluded.no_fix_reason, tile_x14 = excluded.tile_x14, tile_y14 = excluded.tile_y14,
      summary = excluded.summary, visits = excluded.visits, staff = excluded.staff, leaflets = excluded.leaflets,
      photo_count = excluded.photo_count, flags = excluded.flags, sealed_at = excluded.sealed_at,
      sessions = excluded.sessions, headline = excluded.headline, facets = excluded.facets, amounts = excluded.amounts,
      level = excluded.level, plan_id = excluded.plan_id
  )
  insert into app.activity_people (activity_id, person_id, role, title_level, category)
  select r.id, (each ->> 'person_id')::uuid, each ->> 'role', each ->> 'title_level', each ->> 'category'
  from unnest(active) as r cross join lateral jsonb_array_elements(r.payload #> '{header,participants}') as each;
end $$;

-- A JSON array of numbers as int[]; empty for anything else.
create function private.int_array(value jsonb) returns int[]
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(value) is distinct from 'array' or value = '[]' then return '{}'; end if;
  return array(select (each #>> '{}')::int from jsonb_array_elements(value) as each);
end $$;

-- A JSON array of strings as text[]; empty for anything else.
create function private.text_array(value jsonb) returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(value) is distinct from 'array' or value = '[]' then return '{}'; end if;
  return array(select each #>> '{}' from jsonb_array_elements(value) as each);
end $$;

grant execute on function private.int_array(jsonb), private.text_array(jsonb), private.sees(app.activities) to authenticated;

-- 31_circuit_tours.sql
-- 巡回医疗: the answers of src/kinds/circuit-tour, typed and constrained. Derived, like activities. A tour is the frame of
-- its stops: it counts no session, visits or leaflets. What the stops make of it is 32_tours.

insert into app.kinds values ('circuit_tour', 'XH', 1);

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('tour_national_team_general', '2024-01-01', '>=', 5, 'persons', '国家医疗队巡回医疗工作要求（2024年，新闻转载）',
   '每支医疗队不少于5人，专科医院不少于3人。', false),
  ('tour_national_team_specialised', '2024-01-01', '>=', 3, 'persons', '国家医疗队巡回医疗工作要求（2024年，新闻转载）',
   '每支医疗队不少于5人，专科医院不少于3人。', false),
  ('tour_national_days', '2024-01-01', '>=', 21, 'days', '国家医疗队巡回医疗工作要求（2024年，新闻转载）',
   '巡回医疗时间不少于3周，其中在县、乡、村的时间不少于2周。', false),
  ('tour_national_grassroots_days', '2024-01-01', '>=', 14, 'days', '国家医疗队巡回医疗工作要求（2024年，新闻转载）',
   '巡回医疗时间不少于3周，其中在县、乡、村的时间不少于2周。', false),
  ('tour_provincial_days', '2025-01-01', '>=', 21, 'days', '福建省省级巡回医疗队工作要求（2025年，新闻转载）',
   '巡回医疗时间不少于3周，除县级医院外覆盖不少于5个乡镇。', false),
  ('tour_provincial_townships', '2025-01-01', '>=', 5, 'townships', '福建省省级巡回医疗队工作要求（2025年，新闻转载）',
   '巡回医疗时间不少于3周，除县级医院外覆盖不少于5个乡镇。', false);

create table app.circuit_tours (
  id uuid primary key references app.activities on delete cascade,
  tour_level text not null check (tour_level in ('national', 'provincial', 'prefecture', 'county', 'township')),
  team_type text not null check (team_type in ('general', 'specialised')),
  team_size int not null check (team_size between 1 and 100),
  senior_count int not null check (senior_count between 0 and 100),
  planned_days int not null check (planned_days between 1 and 365),
  planned_route text not null check (char_length(planned_route) <= 500),
  -- Stops that the submitting phone knew of; the stops of a tour are those that name it as their parent.
  stop_ids uuid[] not null,
  check (senior_count <= team_size)
);

alter table app.circuit_tours enable row level security;
alter table app.circuit_tours force row level security;

-- Read one at a time, beside its activity.
create policy "who reads an activity reads its answers" on app.circuit_tours
  for select to authenticated using (exists (select 1 from app.activities a where a.id = circuit_tours.id));

grant select on app.circuit_tours to authenticated;

-- What totals count of a tour: nothing, for its stops count.
create function private.circuit_tour_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  return row(0, 0, 0, 0, (payload #>> '{answers,planned_days}')::int, '{}'::text[], '{}'::int[])::private.measures;
end $$;

-- The errors of a tour, each `field:code` as src/kinds/circuit-tour/check.ts has them; warnings are not errors.
create function private.circuit_tour_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  stops jsonb := case jsonb_typeof(a -> 'stops') when 'array' then a -> 'stops' else '[]' end;
begin
  return array_remove(array[
    case when private.int_of(payload #> '{header,recipient_org_id}') is null then 'header.recipient_org_id:required' end,
    case when a ->> 'tour_level' is null then 'answers.tour_level:required' end,
    case when a ->> 'team_type' is null then 'answers.team_type:required' end,
    case when private.number_of(a -> 'senior_count') > private.number_of(a -> 'team_size')
         then 'answers.senior_count:more_than_team' end,
    private.text_problem('answers.planned_route', a ->> 'planned_route', 0, 500),
    case when exists (
      select 1 from jsonb_array_elements(stops) as stop
      where not private.is_uuid(stop ->> 'id') or coalesce(stop ->> 'sha256' !~ '^[0-9a-f]{64}$', true)
    ) then 'answers.stops:bad_reference' end
  ], null) || private.number_problems(a, array[
    'team_size 1 100 0 required', 'senior_count 0 100 0 required', 'planned_days 1 365 0 required']);
end $$;

-- Organisations that the answers name: none.
create function private.circuit_tour_organisations(activity uuid) returns int[]
language sql immutable set search_path = '' as $$ select '{}'::int[] $$;

-- Writes the typed answers of tours that were handed in.
create function private.circuit_tour_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.circuit_tours t using unnest(active) as r where t.id = r.id;
  insert into app.circuit_tours
  select r.id, t.tour_level, t.team_type, t.team_size, t.senior_count, t.planned_days, private.trimmed(t.planned_route),
    array(select (stop ->> 'id')::uuid from jsonb_array_elements(answers -> 'stops') with ordinality as e(stop, n) order by n)
  from unnest(active) as r
  cross join lateral (select r.payload -> 'answers' as answers offset 0) as parts
  cross join lateral jsonb_to_record(answers) as t(tour_level text, team_type text, team_size int, senior_count int,
    planned_days int, planned_route text);
end $$;

grant execute on function private.circuit_tour_problems(jsonb), private.circuit_tour_organisations(uuid) to authenticated;

-- 31_free_clinics.sql
-- 义诊: the answers of src/kinds/free-clinic, typed and constrained. Derived, like activities.

insert into app.kinds values ('free_clinic', 'YZ', 1);

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('free_clinic_filing_lead_days', '2001-01-01', '>=', 15, 'days',
   '卫生部《关于组织义诊活动实行备案管理的通知》（卫医发〔2001〕365号）', '义诊组织单位应在活动前15至30日备案。', false);

create table app.free_clinics (
  id uuid primary key references app.activities on delete cascade,
  purpose text not null,
  specialties text[] not null,
  venue_type text not null check (venue_type in ('public_place', 'community', 'township', 'village', 'school',
    'government', 'enterprise', 'barracks', 'hospital', 'recipient_hospital', 'online')),
  leader_on_site uuid not null references app.people on delete restrict,
  staff_count int not null check (staff_count between 1 and 500),
  staff_tcm_count int not null check (staff_tcm_count between 0 and 500),
  patients_visits int not null check (patients_visits between 0 and 20000),
  exam_visits int check (exam_visits between 0 and 20000),
  tcm_technique_visits int check (tcm_technique_visits between 0 and 20000),
  referrals int check (referrals between 0 and 20000),
  age_60_plus int check (age_60_plus between 0 and 20000),
  leaflets int not null check (leaflets between 0 and 100000),
  lecture_sessions int check (lecture_sessions between 0 and 20),
  lecture_audience int check (lecture_audience between 0 and 20000),
  medicine_boxes int check (medicine_boxes between 0 and 100000),
  medicine_value numeric(9, 2) check (medicine_value between 0 and 1000000),
  fee_waived numeric(10, 2) check (fee_waived between 0 and 10000000),
  techniques_shown text[] not null,
  filing_exempt_reason text not null,
  safety_incident boolean not null,
  safety_incident_text text not null,
  check (staff_tcm_count <= staff_count),
  check (greatest(exam_visits, tcm_technique_visits, referrals, age_60_plus) <= patients_visits),
  check (not safety_incident or safety_incident_text <> '')
);

alter table app.free_clinics enable row level security;
alter table app.free_clinics force row level security;

-- Read one at a time, beside its activity.
create policy "who reads an activity reads its answers" on app.free_clinics
  for select to authenticated using (exists (select 1 from app.activities a where a.id = free_clinics.id));

grant select on app.free_clinics to authenticated;

create table app.free_clinic_filings (
  activity_id uuid not null references app.free_clinics on delete cascade,
  position int not null,
  side text not null check (side in ('home', 'host')),
  authority_org_id int not null references app.organisations on delete restrict,
  state text not null check (state in ('not_required', 'pending', 'filed', 'rejected')),
  filed_on date,
  filing_no text not null,
  -- SHA-256 of a photo of the record that shows the document; empty when there is none.
  doc text not null check (doc ~ '^([0-9a-f]{64})?$'),
  primary key (activity_id, position),
  check (state <> 'filed' or filed_on is not null)
);

alter table app.free_clinic_filings enable row level security;
alter table app.free_clinic_filings force row level security;

create policy "who reads an activity reads its filings" on app.free_clinic_filings
  for select to authenticated using (exists (select 1 from app.activities a where a.id = activity_id));

grant select on app.free_clinic_filings to authenticated;

-- What totals count of a free clinic; its consultations are its headline. Pure arithmetic on jsonb: the answers were checked before.
create function private.free_clinic_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
declare a jsonb := payload -> 'answers';
begin
  return row(1, (a ->> 'patients_visits')::int, (a ->> 'staff_count')::int, (a ->> 'leaflets')::int, (a ->> 'patients_visits')::int,
    '{}'::text[], '{}'::int[])::private.measures;
end $$;

-- The errors of a free clinic, each `field:code` as src/kinds/free-clinic/check.ts has them; warnings are not errors.
create function private.free_clinic_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  h jsonb := payload -> 'header';
  filings jsonb := case jsonb_typeof(a -> 'filings') when 'array' then a -> 'filings' else '[]' end;
  visits numeric := private.number_of(a -> 'patients_visits');
  staff numeric := private.number_of(a -> 'staff_count');
  purpose_length int := char_length(private.trimmed(a ->> 'purpose'));
  found text[];
  part text;
begin
  found := array_remove(array[
    case when purpose_length = 0 then 'answers.purpose:required'
         when purpose_length < 2 then 'answers.purpose:too_short'
         when purpose_length > 200 then 'answers.purpose:too_long' end,
    case when cardinality(private.text_array(a -> 'specialties')) = 0 then 'answers.specialties:required' end,
    case when a ->> 'venue_type' is null then 'answers.venue_type:required' end
  ], null);

  found := found || private.number_problems(a, array[
    'staff_count 1 500 0 required', 'staff_tcm_count 0 500 0 required', 'patients_visits 0 20000 0 required',
    'exam_visits 0 20000 0', 'tcm_technique_visits 0 20000 0', 'referrals 0 20000 0', 'age_60_plus 0 20000 0',
    'leaflets 0 100000 0 required', 'lecture_sessions 0 20 0', 'lecture_audience 0 20000 0',
    'medicine_boxes 0 100000 0', 'medicine_value 0 1000000 2', 'fee_waived 0 10000000 2']);

  if private.number_of(a -> 'staff_tcm_count') > staff then found := found || 'answers.staff_tcm_count:more_than_staff'::text; end if;
  foreach part in array array['exam_visits', 'tcm_technique_visits', 'referrals', 'age_60_plus'] loop
    if private.number_of(a -> part) > visits then found := found || ('answers.' || part || ':more_than_visits'); end if;
  end loop;

  if not private.are_techniques(private.text_array(a -> 'techniques_shown')) then
    found := found || 'answers.techniques_shown:unknown_technique'::text; end if;

  found := found || private.filing_problems(a, h, filings, payload -> 'photos');

  foreach part in array array['charge_free_confirmed', 'no_sales_confirmed', 'licensed_staff_verified'] loop
    if a -> part is distinct from 'true'::jsonb then found := found || ('answers.' || part || ':must_confirm'); end if;
  end loop;

  if a ->> 'leader_on_site' is null then found := found || 'answers.leader_on_site:required'::text;
  elsif not exists (
    select 1 from jsonb_array_elements(case jsonb_typeof(h -> 'participants') when 'array' then h -> 'participants' else '[]' end) as p
    where p ->> 'person_id' = a ->> 'leader_on_site'
  ) then found := found || 'answers.leader_on_site:not_a_participant'::text; end if;

  if a -> 'safety_incident' = 'true'::jsonb and private.trimmed(a ->> 'safety_incident_text') = '' then
    found := found || 'answers.safety_incident_text:required'::text;
  end if;
  return found;
end $$;

-- Errors of the filings: one or a reason; both sides when home and host county differ; a document among the record's photos.
create function private.filing_problems(answers jsonb, header jsonb, filings jsonb, photos jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  exempt boolean := private.trimmed(answers ->> 'filing_exempt_reason') <> '';
  found text[] := '{}';
  host int := private.county_of(private.int_of(header -> 'host_area_id'));
  home int := (select o.county_id from app.organisations o where o.id = private.int_of(header -> 'organisation_id'));
begin
  if jsonb_array_length(filings) = 0 then
    return case when exempt then '{}'::text[] else array['answers.filings:filing_or_reason'] end;
  end if;
  select coalesce(array_agg(problem), '{}') into found from (
    select 'answers.filings.' || (n - 1) || '.authority_org_id:required' as problem
    from jsonb_array_elements(filings) with ordinality as f(filing, n) where filing ->> 'authority_org_id' is null
    union all
    select 'answers.filings.' || (n - 1) || '.filed_on:required'
    from jsonb_array_elements(filings) with ordinality as f(filing, n)
    where filing ->> 'state' = 'filed' and coalesce(filing ->> 'filed_on', '') = ''
    union all
    select 'answers.filings.' || (n - 1) || '.doc:photo_not_in_record'
    from jsonb_array_elements(filings) with ordinality as f(filing, n)
    where filing ->> 'doc' <> '' and not photos @> jsonb_build_array(jsonb_build_object('sha256', filing -> 'doc'))
  ) as problems;
  if host <> home and not exempt and (
    select count(distinct filing ->> 'side') from jsonb_array_elements(filings) as filing
    where filing ->> 'side' in ('home', 'host')
  ) < 2 then
    found := found || 'answers.filings:both_sides_must_file'::text;
  end if;
  return found;
end $$;

-- Organisations that the answers name: the authorities filed with.
create function private.free_clinic_organisations(activity uuid) returns int[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(f.authority_org_id), '{}') from app.free_clinic_filings f where f.activity_id = activity
$$;

-- Writes the typed answers of free clinics that were handed in.
create function private.free_clinic_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.free_clinics f using unnest(active) as r where f.id = r.id;
  with parsed as materialized (
    select r.id, r.payload -> 'answers' as answers from unnest(active) as r
  ), written as (
    insert into app.free_clinics
    select parsed.id, private.trimmed(t.purpose), private.text_array(answers -> 'specialties'), t.venue_type,
      t.leader_on_site, t.staff_count, t.staff_tcm_count, t.patients_visits, t.exam_visits, t.tcm_technique_visits,
      t.referrals, t.age_60_plus, t.leaflets, t.lecture_sessions, t.lecture_audience, t.medicine_boxes,
      t.medicine_value, t.fee_waived, private.text_array(answers -> 'techniques_shown'), t.filing_exempt_reason,
      t.safety_incident, t.safety_incident_text
    from parsed
    cross join lateral jsonb_to_record(answers) as t(purpose text, venue_type text, leader_on_site uuid,
      staff_count int, staff_tcm_count int, patients_visits int, exam_visits int, tcm_technique_visits int,
      referrals int, age_60_plus int, leaflets int, lecture_sessions int, lecture_audience int, medicine_boxes int,
      medicine_value numeric, fee_waived numeric, filing_exempt_reason text, safety_incident boolean,
      safety_incident_text text)
  )
  insert into app.free_clinic_filings
  select parsed.id, (n - 1)::int, filing ->> 'side', (filing ->> 'authority_org_id')::int, filing ->> 'state',
    nullif(filing ->> 'filed_on', '')::date, filing ->> 'filing_no', coalesce(filing ->> 'doc', '')
  from parsed cross join lateral jsonb_array_elements(answers -> 'filings') with ordinality as e(filing, n);
end $$;

grant execute on function private.free_clinic_problems(jsonb), private.filing_problems(jsonb, jsonb, jsonb, jsonb),
  private.free_clinic_organisations(uuid)
  to authenticated;

-- 31_tour_stops.sql
-- 巡回医疗站点: the answers of src/kinds/tour-stop, typed and constrained. Derived, like activities. A stop is a document of
-- its own that names its tour as its parent, and may arrive before it, or without it.

insert into app.kinds values ('tour_stop', 'XZ', 1, 'circuit_tour');

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('tour_stops_county_quarter', '2024-06-18', '>=', 1, 'per_quarter', '国家卫生健康委新闻发布会（2024年6月18日，新闻转载）',
   '县域巡回医疗：县级每季度至少1次，乡镇每月至少1次，村级巡诊每周至少1次。', false),
  ('tour_stops_township_month', '2024-06-18', '>=', 1, 'per_month', '国家卫生健康委新闻发布会（2024年6月18日，新闻转载）',
   '县域巡回医疗：县级每季度至少1次，乡镇每月至少1次，村级巡诊每周至少1次。', false),
  ('tour_stops_village_week', '2024-06-18', '>=', 1, 'per_week', '国家卫生健康委新闻发布会（2024年6月18日，新闻转载）',
   '县域巡回医疗：县级每季度至少1次，乡镇每月至少1次，村级巡诊每周至少1次。', false);

create table app.tour_stops (
  id uuid primary key references app.activities on delete cascade,
  stop_level text not null check (stop_level in ('county', 'township', 'village')),
  stop_seq int not null check (stop_seq between 1 and 999999),
  outpatient_visits int not null check (outpatient_visits between 0 and 5000),
  leaflets int not null check (leaflets between 0 and 100000),
  inpatient_consults int not null check (inpatient_consults between 0 and 500),
  difficult_case_discussions int not null check (difficult_case_discussions between 0 and 500),
  teaching_rounds int not null check (teaching_rounds between 0 and 500),
  remote_consults int not null check (remote_consults between 0 and 500),
  surgeries int not null check (surgeries between 0 and 200),
  lectures int not null check (lectures between 0 and 50),
  lecture_audience int not null check (lecture_audience between 0 and 20000),
  trained_visits int not null check (trained_visits between 0 and 5000),
  home_visits int not null check (home_visits between 0 and 5000),
  screened int not null check (screened between 0 and 5000),
  free_medicine_value numeric(9, 2) not null check (free_medicine_value between 0 and 1000000),
  donation_value numeric(11, 2) not null check (donation_value between 0 and 100000000),
  satisfaction_pct numeric(5, 2) check (satisfaction_pct between 0 and 100),
  km int check (km between 0 and 2000),
  new_techniques text[] not null,
  transport text check (transport in ('car', 'mobile_hospital', 'other')),
  next_visit_on date
);

alter table app.tour_stops enable row level security;
alter table app.tour_stops force row level security;

create policy "who reads an activity reads its answers" on app.tour_stops
  for select to authenticated using (exists (select 1 from app.activities a where a.id = tour_stops.id));

grant select on app.tour_stops to authenticated;

-- What totals count of a stop: its outpatients, the people present, its leaflets.
create function private.tour_stop_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  return row(1, (payload #>> '{answers,outpatient_visits}')::int, jsonb_array_length(payload #> '{header,participants}'),
    coalesce((payload #>> '{answers,leaflets}')::int, 0), (payload #>> '{answers,outpatient_visits}')::int,
    array['stop/' || (payload #>> '{answers,stop_level}')], array[1])::private.measures;
end $$;

-- The errors of a stop, each `field:code` as src/kinds/tour-stop/check.ts has them; warnings are not errors.
create function private.tour_stop_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  ended timestamptz := private.try_instant(payload #>> '{header,ended_at}');
  next_visit text := nullif(a ->> 'next_visit_on', '');
begin
  return array_remove(array[
    case when a ->> 'stop_level' is null then 'answers.stop_level:required' end,
    case when not private.are_techniques(private.text_array(a -> 'new_techniques')) then 'answers.new_techniques:unknown_technique' end,
    case when next_visit is not null and ended is not null
              and (next_visit !~ '^\d{4}-\d\d-\d\d$' or next_visit collate "C" <= private.china_day(ended)::text)
         then 'answers.next_visit_on:next_visit_not_after' end
  ], null) || private.number_problems(a, array[
    'stop_seq 1 999999 0 required', 'outpatient_visits 0 5000 0 required', 'leaflets 0 100000 0',
    'inpatient_consults 0 500 0', 'difficult_case_discussions 0 500 0', 'teaching_rounds 0 500 0',
    'remote_consults 0 500 0', 'surgeries 0 200 0', 'lectures 0 50 0', 'lecture_audience 0 20000 0',
    'trained_visits 0 5000 0', 'home_visits 0 5000 0', 'screened 0 5000 0', 'free_medicine_value 0 1000000 2',
    'donation_value 0 100000000 2', 'satisfaction_pct 0 100 2', 'km 0 2000 0']);
end $$;

-- Organisations that the answers name: none.
create function private.tour_stop_organisations(activity uuid) returns int[]
language sql immutable set search_path = '' as $$ select '{}'::int[] $$;

-- Writes the typed answers of stops that were handed in; a count that nobody gave is none.
create function private.tour_stop_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.tour_stops s using unnest(active) as r where s.id = r.id;
  insert into app.tour_stops
  select r.id, t.stop_level, t.stop_seq, t.outpatient_visits, coalesce(t.leaflets, 0), coalesce(t.inpatient_consults, 0),
    coalesce(t.difficult_case_discussions, 0), coalesce(t.teaching_rounds, 0), coalesce(t.remote_consults, 0),
    coalesce(t.surgeries, 0), coalesce(t.lectures, 0), coalesce(t.lecture_audience, 0), coalesce(t.trained_visits, 0),
    coalesce(t.home_visits, 0), coalesce(t.screened, 0), coalesce(t.free_medicine_value, 0), coalesce(t.donation_value, 0),
    t.satisfaction_pct, t.km, private.text_array(answers -> 'new_techniques'), t.transport, nullif(t.next_visit_on, '')::date
  from unnest(active) as r
  cross join lateral (select r.payload -> 'answers' as answers offset 0) as parts
  cross join lateral jsonb_to_record(answers) as t(stop_level text, stop_seq int, outpatient_visits int, leaflets int,
    inpatient_consults int, difficult_case_discussions int, teaching_rounds int, remote_consults int, surgeries int,
    lectures int, lecture_audience int, trained_visits int, home_visits int, screened int, free_medicine_value numeric,
    donation_value numeric, satisfaction_pct numeric, km int, transport text, next_visit_on text);
end $$;

grant execute on function private.tour_stop_problems(jsonb), private.tour_stop_organisations(uuid) to authenticated;

-- 32_supervision_visits.sql
-- 督导检查: the answers of src/kinds/supervision-visit, typed and constrained, with the score that this server reckoned from
-- the published checklist, and the findings. Derived, like activities: app.findings holds what the visit says of them.

insert into app.kinds values ('supervision_visit', 'DD', 1);

create table app.supervision_visits (
  id uuid primary key references app.activities on delete cascade,
  visit_type text not null check (visit_type in ('routine', 'special', 'unannounced', 'self_check', 'review', 'recheck', 'qc')),
  level text not null check (level in ('self', 'county', 'prefecture', 'province', 'national')),
  selection text not null check (selection in ('recommended', 'drawn')),
  template_code text not null,
  template_version int not null,
  institution text not null,
  methods text[] not null check (methods <@ array['report', 'interview', 'documents', 'data', 'skills', 'on_site', 'sampling',
    'expert_panel', 'feedback_meeting'] and methods <> '{}'),
  documents_reviewed text[] not null,
  interviewees int check (interviewees between 0 and 500),
  -- Hundredths; the total is out of 100 and null where nothing weighs.
  score int not null check (score >= 0),
  max_score int not null check (max_score >= 0),
  total int check (total >= 0),
  grade text check (grade in ('excellent', 'good', 'qualified', 'unqualified')),
  failed_items text[] not null,
  feedback_at timestamptz not null,
  refused_sign_reason text not null,
  foreign key (template_code, template_version) references app.checklist_templates on delete restrict
);

create index supervision_visits_template on app.supervision_visits (template_code, template_version);

alter table app.supervision_visits enable row level security;
alter table app.supervision_visits force row level security;
create policy "who reads an activity reads its visit" on app.supervision_visits
  for select to authenticated using (exists (select 1 from app.activities a where a.id = supervision_visits.id));
grant select on app.supervision_visits to authenticated;

create table app.findings (
  activity_id uuid not null references app.supervision_visits on delete cascade,
  no int not null check (no > 0),
  -- Its number is its place and changes with a correction; this does not.
  id text not null check (id ~ '^[0-9a-z.-]{1,80}$'),
  item_code text not null,
  description text not null check (char_length(description) between 5 and 500),
  severity text not null check (severity in ('minor', 'major', 'critical')),
  photos text[] not null check (photos <> '{}'),
  responsible_org_id int not null references app.organisations on delete restrict,
  responsible_person_id uuid references app.people on delete restrict,
  measure text not null,
  due_on date not null,
  primary key (activity_id, no),
  unique (activity_id, id)
);

-- What a finding of a payload is known again by: its id, or its place where an older app gave it none.
create function private.finding_id(finding jsonb, place bigint) returns text
language sql immutable set search_path = '' as $$ select coalesce(finding ->> 'id', place::text) $$;

create index findings_responsible_org on app.findings (responsible_org_id, due_on);

alter table app.findings enable row level security;
alter table app.findings force row level security;
create policy "who reads an activity reads its findings" on app.findings
  for select to authenticated using (exists (select 1 from app.activities a where a.id = activity_id));
grant select on app.findings to authenticated;

-- A visit has neither consultations nor leaflets, and its inspectors are no medical staff at work.
create function private.supervision_visit_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  return row(1, 0, 0, 0, jsonb_array_length(payload #> '{answers,findings}'),
    array['visit/' || (payload #>> '{answers,level}')], array[1])::private.measures;
end $$;

-- Whether one of these people, or the entry that stands for theirs, belongs to the organisation, by its list or by a
-- membership today. Definer: an inspector of another organisation is not the author's to read, and that none belongs to the
-- inspected one is to be known all the same.
create function private.any_of_organisation(people uuid[], organisation int) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from unnest(people) as named(id)
    cross join lateral unnest(array[named.id, private.survivor_of(named.id)]) as entry(id)
    where exists (select 1 from app.people p where p.id = entry.id and p.organisation_id = organisation)
      or exists (select 1 from app.memberships m
                 where m.person_id = entry.id and m.organisation_id = organisation and private.is_current(m)))
$$;

-- Errors of the items: what is open, numbers that make no share, scores set by hand, and reasons that are missing.
create function private.visit_item_problems(template jsonb, answers jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return array_remove(array(
    with scores as materialized (select * from private.checklist_item_scores(template, answers))
    select case when count(*) filter (where s.state = 'open') > 0 then 'answers.items:items_open' end
    from scores as s
    union all
    select 'answers.items.' || (s.item ->> 'code') || '.answer:' || (s.fact ->> 'key')
    from scores as s where s.state = 'open' and s.fact ->> 'key' <> 'open'
    union all
    select 'answers.items.' || f.code || problem
    from (
      select s.item ->> 'code' as code, answers #> array['items', s.item ->> 'code'] as given, s.score, s.most, s.met,
        case when s.item #>> '{rule,kind}' = 'bonus' then coalesce((s.item #>> '{rule,most}')::numeric * 100, 10000) else s.most end as highest
      from scores as s where s.state = 'scored'
    ) as f
    cross join lateral (values
      (case when coalesce(f.given -> 'override', 'null') <> 'null' and not coalesce(
        private.number_of(f.given -> 'override') between 0 and f.highest
        and private.number_of(f.given -> 'override') = trunc(private.number_of(f.given -> 'override')), false) then '.override:out_of_range' end),
      (case when coalesce(f.given -> 'override', 'null') <> 'null' and private.trimmed(f.given ->> 'override_reason') = ''
        then '.override_reason:required' end),
      (case when (f.score < f.most or not f.met) and private.trimmed(f.given ->> 'deduction_reason') = ''
        then '.deduction_reason:required' end)
    ) as found(problem)
  ), null);
end $$;

-- The day on which a visit's findings were made: that of its end.
create function private.visit_day(header jsonb) returns date
language plpgsql stable set search_path = '' as $$
begin
  return private.china_day(coalesce(private.try_instant(header ->> 'ended_at'), private.try_instant(header ->> 'started_at')));
end $$;

-- Errors of the findings; `codes` are the items of the checklist, null while it is unknown, `found_on` the day of the
-- visit, whenever it is sealed. The due day of one taken over from a part was judged by the day of that part.
create function private.finding_problems(findings jsonb, codes text[], found_on date) returns text[]
language sql stable set search_path = '' as $$
  select array_remove(array(
    select 'answers.findings.' || (n - 1) || '.description:finding_twice'
      from (select n, row_number() over (partition by private.finding_id(f, n) order by n) as nth from jsonb_array_elements(findings) with ordinality as e(f, n)) as l
      where nth > 1
    union all
    select private.text_problem(field || '.description', f ->> 'description', 5, 500)
      from (select f, 'answers.findings.' || (n - 1) as field from jsonb_array_elements(findings) with ordinality as e(f, n)) as l
    union all
    select field || problem
    from (select f, 'answers.findings.' || (n - 1) as field, private.china_day(private.try_instant((f ->> 'due_on') || 'T00:00:00+08:00')) as due
          from jsonb_array_elements(findings) with ordinality as e(f, n)) as l
    cross join lateral (values
      (replace(private.text_problem('', f ->> 'measure', 2, 500), ':', '.measure:')),
      (case when coalesce(f ->> 'severity', '') not in ('minor', 'major', 'critical') then '.severity:required' end),
      (case when jsonb_typeof(f -> 'photos') is distinct from 'array' or f -> 'photos' = '[]' then '.photos:photo_required' end),
      (case when private.int_of(f -> 'responsible_org') is null then '.responsible_org:required' end),
      (case when coalesce(f ->> 'item_code', '') <> '' and not f ->> 'item_code' = any(codes) then '.item_code:unknown_item' end),
      (case when due is null then '.due_on:required'
            when not f ? 'part' and (due < found_on + 1 or due > found_on + 180) then '.due_on:due_out_of_range' end)
    ) as found(problem)
  ), null)
$$;

-- The parts that a visit's answers name.
create function private.parts_named(answers jsonb) returns uuid[]
language sql immutable set search_path = '' as $$
  select array(
    select (part ->> 'id')::uuid
    from jsonb_array_elements(case jsonb_typeof(answers -> 'parts') when 'array' then answers -> 'parts' else '[]' end) as part
    where private.is_uuid(part ->> 'id'))
$$;

-- Whether somebody of an organisation wrote one of the parts that a visit names, of those the caller may see.
create function private.has_part_of(answers jsonb, organisation int) returns boolean
language plpgsql stable set search_path = '' as $$
declare parts uuid[] := private.parts_named(answers);
begin
  return private.any_of_organisation(
    array(select d.author_id from app.documents d where d.id = any(parts) and d.status <> 'void'), organisation);
end $$;

-- Whether a picture is in one of the parts that a visit names, of those the caller may see.
create function private.is_picture_of_parts(payload jsonb, sha256 text) returns boolean
language plpgsql stable set search_path = '' as $$
declare parts uuid[] := private.parts_named(payload -> 'answers');
begin
  return exists (select 1 from app.photos p where p.document_id = any(parts) and p.sha256 = is_picture_of_parts.sha256);
end $$;

-- Items and findings that show a picture which the record does not hold, as `<path>:photo_not_in_record`.
create function private.visit_photo_problems(payload jsonb) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg('answers.' || place || '.photos:photo_not_in_record'), '{}')
  from (
    select 'items.' || key as place, value -> 'photos' as photos
    from jsonb_each(case jsonb_typeof(payload #> '{answers,items}') when 'object' then payload #> '{answers,items}' else '{}' end)
    union all
    select 'findings.' || (n - 1), f -> 'photos'
    from jsonb_array_elements(case jsonb_typeof(payload #> '{answers,findings}') when 'array' then payload #> '{answers,findings}' else '[]' end)
      with ordinality as e(f, n)
  ) as shown
  where exists (select 1 from unnest(private.text_array(photos)) as sha256
    where not payload -> 'photos' @> jsonb_build_array(jsonb_build_object('sha256', sha256))
      and not private.is_picture_of_parts(payload, sha256))
$$;

-- The errors of a supervision visit, each `field:code` as src/kinds/supervision-visit/check.ts has them.
create function private.supervision_visit_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  h jsonb := payload -> 'header';
  people jsonb := case jsonb_typeof(h -> 'participants') when 'array' then h -> 'participants' else '[]' end;
  inspected int := private.int_of(h -> 'recipient_org_id');
  inspectors uuid[] := array(select (p ->> 'person_id')::uuid from jsonb_array_elements(people) as p
    where p ->> 'role' <> 'driver' and p ->> 'person_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$');
  template jsonb := private.checklist_template(a ->> 'template_code', private.int_of(a -> 'template_version'), a ->> 'template_sha256');
  codes text[] := case when template is not null then array(
    select i ->> 'code' from jsonb_array_elements(template -> 'sections') as s, jsonb_array_elements(s -> 'items') as i) end;
  feedback timestamptz := private.try_instant(a ->> 'feedback_at');
begin
  return array_remove(array[
    case when inspected is null then 'header.recipient_org_id:required' end,
    case when cardinality(inspectors) < 2 then 'header.participants:two_inspectors' end,
    case when a ->> 'visit_type' is distinct from 'self_check' and private.any_of_organisation(inspectors, inspected)
      then 'header.participants:inspector_of_inspected' end,
    case when a ->> 'visit_type' is null then 'answers.visit_type:required' end,
    case when a ->> 'level' is null then 'answers.level:required' end,
    case when a ->> 'selection' is null then 'answers.selection:required' end,
    case when cardinality(private.text_array(a -> 'methods')) = 0 then 'answers.methods:required' end,
    case when exists (select 1 from unnest(private.text_array(a -> 'documents_reviewed')) as d where char_length(private.trimmed(d)) > 200)
      then 'answers.documents_reviewed:too_long' end,
    case when coalesce(a ->> 'template_code', '') = '' then 'answers.template_code:required'
         when template is null then 'answers.template_code:unknown_checklist'
         when not template -> 'applies_to' ? coalesce(a ->> 'institution', '') then 'answers.institution:not_for_checklist' end,
    case when feedback is null then 'answers.feedback_at:required'
         when feedback < private.try_instant(h ->> 'started_at') then 'answers.feedback_at:feedback_before_start' end,
    case when jsonb_typeof(a -> 'inspector_sign') is distinct from 'array' or a -> 'inspector_sign' = '[]'
      then 'answers.inspector_sign:signature_required' end,
    case when (jsonb_typeof(a -> 'inspectee_sign') is distinct from 'array' or a -> 'inspectee_sign' = '[]')
      and private.trimmed(a ->> 'refused_sign_reason') = '' then 'answers.inspectee_sign:signature_or_reason' end,
    case when exists (
      select 1 from jsonb_array_elements(case jsonb_typeof(a -> 'parts') when 'array' then a -> 'parts' else '[]' end) as part
      where not private.is_uuid(part ->> 'id') or coalesce(part ->> 'sha256' !~ '^[0-9a-f]{64}$', true)
    ) then 'answers.parts:bad_reference' end,
    case when a ->> 'visit_type' is distinct from 'self_check' and private.has_part_of(a, inspected)
      then 'answers.parts:part_of_inspected' end
  ], null)
  || private.number_problems(a, array['interviewees 0 500 0'])
  || case when template is null then '{}' else private.visit_item_problems(template, a) end
  || private.finding_problems(case jsonb_typeof(a -> 'findings') when 'array' then a -> 'findings' else '[]' end, codes,
    private.visit_day(h))
  || private.visit_photo_problems(payload);
end $$;

-- Organisations that the answers name: those responsible for findings.
create function private.supervision_visit_organisations(activity uuid) returns int[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(f.responsible_org_id), '{}') from app.findings f where f.activity_id = activity
$$;

-- People that the answers name: who answers for findings, and who filled parts of the visit.
create function private.supervision_visit_people(activity uuid) returns uuid[]
language sql stable set search_path = '' as $$
  select array(
    select f.responsible_person_id from app.findings f
    where f.activity_id = activity and f.responsible_person_id is not null
    union select d.author_id from app.documents d where d.parent_id = any(private.lineage(activity)))
$$;

-- Writes the typed answers, the score and the findings of visits that were handed in.
create function private.supervision_visit_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.supervision_visits v using unnest(active) as r where v.id = r.id;
  insert into app.supervision_visits
  select r.id, a ->> 'visit_type', a ->> 'level', a ->> 'selection', a ->> 'template_code', (a ->> 'template_version')::int,
    a ->> 'institution', private.text_array(a -> 'methods'), private.text_array(a -> 'documents_reviewed'),
    (a ->> 'interviewees')::int, (s ->> 'score')::int, (s ->> 'max')::int, (s ->> 'total')::int, s ->> 'grade',
    private.text_array(s -> 'failed'), (a ->> 'feedback_at')::timestamptz,
    -- An app of before may have kept a reason beside the signature: who has signed has not refused to.
    case when jsonb_typeof(a -> 'inspectee_sign') = 'array' and a -> 'inspectee_sign' <> '[]' then '' else private.trimmed(a ->> 'refused_sign_reason') end
  from unnest(active) as r
  cross join lateral (select r.payload -> 'answers' as a offset 0) as parts
  cross join lateral (select private.score_checklist(private.checklist_template(a ->> 'template_code',
    (a ->> 'template_version')::int, a ->> 'template_sha256'), a) as s offset 0) as scored;

  insert into app.findings
  select r.id, n::int, private.finding_id(f, n), f ->> 'item_code', private.trimmed(f ->> 'description'), f ->> 'severity',
    private.text_array(f -> 'photos'), (f ->> 'responsible_org')::int, (f ->> 'responsible_person')::uuid,
    private.trimmed(f ->> 'measure'), (f ->> 'due_on')::date
  from unnest(active) as r
  cross join lateral jsonb_array_elements(r.payload #> '{answers,findings}') with ordinality as e(f, n);
end $$;

grant execute on function private.any_of_organisation(uuid[], int), private.finding_id(jsonb, bigint), private.visit_item_problems(jsonb, jsonb),
  private.visit_day(jsonb), private.finding_problems(jsonb, text[], date), private.parts_named(jsonb), private.has_part_of(jsonb, int), private.is_picture_of_parts(jsonb, text),
  private.visit_photo_problems(jsonb), private.supervision_visit_problems(jsonb),
  private.supervision_visit_organisations(uuid), private.supervision_visit_people(uuid) to authenticated;

-- 32_tours.sql
-- What the stops of tours add up to: the figures of a tour, and its stops as a reader lists them. Derived on reading: the
-- figures from all of them, the list from the rows that the caller may see.

-- The figures of a tour from its submitted and approved stops, as src/kinds/circuit-tour/facts.ts derives them on a phone:
-- {stops, townships_covered, grassroots_days}; of no stop for a tour that the caller does not see. Definer: whoever sees a tour is told
-- these numbers of the whole of it, also where it went beyond the caller's counties.
create function private.circuit_tour_facts(tour uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with stops as (
    select a.day, private.china_day(a.ended_at) as last_day, s.stop_level, area.id as township
    from app.activities a
    join app.tour_stops s on s.id = a.id
    left join app.areas area on area.id = a.host_area_id and area.level = 'township'
    where a.parent_id = any(private.lineage(tour)) and a.kind = 'tour_stop' and a.status in ('submitted', 'approved')
      and exists (select 1 from app.activities t where t.id = tour and private.sees(t))
  )
  select jsonb_build_object(
    'stops', (select count(*) from stops),
    'townships_covered', (select count(distinct township) from stops where stop_level <> 'county'),
    'grassroots_days', (select count(distinct each) from stops, generate_series(day::timestamp, last_day, interval '1 day') as each))
$$;

-- How many stops of a tour there are, void ones left out; 0 for a tour that the caller does not see. Definer as above.
create function private.circuit_tour_size(tour uuid) returns int
language sql stable security definer set search_path = '' as $$
  select count(*)::int from app.activities a
  where a.parent_id = any(private.lineage(tour)) and a.kind = 'tour_stop' and a.status <> 'void'
    and exists (select 1 from app.activities t where t.id = tour and private.sees(t))
$$;

-- A tour's stops in their order, void ones left out: {facts, outside: how many more the caller may not see, rows: [{id, kind, status, title, sequence, started_at,
-- place_name, host_area_name, host_county_id, visits, photo_count, photos_verified, lng, lat}]}.
create function private.circuit_tour_children(activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare rows jsonb;
begin
  select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'status', a.status, 'title', a.title,
    'sequence', s.stop_seq, 'started_at', private.iso(a.started_at), 'place_name', a.place_name,
    'host_area_name', area.name, 'host_county_id', a.host_county_id, 'visits', a.visits, 'photo_count', a.photo_count,
    'photos_verified', a.photos_verified, 'lng', a.lng, 'lat', a.lat) order by s.stop_seq, a.started_at, a.id), '[]')
  into rows
  from app.activities a
  join app.tour_stops s on s.id = a.id
  join app.areas area on area.id = a.host_area_id
  where a.parent_id = any(private.lineage(activity)) and a.kind = 'tour_stop' and a.status <> 'void';
  return jsonb_build_object('facts', private.circuit_tour_facts(activity), 'rows', rows,
    'outside', private.circuit_tour_size(activity) - jsonb_array_length(rows));
end $$;

grant execute on function private.circuit_tour_facts(uuid), private.circuit_tour_size(uuid), private.circuit_tour_children(uuid)
  to authenticated;

-- 32_visit_parts.sql
-- 督导检查分工: the sections of a visit that another inspector fills on the own phone, as src/kinds/visit-part has them. A
-- piece of its visit: the visit's author takes it over into the visit, whose text both sides sign; here it stands for
-- where that came from, and with its pictures. So it has no typed table of its own.

insert into app.kinds values ('visit_part', 'FG', 1, 'supervision_visit', true);

create function private.visit_part_organisations(activity uuid) returns int[]
language sql immutable set search_path = '' as $$ select '{}'::int[] $$;

-- The errors of a part, each `field:code` as src/kinds/visit-part/check.ts has them.
create function private.visit_part_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  inspected int := private.int_of(payload #> '{header,recipient_org_id}');
  sections text[] := private.text_array(a -> 'sections');
  template jsonb := private.checklist_template(a ->> 'template_code', private.int_of(a -> 'template_version'), a ->> 'template_sha256');
  own jsonb := coalesce((
    select jsonb_agg(s order by n) from jsonb_array_elements(template -> 'sections') with ordinality as e(s, n)
    where s ->> 'code' = any(sections)), '[]');
begin
  return array_remove(array[
    case when coalesce(a ->> 'template_code', '') = '' then 'answers.template_code:required'
         when template is null then 'answers.template_code:unknown_checklist' end,
    -- What the visit is, a part knows from its code; from that of an older app it does not. An organisation that inspects
    -- itself may still choose the type.
    case when a ? 'visit_type' and a ->> 'visit_type' is distinct from 'self_check'
        and inspected is distinct from private.int_of(payload #> '{header,organizer_org_id}')
        and private.any_of_organisation(array[(payload ->> 'author_id')::uuid], inspected)
      then 'answers.sections:you_are_inspected' end,
    case when cardinality(sections) = 0 then 'answers.sections:required'
         when template is not null and jsonb_array_length(own) <> cardinality(sections) then 'answers.sections:unknown_section' end
  ], null)
  || case when template is null then '{}' else private.visit_item_problems(template || jsonb_build_object('sections', own), a) end
  || private.finding_problems(case jsonb_typeof(a -> 'findings') when 'array' then a -> 'findings' else '[]' end,
    case when template is not null then array(
      select i ->> 'code' from jsonb_array_elements(own) as s, jsonb_array_elements(s -> 'items') as i) end,
    private.visit_day(payload -> 'header'))
  || private.visit_photo_problems(payload);
end $$;

-- Who filled which part of a visit, of the parts handed in that the caller may see: {facts: {parts}, rows: [{id, kind,
-- status, title, sequence, started_at, place_name, host_area_name, host_county_id, visits, photo_count, photos_verified,
-- lng, lat, author_id}]}.
create function private.supervision_visit_children(activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (select jsonb_build_object('facts', jsonb_build_object('parts', count(*)), 'rows', coalesce(jsonb_agg(
    jsonb_build_object('id', d.id, 'kind', d.kind, 'status', d.status, 'title', r.payload::jsonb #>> '{header,title}',
      'sequence', null, 'started_at', private.iso(d.sealed_at), 'place_name', '', 'host_area_name', '',
      'host_county_id', d.host_county_id, 'visits', 0, 'photo_count', p.count, 'photos_verified', p.verified,
      'lng', null, 'lat', null, 'author_id', d.author_id) order by d.sealed_at, d.id), '[]'))
  from app.documents d
  join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
  cross join lateral (
    select count(*) as count, count(*) filter (where p.state = 'verified') as verified
    from app.photos p where p.document_id = d.id and p.listed
  ) as p
  where d.parent_id = any(private.lineage(activity)) and d.kind = 'visit_part' and d.status in ('submitted', 'returned', 'approved'));
end $$;

grant execute on function private.visit_part_problems(jsonb), private.visit_part_organisations(uuid),
  private.supervision_visit_children(uuid) to authenticated;

-- 33_training_sessions.sql
-- 适宜技术培训: the answers of src/kinds/training-session, typed and constrained. Derived, like activities. Trainees are
-- persons (人) and never visits (人次): they have their own column, and no total adds them to visits.

insert into app.kinds values ('training_session', 'PX', 1);

create table app.training_sessions (
  id uuid primary key references app.activities on delete cascade,
  session_no int not null check (session_no between 1 and 999999),
  mode text not null check (mode in ('onsite', 'remote', 'blended')),
  course_type text not null
    check (course_type in ('technique', 'western_learning_tcm', 'three_basics', 'public_lecture')),
  venue_type text not null check (venue_type in ('medical_institution', 'other')),
  techniques text[] not null check (cardinality(techniques) > 0),
  hours_theory numeric(4, 1) not null check (hours_theory between 0 and 200 and hours_theory * 2 = trunc(hours_theory * 2)),
  hours_practice numeric(4, 1) not null
    check (hours_practice between 0 and 200 and hours_practice * 2 = trunc(hours_practice * 2)),
  trainee_count int not null check (trainee_count between 1 and 2000),
  village_doctors int not null check (village_doctors >= 0),
  township_staff int not null check (township_staff >= 0),
  station_staff int not null check (station_staff >= 0),
  nurses int not null check (nurses >= 0),
  other int not null check (other >= 0),
  orgs_covered int not null check (orgs_covered between 1 and 999999),
  signed_in int not null check (signed_in between 0 and trainee_count),
  assessed int check (assessed between 0 and trainee_count),
  passed int check (passed between 0 and assessed),
  certificates int check (certificates between 0 and coalesce(passed, assessed, trainee_count)),
  credits numeric(3, 1) check (credits between 0 and 25),
  materials int check (materials between 0 and 999999),
  cost numeric(11, 2) check (cost between 0 and 100000000),
  check (hours_theory + hours_practice > 0),
  check (village_doctors + township_staff + station_staff + nurses + other = trainee_count),
  check (passed is null or assessed is not null),
  check (course_type <> 'technique' or (assessed is not null and passed is not null and certificates is not null))
);

alter table app.training_sessions enable row level security;
alter table app.training_sessions force row level security;

-- Read one at a time, beside its activity; so are trainers and trainees.
create policy "who reads an activity reads its training" on app.training_sessions
  for select to authenticated using (exists (select 1 from app.activities a where a.id = training_sessions.id));

grant select on app.training_sessions to authenticated;

create table app.training_trainers (
  activity_id uuid not null references app.training_sessions on delete cascade,
  person_id uuid not null references app.people on delete restrict,
  title_level text not null check (title_level in ('senior', 'associate_senior', 'intermediate', 'junior', 'none')),
  org_id int not null references app.organisations on delete restrict,
  primary key (activity_id, person_id)
);

create index training_trainers_person on app.training_trainers (person_id);

alter table app.training_trainers enable row level security;
alter table app.training_trainers force row level security;

create policy "who reads an activity reads its trainers" on app.training_trainers
  for select to authenticated using (exists (select 1 from app.activities a where a.id = activity_id));

grant select on app.training_trainers to authenticated;

-- The roster. `techniques` is spelled out here: a row of the text that names none learned all of the session.
create table app.training_trainees (
  activity_id uuid not null references app.training_sessions on delete cascade,
  position int not null,
  person_id uuid not null references app.people on delete restrict,
  org_id int not null references app.organisations on delete restrict,
  techniques text[] not null,
  theory_score numeric(4, 1) check (theory_score between 0 and 100),
  practice_score numeric(4, 1) check (practice_score between 0 and 100),
  passed boolean,
  certificate_no text not null check (char_length(certificate_no) <= 60),
  primary key (activity_id, person_id),
  check (certificate_no = '' or passed is true)
);

create index training_trainees_person on app.training_trainees (person_id);
create index training_trainees_organisation on app.training_trainees (org_id);
create unique index training_trainees_certificate on app.training_trainees (activity_id, certificate_no)
  where certificate_no <> '';
create index training_trainees_number on app.training_trainees (certificate_no) where certificate_no <> '';

alter table app.training_trainees enable row level security;
alter table app.training_trainees force row level security;

create policy "who reads an activity reads its roster" on app.training_trainees
  for select to authenticated using (exists (select 1 from app.activities a where a.id = activity_id));

grant select on app.training_trainees to authenticated;

-- What totals count of a training session: its trainers as staff. The headline is its trainees.
create function private.training_session_measures(payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  return (select row(1, 0, jsonb_array_length(payload #> '{answers,trainers}'), 0, (payload #>> '{answers,trainee_count}')::int,
      array_agg(facet order by facet), array_agg(amount order by facet))::private.measures
  from (
    select distinct 'technique/' || split_part(code, '-', 2) as facet, 1 as amount
    from jsonb_array_elements_text(payload #> '{answers,techniques}') as code
    union all select 'training/assessed', coalesce((payload #>> '{answers,assessed}')::int, 0)
    union all select 'training/passed', coalesce((payload #>> '{answers,passed}')::int, 0)
  ) as counted);
end $$;

-- The errors of a training session, each `field:code` as src/kinds/training-session/check.ts has them; warnings are not
-- errors.
create function private.training_session_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  a jsonb := payload -> 'answers';
  techniques text[] := private.text_array(a -> 'techniques');
  trainees numeric := private.number_of(a -> 'trainee_count');
  assessed numeric := private.number_of(a -> 'assessed');
  passed numeric := private.number_of(a -> 'passed');
  certificates numeric := private.number_of(a -> 'certificates');
  parts numeric;
  found text[];
  name text;
begin
  found := private.number_problems(a, array[
    'session_no 1 999999 0 required', 'hours_theory 0 200 1 required', 'hours_practice 0 200 1 required',
    'trainee_count 1 2000 0 required', 'village_doctors 0 2000 0 required', 'township_staff 0 2000 0 required',
    'station_staff 0 2000 0 required', 'nurses 0 2000 0 required', 'other 0 2000 0 required',
    'orgs_covered 1 999999 0 required', 'signed_in 0 2000 0 required', 'assessed 0 2000 0', 'passed 0 2000 0',
    'certificates 0 2000 0', 'credits 0 25 1', 'materials 0 999999 0', 'cost 0 100000000 2']);

  foreach name in array array['mode', 'course_type', 'venue_type'] loop
    if a ->> name is null then found := found || ('answers.' || name || ':required'); end if;
  end loop;
  if cardinality(techniques) = 0 then found := found || 'answers.techniques:required'::text; end if;
  if not private.are_techniques(techniques) then found := found || 'answers.techniques:unknown_technique'::text; end if;
  if a ->> 'venue_type' = 'other'
     and exists (select 1 from app.techniques t where t.code = any(techniques) and t.invasive) then
    found := found || 'answers.venue_type:medical_venue_required'::text;
  end if;

  foreach name in array array['hours_theory', 'hours_practice'] loop
    if private.number_of(a -> name) * 2 <> trunc(private.number_of(a -> name) * 2) then
      found := found || ('answers.' || name || ':half_hours');
    end if;
  end loop;
  if private.number_of(a -> 'hours_theory') + private.number_of(a -> 'hours_practice') <= 0 then
    found := found || 'answers.hours_theory:no_hours'::text;
  end if;

  -- The sum is null while one of the five is.
  select case when count(private.number_of(a -> part)) = 5 then sum(private.number_of(a -> part)) end into parts
  from unnest(array['village_doctors', 'township_staff', 'station_staff', 'nurses', 'other']) as part;
  if parts <> trainees then found := found || 'answers.trainee_count:parts_do_not_add_up'::text; end if;

  -- Each count is limited by the nearest of those it may not exceed that is known.
  found := found || array_remove(array[
    case when private.number_of(a -> 'signed_in') > trainees then 'answers.signed_in:more_than_trainees' end,
    case when assessed > trainees then 'answers.assessed:more_than_trainees' end,
    case when passed > assessed then 'answers.passed:more_than_assessed'
      when assessed is null and passed > trainees then 'answers.passed:more_than_trainees' end,
    case when certificates > passed then 'answers.certificates:more_than_passed'
      when passed is null and certificates > assessed then 'answers.certificates:more_than_assessed'
      when coalesce(passed, assessed) is null and certificates > trainees then 'answers.certificates:more_than_trainees' end], null);
  if a ->> 'course_type' = 'technique' then
    foreach name in array array['assessed', 'passed', 'certificates'] loop
      if coalesce(a -> name, 'null'::jsonb) = 'null'::jsonb then found := found || ('answers.' || name || ':required'); end if;
    end loop;
  elsif coalesce(a -> 'passed', 'null'::jsonb) <> 'null'::jsonb and coalesce(a -> 'assessed', 'null'::jsonb) = 'null'::jsonb then
    found := found || 'answers.assessed:required'::text;
  end if;
  return found || private.trainer_problems(a) || private.roster_problems(a);
end $$;

-- Errors of the trainers: one at least, each with an organisation, nobody twice.
create function private.trainer_problems(answers jsonb) returns text[]
language sql immutable set search_path = '' as $$
  with rows as (
    select each, n from jsonb_array_elements(
      case jsonb_typeof(answers -> 'trainers') when 'array' then answers -> 'trainers' else '[]' end)
      with ordinality as e(each, n)
  )
  select coalesce(array_agg(problem), '{}') from (
    select 'answers.trainers:required' as problem where not exists (select 1 from rows)
    union all select 'answers.trainers.' || (n - 1) || '.org_id:required' from rows where each ->> 'org_id' is null
    union all select 'answers.trainers:person_twice' from rows having count(distinct each ->> 'person_id') <> count(*)
  ) as problems
$$;

-- Errors of the roster: needed for a course of techniques, nobody twice, a certificate for who passed alone, no number twice.
create function private.roster_problems(answers jsonb) returns text[]
language sql stable set search_path = '' as $$
  with rows as (
    select each, 'answers.roster.' || (n - 1) as at, private.trimmed(each ->> 'certificate_no') as number,
      row_number() over (partition by private.trimmed(each ->> 'certificate_no') order by n) as nth
    from jsonb_array_elements(case jsonb_typeof(answers -> 'roster') when 'array' then answers -> 'roster' else '[]' end)
      with ordinality as e(each, n)
  )
  select coalesce(array_agg(problem), '{}') from (
    select 'answers.roster:required' as problem
    where answers ->> 'course_type' = 'technique' and not exists (select 1 from rows)
    union all select 'answers.roster:too_many_rows' from rows having count(*) > 1000
    union all select 'answers.roster:person_twice' from rows having count(distinct each ->> 'person_id') <> count(*)
    union all
    select at || substr(problem, length('answers.'))
    from rows, unnest(private.number_problems(each, array['theory_score 0 100 1', 'practice_score 0 100 1'])) as problem
    union all select at || '.org_id:required' from rows where each ->> 'org_id' is null
    union all
    select at || '.techniques:unknown_technique' from rows
    where not private.are_techniques(private.text_array(each -> 'techniques'))
    union all select at || '.certificate_no:too_long' from rows where char_length(number) > 60
    union all
    select at || '.certificate_no:certificate_without_pass' from rows
    where number <> '' and each -> 'passed' is distinct from 'true'::jsonb
    union all select at || '.certificate_no:certificate_twice' from rows where number <> '' and nth > 1
  ) as problems
$$;

-- Organisations that the answers name: those of trainers and trainees.
create function private.training_session_organisations(activity uuid) returns int[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(org_id), '{}') from (
    select t.org_id from app.training_trainers t where t.activity_id = activity
    union select t.org_id from app.training_trainees t where t.activity_id = activity
  ) as named
$$;

-- `{certificate_elsewhere}` where a certificate's number stands in another session of the organisation that counts, as far
-- as the caller may read it; what replaces a session gives its numbers again. Said on reading: what the other session is may change, and nothing is refused for it.
create function private.certificate_flags(session app.activities) returns text[]
language sql stable set search_path = '' as $$
  select case when exists (
    select 1 from app.training_trainees mine
    join app.training_trainees other on other.certificate_no = mine.certificate_no and other.activity_id <> mine.activity_id
    join app.activities a on a.id = other.activity_id
    where mine.activity_id = session.id and mine.certificate_no <> '' and other.certificate_no <> ''
      and a.organisation_id = session.organisation_id and a.status in ('submitted', 'approved')
      and other.activity_id <> all(private.replacing(session.id))
  ) then array['certificate_elsewhere'] else '{}'::text[] end
$$;

-- People that the answers name: trainers and trainees.
create function private.training_session_people(activity uuid) returns uuid[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(person_id), '{}') from (
    select t.person_id from app.training_trainers t where t.activity_id = activity
    union select t.person_id from app.training_trainees t where t.activity_id = activity
  ) as named
$$;

-- Writes the typed answers of sessions that were handed in, with trainers and trainees.
create function private.training_session_derive(active private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.training_sessions s using unnest(active) as r where s.id = r.id;
  insert into app.training_sessions
  select r.id, t.session_no, t.mode, t.course_type, t.venue_type, private.text_array(answers -> 'techniques'),
    t.hours_theory, t.hours_practice, t.trainee_count, t.village_doctors, t.township_staff, t.station_staff, t.nurses,
    t.other, t.orgs_covered, t.signed_in, t.assessed, t.passed, t.certificates, t.credits, t.materials, t.cost
  from unnest(active) as r
  cross join lateral (select r.payload -> 'answers' as answers offset 0) as parts
  cross join lateral jsonb_to_record(answers) as t(session_no int, mode text, course_type text, venue_type text,
    hours_theory numeric, hours_practice numeric, trainee_count int, village_doctors int, township_staff int,
    station_staff int, nurses int, other int, orgs_covered int, signed_in int, assessed int, passed int,
    certificates int, credits numeric, materials int, cost numeric);

  insert into app.training_trainers
  select r.id, (each ->> 'person_id')::uuid, each ->> 'title_level', (each ->> 'org_id')::int
  from unnest(active) as r cross join lateral jsonb_array_elements(r.payload #> '{answers,trainers}') as each;

  insert into app.training_trainees
  select s.id, (n - 1)::int, (each ->> 'person_id')::uuid, (each ->> 'org_id')::int,
    coalesce(nullif(private.text_array(each -> 'techniques'), '{}'), s.techniques), (each ->> 'theory_score')::numeric,
    (each ->> 'practice_score')::numeric, (each ->> 'passed')::boolean, private.trimmed(each ->> 'certificate_no')
  from unnest(active) as r
  join app.training_sessions s on s.id = r.id
  cross join lateral jsonb_array_elements(r.payload #> '{answers,roster}') with ordinality as e(each, n);
end $$;

grant execute on function private.certificate_flags(app.activities), private.training_session_problems(jsonb), private.trainer_problems(jsonb), private.roster_problems(jsonb), private.training_session_organisations(uuid),
  private.training_session_people(uuid) to authenticated;

-- 34_session_codes.sql
-- Signing in at a session by its code: whoever taught shows it, those who came write themselves down on their own phones,
-- without an account, and each entry waits for the author's word. A code is good for its one record and for a time. An
-- entry with its telephone is its author's alone and is forgotten after 30 days; what becomes of it is on the roster.

create table app.session_codes (
  document_id uuid primary key references app.documents on delete cascade,
  author_id uuid not null references app.people on delete cascade,
  token text not null unique check (token ~ '^[0-9a-f]{32}$'),
  expires_at timestamptz not null
);

create index session_codes_author on app.session_codes (author_id);

alter table app.session_codes enable row level security;
alter table app.session_codes force row level security;

create policy "authors read the codes of their records" on app.session_codes
  for select to authenticated using (author_id = (select private.my_person_id()));

grant select on app.session_codes to authenticated;

create table app.session_entries (
  -- Made by the phone that signs in, so that an entry sent twice is one. A new person gets the same id, so that an entry
  -- accepted twice is one person; so it may not be anybody's.
  id uuid primary key,
  document_id uuid not null references app.documents on delete cascade,
  author_id uuid not null references app.people on delete cascade,
  name text not null check (char_length(name) between 1 and 40),
  organisation text not null check (char_length(organisation) <= 60),
  title_level text not null check (title_level in ('senior', 'associate_senior', 'intermediate', 'junior', 'none')),
  phone text not null check (phone ~ '^(1[3-9][0-9]{9})?$'),
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined')),
  -- Whom it became. No reference: that person may still be on the author's phone.
  person_id uuid,
  entered_at timestamptz not null default now()
);

create index session_entries_document on app.session_entries (document_id, state);
create index session_entries_author on app.session_entries (author_id);
create index session_entries_person on app.session_entries (person_id) where person_id is not null;
create index session_entries_entered on app.session_entries (entered_at);

alter table app.session_entries enable row level security;
alter table app.session_entries force row level security;

create policy "authors read the entries at their sessions" on app.session_entries
  for select to authenticated using (author_id = (select private.my_person_id()));

grant select on app.session_entries to authenticated;

-- Opens the code of a record, or keeps it open, until then; the code that was shown before stays the same while it is good.
-- The caller has made sure whose record it is; the check here is the second. Definer: codes have no write grant.
create function private.keep_session_code(document uuid, until timestamptz) returns app.session_codes
language plpgsql volatile security definer set search_path = '' as $$
declare kept app.session_codes;
begin
  insert into app.session_codes as c (document_id, author_id, token, expires_at)
  select d.id, d.author_id, replace(gen_random_uuid()::text, '-', ''), until
  from app.documents d where d.id = document and d.author_id = private.my_person_id()
  on conflict (document_id) do update set expires_at = excluded.expires_at,
    token = case when c.expires_at > now() then c.token else excluded.token end
  returning * into kept;
  return kept;
end $$;

-- Opens the code of a record of one's own that has a roster, for 0 (it closes) to 1440 minutes. Gives {token, expires_at}.
-- `notFound` for another's record, or one that has not arrived; `invalid` names what is wrong: minutes, kind, status.
create function api.open_session_code(document uuid, minutes int) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  head app.documents;
  kept app.session_codes;
begin
  if me is null then perform private.fail('forbidden', 403); end if;
  if coalesce(minutes not between 0 and 1440, true) then perform private.fail('invalid', 422, 'minutes'); end if;
  select * into head from app.documents d where d.id = document and d.author_id = me;
  if head.id is null then perform private.fail('notFound', 404, 'document'); end if;
  if head.status not in ('draft', 'submitted', 'returned') then perform private.fail('invalid', 422, 'status'); end if;
  if not exists (
    select 1 from app.document_revisions r
    where r.document_id = head.id and r.revision = head.revision
      and jsonb_typeof(r.payload::jsonb #> '{answers,roster}') = 'array'
  ) then
    perform private.fail('invalid', 422, 'kind');
  end if;
  kept := private.keep_session_code(document, now() + make_interval(mins => minutes));
  return jsonb_build_object('token', kept.token, 'expires_at', kept.expires_at);
end $$;

-- How many entries a session takes, and how many in a minute.
create function private.session_entry_limits(out most int, out most_a_minute int)
language sql immutable set search_path = '' as $$ select 500, 120 $$;

-- What a code stands for: {state: open | over | full | unknown}, and of an open one {title, organisation, expires_at}.
-- Definer: strangers have no right of their own; who holds a code of 128 random bits may know what it is for.
create function api.session_code_state(code text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  c app.session_codes;
  facts jsonb;
begin
  select * into c from app.session_codes x where x.token = code;
  if c.document_id is null then return jsonb_build_object('state', 'unknown'); end if;
  if c.expires_at <= now() then return jsonb_build_object('state', 'over'); end if;
  if (select count(*) from app.session_entries e where e.document_id = c.document_id)
     >= (select most from private.session_entry_limits()) then
    return jsonb_build_object('state', 'full');
  end if;
  select jsonb_build_object('state', 'open', 'title', coalesce(r.payload::jsonb #>> '{header,title}', ''),
    'organisation', coalesce(o.name, ''), 'expires_at', c.expires_at) into facts
  from app.documents d
  join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
  left join app.organisations o on o.id = d.organisation_id
  where d.id = c.document_id and d.status in ('draft', 'submitted', 'returned');
  return coalesce(facts, jsonb_build_object('state', 'over'));
end $$;

-- Writes oneself down at a session. Gives {state: taken | over | full | unknown | busy}, or {state: invalid, field} for
-- name, organisation, title_level, phone or entry. The same entry, or the same name, organisation and telephone still
-- waiting, sent again is taken and adds nothing; without a telephone two of one name may be two people, and both wait. Definer: strangers have no right of their own, and this is all they may write.
create function api.submit_session_entry(
  code text, entry uuid, name text, organisation text, title_level text, phone text
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  c app.session_codes;
  state text := api.session_code_state(code) ->> 'state';
  named text := private.trimmed(left(name, 200));
  works_at text := private.trimmed(left(organisation, 200));
  reached_at text := regexp_replace(left(coalesce(phone, ''), 40), '[\s-]|^\s*(\+|00)86', '', 'g');
  field text;
begin
  if state not in ('open', 'full') then return jsonb_build_object('state', state); end if;
  field := case
    when not private.is_uuid(entry::text) or exists (select 1 from app.people p where p.id = entry) then 'entry'
    when char_length(named) not between 1 and 40 or named ~ '[[:cntrl:]]' or private.has_personal_number(named) then 'name'
    when char_length(works_at) > 60 or works_at ~ '[[:cntrl:]]' or private.has_personal_number(works_at) then 'organisation'
    when coalesce(title_level not in ('senior', 'associate_senior', 'intermediate', 'junior', 'none'), true) then 'title_level'
    when reached_at !~ '^(1[3-9][0-9]{9})?$' then 'phone'
  end;
  if field is not null then return jsonb_build_object('state', 'invalid', 'field', field); end if;

  -- One entry of a session at a time, so that the count is right.
  select * into c from app.session_codes x where x.token = code for update;
  if exists (
    select 1 from app.session_entries e
    where e.document_id = c.document_id and ((e.id = entry and e.state <> 'declined')
      or (reached_at <> '' and (e.name, e.organisation, e.phone, e.state) = (named, works_at, reached_at, 'waiting')))
  ) then
    return jsonb_build_object('state', 'taken');
  end if;
  if state = 'full' or (select count(*) from app.session_entries e where e.document_id = c.document_id)
     >= (select most from private.session_entry_limits()) then
    return jsonb_build_object('state', 'full');
  end if;
  if (select count(*) from app.session_entries e
      where e.document_id = c.document_id and e.entered_at > now() - interval '1 minute')
     >= (select most_a_minute from private.session_entry_limits()) then
    return jsonb_build_object('state', 'busy');
  end if;
  -- One that was declined asks again.
  insert into app.session_entries as e (id, document_id, author_id, name, organisation, title_level, phone)
  values (entry, c.document_id, c.author_id, named, works_at, title_level, reached_at)
  on conflict (id) do update set state = 'waiting', name = excluded.name, organisation = excluded.organisation,
    title_level = excluded.title_level, phone = excluded.phone, entered_at = now()
    where e.state = 'declined' and e.document_id = excluded.document_id;
  return jsonb_build_object('state', 'taken');
end $$;

-- The code and the entries that wait, of a record of one's own, the earliest first: {code: {token, expires_at}?, entries:
-- [{id, name, organisation, title_level, phone, entered_at}]}. Nothing of another's record.
create function api.session_entries(document uuid) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return jsonb_build_object(
    'code', (
      select jsonb_build_object('token', c.token, 'expires_at', c.expires_at)
      from app.session_codes c where c.document_id = document and c.expires_at > now()),
    'entries', coalesce((
      select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'organisation', e.organisation,
        'title_level', e.title_level, 'phone', e.phone, 'entered_at', e.entered_at) order by e.entered_at, e.id)
      from app.session_entries e where e.document_id = document and e.state = 'waiting'), '[]'));
end $$;

-- Gives the telephone of entries that became new people of their author to these people, and forgets it in the entry.
-- For definer functions alone: contacts have no write grant.
create function private.hand_over_phones(people uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.person_contacts (person_id, phone)
  select distinct on (p.id) p.id, e.phone
  from app.people p join app.session_entries e on e.person_id = p.id and e.author_id = p.created_by
  where p.id = any(people) and e.state = 'accepted' and e.phone <> ''
  order by p.id, e.entered_at desc
  on conflict (person_id) do nothing;
  update app.session_entries e set phone = ''
  where e.person_id = any(people) and e.phone <> '' and exists (select 1 from app.people p where p.id = e.person_id);
end $$;

-- Definer: contacts and entries have no write grant.
create function private.tg_people__phones() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.hand_over_phones(array(select id from new_people));
  return null;
end $$;

create trigger people_200_phones after insert on app.people
  referencing new table as new_people
  for each statement execute function private.tg_people__phones();

-- Says of an entry at a session of one's own whether it is taken, and whom it became; a declined one loses its telephone.
-- Settled again, the last word holds. Definer: entries have no write grant.
create function private.settle_session_entry(entry uuid, accepted boolean, person uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update app.session_entries e set
    state = case when accepted then 'accepted' else 'declined' end,
    person_id = case when accepted then person end,
    phone = case when accepted then e.phone else '' end
  where e.id = entry and e.author_id = private.my_person_id();
  if not found then return false; end if;
  perform private.hand_over_phones(array[person]);
  return true;
end $$;

-- The author's word on an entry; `person` is whom it became, and needed where it is accepted. Gives {settled: true}.
-- `notFound` for an entry that is not at a session of one's own.
create function api.settle_session_entry(entry uuid, accepted boolean, person uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if accepted is null or (accepted and person is null) then perform private.fail('invalid', 422, 'person'); end if;
  if not private.settle_session_entry(entry, accepted, person) then perform private.fail('notFound', 404, 'entry'); end if;
  return jsonb_build_object('settled', true);
end $$;

grant execute on function api.open_session_code(uuid, int), private.keep_session_code(uuid, timestamptz),
  api.session_entries(uuid),
  private.settle_session_entry(uuid, boolean, uuid), api.settle_session_entry(uuid, boolean, uuid) to authenticated;
grant execute on function api.session_code_state(text), api.submit_session_entry(text, uuid, text, text, text, text)
  to anon, authenticated;

-- 35_kinds.sql
-- What each kind says for itself, asked by its name. A line for each kind, and an error for a kind without one: a call that is
-- put together as text would be planned anew for every record.

create function private.answers_problems(kind text, payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  case kind
    when 'free_clinic' then return private.free_clinic_problems(payload);
    when 'circuit_tour' then return private.circuit_tour_problems(payload);
    when 'tour_stop' then return private.tour_stop_problems(payload);
    when 'supervision_visit' then return private.supervision_visit_problems(payload);
    when 'visit_part' then return private.visit_part_problems(payload);
    when 'training_session' then return private.training_session_problems(payload);
  end case;
end $$;

create function private.measures_of(kind text, payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  case kind
    when 'free_clinic' then return private.free_clinic_measures(payload);
    when 'circuit_tour' then return private.circuit_tour_measures(payload);
    when 'tour_stop' then return private.tour_stop_measures(payload);
    when 'supervision_visit' then return private.supervision_visit_measures(payload);
    when 'training_session' then return private.training_session_measures(payload);
  end case;
end $$;

grant execute on function private.answers_problems(text, jsonb) to authenticated;

-- 36_plans.sql
-- Plans: what an organisation means to do, where and on which day, made by its managers, by those of its county, or by a
-- person for himself. A plan is reminded of until a record does what it says, and is never scored.

create table app.plans (
  -- Made on the device, so that a plan sent twice is one.
  id uuid primary key,
  kind text not null references app.kinds on delete restrict,
  planned_on date not null,
  -- Who goes: these people, or, where none is named, whoever of the organisation.
  organisation_id int not null references app.organisations on delete cascade,
  team uuid[] not null default '{}' check (cardinality(team) <= 30),
  -- Where: a county or township, and the organisation visited.
  area_id int not null references app.areas on delete restrict,
  host_county_id int not null references app.areas on delete restrict,
  recipient_org_id int references app.organisations on delete set null,
  place_name text not null default '' check (char_length(place_name) <= 60),
  note text not null default '' check (char_length(note) <= 300),
  made_by uuid not null references app.people on delete restrict,
  made_at timestamptz not null default now(),
  -- The day on which it was typed, in China: before made_at where it waited on a phone.
  made_on date not null default private.china_day(now()),
  cancelled_at timestamptz
);

create index plans_organisation on app.plans (organisation_id, planned_on);
create index plans_host_county on app.plans (host_county_id, planned_on);
create index plans_made_by on app.plans (made_by);

alter table app.plans enable row level security;
alter table app.plans force row level security;

create policy "people read plans of their organisations" on app.plans
  for select to authenticated using (organisation_id = any((select private.my_organisation_ids())::int[]));
create policy "people read the plans they made" on app.plans
  for select to authenticated using (made_by = (select private.my_person_id()));
create policy "managers read plans for their counties" on app.plans
  for select to authenticated using (host_county_id = any((select private.my_county_ids())::int[]));

grant select on app.plans to authenticated;

-- Whether the caller may plan for an organisation: as its manager, or as manager of the county it lies in.
create function private.plans_for(organisation int) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select 1 from app.organisations o where o.id = organisation and o.county_id = any(private.my_county_ids()))
    or exists (
      select 1 from app.memberships m
      where m.person_id = private.my_person_id() and m.organisation_id = organisation
        and m.role = 'organisation_manager' and private.is_current(m));
end $$;

-- Which record has done which plan of these organisations, of the plans of the last year; the record of the caller's own
-- alone. src/domain/plan-done.ts says the same. A record fits a plan when it is handed in, of its kind and organisation, and
-- was begun from it; one that was begun from none, or from one that stands no more, fits it when it is from three days before to
-- sixty days after its day, but before its day only from after the day on which it was made, in its area, and with the recipient where one is named. A record
-- does one plan and a plan is done by one record: of all pairs that fit, the best goes first and both are taken. Best is where
-- the record was begun from the plan; then where the plan's team names the author, then where it names nobody; then where it
-- names the recipient, then a township; then where the days lie nearest; then the earlier plan, then the earlier record.
-- Definer: it does not depend on who asks.
create function private.plans_done(organisations int[]) returns table (plan_id uuid, activity_id uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  pair record;
  plan_taken boolean[] := '{}';
  activity_taken boolean[] := '{}';
begin
  for pair in
    select p.id as plan, a.id as activity, a.author_id, dense_rank() over (order by p.id) as nth_plan, dense_rank() over (order by a.id) as nth_activity
    from app.plans p
    cross join lateral (
      select x.id, x.author_id, x.day, x.plan_id from app.activities x
      where x.plan_id = p.id and x.organisation_id = p.organisation_id and x.kind = p.kind and x.status in ('submitted', 'approved')
      union all
      select x.id, x.author_id, x.day, x.plan_id from app.activities x
      where not exists (select 1 from app.plans q
                          where q.id = x.plan_id and q.organisation_id = x.organisation_id and q.kind = x.kind and q.cancelled_at is null)
        and x.organisation_id = p.organisation_id and x.kind = p.kind and x.status in ('submitted', 'approved')
        and x.day between least(p.planned_on, greatest(p.planned_on - 3, p.made_on + 1)) and p.planned_on + 60
        and (x.host_area_id = p.area_id or x.host_county_id = p.area_id)
        and (p.recipient_org_id is null or x.recipient_org_id = p.recipient_org_id)
    ) as a
    where p.organisation_id = any(organisations) and p.cancelled_at is null and p.planned_on >= private.china_day(now()) - 366
    order by a.plan_id is distinct from p.id, case when a.author_id = any(p.team) then 0 when p.team = '{}' then 1 else 2 end, p.recipient_org_id is null,
      p.area_id = p.host_county_id, abs(a.day - p.planned_on), p.planned_on, p.id, a.day, a.id
  loop
    continue when plan_taken[pair.nth_plan] or activity_taken[pair.nth_activity];
    plan_taken[pair.nth_plan] := true;
    activity_taken[pair.nth_activity] := true;
    plan_id := pair.plan;
    activity_id := case when pair.author_id = me then pair.activity end;
    return next;
  end loop;
end $$;

-- Writes a plan, or changes the one of the same id, for who may. One that was cancelled stays so: an older word of it may come
-- late, from a phone that lay in a drawer or out of a rescue file. Who goes works for the organisation, or is a member of it
-- beside another. Definer: nobody holds a write grant, and managers of a county name people whom they do not read.
create function private.put_plan(p app.plans) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  before app.plans;
begin
  if not private.plans_for(p.organisation_id)
     and not (p.team = array[me] and p.organisation_id = any(private.my_organisation_ids())) then
    perform private.fail('forbidden', 403, 'organisation');
  end if;
  if exists (select 1 from unnest(p.team) as each
             where not exists (select 1 from app.people x where x.id = each and x.organisation_id = p.organisation_id)
               and not exists (select 1 from app.memberships m
                               where m.person_id = each and m.organisation_id = p.organisation_id and private.is_current(m))) then
    perform private.fail('invalid', 422, 'team');
  end if;
  select * into before from app.plans x where x.id = p.id for update;
  if before.id is not null and before.made_by <> me and not private.plans_for(before.organisation_id) then
    perform private.fail('notFound', 404, 'plan');
  end if;
  if before.cancelled_at is not null then
    if p.cancelled_at is null then perform private.fail('notFound', 404, 'plan'); end if;
    return;
  end if;
  insert into app.plans (id, kind, planned_on, organisation_id, team, area_id, host_county_id, recipient_org_id, place_name, note, made_by,
    made_on, cancelled_at)
  values (p.id, p.kind, p.planned_on, p.organisation_id, p.team, p.area_id, p.host_county_id, p.recipient_org_id, p.place_name,
    p.note, me, p.made_on, p.cancelled_at)
  on conflict (id) do update set kind = excluded.kind, planned_on = excluded.planned_on, team = excluded.team,
    organisation_id = excluded.organisation_id, area_id = excluded.area_id, host_county_id = excluded.host_county_id,
    recipient_org_id = excluded.recipient_org_id, place_name = excluded.place_name, note = excluded.note,
    cancelled_at = excluded.cancelled_at;
end $$;

-- Makes or changes a plan. Takes {id, kind, planned_on, made_on?, organisation_id, team: [person id], area_id,
-- recipient_org_id?, place_name?, note?, cancelled?}; `made_on`, the day on which the phone made it, counts where the plan is
-- new; kinds that belong to a record of another kind cannot be planned. Gives {id}. `invalid` names the field; `forbidden`
-- for an organisation that the caller does not manage, unless the team is the caller alone; `notFound` for somebody else's
-- plan, and for one that was cancelled.
create function api.put_plan(plan jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare
  p app.plans;
  field text;
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  begin
    p := jsonb_populate_record(null::app.plans, plan - array['team', 'made_by', 'made_at', 'cancelled', 'cancelled_at', 'host_county_id']);
    p.team := array(select distinct value::uuid from jsonb_array_elements_text(coalesce(plan -> 'team', '[]')));
  exception when others then
    perform private.fail('invalid', 422, 'plan');
  end;
  p.place_name := coalesce(private.trimmed(p.place_name), '');
  p.note := coalesce(private.trimmed(p.note), '');
  p.host_county_id := private.county_of(p.area_id);
  -- A phone's clock may be wrong.
  p.made_on := greatest(least(p.made_on, private.china_day(now())), private.china_day(now()) - 366);
  p.cancelled_at := case when plan -> 'cancelled' = 'true' then now() end;
  field := case
    when p.id is null then 'id'
    when not exists (select 1 from app.kinds k where k.slug = p.kind and k.parent_kind is null) then 'kind'
    when p.planned_on is null or p.planned_on not between private.china_day(now()) - 366 and private.china_day(now()) + 732 then 'planned_on'
    when p.host_county_id is null then 'area_id'
    when p.organisation_id is null then 'organisation_id'
    when p.recipient_org_id is not null and not exists (
      select 1 from app.organisations o where o.id = p.recipient_org_id) then 'recipient_org_id'
    when cardinality(p.team) > 30 then 'team'
    when char_length(p.place_name) > 60 or private.has_personal_number(p.place_name) then 'place_name'
    when char_length(p.note) > 300 or private.has_personal_number(p.note) then 'note'
  end;
  if field is not null then perform private.fail('invalid', 422, field); end if;
  perform private.put_plan(p);
  return jsonb_build_object('id', p.id);
end $$;

-- What the caller has to do or has planned for others: not done, not cancelled, at most half a year overdue, the soonest
-- first; 200 at most, today's and the next before those overdue, of which the oldest go. Gives {plans: [{id, kind, planned_on,
-- made_on, organisation_id, organisation_name, team, mine, area_id, area_name, area_ids, county_id, recipient_org_id,
-- recipient_name, place_name, note, by_me}], did_plans: [record id]}; `area_ids`: the area and what lies in it; `mine`: the
-- caller is to go; `did_plans`: records of the caller's that have done plans, so that the phone takes none of them for
-- another: those that could fit an open one, or one made today.
create function private.open_plans() returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  mine int[] := private.my_organisation_ids();
  today constant date := private.china_day(now());
  organisations int[];
  done uuid[];
  used uuid[];
  plans jsonb;
  first date;
begin
  select array_agg(distinct x.organisation_id) into organisations
  from app.plans x where (x.organisation_id = any(mine) or x.made_by = me) and x.planned_on >= today - 183;
  select array_agg(d.plan_id), array_agg(d.activity_id) filter (where d.activity_id is not null) into done, used
  from private.plans_done(organisations) as d;
  select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'planned_on', p.planned_on, 'made_on', p.made_on,
    'organisation_id', p.organisation_id, 'organisation_name', o.name, 'team', p.team, 'mine', p.mine,
    'area_id', p.area_id, 'area_name', a.name, 'county_id', p.host_county_id, 'recipient_org_id', p.recipient_org_id,
    'area_ids', (select jsonb_agg(x.id order by x.id) from app.areas x where x.id = p.area_id or x.statutory_parent = p.area_id),
    'recipient_name', coalesce(r.name, ''), 'place_name', p.place_name, 'note', p.note, 'by_me', p.made_by = me)
    order by p.planned_on, p.id), min(p.planned_on)
  into plans, first
  from (
    select x.*, x.organisation_id = any(mine) and (x.team = '{}' or me = any(x.team)) as mine
    from app.plans x
    where (x.organisation_id = any(mine) and (x.team = '{}' or me = any(x.team)) or x.made_by = me)
      and x.cancelled_at is null and x.planned_on >= today - 183 and not exists (select 1 from unnest(done) as d where d = x.id)
    order by x.planned_on < today, abs(x.planned_on - today), x.id limit 200
  ) as p
  join app.organisations o on o.id = p.organisation_id
  join app.areas a on a.id = p.area_id
  left join app.organisations r on r.id = p.recipient_org_id;
  return jsonb_build_object('plans', coalesce(plans, '[]'), 'did_plans', coalesce((
    select jsonb_agg(a.id order by a.id) from app.activities a
    where a.id = any(used) and a.day >= least(first, today - 30) - 3), '[]'));
end $$;

grant execute on function private.plans_for(int), private.plans_done(int[]), private.put_plan(app.plans),
  private.open_plans(), api.put_plan(jsonb) to authenticated;

-- 37_filling_times.sql
-- How long filling a form in takes: for each version of a form, how many fillings took so many seconds, in steps of ten.
-- Nothing else is known of a filling: no person, device, record, place or day, and no row of its own.

create table app.filling_times (
  kind text not null references app.kinds on delete cascade,
  answers_version int not null check (answers_version > 0),
  seconds int not null check (seconds between 10 and 14400 and seconds % 10 = 0),
  fillings int not null check (fillings > 0),
  primary key (kind, answers_version, seconds)
);

alter table app.filling_times enable row level security;
alter table app.filling_times force row level security;
create policy "everyone signed in reads filling times" on app.filling_times for select to authenticated using (true);
grant select on app.filling_times to authenticated;

-- How many fillings this hour has brought, so that nobody floods the figures: by the hour, since who sends is not known.
create table app.filling_intake (
  singleton boolean primary key default true check (singleton),
  hour timestamptz not null default '-infinity',
  taken int not null default 0 check (taken >= 0)
);

alter table app.filling_intake enable row level security;
alter table app.filling_intake force row level security;
create policy "nobody reads how many came" on app.filling_intake for select to authenticated using (false);

insert into app.filling_intake default values;

-- Counts fillings [{kind, answers_version, seconds}], those that are sound and for which the hour has room. Gives how many.
-- Definer: nobody holds a write grant.
create function private.add_filling_times(times jsonb) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  most_an_hour constant int := 1000;
  this_hour timestamptz := date_trunc('hour', now());
  room int;
  counted int;
begin
  update app.filling_intake set hour = this_hour, taken = case hour when this_hour then taken else 0 end
  returning greatest(0, most_an_hour - taken) into room;
  with sound as (
    select k.slug, private.int_of(each -> 'answers_version') as version, private.int_of(each -> 'seconds') as seconds
    from jsonb_array_elements(times) as each
    join app.kinds k on k.slug = each ->> 'kind' and private.int_of(each -> 'answers_version') between 1 and k.answers_version
    where private.int_of(each -> 'seconds') between 1 and 14400
    limit room
  ), written as (
    insert into app.filling_times as f (kind, answers_version, seconds, fillings)
    select slug, version, greatest(1, round(seconds / 10.0)::int) * 10 as step, count(*) from sound group by slug, version, step
    on conflict (kind, answers_version, seconds) do update set fillings = f.fillings + excluded.fillings
  )
  select count(*) into counted from sound;
  update app.filling_intake set taken = taken + counted;
  return counted;
end $$;

-- Takes JSON text [{kind, answers_version, seconds}], 20 at most, seconds from 1 to 14400; what is not sound is passed over,
-- and so is what an hour brings beyond its measure. Gives {taken}. `forbidden` without a person, `invalid` for no such list.
create function api.put_filling_times(times text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare list jsonb := private.try_jsonb(times);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if jsonb_typeof(list) is distinct from 'array' or jsonb_array_length(list) > 20 then
    perform private.fail('invalid', 422, 'times');
  end if;
  return jsonb_build_object('taken', private.add_filling_times(list));
end $$;

-- The middle of all fillings of each form version that has 20 or more: [{kind, answers_version, seconds}].
create function private.filling_medians() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'answers_version', answers_version, 'seconds', median)
    order by kind, answers_version), '[]')
  from (
    select kind, answers_version, min(seconds) filter (where upto * 2 >= whole) as median
    from (
      select f.kind, f.answers_version, f.seconds, sum(f.fillings) over (partition by f.kind, f.answers_version) as whole,
        sum(f.fillings) over (partition by f.kind, f.answers_version order by f.seconds) as upto
      from app.filling_times f
    ) as counted
    group by kind, answers_version having min(whole) >= 20
  ) as medians
$$;

grant execute on function private.add_filling_times(jsonb), private.filling_medians(), api.put_filling_times(text) to authenticated;

-- 38_organisation_techniques.sql
-- Which appropriate techniques an organisation offers (机构开展技术). A training proposes a row, a supervision visit
-- verifies it; targets count verified rows alone. Nothing writes here yet.

create table app.organisation_techniques (
  organisation_id int not null references app.organisations on delete cascade,
  technique text not null references app.techniques on delete restrict,
  first_offered_on date,
  verified_by_visit_id uuid references app.activities on delete set null,
  status text not null check (status in ('reported', 'verified', 'ended')),
  primary key (organisation_id, technique)
);

create index organisation_techniques_visit on app.organisation_techniques (verified_by_visit_id);

alter table app.organisation_techniques enable row level security;
alter table app.organisation_techniques force row level security;

-- What a public body offers, every colleague may know, as the body itself.
create policy "people with an account read techniques of organisations" on app.organisation_techniques
  for select to authenticated using ((select private.my_person_id()) is not null);

grant select on app.organisation_techniques to authenticated;

-- 40_photos.sql
-- The photos that documents' manifests name, and whether the server holds and has confirmed each. Derived from the
-- manifest; confirmed by the background job, which reads the stored object. Scope columns as in documents: empty while
-- only the author may see the picture, and for a picture that the newest revision no longer lists. A piece that a record
-- handed in names has that record's for its pictures, also while it is a draft itself: they are that record's evidence.

create table app.photos (
  document_id uuid not null references app.documents on delete cascade,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  object_name text not null generated always as (document_id::text || '/' || sha256) stored,
  author_id uuid not null references app.people on delete restrict,
  host_county_id int,
  home_county_id int,
  scope_organisation_id int,
  scope_programme_ids int[] not null default '{}',
  listed boolean not null default true,
  position int not null,
  source_sha256 text not null,
  type text not null check (type in ('image/webp', 'image/jpeg')),
  bytes int not null check (bytes between 1 and 8388608),
  width int not null check (width between 1 and 1600),
  height int not null check (height between 1 and 1600),
  origin text not null check (origin in ('camera', 'gallery')),
  taken_at timestamptz,
  lng double precision,
  lat double precision,
  purpose text not null check (purpose in ('scene', 'group', 'signature', 'problem', 'rectified', 'materials')),
  consent_state text not null check (consent_state in ('unasked', 'none_identifiable', 'blurred', 'consented')),
  state text not null default 'expected' check (state in ('expected', 'verified', 'refused')),
  refused_reason text not null default '',
  confirmed_at timestamptz,
  primary key (document_id, sha256),
  check (origin = 'camera' or taken_at is null)
);

create unique index photos_object_name on app.photos (object_name);
create index photos_expected on app.photos (document_id) where state = 'expected';

alter table app.photos enable row level security;
alter table app.photos force row level security;

create policy "authors read their photos" on app.photos
  for select to authenticated using (author_id = (select private.my_person_id()));

-- One picture at a time, through its document.
create policy "named teams read photos of their records" on app.photos
  for select to authenticated using (
    exists (
      select 1 from app.documents d
      where d.id = document_id and (select private.my_person_id()) = any(d.team_ids)
    )
  );

create policy "organisations read photos of their shared records" on app.photos
  for select to authenticated using (scope_organisation_id = any((select private.my_organisation_ids())::int[]));

create policy "managers read photos of their counties' shared records" on app.photos
  for select to authenticated using (
    host_county_id = any((select private.my_county_ids())::int[])
    or home_county_id = any((select private.my_county_ids())::int[])
  );

create policy "partners read photos of their programmes' shared records" on app.photos
  for select to authenticated using (scope_programme_ids && (select private.my_programme_ids())::int[]);

grant select on app.photos to authenticated;

-- The errors of a payload's manifest; drafts are checked too, since their photos travel.
create function private.manifest_problems(payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return case when exists (
    select 1 from jsonb_array_elements(case jsonb_typeof(payload -> 'photos') when 'array' then payload -> 'photos' else '[]' end) as p
    where coalesce(p ->> 'sha256' !~ '^[0-9a-f]{64}$', true)
      or coalesce(p ->> 'source_sha256' !~ '^[0-9a-f]{64}$', true)
      or coalesce(p ->> 'type' not in ('image/webp', 'image/jpeg'), true)
      -- In JSON's own order only numbers stand between two numbers.
      or coalesce(p -> 'bytes' not between '1' and '8388608', true)
      or coalesce(p -> 'width' not between '1' and '1600', true)
      or coalesce(p -> 'height' not between '1' and '1600', true)
      or coalesce(p ->> 'origin' not in ('camera', 'gallery'), true)
      or coalesce(p ->> 'purpose' not in ('scene', 'group', 'signature', 'problem', 'rectified', 'materials'), true)
      or coalesce(p ->> 'consent_state' not in ('unasked', 'none_identifiable', 'blurred', 'consented'), true)
      or (p ->> 'origin' = 'gallery' and p ->> 'taken_at' is not null)
      or (p ->> 'taken_at' is not null and private.try_instant(p ->> 'taken_at') is null)
  ) then array['photos:not_sound'] else '{}' end;
end $$;

-- Shares the pictures of pieces that are not shared themselves as the newest record that names them, with nobody where none
-- does any more: of the pieces that arrived, and of those that belong to records that did or are named by them.
create function private.share_named_pieces(arrived private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
declare pieces uuid[] := array(
  select r.id from unnest(arrived) as r join app.kinds k on k.slug = (r.document).kind and k.piece
  union select d.id from unnest(arrived) as r join app.documents d on d.parent_id = r.id join app.kinds k on k.slug = d.kind and k.piece
  union select unnest(private.parts_named(r.payload -> 'answers')) from unnest(arrived) as r
  where (r.document).scope_organisation_id is not null);
begin
  if cardinality(pieces) = 0 then return; end if;
  update app.photos p
  set host_county_id = v.host_county_id, home_county_id = v.home_county_id, scope_organisation_id = v.scope_organisation_id,
    scope_programme_ids = coalesce(v.scope_programme_ids, '{}')
  from app.documents d
  join app.kinds k on k.slug = d.kind and k.piece
  left join lateral (
    select x.* from app.documents x join app.document_revisions r on r.document_id = x.id and r.revision = x.revision
    where x.id = any(private.replacing(d.parent_id)) and x.scope_organisation_id is not null
      and d.id = any(private.parts_named(r.payload::jsonb -> 'answers'))
    order by x.status = 'void', x.created_at desc limit 1
  ) as v on true
  where d.id = any(pieces) and d.scope_organisation_id is null and not d.practice and p.document_id = d.id and p.listed;
end $$;

-- Writes the manifest of what arrived, drafts included.
create function private.derive_photos(arrived private.arrival[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update app.photos p
  set listed = false, host_county_id = null, home_county_id = null, scope_organisation_id = null, scope_programme_ids = '{}'
  from unnest(arrived) as r where p.document_id = r.id;

  insert into app.photos as p (document_id, sha256, author_id, host_county_id, home_county_id, scope_organisation_id,
    scope_programme_ids, position, source_sha256, type, bytes, width, height, origin, taken_at, lng, lat, purpose, consent_state)
  select distinct on (d.id, entry ->> 'sha256') d.id, entry ->> 'sha256', d.author_id, d.host_county_id,
    d.home_county_id, d.scope_organisation_id, d.scope_programme_ids, n, entry ->> 'source_sha256', entry ->> 'type',
    (entry ->> 'bytes')::int, (entry ->> 'width')::int, (entry ->> 'height')::int, entry ->> 'origin',
    (entry ->> 'taken_at')::timestamptz, (entry ->> 'lng')::double precision, (entry ->> 'lat')::double precision,
    entry ->> 'purpose', entry ->> 'consent_state'
  from unnest(arrived) as r
  cross join lateral (select (r.document).*) as d
  cross join lateral jsonb_array_elements(r.payload -> 'photos') with ordinality as e(entry, n)
  order by d.id, entry ->> 'sha256', n
  on conflict (document_id, sha256) do update set
    listed = true, position = excluded.position, host_county_id = excluded.host_county_id,
    home_county_id = excluded.home_county_id, scope_organisation_id = excluded.scope_organisation_id,
    scope_programme_ids = excluded.scope_programme_ids,
    purpose = excluded.purpose, consent_state = excluded.consent_state;

  perform private.share_named_pieces(arrived);

  update app.activities a
  set photos_verified = (select count(*) from app.photos p where p.document_id = a.id and p.listed and p.state = 'verified')
  from unnest(arrived) as r
  where a.id = r.id
    and a.photos_verified <> (select count(*) from app.photos p where p.document_id = a.id and p.listed and p.state = 'verified');
end $$;

-- Records the job's word on one stored picture and stamps its document, so that the phone hears of it.
-- reason empty: verified; else a code of why it was refused. For the background job alone.
create function private.settle_photo(document uuid, hash text, reason text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- The document first, as a push does: else the two could wait for each other.
  perform 1 from app.documents d where d.id = document for update;
  update app.photos set state = case reason when '' then 'verified' else 'refused' end, refused_reason = reason,
    confirmed_at = now()
  where document_id = document and sha256 = hash and state <> 'verified';
  if not found then return; end if;
  update app.activities a
  set photos_verified = (select count(*) from app.photos p where p.document_id = a.id and p.listed and p.state = 'verified')
  where a.id = document;
  update app.documents set received_at = received_at where id = document;
end $$;

grant execute on function private.manifest_problems(jsonb) to authenticated;

-- 41_storage.sql
-- The private bucket of pictures, key `<document id>/<sha256>`. An author may add a picture while its hash stands in the
-- manifest unconfirmed; the author and the team read it, whoever else sees the record's photos does once they are opened,
-- of which the audit takes note. Nothing overwrites or moves, and a list shows no more; deleting is deliberately not granted.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('photos', 'photos', false, 8388608, array['image/webp', 'image/jpeg']);

create policy "authors add pictures that their manifests expect" on storage.objects
  for insert to authenticated with check (
    bucket_id = 'photos' and exists (
      select 1 from app.photos p
      where p.object_name = objects.name and p.author_id = (select private.my_person_id()) and p.listed
        and p.state <> 'verified'
    )
  );

-- Who has opened the pictures of a record that is not their own: for some minutes they may read them.
create table app.photo_views (
  person_id uuid not null references app.people on delete cascade,
  document_id uuid not null references app.documents on delete cascade,
  until timestamptz not null,
  primary key (person_id, document_id)
);

create index photo_views_document on app.photo_views (document_id);

alter table app.photo_views enable row level security;
alter table app.photo_views force row level security;

create policy "people read what they opened themselves" on app.photo_views
  for select to authenticated using (person_id = (select private.my_person_id()));

grant select on app.photo_views to authenticated;

-- Lets the caller read a record's pictures for ten minutes and takes note of it; the author and the team need no leave.
-- Gives whether the caller sees any picture of it. Definer: nobody writes views or entries.
create function private.open_photos(document uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  d app.documents;
  a app.activities;
  parent uuid;
begin
  select * into d from app.documents x where x.id = document;
  if d.id is null then return false; end if;
  if d.author_id = me or me = any(d.team_ids) then return true; end if;
  select d.parent_id into parent from app.kinds k where k.slug = d.kind and k.piece;
  select x.* into a from app.activities x where x.id in (parent, private.stands_for(parent), d.id) and private.sees(x)
  order by x.id = parent limit 1;
  if a.id is null then return false; end if;
  if exists (select 1 from app.photo_views v
             where v.person_id = me and v.document_id = document and v.until > now() + interval '5 minutes') then
    return true;
  end if;
  perform private.audit(jsonb_build_array(jsonb_build_object('organisation_id', a.organisation_id,
    'action', 'photos_opened', 'entity', 'documents', 'row_id', document)));
  insert into app.photo_views as v values (me, document, now() + interval '10 minutes')
  on conflict (person_id, document_id) do update set until = excluded.until;
  return true;
end $$;

-- Opens the pictures of a record for the caller: then they can be downloaded for ten minutes. Every opening by somebody
-- else than the author and the team stands in the audit. `notFound` where the caller sees none.
create function api.open_photos(document uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if not private.open_photos(document) then perform private.fail('notFound', 404); end if;
  return jsonb_build_object('minutes', 10);
end $$;

grant execute on function private.open_photos(uuid), api.open_photos(uuid) to authenticated;

create policy "who opened a record's photos reads its pictures" on storage.objects
  for select to authenticated using (
    bucket_id = 'photos' and exists (
      select 1 from app.photos p
      where p.object_name = objects.name and (
        p.author_id = (select private.my_person_id())
        or exists (select 1 from app.documents d
                   where d.id = p.document_id and (select private.my_person_id()) = any(d.team_ids))
        or exists (select 1 from app.photo_views v
                   where v.document_id = p.document_id and v.person_id = (select private.my_person_id())
                     and v.until > now()))
    )
  );

-- 45_audit.sql
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

-- 46_audited.sql
-- What the audit takes note of: the life of shared documents, rights, organisations, programmes; 41_storage notes who
-- opened a record's pictures. Its triggers are definer, for nobody may write entries of one's own.

-- What is worth an entry of a document's change: it was handed in, amended, returned, approved or made void. Work on a
-- draft or a returned record is its author's.
create function private.tg_documents__audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare entries jsonb;
begin
  if tg_op = 'INSERT' then
    select jsonb_agg(jsonb_build_object('organisation_id', n.scope_organisation_id, 'action', n.status, 'entity', 'documents',
      'row_id', n.id, 'device_id', n.device_id, 'before', null,
      'after', jsonb_build_object('revision', n.revision, 'status', n.status, 'sha256', n.sha256)) order by n.id)
    into entries from new_rows n where n.scope_organisation_id is not null;
  else
    select jsonb_agg(jsonb_build_object('organisation_id', coalesce(n.scope_organisation_id, o.scope_organisation_id),
      'action', case when n.status = o.status then 'amended' else n.status end, 'entity', 'documents', 'row_id', n.id,
      'device_id', case when n.revision > o.revision then n.device_id else '' end,
      'before', jsonb_build_object('revision', o.revision, 'status', o.status, 'sha256', o.sha256),
      'after', jsonb_build_object('revision', n.revision, 'status', n.status, 'sha256', n.sha256)) order by n.id)
    into entries from new_rows n join old_rows o on o.id = n.id
    where (n.revision, n.status) <> (o.revision, o.status)
      and coalesce(n.scope_organisation_id, o.scope_organisation_id) is not null
      and not (o.status = 'returned' and n.status = 'returned');
  end if;
  if entries is not null then perform private.audit(entries); end if;
  return null;
end $$;

create trigger documents_900_audit after insert on app.documents
  referencing new table as new_rows for each statement execute function private.tg_documents__audit();
create trigger documents_910_audit after update on app.documents
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.tg_documents__audit();

-- One row's change. Arguments: the column with its id, the column with its organisation (`person` where that of its
-- person is meant, '' for none), and the columns that name a person and therefore stay out.
create function private.tg_audited() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  hidden text[] := string_to_array(tg_argv[2], ' ');
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  either jsonb := coalesce(is_now, was);
begin
  if was - hidden is not distinct from is_now - hidden and was is not distinct from is_now then return null; end if;
  perform private.audit(jsonb_build_array(jsonb_build_object(
    'organisation_id', case tg_argv[1]
      when '' then null
      when 'person' then (select p.organisation_id from app.people p where p.id = (either ->> 'person_id')::uuid)
      else private.int_of(either -> tg_argv[1]) end,
    'action', lower(tg_op), 'entity', tg_table_name, 'row_id', either ->> tg_argv[0],
    'before', was - hidden, 'after', is_now - hidden)));
  return null;
end $$;

create trigger memberships_900_audit after insert or update or delete on app.memberships
  for each row execute function private.tg_audited('id', 'organisation_id', '');
create trigger accounts_900_audit after insert or update or delete on app.accounts
  for each row execute function private.tg_audited('user_id', 'person', 'name');
-- Entries that phones add stand with who added them already; a push has not locked their organisation's chain.
create trigger people_900_audit after update or delete on app.people
  for each row execute function private.tg_audited('id', 'organisation_id', 'name');
create trigger organisations_900_audit after update or delete on app.organisations
  for each row execute function private.tg_audited('id', 'id', '');
create trigger invitations_900_audit after insert or update or delete on app.invitations
  for each row execute function private.tg_audited('id', 'organisation_id', 'code_sha256');
create trigger people_merges_900_audit after insert or update or delete on app.people_merges
  for each row execute function private.tg_audited('id', '', '');
create trigger programmes_900_audit after insert or update or delete on app.programmes
  for each row execute function private.tg_audited('id', '', '');
create trigger programme_members_900_audit after insert or update or delete on app.programme_members
  for each row execute function private.tg_audited('programme_id', 'organisation_id', '');

-- 50_push.sql
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

-- 51_pull.sql
-- Phones read what changed here. A cursor is (epoch, xid): rows changed by transactions that every snapshot can see,
-- so that one that commits late is never skipped. A page may exceed its size by rows of its last transaction.

-- The authors of these documents besides the caller, of those whose team has the caller, as a county's pack lists people.
-- Definer: a colleague of another organisation is not the caller's to read elsewhere.
create function private.team_people(documents uuid[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', p.id, 'name', s.name, 'organisation_id', p.organisation_id,
      'title_level', p.title_level, 'category', p.category) order by p.id)
    from app.people p join app.people s on s.id = private.survivor_of(p.id)
    where p.id in (
      select d.author_id from app.documents d
      where d.id = any(documents) and d.team_ids @> array[private.my_person_id()])
  ), '[]');
end $$;

-- Own documents, and those whose team names the caller, changed since the cursor. Takes the cursor's epoch and xid as
-- text (null: from the beginning) and a page size. Gives {person, people: colleagues who wrote some of
-- these, as in a county's pack, epoch, xid, complete, documents: [{id, revision, status, sha256, text,
-- received_at, photos: [{sha256, state}], returned?: of a returned one the review that says why}]}. A cursor of another
-- epoch begins at the beginning.
create function api.pull_own(epoch text, xid text, page int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  now_epoch text := (select s.epoch from app.server_state s);
  since xid8 := case when pull_own.epoch = now_epoch then coalesce(pull_own.xid, '0') else '0' end::xid8;
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  size int := greatest(1, least(coalesce(page, 100), 200));
  ids uuid[];
  last xid8;
begin
  if me is null then perform private.fail('forbidden', 403); end if;
  select array_agg(id), max(changed) into ids, last from (
    select d.id, d.changed from app.documents d
    where (d.author_id = me or d.team_ids @> array[me]) and d.changed > since and d.changed < horizon
    order by d.changed fetch first size rows with ties
  ) as page_rows;
  return jsonb_build_object(
    'person', me,
    'people', private.team_people(ids),
    'epoch', now_epoch,
    'xid', coalesce(last, since)::text,
    'complete', coalesce(cardinality(ids), 0) < size,
    'documents', coalesce((
      select jsonb_agg(jsonb_build_object('id', d.id, 'revision', d.revision, 'status', d.status, 'sha256', d.sha256, 'text', r.payload,
        'received_at', private.iso(d.received_at), 'photos', coalesce((
          select jsonb_agg(jsonb_build_object('sha256', p.sha256, 'state', p.state) order by p.position)
          from app.photos p where p.document_id = d.id and p.listed), '[]'))
        || case when d.status = 'returned' then jsonb_strip_nulls(jsonb_build_object('returned', private.record_reviews(d.id) -> -1)) else '{}' end
        order by d.changed)
      from app.documents d
      join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
      where d.id = any(ids)
    ), '[]'));
end $$;

-- What an operator calls once a backup was restored: draws a new epoch, at which phones pull afresh and send again what the
-- backup lacks, and stamps every document with the present transaction. In another cluster the numbers of transactions
-- begin anew, and documents that carry higher ones would be hidden until it had counted that far. For the owner alone.
create function private.draw_epoch() returns uuid
language plpgsql volatile set search_path = '' as $$
declare drawn uuid;
begin
  update app.server_state set epoch = gen_random_uuid() returning epoch into drawn;
  update app.documents set received_at = received_at;
  return drawn;
end $$;

-- An instant as ISO 8601 UTC with milliseconds, as a browser writes it.
create function private.iso(instant timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- The reference pack of a key: `areas`, `rules`, `techniques`, `checklists`, `plans` (the caller's open ones, and which
-- records did others), `fillings` (how long forms take), or `county:<id>` (organisations and, for one's own organisations,
-- people, and whom one typed oneself without an organisation; one that was merged says `merged_into`; and checklists with
-- own weights of the county or of an area above it, where there are any). Techniques taken out of the catalogue come too, not
-- `active`: records name them. Null when `version` is still the newest; else
-- {version, areas?, rules?, calendar?, techniques?, checklists?, plans?, did_plans?, fillings?, organisations?, people?}.
-- Every published version of a checklist is in one of them: records name the one they were begun with.
create function api.reference_pack(key text, version text) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  content jsonb;
  county int := private.int_of(to_jsonb(substring(key from '^county:(\d{1,9})$')::numeric));
  newest text;
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if key = 'areas' then
    select jsonb_build_object('areas', jsonb_agg(jsonb_build_array(a.id, a.level, a.name, a.statutory_parent,
      a.managing_parent) order by a.id)) into content
    from app.areas a where a.valid_to is null or a.valid_to >= private.china_day(now());
  elsif key = 'rules' then
    select jsonb_build_object('rules', coalesce(jsonb_agg(to_jsonb(r) - 'id' order by r.code, r.id), '[]'), 'calendar', (
      select coalesce(jsonb_agg(jsonb_build_object('day', c.day, 'kind', c.kind, 'name', c.name) order by c.day), '[]') from app.calendar_days c))
    into content from app.rules r;
  elsif key = 'techniques' then
    select jsonb_build_object('techniques', jsonb_agg(jsonb_build_object('code', t.code, 'name', t.name, 'category',
      c.name, 'tradition', t.tradition, 'standard_no', t.standard_no, 'invasive', t.invasive, 'active', t.active) order by t.code))
    into content
    from app.techniques t join app.technique_categories c on c.code = t.category;
  elsif key = 'checklists' then
    select jsonb_build_object('checklists', coalesce(jsonb_agg(jsonb_build_object('sha256', t.sha256, 'template',
      private.try_jsonb(t.template)) order by t.code, t.version), '[]')) into content
    from app.checklist_templates t where t.published_at is not null and t.area_id is null;
  elsif key = 'plans' then
    content := private.open_plans();
  elsif key = 'fillings' then
    content := jsonb_build_object('fillings', private.filling_medians());
  elsif county is not null then
    select jsonb_build_object(
      'organisations', coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'kind', o.kind,
          'level', o.level, 'county_id', o.county_id, 'township_id', o.township_id, 'lng', o.lng, 'lat', o.lat)
          order by o.id) from app.organisations o where o.county_id = county and o.valid_to is null), '[]'),
      'people', coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'organisation_id',
          p.organisation_id, 'title_level', p.title_level, 'category', p.category)
          || case when p.merged_into is null then '{}' else jsonb_build_object('merged_into', p.merged_into) end order by p.id)
          from app.people p left join app.organisations o on o.id = p.organisation_id
          where o.county_id = county or p.organisation_id is null and p.created_by = private.my_person_id()), '[]'))
      || coalesce((
        select jsonb_build_object('checklists', jsonb_agg(jsonb_build_object('sha256', t.sha256, 'template',
          private.try_jsonb(t.template)) order by t.code, t.version))
        from app.checklist_templates t
        where t.area_id = any((select private.line_above(county))::int[]) and t.published_at is not null having count(*) > 0), '{}')
    into content;
  else
    perform private.fail('notFound', 404, 'pack');
  end if;
  newest := md5(content::text);
  if newest = version then return null; end if;
  return content || jsonb_build_object('version', newest);
end $$;

grant execute on function private.iso(timestamptz), private.team_people(uuid[]), api.pull_own(text, text, int), api.reference_pack(text, text)
  to authenticated;

-- 52_device_ledgers.sql
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

-- 53_archive.sql
-- What phones hold of their organisation: its shared records of the last 24 months, at most 10,000, and the pieces of
-- these. A phone asks for the digests of the months, fetches whole the months whose digest is another than its own, the
-- newest first, and from then on what changed and what left. Cursors as in 51_pull.

create index documents_organisation_changed on app.documents (scope_organisation_id, changed) where scope_organisation_id is not null;

-- Records that an organisation saw and sees no more. What came back stays here and counts for nothing.
create table app.archive_departures (
  organisation_id int not null references app.organisations on delete cascade,
  document_id uuid not null references app.documents on delete cascade,
  changed xid8 not null default pg_current_xact_id(),
  primary key (organisation_id, document_id)
);

create index archive_departures_changed on app.archive_departures (organisation_id, changed);
create index archive_departures_document on app.archive_departures (document_id);

alter table app.archive_departures enable row level security;
alter table app.archive_departures force row level security;

create policy "organisations read what left them" on app.archive_departures
  for select to authenticated using (organisation_id = any((select private.my_organisation_ids())::int[]));

grant select on app.archive_departures to authenticated;

-- Definer: whoever moves a record need not belong to the organisation that it leaves.
create function private.tg_documents__departure() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.archive_departures (organisation_id, document_id) values (old.scope_organisation_id, old.id)
  on conflict (organisation_id, document_id) do update set changed = pg_current_xact_id();
  return null;
end $$;

create trigger documents_500_departure after update on app.documents for each row
  when (old.scope_organisation_id is not null and new.scope_organisation_id is distinct from old.scope_organisation_id)
  execute function private.tg_documents__departure();

-- The first day of an organisation's records that phones hold.
create function private.archive_since(organisation int) returns date
language plpgsql stable set search_path = '' as $$
begin
  return greatest((date_trunc('month', private.china_day(now())::timestamp) - interval '24 months')::date, (
    select a.day from app.activities a where a.organisation_id = organisation order by a.day desc offset 10000 limit 1) + 1);
end $$;

-- The records of an organisation between two days, both included, with the day of each; pieces have their parent's.
create function private.archive_days(organisation int, first_day date, last_day date) returns table (id uuid, day date, revision int, status text)
language plpgsql stable set search_path = '' as $$
begin
  return query
    select d.id, a.day, d.revision, d.status from app.activities a join app.documents d on d.id = a.id
    where a.organisation_id = organisation and a.day between first_day and last_day and d.scope_organisation_id = organisation
    union all
    select d.id, a.day, d.revision, d.status from app.activities a join app.documents d on d.parent_id = a.id
    join app.kinds k on k.slug = d.kind and k.piece
    where a.organisation_id = organisation and a.day between first_day and last_day and d.scope_organisation_id = organisation;
end $$;

-- These records as phones keep them: [[id, parent_id, author_id, kind, status, title, place_name, short_no, day, host_area_id,
-- recipient_org_id, lng, lat, revision, sha256, received_at, text, [[sha256, state] of each picture listed]]]. Definer: row
-- security would look at the document of each of thousands of texts and pictures; this looks at the organisation once.
create function private.archive_rows(organisation int, documents uuid[], days date[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not coalesce(organisation = any(private.my_organisation_ids()), false) then perform private.fail('forbidden', 403); end if;
  return coalesce((
    select jsonb_agg(jsonb_build_array(d.id, d.parent_id, d.author_id, d.kind, d.status, coalesce(a.title, ''), coalesce(a.place_name, ''),
      d.short_no, w.day, d.host_area_id, a.recipient_org_id, a.lng, a.lat, d.revision, d.sha256, private.iso(d.received_at), r.payload, (
        select coalesce(jsonb_agg(jsonb_build_array(p.sha256, p.state) order by p.position), '[]')
        from app.photos p where p.document_id = d.id and p.listed)))
    from unnest(documents, days) as w(id, day)
    join app.documents d on d.id = w.id and d.scope_organisation_id = organisation
    join app.document_revisions r on r.document_id = d.id and r.revision = d.revision
    left join app.activities a on a.id = d.id
  ), '[]');
end $$;

-- What stands in each month of an organisation's records: {epoch, xid: from where to ask for what changed, since, months:
-- [{month: YYYY-MM, count, digest: SHA-256 of `id revision status` of its records in the order of ids, one a line}]}.
create function api.archive_months(organisation int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare first_day date;
begin
  if not coalesce(organisation = any(private.my_organisation_ids()), false) then perform private.fail('forbidden', 403); end if;
  first_day := private.archive_since(organisation);
  return jsonb_build_object(
    'epoch', (select s.epoch from app.server_state s),
    'xid', (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text,
    'since', first_day,
    'months', coalesce((
      select jsonb_agg(jsonb_build_object('month', m.month, 'count', m.n, 'digest', m.digest) order by m.month desc) from (
        select to_char(d.day, 'YYYY-MM') as month, count(*) as n,
          encode(sha256(convert_to(string_agg(d.id || ' ' || d.revision || ' ' || d.status, E'\n' order by d.id), 'UTF8')), 'hex') as digest
        from private.archive_days(organisation, first_day, 'infinity') d group by 1
      ) as m), '[]'));
end $$;

-- The records of some months of an organisation, 25 at most, in the order of their ids: so many after an id (null: from the
-- beginning), {rows: as in private.archive_rows}. Fewer than asked for are the last.
create function api.archive_records(organisation int, months text[], after uuid, page int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  first_day date;
  size int := greatest(1, least(coalesce(page, 100), 1000));
  ids uuid[];
  days date[];
begin
  if not coalesce(organisation = any(private.my_organisation_ids()), false) then perform private.fail('forbidden', 403); end if;
  if coalesce(cardinality(months), 0) > 25 or exists (select 1 from unnest(months) m where m !~ '^\d{4}-(0[1-9]|1[0-2])$' or m is null) then
    perform private.fail('invalid', 422, 'months');
  end if;
  first_day := private.archive_since(organisation);
  select array_agg(n.id order by n.id), array_agg(n.day order by n.id) into ids, days from (
    select d.id, d.day from unnest(months) as m(month) cross join lateral private.archive_days(
      organisation, greatest(first_day, (m.month || '-01')::date), ((m.month || '-01')::date + interval '1 month')::date - 1) as d
    where after is null or d.id > after order by d.id limit size) as n;
  return jsonb_build_object('rows', private.archive_rows(organisation, ids, days));
end $$;

-- What changed in an organisation's records since the cursor, and what left them or has grown too old: {epoch, xid, complete, rows, departed:
-- [id]}. A cursor of another epoch gives no rows and the epoch: the phone asks for the months anew.
create function api.pull_archive(organisation int, epoch text, xid text, page int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  now_epoch text := (select s.epoch from app.server_state s);
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  size int := greatest(1, least(coalesce(page, 100), 500));
  since xid8;
  last xid8;
  n int;
  ids uuid[];
  days date[];
  gone uuid[];
begin
  if not coalesce(organisation = any(private.my_organisation_ids()), false) then perform private.fail('forbidden', 403); end if;
  if pull_archive.epoch is distinct from now_epoch then
    return jsonb_build_object('epoch', now_epoch, 'xid', '0', 'complete', true, 'rows', '[]'::jsonb, 'departed', '[]'::jsonb);
  end if;
  since := coalesce(pull_archive.xid, '0')::xid8;
  select count(*), max(c.changed) into n, last from (
    select d.changed from app.documents d
    where d.scope_organisation_id = organisation and d.changed > since and d.changed < horizon
    order by d.changed fetch first size rows with ties) as c;
  last := case when n < size then (horizon::text::numeric - 1)::text::xid8 else last end;
  select array_agg(d.id), array_agg(a.day) into ids, days from app.documents d
    join app.activities a on a.id = d.id or a.id = d.parent_id and d.kind in (select k.slug from app.kinds k where k.piece)
    where d.scope_organisation_id = pull_archive.organisation and d.changed > since and d.changed <= last
      and a.organisation_id = pull_archive.organisation and a.day >= private.archive_since(pull_archive.organisation);
  select array_agg(g.id) into gone from (
    select l.document_id as id from app.archive_departures l
    where l.organisation_id = pull_archive.organisation and l.changed > since and l.changed <= last
      and not exists (select 1 from app.documents d where d.id = l.document_id and d.scope_organisation_id = pull_archive.organisation)
    union all
    -- Still the organisation's, and older than the archive now.
    select d.id from app.documents d
    where d.scope_organisation_id = pull_archive.organisation and d.changed > since and d.changed <= last
      and not d.id = any(coalesce(ids, '{}'))) as g;
  return jsonb_build_object('epoch', now_epoch, 'xid', last::text, 'complete', n < size,
    'rows', private.archive_rows(organisation, ids, days), 'departed', to_jsonb(coalesce(gone, '{}')));
end $$;

grant execute on function private.archive_since(int), private.archive_days(int, date, date), private.archive_rows(int, uuid[], date[]),
  api.archive_months(int), api.archive_records(int, text[], uuid, int), api.pull_archive(int, text, text, int) to authenticated;

-- 55_reviews.sql
-- What managers decide about records of others: to return one for more work, to approve it, to make it void. The lawful
-- changes stand in private.transitions. Nobody reviews a record of one's own, one that one took part in,
-- or one to which something of one's own belongs.

create table app.reviews (
  id int generated always as identity primary key,
  document_id uuid not null references app.documents on delete cascade,
  revision int not null,
  decision text not null check (decision in ('returned', 'approved', 'void')),
  reason text not null check (char_length(reason) <= 500),
  reviewer_id uuid not null references app.people on delete restrict,
  at timestamptz not null default now(),
  check (decision = 'approved' or char_length(reason) >= 2)
);

create index reviews_document on app.reviews (document_id, id);
create index reviews_reviewer on app.reviews (reviewer_id);

alter table app.reviews enable row level security;
alter table app.reviews force row level security;

create policy "who reads a record reads its reviews" on app.reviews
  for select to authenticated using (exists (select 1 from app.documents d where d.id = document_id));

grant select on app.reviews to authenticated;

-- Whether the caller wrote a record, took part in it, or wrote something that belongs to it: a part of a visit, a stop of a
-- tour. Definer: what belongs to it need not be the caller's to read.
create function private.took_part(record uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  line uuid[] := private.lineage(record);
begin
  return exists (
    select 1 from app.documents d
    where (d.id = record or (d.parent_id = any(line) and d.status <> 'void')) and d.author_id = me
  ) or exists (select 1 from app.activity_people p where p.activity_id = record and p.person_id = me);
end $$;

-- Writes a decision and the record's new status. Definer: a reviewer has no write grant on what others wrote. Failures are
-- those of api.review.
create function private.review(document uuid, revision int, decision text, reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  d app.documents;
  a app.activities;
begin
  select * into d from app.documents x where x.id = document for update;
  select * into a from app.activities x where x.id = document;
  if a.id is null or not private.sees(a) then perform private.fail('notFound', 404); end if;
  if not private.manages(a) then perform private.fail('forbidden', 403, 'manager'); end if;
  if private.took_part(document) then perform private.fail('forbidden', 403, 'own record'); end if;
  if d.revision <> review.revision then perform private.fail('invalid', 422, 'changed meanwhile'); end if;
  if not exists (select 1 from private.transitions t
                 where t.from_status = d.status and t.to_status = review.decision and t.by_part = 'reviewer') then
    perform private.fail('invalid', 422, 'transition');
  end if;
  perform private.lock_totals_of_activities(array[document]);
  insert into app.reviews (document_id, revision, decision, reason, reviewer_id)
  values (document, review.revision, review.decision, review.reason, private.my_person_id());
  update app.documents set status = review.decision where id = document;
  update app.activities set status = review.decision where id = document;
end $$;

-- Returns, approves or voids the revision of a record that the caller looked at; for returning and voiding with a reason of
-- 2 to 500 characters. Gives {status}. `notFound` for a record out of sight, `forbidden` for one that the caller does not
-- manage or took part in, `invalid` with what is wrong: `decision`, `reason`, `changed meanwhile`, `transition`.
create function api.review(document uuid, revision int, decision text, reason text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare why text := private.trimmed(reason);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if decision is null or decision not in ('returned', 'approved', 'void') then perform private.fail('invalid', 422, 'decision'); end if;
  if char_length(why) > 500 or (decision <> 'approved' and char_length(why) < 2) or private.has_personal_number(why) then
    perform private.fail('invalid', 422, 'reason');
  end if;
  perform private.review(document, revision, decision, why);
  return jsonb_build_object('status', decision);
end $$;

grant execute on function private.took_part(uuid), private.review(uuid, int, text, text), api.review(uuid, int, text, text) to authenticated;

-- 56_finding_moves.sql
-- What becomes of a finding (问题) after the visit: the responsible organisation puts it right and says so, and somebody
-- else looks again and closes it out (销号) or sends it back. The visit's signed text stays as it is; each step is a row, of the finding by its id,
-- which no correction of the visit gives to another. Steps of one that a correction left out are seen again should it return.

-- Lawful steps; src/domain/finding-life.ts holds the same rows. `checker`: an inspector of the visit or a manager of the
-- county it was held in, never of the responsible organisation.
create table private.finding_transitions (
  from_state text not null,
  to_state text not null,
  by_part text not null check (by_part in ('responsible', 'checker')),
  primary key (from_state, to_state, by_part)
);

alter table private.finding_transitions enable row level security;
alter table private.finding_transitions force row level security;
create policy "everyone signed in reads steps of findings" on private.finding_transitions
  for select to authenticated using (true);
grant select on private.finding_transitions to authenticated;

insert into private.finding_transitions values
  ('open', 'rectifying', 'responsible'), ('open', 'submitted', 'responsible'),
  ('rectifying', 'submitted', 'responsible'), ('escalated', 'submitted', 'responsible'),
  ('submitted', 'closed', 'checker'), ('submitted', 'rectifying', 'checker'),
  ('open', 'escalated', 'checker'), ('rectifying', 'escalated', 'checker'), ('submitted', 'escalated', 'checker');

create table app.finding_moves (
  id int generated always as identity primary key,
  activity_id uuid not null references app.activities on delete cascade,
  finding_id text not null,
  from_state text not null,
  to_state text not null check (to_state in ('open', 'rectifying', 'submitted', 'closed', 'escalated')),
  -- How it was looked at again, where that is the step.
  method text check (method in ('onsite', 'photo', 'doc')),
  note text not null check (char_length(note) between 2 and 500),
  person_id uuid not null references app.people on delete restrict,
  at timestamptz not null default now()
);

create index finding_moves_finding on app.finding_moves (activity_id, finding_id, id);
create index finding_moves_person on app.finding_moves (person_id);

alter table app.finding_moves enable row level security;
alter table app.finding_moves force row level security;

create policy "who reads a finding reads its steps" on app.finding_moves
  for select to authenticated using (
    exists (select 1 from app.findings f where f.activity_id = finding_moves.activity_id and f.id = finding_moves.finding_id));

grant select on app.finding_moves to authenticated;

-- The organisation that has to put a finding right reads it, though not the visit it stands in.
create policy "responsible organisations read their findings" on app.findings
  for select to authenticated using (responsible_org_id = any((select private.my_organisation_ids())::int[]));

-- Where a finding stands now.
create function private.finding_state(activity uuid, finding text) returns text
language sql stable set search_path = '' as $$
  select coalesce((
    select m.to_state from app.finding_moves m
    where m.activity_id = activity and m.finding_id = finding order by m.id desc limit 1), 'open')
$$;

-- The caller's parts in a finding: `responsible`, `checker`, both never.
create function private.finding_part(f app.findings) returns text
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  if f.responsible_org_id = any(private.my_organisation_ids()) then return 'responsible'; end if;
  if exists (
    select 1 from app.activities a where a.id = f.activity_id and a.status in ('submitted', 'approved') and (
      a.author_id = me or a.host_county_id = any(private.my_county_ids())
      or exists (select 1 from app.activity_people p where p.activity_id = a.id and p.person_id = me))) then
    return 'checker';
  end if;
  return null;
end $$;

-- Writes a step. Definer: steps have no write grant, and the visit is not the responsible organisation's to read.
create function private.move_finding(visit uuid, finding text, to_state text, note text, method text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  f app.findings;
  part text;
  now_state text;
begin
  perform 1 from app.documents d where d.id = visit for update;
  select * into f from app.findings x where x.activity_id = visit and x.id = finding;
  part := private.finding_part(f);
  if f.activity_id is null or part is null then perform private.fail('notFound', 404); end if;
  now_state := private.finding_state(visit, finding);
  if not exists (select 1 from private.finding_transitions t
                 where t.from_state = now_state and t.to_state = move_finding.to_state and t.by_part = part) then
    perform private.fail('invalid', 422, 'transition');
  end if;
  -- Closed out by a second person: who reported it put right does not also say that it is.
  if now_state = 'submitted' and (
    select m.person_id from app.finding_moves m where m.activity_id = visit and m.finding_id = f.id order by m.id desc limit 1
  ) = private.my_person_id() then
    perform private.fail('forbidden', 403, 'second person');
  end if;
  if (now_state = 'submitted' and to_state in ('closed', 'rectifying')) <> (method is not null) then
    perform private.fail('invalid', 422, 'method');
  end if;
  insert into app.finding_moves (activity_id, finding_id, from_state, to_state, method, note, person_id)
  values (visit, f.id, now_state, move_finding.to_state, move_finding.method, move_finding.note, private.my_person_id());
end $$;

-- Takes a finding a step further: a visit, the finding's id in it, the state, a note of 2 to 500 characters, and for a
-- second look its method (onsite, photo, doc). Gives {state}. `notFound` for one that the caller has no part in,
-- `forbidden` where the second person is wanted, `invalid` with `state`, `note`, `method` or `transition`.
create function api.move_finding(visit uuid, finding text, to_state text, note text, method text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare said text := private.trimmed(note);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if to_state is null or to_state not in ('rectifying', 'submitted', 'closed', 'escalated') then
    perform private.fail('invalid', 422, 'state');
  end if;
  if char_length(said) not between 2 and 500 or private.has_personal_number(said) then perform private.fail('invalid', 422, 'note'); end if;
  if method is not null and method not in ('onsite', 'photo', 'doc') then perform private.fail('invalid', 422, 'method'); end if;
  perform private.move_finding(visit, finding, to_state, said, method);
  return jsonb_build_object('state', to_state);
end $$;

grant execute on function private.finding_state(uuid, text), private.finding_part(app.findings),
  private.move_finding(uuid, text, text, text, text), api.move_finding(uuid, text, text, text, text) to authenticated;

-- 60_rollups.sql
-- Totals that dashboards read, kept in the transaction that changes an activity, at the lowest level only: county with the
-- level of who carried it out, facets of a county, organisation; each × kind × month. What was held in a county (host) and what
-- its organisations carried out (home) stand in one row, the approved beside all that counts, so that a province is read in few
-- rows. Proven equal to a recount by private.rollup_differences(), rebuilt by private.rebuild_rollups().

create table app.county_rollups (
  county_id int not null references app.areas on delete restrict,
  month date not null,
  kind text not null references app.kinds on delete restrict,
  level text not null,
  host_sessions int not null,
  host_visits int not null,
  host_staff int not null,
  host_leaflets int not null,
  home_sessions int not null,
  home_visits int not null,
  home_staff int not null,
  home_leaflets int not null,
  approved_host_sessions int not null,
  approved_host_visits int not null,
  approved_host_staff int not null,
  approved_host_leaflets int not null,
  approved_home_sessions int not null,
  approved_home_visits int not null,
  approved_home_staff int not null,
  approved_home_leaflets int not null,
  primary key (county_id, month, kind, level)
);

alter table app.county_rollups enable row level security;
alter table app.county_rollups force row level security;

create policy "managers read totals of their counties" on app.county_rollups
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.county_rollups to authenticated;

create table app.organisation_rollups (
  organisation_id int not null references app.organisations on delete restrict,
  kind text not null references app.kinds on delete restrict,
  month date not null,
  status_group text not null check (status_group in ('submitted', 'approved')),
  sessions int not null,
  visits bigint not null,
  staff bigint not null,
  leaflets bigint not null,
  primary key (organisation_id, kind, month, status_group)
);

alter table app.organisation_rollups enable row level security;
alter table app.organisation_rollups force row level security;

create policy "organisations read their totals" on app.organisation_rollups
  for select to authenticated using (organisation_id = any((select private.my_organisation_ids())::int[]));

grant select on app.organisation_rollups to authenticated;

-- What kinds count apart (measures_of): categories of techniques, persons assessed and passed, levels of stops and visits.
-- `amount` is of what was held there.
create table app.facet_rollups (
  county_id int not null references app.areas on delete restrict,
  month date not null,
  facet text not null,
  kind text not null references app.kinds on delete restrict,
  host_sessions int not null,
  home_sessions int not null,
  approved_host_sessions int not null,
  approved_home_sessions int not null,
  amount int not null,
  primary key (county_id, month, facet, kind)
);

alter table app.facet_rollups enable row level security;
alter table app.facet_rollups force row level security;

create policy "managers read facets of their counties" on app.facet_rollups
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.facet_rollups to authenticated;

-- A number for each county that grows with every change of its totals: whoever shows them asks for it and for no more.
create table app.county_versions (
  county_id int primary key references app.areas on delete restrict,
  version bigint not null
);

alter table app.county_versions enable row level security;
alter table app.county_versions force row level security;

create policy "managers read versions of their counties" on app.county_versions
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.county_versions to authenticated;

-- One counted activity with its sign: +1 for what it is now, -1 for what it was.
create type private.rollup_change as (
  sign int, host_county_id int, home_county_id int, area_id int, organisation_id int, recipient_id int, kind text,
  level text, month date, day date, status_group text, x14 int, y14 int, facets text[], amounts int[],
  sessions int, visits int, staff int, leaflets int
);

create function private.rollup_change(a app.activities, sign int) returns private.rollup_change
language plpgsql immutable set search_path = '' as $$
begin
  return row(sign, a.host_county_id, a.home_county_id, a.host_area_id, a.organisation_id, a.recipient_org_id, a.kind,
    a.level, date_trunc('month', a.day::timestamp)::date, a.day, a.status, a.tile_x14, a.tile_y14, a.facets, a.amounts,
    a.sessions, a.visits, a.staff, a.leaflets)::private.rollup_change;
end $$;

-- Waits for the totals of these counties and organisations, in one order for all, until the transaction ends: whoever
-- changes totals in several steps asks for all of them first, and no two ever deadlock.
create function private.lock_totals(counties int[], organisations int[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(1, id) from (select distinct id from unnest(counties) as id order by id) as keys;
  perform pg_advisory_xact_lock(2, id) from (select distinct id from unnest(organisations) as id order by id) as keys;
end $$;

-- The counties whose totals an activity with these places counts in; null where there is none.
create function private.counties_counting(host int, home int, recipient int) returns int[]
language plpgsql stable set search_path = '' as $$
begin
  if recipient is null then return array[host, home, null]; end if;
  return array[host, home, (select o.county_id from app.organisations o where o.id = recipient)];
end $$;

-- Waits for the totals that changes of these activities' rows touch.
create function private.lock_totals_of_activities(ids uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_totals(
    (select array_agg(county) from app.activities a
     cross join unnest(private.counties_counting(a.host_county_id, a.home_county_id, a.recipient_org_id)) as county
     where a.id = any(ids) and county is not null),
    (select array_agg(a.organisation_id) from app.activities a where a.id = any(ids)));
end $$;

-- The same for all totals that what a push writes may change: where its records counted so far, and where they will.
create function private.lock_totals_of(parcels private.parcel[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  ids uuid[] := array(select (item ->> 'id')::uuid from unnest(parcels));
  counties int[];
  organisations int[];
begin
  select array_agg(county) filter (where county is not null), array_agg(organisation)
  into counties, organisations
  from (
    select unnest(private.counties_counting(a.host_county_id, a.home_county_id, a.recipient_org_id)) as county,
      a.organisation_id as organisation
    from app.activities a
    where a.id = any(ids)
    union all
    select unnest(private.counties_counting(private.county_of(place.host), o.county_id, place.recipient)), o.id
    from (
      select distinct private.int_of(h -> 'host_area_id') as host, private.int_of(h -> 'organisation_id') as home,
        private.int_of(h -> 'recipient_org_id') as recipient
      from unnest(parcels) as parcel
      cross join lateral (select parcel.payload -> 'header' as h offset 0) as parts
      where parcel.payload ->> 'status' = 'submitted'
    ) as place
    join app.organisations o on o.id = place.home
  ) as touched;
  perform private.lock_totals(counties, organisations);
end $$;

-- Moves the versions of counties on, in their order; null among them counts for none.
create function private.touch_counties(counties int[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.county_versions as t (county_id, version)
  select distinct county, 1 from unnest(counties) as county where county is not null order by county
  on conflict (county_id) do update set version = t.version + 1;
end $$;

-- The counties that a change counts in, each with its sign where it counts as host, as home, and as approved of either; else 0.
create function private.counted_in(c private.rollup_change)
returns table (county_id int, host int, home int, approved_host int, approved_home int)
language plpgsql immutable set search_path = '' as $$
declare approved int := case c.status_group when 'approved' then c.sign else 0 end;
begin
  return query values (c.host_county_id, c.sign, 0, approved, 0), (c.home_county_id, 0, c.sign, 0, approved);
end $$;

-- The counties that changes count in, null among them.
create function private.counties_of(changes private.rollup_change[]) returns int[]
language plpgsql stable set search_path = '' as $$
begin
  return (select array_agg(distinct county)
    from (select distinct c.host_county_id, c.home_county_id, c.recipient_id from unnest(changes) as c) as place
    cross join unnest(private.counties_counting(place.host_county_id, place.home_county_id, place.recipient_id)) as county);
end $$;

-- Adds changes to the totals of counties, organisations and facets. Keys are written in order.
create function private.apply_to_rollups(changes private.rollup_change[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.county_rollups as t (county_id, month, kind, level,
    host_sessions, host_visits, host_staff, host_leaflets, home_sessions, home_visits, home_staff, home_leaflets,
    approved_host_sessions, approved_host_visits, approved_host_staff, approved_host_leaflets, approved_home_sessions,
    approved_home_visits, approved_home_staff, approved_home_leaflets)
  select n.county_id, c.month, c.kind, c.level,
    sum(n.host * c.sessions), sum(n.host * c.visits), sum(n.host * c.staff), sum(n.host * c.leaflets),
    sum(n.home * c.sessions), sum(n.home * c.visits), sum(n.home * c.staff), sum(n.home * c.leaflets),
    sum(n.approved_host * c.sessions), sum(n.approved_host * c.visits), sum(n.approved_host * c.staff),
    sum(n.approved_host * c.leaflets), sum(n.approved_home * c.sessions), sum(n.approved_home * c.visits),
    sum(n.approved_home * c.staff), sum(n.approved_home * c.leaflets)
  from unnest(changes) as c
  cross join lateral private.counted_in(c) as n
  where c.status_group in ('submitted', 'approved')
  group by 1, 2, 3, 4
  order by 1, 2, 3, 4
  on conflict (county_id, month, kind, level) do update set
    host_sessions = t.host_sessions + excluded.host_sessions, host_visits = t.host_visits + excluded.host_visits,
    host_staff = t.host_staff + excluded.host_staff, host_leaflets = t.host_leaflets + excluded.host_leaflets,
    home_sessions = t.home_sessions + excluded.home_sessions, home_visits = t.home_visits + excluded.home_visits,
    home_staff = t.home_staff + excluded.home_staff, home_leaflets = t.home_leaflets + excluded.home_leaflets,
    approved_host_sessions = t.approved_host_sessions + excluded.approved_host_sessions,
    approved_host_visits = t.approved_host_visits + excluded.approved_host_visits,
    approved_host_staff = t.approved_host_staff + excluded.approved_host_staff,
    approved_host_leaflets = t.approved_host_leaflets + excluded.approved_host_leaflets,
    approved_home_sessions = t.approved_home_sessions + excluded.approved_home_sessions,
    approved_home_visits = t.approved_home_visits + excluded.approved_home_visits,
    approved_home_staff = t.approved_home_staff + excluded.approved_home_staff,
    approved_home_leaflets = t.approved_home_leaflets + excluded.approved_home_leaflets;

  insert into app.facet_rollups as t (county_id, month, facet, kind,
    host_sessions, home_sessions, approved_host_sessions, approved_home_sessions, amount)
  select n.county_id, c.month, f.facet, c.kind, sum(n.host * c.sessions), sum(n.home * c.sessions),
    sum(n.approved_host * c.sessions), sum(n.approved_home * c.sessions), sum(n.host * f.amount)
  from unnest(changes) as c
  cross join lateral unnest(c.facets, c.amounts) as f(facet, amount)
  cross join lateral private.counted_in(c) as n
  where c.status_group in ('submitted', 'approved')
  group by 1, 2, 3, 4
  order by 1, 2, 3, 4
  on conflict (county_id, month, facet, kind) do update set
    host_sessions = t.host_sessions + excluded.host_sessions, home_sessions = t.home_sessions + excluded.home_sessions,
    approved_host_sessions = t.approved_host_sessions + excluded.approved_host_sessions,
    approved_home_sessions = t.approved_home_sessions + excluded.approved_home_sessions, amount = t.amount + excluded.amount;

  insert into app.organisation_rollups as t (organisation_id, kind, month, status_group, sessions, visits, staff, leaflets)
  select c.organisation_id, c.kind, c.month, c.status_group,
    sum(c.sign * c.sessions), sum(c.sign * c.visits), sum(c.sign * c.staff), sum(c.sign * c.leaflets)
  from unnest(changes) as c
  where c.status_group in ('submitted', 'approved')
  group by 1, 2, 3, 4
  having sum(c.sign * c.sessions) <> 0 or sum(c.sign * c.visits) <> 0 or sum(c.sign * c.staff) <> 0
    or sum(c.sign * c.leaflets) <> 0
  order by 1, 2, 3, 4
  on conflict (organisation_id, kind, month, status_group) do update set
    sessions = t.sessions + excluded.sessions, visits = t.visits + excluded.visits,
    staff = t.staff + excluded.staff, leaflets = t.leaflets + excluded.leaflets;

  perform private.touch_counties(private.counties_of(changes));
end $$;

grant execute on function private.lock_totals(int[], int[]), private.lock_totals_of(private.parcel[]),
  private.lock_totals_of_activities(uuid[]), private.counties_counting(int, int, int) to authenticated;

-- 61_places.sql
-- Where things happened, and when last: tiles of the map, townships and counties, institutions that were visited. Kept
-- with the totals (62_rollup_changes.sql) and, like them, equal to a recount.

-- Sessions with a position by tile of zoom 14, host and home county in one row: most are the same.
create table app.tile_rollups (
  host_county_id int not null references app.areas on delete restrict,
  home_county_id int not null references app.areas on delete restrict,
  month date not null,
  kind text not null references app.kinds on delete restrict,
  status_group text not null check (status_group in ('submitted', 'approved')),
  x14 int not null,
  y14 int not null,
  sessions int not null,
  primary key (host_county_id, month, kind, status_group, x14, y14, home_county_id)
);

create index tile_rollups_home on app.tile_rollups (home_county_id, month);

alter table app.tile_rollups enable row level security;
alter table app.tile_rollups force row level security;

create policy "managers read tiles of their counties" on app.tile_rollups
  for select to authenticated using (
    host_county_id = any((select private.my_county_ids())::int[])
    or home_county_id = any((select private.my_county_ids())::int[])
  );

grant select on app.tile_rollups to authenticated;

-- A township (or a county, where no township is named) by month: what happened there, and the last day of it. The facet is
-- a stop's or a visit's level, else empty.
create table app.place_months (
  area_id int not null references app.areas on delete restrict,
  county_id int not null references app.areas on delete restrict,
  kind text not null references app.kinds on delete restrict,
  facet text not null,
  month date not null,
  sessions int not null,
  visits bigint not null,
  last_on date not null,
  primary key (area_id, kind, facet, month)
);

create index place_months_county on app.place_months (county_id, month);

alter table app.place_months enable row level security;
alter table app.place_months force row level security;

create policy "managers read places of their counties" on app.place_months
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.place_months to authenticated;

-- An institution that was inspected, supported or trained in, by month.
create table app.institution_months (
  organisation_id int not null references app.organisations on delete restrict,
  county_id int references app.areas on delete restrict,
  kind text not null references app.kinds on delete restrict,
  facet text not null,
  month date not null,
  sessions int not null,
  last_on date not null,
  primary key (organisation_id, kind, facet, month)
);

create index institution_months_county on app.institution_months (county_id, month);

alter table app.institution_months enable row level security;
alter table app.institution_months force row level security;

create policy "managers read institutions of their counties" on app.institution_months
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.institution_months to authenticated;

-- The facet that tells visits of a place apart: a stop's or a visit's level; empty for kinds without.
create function private.place_facet(facets text[]) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return coalesce((select f from unnest(facets) as f where f like 'stop/%' or f like 'visit/%' limit 1), '');
end $$;

-- What every place and institution should hold, from the activities.
create function private.place_months_recount() returns setof app.place_months
language sql stable set search_path = '' as $$
  select a.host_area_id as area_id, private.county_of(a.host_area_id) as county_id, a.kind, private.place_facet(a.facets) as facet,
    date_trunc('month', a.day::timestamp)::date as month, sum(a.sessions)::int as sessions, sum(a.visits) as visits,
    max(a.day) as last_on
  from app.activities a
  where a.status in ('submitted', 'approved') and a.sessions > 0
  group by 1, 2, 3, 4, 5
$$;

create function private.institution_months_recount() returns setof app.institution_months
language sql stable set search_path = '' as $$
  select a.recipient_org_id as organisation_id, o.county_id, a.kind, private.place_facet(a.facets) as facet,
    date_trunc('month', a.day::timestamp)::date as month, sum(a.sessions)::int as sessions, max(a.day) as last_on
  from app.activities a
  join app.organisations o on o.id = a.recipient_org_id
  where a.status in ('submitted', 'approved') and a.sessions > 0
  group by 1, 2, 3, 4, 5
$$;

create function private.tile_rollups_recount() returns setof app.tile_rollups
language sql stable set search_path = '' as $$
  select a.host_county_id, a.home_county_id, date_trunc('month', a.day::timestamp)::date as month, a.kind,
    a.status as status_group, a.tile_x14 as x14, a.tile_y14 as y14, sum(a.sessions)::int as sessions
  from app.activities a
  where a.status in ('submitted', 'approved') and a.sessions > 0 and a.tile_x14 is not null
  group by 1, 2, 3, 4, 5, 6, 7
$$;

-- Adds changes to tiles, places and institutions. Where something was taken away, the last day is looked up again by
-- index, and what is empty goes.
create function private.apply_to_places(changes private.rollup_change[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into app.tile_rollups as t (host_county_id, home_county_id, month, kind, status_group, x14, y14, sessions)
  select c.host_county_id, c.home_county_id, c.month, c.kind, c.status_group, c.x14, c.y14, sum(c.sign * c.sessions)
  from unnest(changes) as c
  where c.status_group in ('submitted', 'approved') and c.x14 is not null
  group by 1, 2, 3, 4, 5, 6, 7 having sum(c.sign * c.sessions) <> 0
  order by 1, 3, 4, 5, 6, 7, 2
  on conflict (host_county_id, month, kind, status_group, x14, y14, home_county_id)
    do update set sessions = t.sessions + excluded.sessions;

  insert into app.place_months as t (area_id, county_id, kind, facet, month, sessions, visits, last_on)
  select c.area_id, private.county_of(c.area_id), c.kind, private.place_facet(c.facets), c.month, sum(c.sign * c.sessions),
    sum(c.sign * c.visits), max(c.day)
  from unnest(changes) as c
  where c.status_group in ('submitted', 'approved') and c.sessions > 0
  group by 1, 2, 3, 4, 5 order by 1, 3, 4, 5
  on conflict (area_id, kind, facet, month) do update set sessions = t.sessions + excluded.sessions,
    visits = t.visits + excluded.visits, last_on = greatest(t.last_on, excluded.last_on);

  insert into app.institution_months as t (organisation_id, county_id, kind, facet, month, sessions, last_on)
  select c.recipient_id, o.county_id, c.kind, private.place_facet(c.facets), c.month, sum(c.sign * c.sessions), max(c.day)
  from unnest(changes) as c
  join app.organisations o on o.id = c.recipient_id
  where c.status_group in ('submitted', 'approved') and c.sessions > 0
  group by 1, 2, 3, 4, 5 order by 1, 3, 4, 5
  on conflict (organisation_id, kind, facet, month) do update set sessions = t.sessions + excluded.sessions,
    last_on = greatest(t.last_on, excluded.last_on);

  if exists (select 1 from unnest(changes) as c where c.sign < 0) then
    perform private.look_up_last_days(changes);
  end if;
end $$;

-- Sets right what lost a session: its last day anew, and nothing where nothing is left.
create function private.look_up_last_days(changes private.rollup_change[]) returns void
language sql volatile set search_path = '' as $$
  delete from app.tile_rollups t using unnest(changes) as c
  where c.sign < 0 and t.sessions = 0 and (t.host_county_id, t.month, t.kind, t.status_group, t.x14, t.y14, t.home_county_id)
    = (c.host_county_id, c.month, c.kind, c.status_group, c.x14, c.y14, c.home_county_id);

  delete from app.place_months t using unnest(changes) as c
  where c.sign < 0 and t.sessions = 0 and (t.area_id, t.kind, t.facet, t.month)
    = (c.area_id, c.kind, private.place_facet(c.facets), c.month);
  update app.place_months t set last_on = (
    select max(a.day) from app.activities a
    where a.host_area_id = t.area_id and a.day >= t.month and a.day < t.month + interval '1 month' and a.kind = t.kind
      and a.status in ('submitted', 'approved') and a.sessions > 0 and private.place_facet(a.facets) = t.facet)
  from (select distinct c.area_id, c.kind, private.place_facet(c.facets) as facet, c.month from unnest(changes) as c
        where c.sign < 0) as lost
  where (t.area_id, t.kind, t.facet, t.month) = (lost.area_id, lost.kind, lost.facet, lost.month);

  delete from app.institution_months t using unnest(changes) as c
  where c.sign < 0 and t.sessions = 0 and (t.organisation_id, t.kind, t.facet, t.month)
    = (c.recipient_id, c.kind, private.place_facet(c.facets), c.month);
  update app.institution_months t set last_on = (
    select max(a.day) from app.activities a
    where a.recipient_org_id = t.organisation_id and a.day >= t.month and a.day < t.month + interval '1 month'
      and a.kind = t.kind and a.status in ('submitted', 'approved') and a.sessions > 0
      and private.place_facet(a.facets) = t.facet)
  from (select distinct c.recipient_id, c.kind, private.place_facet(c.facets) as facet, c.month from unnest(changes) as c
        where c.sign < 0) as lost
  where (t.organisation_id, t.kind, t.facet, t.month) = (lost.recipient_id, lost.kind, lost.facet, lost.month);
$$;

-- 62_area_figures.sql
-- Figures about an area and a year that no record gives: how many live there, how many village doctors are registered. A
-- manager imports them with their source; where there is none, what divides by it has no value. The newest year holds.

create table app.area_figures (
  area_id int not null references app.areas on delete cascade,
  figure text not null check (figure in ('residents', 'village_doctors')),
  year int not null check (year between 1990 and 2200),
  value int not null check (value between 0 and 2000000000),
  source text not null check (char_length(source) between 2 and 200),
  imported_by uuid references app.people on delete set null,
  at timestamptz not null default now(),
  -- Whoever manages this reads it: the county of a township, else the area itself.
  managed_area_id int not null references app.areas on delete cascade,
  demo boolean not null default false,
  primary key (area_id, figure, year),
  check (figure <> 'residents' or value > 0)
);

create index area_figures_managed_area on app.area_figures (managed_area_id);
create index area_figures_imported_by on app.area_figures (imported_by);

-- Areas above the townships at or below those that the caller manages today, by the managing line.
create function private.my_area_ids() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  return (
    with recursive below as (
      select m.area_id as id from app.memberships m
      where m.person_id = me and m.area_id is not null and private.is_current(m)
      union
      select a.id from below b cross join lateral (
        select x.id from app.areas x where x.managing_parent = b.id and x.level <> 'township' offset 0) as a
    )
    select coalesce(array_agg(id order by id), '{}') from below
  );
end $$;

alter table app.area_figures enable row level security;
alter table app.area_figures force row level security;

create policy "managers read figures of their areas" on app.area_figures
  for select to authenticated using (managed_area_id = any((select private.my_area_ids())::int[]));

grant select on app.area_figures to authenticated;

-- The figure of the newest year of each of these areas that has one, of those that the caller may see.
create function private.newest_figures(areas int[], which text) returns table (area_id int, value int, year int, source text)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select distinct on (f.area_id) f.area_id, f.value, f.year, f.source from app.area_figures f
  where f.area_id = any(areas) and f.figure = which
  order by f.area_id, f.year desc;
end $$;

-- Writes what is sound of the lines and gives a verdict for each, null for what was taken; of two lines about the same the
-- later holds. Definer: figures have no write grant.
create function private.import_area_figures(lines jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  mine int[] := private.my_area_ids();
  today date := private.china_day(now());
  verdicts jsonb;
  entries jsonb;
begin
  -- Before a township is asked for its county: one that is being moved waits, or is waited for.
  perform private.lock_totals(private.counties_below(mine), null);
  with line as (
    select n, a.id as area_id, case a.level when 'township' then a.statutory_parent else a.id end as managed_area_id,
      each ->> 'figure' as figure, private.int_of(each -> 'year') as year, private.int_of(each -> 'value') as value,
      private.trimmed(each ->> 'source') as source
    from jsonb_array_elements(lines) with ordinality as e(each, n)
    left join lateral (
      select * from app.areas x
      where x.code = each ->> 'area_code' and x.code <> '' and (x.valid_to is null or x.valid_to >= today)
      order by x.id limit 1) as a on true
  ), judged as (
    select *, case
      when area_id is null then 'unknown_area'
      when not managed_area_id = any(mine) then 'forbidden'
      when coalesce(figure not in ('residents', 'village_doctors'), true) then 'figure'
      when coalesce(year not between 1990 and extract(year from today)::int, true) then 'year'
      when coalesce(value not between case figure when 'residents' then 1 else 0 end and 2000000000, true) then 'value'
      when char_length(source) not between 2 and 200 or source ~ '[[:cntrl:]]' or private.has_personal_number(source) then 'source'
    end as verdict
    from line
  ), taken as (
    insert into app.area_figures as f (area_id, figure, year, value, source, imported_by, managed_area_id)
    select distinct on (area_id, figure, year) area_id, figure, year, value, source, me, managed_area_id
    from judged where verdict is null order by area_id, figure, year, n desc
    on conflict (area_id, figure, year) do update set
      value = excluded.value, source = excluded.source, imported_by = excluded.imported_by, at = now(), demo = false
    returning f.figure, f.year
  )
  select (select jsonb_agg(verdict order by n) from judged),
    (select jsonb_agg(jsonb_build_object('organisation_id', null, 'action', 'imported', 'entity', 'area_figures',
       'row_id', figure || '/' || year, 'after', jsonb_build_object('areas', areas)) order by figure, year)
     from (select figure, year, count(*) as areas from taken group by figure, year) as t)
  into verdicts, entries;
  if entries is not null then
    perform private.audit(entries);
    perform private.touch_counties(private.counties_below(mine));
  end if;
  return verdicts;
end $$;

-- Takes up to 2,000 figures as JSON text: [{area_code, figure: residents | village_doctors, year, value, source}], for areas
-- within those that the caller manages; a later import of the same area, figure and year replaces the earlier. Gives
-- {verdicts: [null | unknown_area | forbidden | figure | year | value | source]}, one a line. `forbidden` for who manages no area.
create function api.import_area_figures(lines text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare list jsonb := private.try_jsonb(lines);
begin
  if private.my_person_id() is null or cardinality(private.my_area_ids()) = 0 then
    perform private.fail('forbidden', 403, 'area');
  end if;
  if coalesce(jsonb_typeof(list) <> 'array', true) then perform private.fail('invalid', 422, 'lines'); end if;
  if jsonb_array_length(list) not between 1 and 2000 then perform private.fail('invalid', 422, 'lines'); end if;
  return jsonb_build_object('verdicts', private.import_area_figures(list));
end $$;

grant execute on function private.my_area_ids(), private.newest_figures(int[], text), private.import_area_figures(jsonb),
  api.import_area_figures(text) to authenticated;

-- 62_rollup_changes.sql
-- How totals and places follow the activities: by what changed, as a recount to compare with, and all anew.

-- Definer: totals have no write grant, and cover rows that the writer of one activity may not read.
create function private.tg_activities__rollups() returns trigger
language plpgsql security definer set search_path = '' as $$
declare changes private.rollup_change[];
begin
  if tg_op = 'INSERT' then
    select array_agg(private.rollup_change(n, 1)) into changes from new_rows n;
  elsif tg_op = 'DELETE' then
    select array_agg(private.rollup_change(o, -1)) into changes from old_rows o;
  else
    select array_agg(change) into changes from new_rows n join old_rows o using (id)
    cross join lateral (values (private.rollup_change(n, 1)), (private.rollup_change(o, -1))) as both_sides(change)
    where private.rollup_change(n, 1) is distinct from private.rollup_change(o, 1);
  end if;
  if changes is not null then
    perform private.lock_totals(array_remove(private.counties_of(changes), null), (select array_agg(c.organisation_id) from unnest(changes) as c));
    perform private.apply_to_rollups(changes);
    perform private.apply_to_places(changes);
  end if;
  return null;
end $$;

create trigger activities_insert_rollups after insert on app.activities
  referencing new table as new_rows for each statement execute function private.tg_activities__rollups();
create trigger activities_update_rollups after update on app.activities
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.tg_activities__rollups();
create trigger activities_delete_rollups after delete on app.activities
  referencing old table as old_rows for each statement execute function private.tg_activities__rollups();

-- What the totals should hold, from the activities.
create function private.county_rollups_recount() returns setof app.county_rollups
language sql stable set search_path = '' as $$
  select side.county_id, date_trunc('month', a.day::timestamp)::date as month, a.kind, a.level,
    coalesce(sum(a.sessions) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.visits) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.staff) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.leaflets) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.visits) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.staff) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.leaflets) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.visits) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.staff) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.leaflets) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'home' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.visits) filter (where side.name = 'home' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.staff) filter (where side.name = 'home' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.leaflets) filter (where side.name = 'home' and a.status = 'approved'), 0)::int
  from app.activities a
  cross join lateral (values ('host', a.host_county_id), ('home', a.home_county_id)) as side(name, county_id)
  where a.status in ('submitted', 'approved')
  group by 1, 2, 3, 4
  having (sum(a.sessions), sum(a.visits), sum(a.staff), sum(a.leaflets)) <> (0, 0, 0, 0)
$$;

create function private.facet_rollups_recount() returns setof app.facet_rollups
language sql stable set search_path = '' as $$
  select side.county_id, date_trunc('month', a.day::timestamp)::date as month, f.facet, a.kind,
    coalesce(sum(a.sessions) filter (where side.name = 'host'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'home'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'host' and a.status = 'approved'), 0)::int,
    coalesce(sum(a.sessions) filter (where side.name = 'home' and a.status = 'approved'), 0)::int,
    coalesce(sum(f.amount) filter (where side.name = 'host'), 0)::int
  from app.activities a
  cross join lateral unnest(a.facets, a.amounts) as f(facet, amount)
  cross join lateral (values ('host', a.host_county_id), ('home', a.home_county_id)) as side(name, county_id)
  where a.status in ('submitted', 'approved')
  group by 1, 2, 3, 4
  having sum(a.sessions) <> 0 or coalesce(sum(f.amount) filter (where side.name = 'host'), 0) <> 0
$$;

create function private.organisation_rollups_recount() returns setof app.organisation_rollups
language sql stable set search_path = '' as $$
  select a.organisation_id, a.kind, date_trunc('month', a.day::timestamp)::date as month, a.status as status_group,
    sum(a.sessions)::int as sessions, sum(a.visits) as visits, sum(a.staff) as staff, sum(a.leaflets) as leaflets
  from app.activities a where a.status in ('submitted', 'approved') group by 1, 2, 3, 4
  having (sum(a.sessions), sum(a.visits), sum(a.staff), sum(a.leaflets)) <> (0, 0, 0, 0)
$$;

-- Whether a row of the totals says nothing: all that it counts is 0, as what was void leaves it.
create function private.counts_nothing(kept jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return not exists (select from jsonb_each(kept - '{county_id,organisation_id,month}'::text[]) as figure
    where jsonb_typeof(figure.value) = 'number' and figure.value <> '0');
end $$;

-- Rows of a kept table that its recount, private.<table>_recount(), lacks, and the other way round, each as text; rows that
-- say nothing count for none.
create function private.differences_of(kept text) returns setof text
language plpgsql stable set search_path = '' as $$
begin
  return query execute format($sql$
    with recount as (select * from private.%2$I()),
      surplus as (select * from app.%1$I except select * from recount),
      missing as (select * from recount except select * from app.%1$I)
    select 'missing in %1$s ' || row_to_json(r)::text from missing as r
    union all
    select 'surplus in %1$s ' || row_to_json(r)::text from surplus as r where not private.counts_nothing(to_jsonb(r))
  $sql$, kept, kept || '_recount');
end $$;

-- Rows of the totals, places and facts that differ from a recount of the activities; none when all is well.
create function private.rollup_differences() returns setof text
language plpgsql stable set search_path = '' as $$
begin
  return query
  select private.differences_of(kept) from unnest(array['county_rollups', 'organisation_rollups', 'facet_rollups', 'tile_rollups',
    'place_months', 'institution_months']) as kept
  union all select private.fact_differences();
end $$;

-- Counts everything anew.
create function private.rebuild_rollups() returns void
language plpgsql volatile set search_path = '' as $$
declare kept text;
begin
  lock table app.activities in share row exclusive mode;
  foreach kept in array array['county_rollups', 'organisation_rollups', 'facet_rollups', 'tile_rollups', 'place_months',
    'institution_months'] loop
    execute format('delete from app.%I', kept);
    -- In the order of the keys, so that what is read together lies together.
    execute format('insert into app.%I select * from private.%I() order by 1, 2, 3, 4, 5', kept, kept || '_recount');
  end loop;
  insert into app.county_versions as t (county_id, version) select distinct county_id, 1 from app.county_rollups
  on conflict (county_id) do update set version = t.version + 1;
  perform private.rebuild_facts();
end $$;

-- 63_saved_views.sql
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

-- 64_finding_facts.sql
-- One row for each finding of a visit that counts: where, when, until when it is to be put right, and the day it was closed
-- out. Kept in the transaction that changes one of these; every row is its visit's alone, whose document whoever writes has
-- locked, so that no two wait for each other here.

create table app.finding_facts (
  activity_id uuid not null,
  no int not null,
  county_id int not null references app.areas on delete restrict,
  area_id int not null references app.areas on delete restrict,
  day date not null,
  due_on date not null,
  closed_on date,
  primary key (activity_id, no),
  foreign key (activity_id, no) references app.findings on delete cascade
);

create index finding_facts_county on app.finding_facts (county_id, day) include (due_on, closed_on);
create index finding_facts_due on app.finding_facts (county_id, due_on) include (closed_on);

alter table app.finding_facts enable row level security;
alter table app.finding_facts force row level security;

create policy "managers read facts of findings of their counties" on app.finding_facts
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.finding_facts to authenticated;

-- The facts of these visits counted anew; of all visits for null.
create function private.counted_findings(of_visits uuid[]) returns setof app.finding_facts
language plpgsql stable set search_path = '' as $$
begin
  return query
  select f.activity_id, f.no, a.host_county_id, a.host_area_id, a.day, f.due_on, private.china_day(closing.at)
  from app.findings f
  join app.activities a on a.id = f.activity_id and a.status in ('submitted', 'approved')
  left join lateral (
    select m.to_state, m.at from app.finding_moves m
    where m.activity_id = f.activity_id and m.finding_id = f.id order by m.id desc limit 1
  ) as closing on closing.to_state = 'closed'
  where of_visits is null or f.activity_id = any(of_visits);
end $$;

create function private.renew_finding_facts(of_visits uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.finding_facts f where f.activity_id = any(of_visits);
  insert into app.finding_facts select * from private.counted_findings(of_visits);
  perform private.touch_counties(array(select a.host_county_id from app.activities a where a.id = any(of_visits)));
end $$;

-- Of findings that arrive with a visit, and of those that go a step further. Definer: facts have no write grant.
create function private.tg_findings__facts() returns trigger
language plpgsql security definer set search_path = '' as $$
declare visits uuid[];
begin
  select array_agg(distinct n.activity_id) into visits from new_rows n;
  if visits is not null then perform private.renew_finding_facts(visits); end if;
  return null;
end $$;

create trigger findings_300_facts after insert on app.findings
  referencing new table as new_rows for each statement execute function private.tg_findings__facts();
create trigger finding_moves_300_facts after insert on app.finding_moves
  referencing new table as new_rows for each statement execute function private.tg_findings__facts();

-- 65_trained_people.sql
-- Village doctors by the rosters of the training sessions that count: who was trained on which day, in the county of the
-- village clinic that the roster names. Distinct people are counted on reading, with merged entries as one. Kept as facts of
-- findings are: every row is its session's alone.

create table app.trained_people (
  activity_id uuid not null,
  -- The entry that the roster names, and the one that stands for it.
  person_id uuid not null,
  counted_as uuid not null,
  county_id int not null references app.areas on delete restrict,
  day date not null,
  primary key (activity_id, person_id),
  foreign key (activity_id, person_id) references app.training_trainees on delete cascade
);

create index trained_people_county on app.trained_people (county_id, day) include (counted_as);
create index trained_people_person on app.trained_people (person_id);

alter table app.trained_people enable row level security;
alter table app.trained_people force row level security;

create policy "managers read who was trained of their counties" on app.trained_people
  for select to authenticated using (county_id = any((select private.my_county_ids())::int[]));

grant select on app.trained_people to authenticated;

-- The facts of these sessions counted anew; of all sessions for null.
create function private.counted_trainees(of_sessions uuid[]) returns setof app.trained_people
language plpgsql stable set search_path = '' as $$
begin
  return query
  select t.activity_id, t.person_id,
    case when p.merged_into is null then p.id else private.survivor_of(p.id) end, o.county_id, a.day
  from app.training_trainees t
  join app.activities a on a.id = t.activity_id and a.status in ('submitted', 'approved')
  join app.organisations o on o.id = t.org_id and o.kind = 'village_clinic' and o.county_id is not null
  join app.people p on p.id = t.person_id
  where of_sessions is null or t.activity_id = any(of_sessions);
end $$;

create function private.renew_trained_people(of_sessions uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from app.trained_people t where t.activity_id = any(of_sessions);
  insert into app.trained_people select * from private.counted_trainees(of_sessions);
end $$;

-- Of rosters that arrive with a session. Definer: facts have no write grant.
create function private.tg_training_trainees__facts() returns trigger
language plpgsql security definer set search_path = '' as $$
declare sessions uuid[];
begin
  select array_agg(distinct n.activity_id) into sessions from new_rows n;
  if sessions is not null then perform private.renew_trained_people(sessions); end if;
  return null;
end $$;

create trigger training_trainees_300_facts after insert on app.training_trainees
  referencing new table as new_rows for each statement execute function private.tg_training_trainees__facts();

-- Of an entry that is merged into another, or not any more, and of those merged into it before. Definer as above.
create function private.tg_people__trained() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  with recursive tree as (
    select new.id
    union
    select p.id from app.people p join tree on p.merged_into = tree.id
  )
  update app.trained_people t set counted_as = private.survivor_of(t.person_id)
  from tree where t.person_id = tree.id;
  return null;
end $$;

create trigger people_300_trained after update of merged_into on app.people
  for each row when (old.merged_into is distinct from new.merged_into) execute function private.tg_people__trained();

-- 66_facts.sql
-- What the facts have in common: they follow the status, the day and the place of their records, are counted anew on command,
-- and compared with a recount.

-- Definer: facts have no write grant.
create function private.tg_activities__facts() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  visits uuid[];
  sessions uuid[];
begin
  select array_agg(n.id) filter (where n.kind = 'supervision_visit'), array_agg(n.id) filter (where n.kind = 'training_session')
  into visits, sessions
  from new_rows n join old_rows o using (id)
  where n.kind in ('supervision_visit', 'training_session')
    and (n.status, n.day, n.host_area_id, n.host_county_id) <> (o.status, o.day, o.host_area_id, o.host_county_id);
  if visits is not null then perform private.renew_finding_facts(visits); end if;
  if sessions is not null then perform private.renew_trained_people(sessions); end if;
  return null;
end $$;

create trigger activities_300_facts after update on app.activities
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.tg_activities__facts();

-- Rows of the facts that differ from a recount; none when all is well.
create function private.fact_differences() returns setof text
language sql stable set search_path = '' as $$
  select 'missing finding ' || row_to_json(r)::text
  from (select * from private.counted_findings(null) except select * from app.finding_facts) as r
  union all
  select 'surplus finding ' || row_to_json(r)::text
  from (select * from app.finding_facts except select * from private.counted_findings(null)) as r
  union all
  select 'missing trainee ' || row_to_json(r)::text
  from (select * from private.counted_trainees(null) except select * from app.trained_people) as r
  union all
  select 'surplus trainee ' || row_to_json(r)::text
  from (select * from app.trained_people except select * from private.counted_trainees(null)) as r
$$;

-- Counts all facts anew.
create function private.rebuild_facts() returns void
language plpgsql volatile set search_path = '' as $$
begin
  lock table app.activities in share row exclusive mode;
  delete from app.finding_facts;
  delete from app.trained_people;
  insert into app.finding_facts select * from private.counted_findings(null);
  insert into app.trained_people select * from private.counted_trainees(null);
end $$;

-- 67_moves.sql
-- What is kept by places follows an update of the reference data that moves an organisation or a township to another county, in
-- the same transaction. Records keep the counties that they were made with, and so do the totals that count them.

-- A rule that asks for several stops looks them up in the records, so a township that moved begins anew with it.

-- Of an organisation that lies in another county, or is of another kind: its months, and who was trained of it. Before its audit,
-- which waits for the totals of the organisation; whoever changes several in one transaction, moved or not, asks for the totals
-- of all of them first (private.lock_totals). Whoever renews the roster of a session at the same time holds no totals of its
-- institutions, hence the lock on the table. Definer: totals and facts have no write grant.
create function private.tg_organisations__moved() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_totals(array_remove(array[old.county_id, new.county_id], null), array[new.id]);
  lock table app.trained_people in share row exclusive mode;
  update app.institution_months m set county_id = new.county_id
  where m.organisation_id = new.id and m.county_id is distinct from new.county_id;
  perform private.renew_trained_people(array(
    select distinct t.activity_id from app.training_trainees t where t.org_id = new.id));
  perform private.touch_counties(array[old.county_id, new.county_id]);
  return null;
end $$;

create trigger organisations_300_moved after update of county_id, kind on app.organisations
  for each row when ((old.county_id, old.kind) is distinct from (new.county_id, new.kind))
  execute function private.tg_organisations__moved();

-- Of townships that lie in another county: their months, and who manages their figures.
-- Definer: totals and figures have no write grant.
create function private.tg_areas__moved() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  moved int[];
  counties int[];
begin
  select array_agg(n.id), array_agg(n.statutory_parent) || array_agg(o.statutory_parent) into moved, counties
  from new_rows n join old_rows o using (id)
  where n.level = 'township' and n.statutory_parent is distinct from o.statutory_parent;
  if moved is null then return null; end if;
  perform private.lock_totals(array_remove(counties, null), null);
  update app.place_months m set county_id = a.statutory_parent
  from app.areas a where a.id = m.area_id and a.id = any(moved) and a.statutory_parent is not null;
  update app.area_figures f set managed_area_id = a.statutory_parent
  from app.areas a where a.id = f.area_id and a.id = any(moved) and a.statutory_parent is not null;
  perform private.touch_counties(counties);
  return null;
end $$;

create trigger areas_300_moved after update on app.areas
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.tg_areas__moved();

-- 70_reports.sql
-- What managers' screens ask, one call a screen. Every function takes an explicit scope and filters by its index; row
-- security confirms. Host and home figures stand side by side and are never added up.

-- The first day from which the newest `most` records of one side lie, by the totals: months before need not be read.
create function private.newest_from(counties int[], which text, from_day date, to_day date, most int) returns date
language plpgsql stable set search_path = '' as $$
begin
  return greatest(from_day, (
    select max(m.month) from (
      select r.month, sum(sum(case which when 'host' then r.host_sessions else r.home_sessions end)) over (order by r.month desc) as so_far
      from app.county_rollups r
      where r.county_id = any(counties) and r.month <= to_day group by r.month
    ) as m where m.so_far >= most));
end $$;

-- The newest records of one side, at most `most`, as list rows.
create function private.side_rows(counties int[], which text, from_day date, to_day date, most int) returns jsonb
language plpgsql stable set search_path = '' as $$
declare first_day date := private.newest_from(counties, which, from_day, to_day, most);
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'status', a.status, 'title', a.title,
      'started_at', private.iso(a.started_at), 'host_area_name', area.name, 'organisation_id', o.id, 'organisation_name', o.name,
      'sessions', a.sessions, 'visits', a.visits, 'headline', a.headline, 'photo_count', a.photo_count,
      'photos_verified', a.photos_verified, 'lng', a.lng, 'lat', a.lat) order by a.started_at desc)
    from (
      -- County by county, so that each takes no more from its index than could be shown.
      select x.* from unnest(counties) as county cross join lateral (
        select * from app.activities y
        where (which <> 'host' or y.host_county_id = county) and (which <> 'home' or y.home_county_id = county)
          and y.day between first_day and to_day and y.status in ('submitted', 'approved')
        order by y.day desc, y.started_at desc limit most
      ) as x
      order by x.day desc, x.started_at desc limit most
    ) as a
    join app.areas area on area.id = a.host_area_id
    join app.organisations o on o.id = a.organisation_id
  ), '[]');
end $$;

-- The newest records of one area, 500 of each side at most: {area_id, area_name, province, county_ids, at, rows: {host, home},
-- truncated: {host, home}}. `forbidden` for an area outside the caller's.
create function api.area_report(area int, from_day date, to_day date) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  most constant int := 500;
  host jsonb := private.side_rows(counties, 'host', from_day, to_day, most);
  home jsonb := private.side_rows(counties, 'home', from_day, to_day, most);
begin
  return jsonb_build_object(
    'area_id', area,
    'area_name', (select a.name from app.areas a where a.id = area),
    'province', (select left(a.code, 2) from app.areas a where a.id = counties[1]),
    'county_ids', to_jsonb(counties), 'at', private.iso(now()),
    'rows', jsonb_build_object('host', host, 'home', home),
    'truncated', jsonb_build_object('host', jsonb_array_length(host) = most, 'home', jsonb_array_length(home) = most));
end $$;

-- Names of the people of one activity, by id; empty where the caller may not see the activity. Definer: host-side
-- managers see the names of a visiting team on the record, and nowhere else.
create function private.activity_names(activity uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (
    select 1 from app.activities a
    where a.id = activity and private.sees(a)
  ) then
    return '{}';
  end if;
  return coalesce((
    select jsonb_object_agg(p.id, s.name) from app.people p join app.people s on s.id = private.survivor_of(p.id)
    where p.id in (
      select ap.person_id from app.activity_people ap where ap.activity_id = activity
      union select a.author_id from app.activities a where a.id = activity
      union select unnest(private.people_named(a.kind, a.id)) from app.activities a where a.id = activity)
  ), '{}');
end $$;

-- People that a kind's own answers name beyond the participants: private.<kind>_people(uuid), which a kind that names
-- none need not have.
create function private.people_named(kind text, activity uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
declare ids uuid[];
begin
  if to_regprocedure(format('private.%I(uuid)', kind || '_people')) is null then return '{}'; end if;
  execute format('select private.%I($1)', kind || '_people') into ids using activity;
  return ids;
end $$;

-- Organisations that a kind's own answers name. Each kind has its private.<kind>_organisations(uuid).
create function private.organisations_named(kind text, activity uuid) returns int[]
language plpgsql stable set search_path = '' as $$
declare ids int[];
begin
  execute format('select private.%I($1)', kind || '_organisations') into ids using activity;
  return ids;
end $$;

-- What a kind makes of the child documents of one of its records, {facts, rows}; null for a kind without. A kind that is
-- another's parent has its private.<kind>_children(uuid).
create function private.children_of(parent_kind text, activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare found jsonb;
begin
  if not exists (select 1 from app.kinds k where k.parent_kind = children_of.parent_kind) then return null; end if;
  execute format('select private.%I($1)', parent_kind || '_children') into found using activity;
  return found;
end $$;

-- The pictures of the pieces of a record, and of those it names, that the caller may see: [{document_id, sha256, state, type,
-- bytes, width, height, origin, taken_at, purpose, consent_state}].
create function private.piece_photos(activity uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare pieces uuid[] := array(
  select d.id from app.documents d join app.kinds k on k.slug = d.kind and k.piece where d.parent_id = any(private.lineage(activity))
  union select unnest(private.parts_named(r.payload::jsonb -> 'answers'))
  from app.documents d join app.document_revisions r on r.document_id = d.id and r.revision = d.revision where d.id = activity);
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('document_id', p.document_id, 'sha256', p.sha256, 'state', p.state,
      'type', p.type, 'bytes', p.bytes, 'width', p.width, 'height', p.height, 'origin', p.origin,
      'taken_at', private.iso(p.taken_at), 'purpose', p.purpose, 'consent_state', p.consent_state)
      order by p.document_id, p.position)
    from app.photos p where p.document_id = any(pieces) and p.listed), '[]');
end $$;

-- One record as managers read it: {id, text, status, received_at, flags, names: {people, organisations, areas},
-- photos, piece_photos, parent: {id, title} of the record that stands today for the one it names, or null, children: {facts,
-- rows, outside} or null}. `notFound` where there is none that the caller may see.
create function api.activity_detail(id uuid) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  a app.activities;
  payload text;
begin
  select x.* into a from app.activities x where x.id = activity_detail.id;
  if a.id is null then perform private.fail('notFound', 404); end if;
  select r.payload into payload from app.documents d
  join app.document_revisions r on r.document_id = d.id and r.revision = d.revision where d.id = a.id;
  return jsonb_build_object(
    'id', a.id, 'text', payload, 'status', a.status, 'received_at', private.iso(a.received_at), 'flags', a.flags || private.certificate_flags(a),
    'names', jsonb_build_object(
      'people', private.activity_names(a.id),
      'organisations', coalesce((select jsonb_object_agg(o.id, o.name) from app.organisations o
        where o.id = any(a.co_org_ids || array[a.organisation_id, a.organizer_org_id, a.recipient_org_id]
          || private.organisations_named(a.kind, a.id))), '{}'),
      'areas', coalesce((select jsonb_object_agg(x.id, x.name) from app.areas x
        where x.id in (a.host_area_id, a.host_county_id, a.home_county_id)), '{}')),
    'photos', coalesce((select jsonb_agg(jsonb_build_object('sha256', p.sha256, 'state', p.state) order by p.position)
      from app.photos p where p.document_id = a.id and p.listed), '[]'),
    'piece_photos', private.piece_photos(a.id),
    'parent', (select jsonb_build_object('id', p.id, 'title', p.title) from app.activities p where p.id = private.stands_for(a.parent_id)),
    'children', private.children_of(a.kind, a.id));
end $$;

grant execute on function private.side_rows(int[], text, date, date, int), private.newest_from(int[], text, date, date, int),
  private.activity_names(uuid), private.organisations_named(text, uuid),
  private.children_of(text, uuid), private.people_named(text, uuid), private.piece_photos(uuid),
  api.area_report(int, date, date), api.activity_detail(uuid) to authenticated;

-- 71_timeline.sql
-- What reviewers said of a record, who did what to it, and what the caller may decide about it now. api.record_history
-- gives all of it.

-- [{decision, reason, revision, at, reviewer}] of a record that the caller may see, the oldest first. Definer: the name of
-- whoever decided is shown with the decision, and nowhere else.
create function private.record_reviews(document uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select 1 from app.activities a where a.id = document and private.sees(a)) then return '[]'; end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('decision', r.decision, 'reason', r.reason, 'revision', r.revision,
      'at', private.iso(r.at), 'reviewer', p.name) order by r.id)
    from app.reviews r join app.people p on p.id = r.reviewer_id where r.document_id = document), '[]');
end $$;

-- [{at, action, name, role, area, device_id}] from the audit, the oldest first, for those who manage the record or may read
-- the audit of its organisation; empty for others. Definer: the host county has no right to the organisation's chain, and
-- names of whoever acted are shown.
create function private.record_timeline(document uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare manages boolean := exists (select 1 from app.activities a where a.id = document and private.manages(a));
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('at', private.iso(e.at), 'action', e.action, 'name', coalesce(p.name, ''),
      'role', e.role, 'area', coalesce(area.name, ''), 'device_id', e.device_id) order by e.seq)
    from app.audit e
    left join app.people p on p.id = e.person_id
    left join app.areas area on area.id = e.area_id
    where e.entity = 'documents' and e.row_id = document::text
      and (manages or e.organisation_id = any(private.my_managed_organisation_ids()) or e.county_id = any(private.my_county_ids()))), '[]');
end $$;

-- What the caller may decide about a record now: those of returned, approved, void that api.review would take. Definer: who
-- took part is not the caller's to read.
create function private.decisions(document uuid) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare a app.activities;
begin
  select * into a from app.activities x where x.id = document;
  if a.id is null or not private.sees(a) or not private.manages(a) or private.took_part(document) then return '{}'; end if;
  return array(select t.to_status from private.transitions t
               where t.from_status = a.status and t.by_part = 'reviewer' order by t.to_status);
end $$;

grant execute on function private.record_reviews(uuid), private.record_timeline(uuid), private.decisions(uuid) to authenticated;

-- 72_history.sql
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

-- 73_boards.sql
-- The first screen of a manager: one area over whole months, read from totals alone. Host and home figures stand side by
-- side and are never added up.

-- The counties of an area that the caller manages. `forbidden` for any other.
create function private.managed_counties(area int) returns int[]
language plpgsql stable set search_path = '' as $$
declare counties int[] := private.counties_below(array[area]);
begin
  if cardinality(counties) = 0 or not counties <@ private.my_county_ids() then
    perform private.fail('forbidden', 403, 'area');
  end if;
  return counties;
end $$;

-- The areas from the widest one of the caller's down to this one: [{id, name}].
create function private.path_to(area int) returns jsonb
language plpgsql stable set search_path = '' as $$
declare mine int[] := private.my_county_ids();
begin
  return (
    with recursive line as (
      select a.id, a.name, a.managing_parent, 1 as height from app.areas a where a.id = area
      union all
      select a.id, a.name, a.managing_parent, line.height + 1 from app.areas a join line on a.id = line.managing_parent
      where line.height < 5 and a.level <> 'country' and private.counties_below(array[a.id]) <@ mine
    )
    select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by height desc) from line);
end $$;

-- The areas right below one, with the counties of each: of a county its townships, which have none.
create function private.areas_below(area int) returns table (id int, name text, level text, code text, county_ids int[])
language plpgsql stable set search_path = '' as $$
begin
  return query
    select a.id, a.name, a.level, a.code, case a.level when 'township' then '{}'::int[] else private.counties_below(array[a.id]) end
    from app.areas a
    where (a.managing_parent = area and a.level <> 'township' or a.statutory_parent = area and a.level = 'township')
      and (a.valid_to is null or a.valid_to >= private.china_day(now()))
    order by a.code;
end $$;

-- A cell of a board: by month, kind and level, or, with a county, that county's of the months asked for.
create type private.board_figures as (
  month date, kind text, level text, county_id int,
  host_sessions bigint, host_visits bigint, home_sessions bigint, home_visits bigint,
  host_staff bigint, host_leaflets bigint, home_staff bigint, home_leaflets bigint, host_approved bigint, home_approved bigint
);

-- Sums of columns of the totals, as SQL with the table as r: of all that counts, of what waits (`submitted`), or of the
-- approved. Named in the text, for a choice made anew in every row costs more than the sum.
create function private.sums_of(columns text[], of_status text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select string_agg(format(case of_status when 'approved' then 'sum(r.approved_%1$s)'
      when 'submitted' then 'sum(r.%1$s - r.approved_%1$s)' else 'sum(r.%1$s)' end, name), ', ' order by nth)
    from unnest(columns) with ordinality as c(name, nth));
end $$;

-- The totals of counties over months and the same months a year before by month, kind and level; and those of the months
-- themselves by county. Sorting texts costs several times what hashing does, and the planner cannot know how few groups
-- there are.
create function private.board_figures(counties int[], from_month date, to_month date, of_kind text, of_status text)
returns setof private.board_figures
language plpgsql stable set search_path = '' set enable_sort = off as $$
begin
  return query execute format($sql$
    select r.month, r.kind, r.level, null::int, %s, %s
    from app.county_rollups r
    where r.county_id = any($1) and r.month between $4 and $3 and (r.month >= $2 or r.month <= $5) and ($6 is null or r.kind = $6)
    group by r.month, r.kind, r.level
  $sql$, private.sums_of(array['host_sessions', 'host_visits', 'home_sessions', 'home_visits', 'host_staff', 'host_leaflets',
    'home_staff', 'home_leaflets'], of_status),
    case of_status when 'submitted' then '0::bigint, 0::bigint'
      else private.sums_of(array['host_sessions', 'home_sessions'], 'approved') end)
  using counties, from_month, to_month, (from_month - interval '1 year')::date, (to_month - interval '1 year')::date, of_kind;
  return query execute format($sql$
    select null::date, null::text, null::text, r.county_id, %s, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint
    from app.county_rollups r
    where r.county_id = any($1) and r.month between $2 and $3 and ($4 is null or r.kind = $4)
    group by r.county_id
  $sql$, private.sums_of(array['host_sessions', 'host_visits', 'home_sessions', 'home_visits'], of_status))
  using counties, from_month, to_month, of_kind;
end $$;

-- {sessions, visits} of rows of one side.
create function private.counted(sessions numeric, visits numeric) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_build_object('sessions', coalesce(sessions, 0), 'visits', coalesce(visits, 0));
end $$;

-- {host, home} with the five totals, of the months from one to another.
create function private.board_totals(figures private.board_figures[], from_month date, to_month date) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'host', jsonb_build_object('sessions', coalesce(sum(x.host_sessions), 0), 'visits', coalesce(sum(x.host_visits), 0),
        'staff', coalesce(sum(x.host_staff), 0), 'leaflets', coalesce(sum(x.host_leaflets), 0), 'approved', coalesce(sum(x.host_approved), 0)),
      'home', jsonb_build_object('sessions', coalesce(sum(x.home_sessions), 0), 'visits', coalesce(sum(x.home_visits), 0),
        'staff', coalesce(sum(x.home_staff), 0), 'leaflets', coalesce(sum(x.home_leaflets), 0), 'approved', coalesce(sum(x.home_approved), 0)))
    from unnest(figures) as x where x.month between from_month and to_month);
end $$;

-- Each month with the same month a year before: [{month, host, home, before: {host, home}}].
create function private.board_months(figures private.board_figures[], from_month date, to_month date) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return (
    with by_month as (
      select x.month, jsonb_build_object('host', private.counted(sum(x.host_sessions), sum(x.host_visits)),
        'home', private.counted(sum(x.home_sessions), sum(x.home_visits))) as sides
      from unnest(figures) as x where x.month is not null group by x.month
    ), nothing as (select jsonb_build_object('host', private.counted(0, 0), 'home', private.counted(0, 0)) as sides)
    select jsonb_agg(jsonb_build_object('month', to_char(m, 'YYYY-MM'), 'before', coalesce(b.sides, nothing.sides))
      || coalesce(s.sides, nothing.sides) order by m)
    from generate_series(from_month::timestamp, to_month::timestamp, interval '1 month') as m
    cross join nothing
    left join by_month s on s.month = m::date
    left join by_month b on b.month = (m - interval '1 year')::date);
end $$;

-- Figures of the months from one to another by kind, or by level: [{key, host, home}], without what has none.
create function private.board_breakdown(figures private.board_figures[], by_level boolean, from_month date, to_month date) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('key', key, 'host', private.counted(host, host_visits),
      'home', private.counted(home, home_visits)) order by key), '[]')
    from (
      select case when by_level then x.level else x.kind end as key, sum(x.host_sessions) as host, sum(x.host_visits) as host_visits,
        sum(x.home_sessions) as home, sum(x.home_visits) as home_visits
      from unnest(figures) as x where x.month between from_month and to_month group by 1
    ) as by_key
    where host <> 0 or home <> 0);
end $$;

-- Sessions by category of technique: [{key, name, host, home}]; one counts in each of its categories.
create function private.board_techniques(counties int[], from_month date, to_month date, of_kind text, of_status text) returns jsonb
language plpgsql stable set search_path = '' set enable_sort = off as $$
declare
  facets text[] := (select array_agg('technique/' || code) from app.technique_categories);
  answer jsonb;
begin
  execute format($sql$
    select coalesce(jsonb_agg(jsonb_build_object('key', c.code, 'name', c.name, 'host', private.counted(t.host, 0),
      'home', private.counted(t.home, 0)) order by c.code), '[]')
    from app.technique_categories c
    join (
      select r.facet, %s
      from app.facet_rollups r
      where r.county_id = any($1) and r.month between $2 and $3 and r.facet = any($4) and ($5 is null or r.kind = $5)
      group by r.facet
    ) as t(facet, host, home) on t.facet = 'technique/' || c.code
    where t.host <> 0 or t.home <> 0
  $sql$, private.sums_of(array['host_sessions', 'home_sessions'], of_status))
  into answer using counties, from_month, to_month, facets, of_kind;
  return answer;
end $$;

-- Townships of a county: what was held there. [{id, name, level, code, county_ids, institutions, residents, host, home}].
create function private.board_townships(area int, from_month date, to_month date, of_kind text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'level', b.level, 'code', b.code,
      'county_ids', '[]'::jsonb, 'institutions', coalesce(o.institutions, 0), 'residents', r.value,
      'host', private.counted(p.sessions, p.visits), 'home', null) order by b.code), '[]')
    from private.areas_below(area) as b
    left join private.newest_figures(array(select t.id from private.areas_below(area) as t), 'residents') as r on r.area_id = b.id
    left join (
      select x.township_id, count(*) as institutions from app.organisations x
      where x.county_id = area and (x.valid_to is null or x.valid_to >= private.china_day(now())) group by 1
    ) as o on o.township_id = b.id
    left join (
      select m.area_id, sum(m.sessions) as sessions, sum(m.visits) as visits from app.place_months m
      where m.county_id = area and m.month between from_month and to_month and (of_kind is null or m.kind = of_kind) group by 1
    ) as p on p.area_id = b.id);
end $$;

-- The areas right below, from the counties' figures; as above. Residents are those imported last for an area, or the sum of its
-- counties' where all have some.
create function private.board_areas(area int, figures private.board_figures[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with below as materialized (select * from private.areas_below(area)),
    lying as (select b.id, county from below b cross join unnest(b.county_ids) as county),
    peopled as materialized (
      select * from private.newest_figures(array(select id from below union select county from lying), 'residents')),
    summed as (
      select l.id, case when count(p.value) = count(*) then sum(p.value) end as residents
      from lying l left join peopled p on p.area_id = l.county group by l.id)
    select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'level', b.level, 'code', b.code,
      'county_ids', b.county_ids, 'institutions', coalesce(o.institutions, 0),
      'residents', coalesce(r.value, s.residents), 'host', private.counted(f.host, f.host_visits),
      'home', private.counted(f.home, f.home_visits)) order by b.code), '[]')
    from below b
    left join peopled r on r.area_id = b.id
    left join summed s on s.id = b.id
    left join (
      select l.id, sum(f.host_sessions) as host, sum(f.host_visits) as host_visits, sum(f.home_sessions) as home,
        sum(f.home_visits) as home_visits
      from unnest(figures) as f join lying l on l.county = f.county_id group by 1
    ) as f on f.id = b.id
    left join (
      select l.id, count(*) as institutions from app.organisations x join lying l on l.county = x.county_id
      where x.valid_to is null or x.valid_to >= private.china_day(now()) group by 1
    ) as o on o.id = b.id);
end $$;

-- One area's board, as src/domain/board.ts has it. `of_kind` null counts all kinds; `of_status` is `all`, `submitted` or
-- `approved`; townships count both. Months are whole, 60 at most. `forbidden` for an area outside the caller's, `invalid` for another status or span.
create function api.area_board(area int, from_day date, to_day date, of_kind text default null, of_status text default 'all')
returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  from_month date := date_trunc('month', from_day::timestamp)::date;
  to_month date := date_trunc('month', to_day::timestamp)::date;
  a app.areas := (select x from app.areas x where x.id = area);
  figures private.board_figures[];
begin
  if of_status is null or of_status not in ('all', 'submitted', 'approved') then perform private.fail('invalid', 422, 'of_status'); end if;
  if from_month is null or to_month is null or from_month > to_month or to_month >= from_month + interval '5 years' then
    perform private.fail('invalid', 422, 'months');
  end if;
  figures := array(select f from private.board_figures(counties, from_month, to_month, of_kind, of_status) as f);
  return jsonb_build_object(
    'area_id', area, 'area_name', a.name, 'level', a.level,
    'province', (select left(x.code, 2) from app.areas x where x.id = counties[1]),
    'path', private.path_to(area), 'from', from_day, 'to', to_day, 'at', private.iso(now()),
    'totals', private.board_totals(figures, from_month, to_month),
    'before', private.board_totals(figures, (from_month - interval '1 year')::date, (to_month - interval '1 year')::date),
    'months', private.board_months(figures, from_month, to_month),
    'kinds', private.board_breakdown(figures, false, from_month, to_month),
    'levels', private.board_breakdown(figures, true, from_month, to_month),
    'techniques', private.board_techniques(counties, from_month, to_month, of_kind, of_status),
    'areas', case a.level when 'county' then private.board_townships(area, from_month, to_month, of_kind)
      else private.board_areas(area, figures) end);
end $$;

-- {version}, which changes with every total of the area. `forbidden` for an area outside the caller's.
create function api.board_version(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare counties int[] := private.managed_counties(area);
begin
  return jsonb_build_object('version', coalesce(
    (select sum(v.version) from app.county_versions v where v.county_id = any(counties)), 0)::text);
end $$;

grant execute on function private.managed_counties(int), private.path_to(int), private.areas_below(int),
  private.sums_of(text[], text),
  private.board_figures(int[], date, date, text, text), private.counted(numeric, numeric),
  private.board_totals(private.board_figures[], date, date), private.board_months(private.board_figures[], date, date),
  private.board_breakdown(private.board_figures[], boolean, date, date), private.board_techniques(int[], date, date, text, text),
  private.board_townships(int, date, date, text), private.board_areas(int, private.board_figures[]),
  api.area_board(int, date, date, text, text), api.board_version(int) to authenticated;

-- 74_duplicates.sql
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

-- 75_map_marks.sql
-- What a map shows: cells of a grid with how many sessions, or single records where there are few; nothing outside the
-- view is sent.

-- The columns of marks, one array each, as JSON.
create type private.mark_columns as (x int[], y int[], kind int[], count int[], ids text[], titles text[]);

-- How many cells the world is across for single records: 0.6 m at the equator.
create function private.fine_x(lng double precision) returns int
language sql immutable set search_path = '' as $$ select floor((lng + 180) / 360 * 67108864)::int $$;

create function private.fine_y(lat double precision) returns int
language sql immutable set search_path = '' as $$
  select floor((1 - ln(tan(radians(l)) + 1 / cos(radians(l))) / pi()) / 2 * 67108864)::int
  from (select greatest(-85, least(85, lat)) as l) as clamped
$$;

-- Tiles in view as cells of `grid`, by kind; from tiles of one side's counties.
create function private.mark_cells(counties int[], side text, from_month date, to_month date, of_kind text, of_status text,
  kinds text[], box int[], grid int) returns private.mark_columns
language plpgsql stable set search_path = '' set enable_sort = off as $$
declare found private.mark_columns;
begin
  select array_agg(c.x order by c.x, c.y, c.kind), array_agg(c.y order by c.x, c.y, c.kind),
    array_agg(c.kind order by c.x, c.y, c.kind), array_agg(c.sessions order by c.x, c.y, c.kind)
  into found.x, found.y, found.kind, found.count
  from (
    select g.x, g.y, array_position(kinds, g.kind) - 1 as kind, g.sessions
    from (
      select t.x14 >> (14 - grid) as x, t.y14 >> (14 - grid) as y, t.kind, sum(t.sessions)::int as sessions
      from app.tile_rollups t
      where (side <> 'host' or t.host_county_id = any(counties)) and (side <> 'home' or t.home_county_id = any(counties))
        and t.month between from_month and to_month and (of_kind is null or t.kind = of_kind)
        and (of_status = 'all' or t.status_group = of_status)
        and t.x14 between box[1] and box[3] and t.y14 between box[2] and box[4]
      group by 1, 2, 3
    ) as g
  ) as c where c.kind is not null;
  return found;
end $$;

-- Single records in view, 3,000 at most, the newest first.
create function private.mark_records(counties int[], side text, from_day date, to_day date, of_kind text, of_status text,
  kinds text[], organisation int, box int[]) returns private.mark_columns
language plpgsql stable set search_path = '' as $$
declare found private.mark_columns;
begin
  select array_agg(private.fine_x(a.lng)), array_agg(private.fine_y(a.lat)), array_agg(array_position(kinds, a.kind) - 1),
    array_agg(a.sessions), array_agg(a.id::text), array_agg(a.title)
  into found.x, found.y, found.kind, found.count, found.ids, found.titles
  from (
    select * from app.activities x
    where (side <> 'host' or x.host_county_id = any(counties)) and (side <> 'home' or x.home_county_id = any(counties))
      and (organisation is null or x.organisation_id = organisation)
      and x.day between from_day and to_day and (of_kind is null or x.kind = of_kind)
      and x.status in ('submitted', 'approved') and (of_status = 'all' or x.status = of_status) and x.sessions > 0
      and x.tile_x14 between box[1] and box[3] and x.tile_y14 between box[2] and box[4]
    order by x.day desc limit 3000
  ) as a;
  return found;
end $$;

-- Marks of an area in a view (degrees) at a whole zoom, as src/domain/board.ts has them. Up to 3,000 sessions in view come as
-- single records, more as cells of a grid of 8 pixels; those of one organisation always as records. `forbidden` for an
-- area outside the caller's, `invalid` for another side or status.
create function api.map_marks(area int, from_day date, to_day date, of_kind text, of_status text, side text,
  organisation int, west double precision, south double precision, east double precision, north double precision, zoom int)
returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  from_month date := date_trunc('month', from_day::timestamp)::date;
  to_month date := date_trunc('month', to_day::timestamp)::date;
  kinds text[] := (select array_agg(k.slug order by k.slug) from app.kinds k where not k.piece);
  box int[];
  grid int := greatest(1, least(14, zoom + 5));
  here bigint;
  near int[];
  held bigint;
  placed bigint;
  found private.mark_columns;
begin
  if side is null or side not in ('host', 'home') or of_status is null or of_status not in ('all', 'submitted', 'approved') then
    perform private.fail('invalid', 422, 'question');
  end if;
  if from_day is null or to_day is null or west is null or south is null or east is null or north is null or zoom is null then
    perform private.fail('invalid', 422, 'view');
  end if;
  box := array[private.tile_x14(greatest(-180, least(180, west))), private.tile_y14(north),
    private.tile_x14(greatest(-180, least(180, east))), private.tile_y14(south)];
  select coalesce(sum(t.sessions), 0), coalesce(sum(t.inside), 0), array_agg(t.county) filter (where t.inside > 0)
  into placed, here, near
  from (
    select case map_marks.side when 'host' then x.host_county_id else x.home_county_id end as county, sum(x.sessions) as sessions,
      sum(x.sessions) filter (where x.x14 between box[1] and box[3] and x.y14 between box[2] and box[4]) as inside
    from app.tile_rollups x
    where (map_marks.side <> 'host' or x.host_county_id = any(counties))
      and (map_marks.side <> 'home' or x.home_county_id = any(counties))
      and x.month between from_month and to_month and (of_kind is null or x.kind = of_kind)
      and (of_status = 'all' or x.status_group = of_status)
    group by 1
  ) as t;
  execute format('select coalesce(%s, 0) from app.county_rollups r
    where r.county_id = any($1) and r.month between $2 and $3 and ($4 is null or r.kind = $4)',
    private.sums_of(array[case side when 'host' then 'host_sessions' else 'home_sessions' end], of_status))
  into held using counties, from_month, to_month, of_kind;
  if organisation is not null or here <= 3000 then
    grid := 26;
    found := private.mark_records(case when organisation is null then coalesce(near, '{}') else counties end, side, from_month,
      (to_month + interval '1 month')::date - 1, of_kind, of_status, kinds, organisation, box);
  else
    found := private.mark_cells(counties, side, from_month, to_month, of_kind, of_status, kinds, box, grid);
  end if;
  return jsonb_build_object('at', private.iso(now()), 'grid', grid, 'kinds', to_jsonb(kinds),
    'x', coalesce(to_jsonb(found.x), '[]'), 'y', coalesce(to_jsonb(found.y), '[]'), 'kind', coalesce(to_jsonb(found.kind), '[]'),
    'count', coalesce(to_jsonb(found.count), '[]'),
    'ids', case when grid = 26 then coalesce(to_jsonb(found.ids), '[]') end,
    'titles', case when grid = 26 then coalesce(to_jsonb(found.titles), '[]') end,
    'placed', placed, 'unplaced', held - placed);
end $$;

grant execute on function private.tile_x14(double precision), private.tile_y14(double precision), private.fine_x(double precision), private.fine_y(double precision),
  private.mark_cells(int[], text, date, date, text, text, text[], int[], int),
  private.mark_records(int[], text, date, date, text, text, text[], int, int[]),
  api.map_marks(int, date, date, text, text, text, int, double precision, double precision, double precision, double precision, int)
  to authenticated;

-- 76_person_data.sql
-- What is kept of a person, to be handed over, and its erasure. Records name people by id alone: an erased person keeps the
-- id and loses name, contacts and account names, so that no hash of a record and no link of the audit breaks.

-- Everything that is kept of a person. Definer: accounts, memberships and records are read beyond what a policy says.
create function private.person_data(person uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  p app.people;
begin
  select * into p from app.people x where x.id = person;
  if p.id is null or not (person = me or private.reaches_person(me, person)) then perform private.fail('notFound', 404, 'person'); end if;
  perform private.audit(jsonb_build_array(jsonb_build_object('organisation_id', p.organisation_id, 'action', 'exported',
    'entity', 'people', 'row_id', p.id)));
  return jsonb_build_object('at', private.iso(now()), 'person', to_jsonb(p),
    'phone', coalesce((select c.phone from app.person_contacts c where c.person_id = p.id), ''),
    'accounts', coalesce((select jsonb_agg(a.name order by a.name) from app.accounts a where a.person_id = p.id), '[]'),
    'memberships', coalesce((select jsonb_agg(to_jsonb(m) order by m.id) from app.memberships m where m.person_id = p.id), '[]'),
    'records', coalesce((
      select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'short_no', d.short_no, 'status', d.status,
        'created_at', private.iso(d.created_at)) order by d.created_at, d.id)
      from app.documents d where d.author_id = p.id and (d.scope_organisation_id is not null or person = me)), '[]'),
    'took_part', coalesce((select jsonb_agg(jsonb_build_object('id', t.activity_id, 'role', t.role) order by t.activity_id)
      from app.activity_people t where t.person_id = p.id), '[]'),
    'devices', coalesce((select jsonb_agg(jsonb_build_object('id', l.device_id, 'code', l.code, 'issued', l.issued,
      'heard_at', private.iso(l.heard_at)) order by l.device_id) from app.device_ledgers l where l.person_id = p.id), '[]'),
    'views', coalesce((select jsonb_agg(jsonb_build_object('name', v.name, 'query', v.query) order by v.name, v.id)
      from app.saved_views v where v.person_id = p.id), '[]'),
    'reviews', (select count(*) from app.reviews r where r.reviewer_id = p.id),
    'pictures_opened', (select count(*) from app.audit e where e.person_id = p.id and e.action = 'photos_opened'));
end $$;

-- What is kept of the caller or of a person within reach, as one JSON object: person, phone, accounts, memberships, records,
-- took_part, devices, saved views, and numbers of reviews and of openings of pictures. Drafts are told to their author alone. Stands in the audit.
-- `notFound` for anybody else.
create function api.person_data(person uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  return private.person_data(person);
end $$;

-- Takes name, contacts and account names away for good. Definer: people have no update grant.
create function private.erase_person(person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  p app.people;
begin
  select * into p from app.people x where x.id = person for update;
  if p.id is null or person = me or not private.reaches_person(me, person) then perform private.fail('notFound', 404, 'person'); end if;
  if exists (select 1 from app.accounts a where a.person_id = person and a.active)
     or exists (select 1 from app.memberships m where m.person_id = person and private.is_current(m)) then
    perform private.fail('invalid', 422, 'active');
  end if;
  perform private.audit(jsonb_build_array(jsonb_build_object('organisation_id', p.organisation_id, 'action', 'erased',
    'entity', 'people', 'row_id', p.id)));
  delete from app.person_contacts c where c.person_id = person;
  delete from app.session_entries e where e.person_id = person;
  delete from app.saved_views v where v.person_id = person;
  -- The address that the auth service keeps holds the account's name.
  delete from auth.users u using app.accounts a where a.person_id = person and u.id = a.user_id;
  delete from app.accounts a where a.person_id = person;
  update app.people set name = '已删除人员', title_level = 'none' where id = person;
end $$;

-- Erases a person within reach who has no active account and no role any more. Gives {erased: true}. `notFound` for oneself
-- and for anybody out of reach, `invalid` with `active` while an account or a role is left.
create function api.erase_person(person uuid) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  perform private.erase_person(person);
  return jsonb_build_object('erased', true);
end $$;

grant execute on function private.person_data(uuid), api.person_data(uuid), private.erase_person(uuid), api.erase_person(uuid)
  to authenticated;

-- 76_tour_standing.sql
-- Whether tours come as often as the rules ask, for many places at once: in the rolling period that ends with a day (a quarter,
-- a month, a week), by the level of the stop's place. Read from the months of places.

-- The day of the nth newest stop of a level in a county, or in one of its townships; null with fewer in two years.
create function private.nth_stop(county int, township int, which text, nth int, on_day date) returns date
language plpgsql stable set search_path = '' as $$
begin
  return (
    select a.day from app.activities a
    where a.host_county_id = county and (township is null or a.host_area_id = township)
      and a.day between (on_day - interval '2 years')::date and on_day
      and a.kind = 'tour_stop' and a.facets @> array['stop/' || which] and a.status in ('submitted', 'approved')
    order by a.day desc offset nth - 1 limit 1);
end $$;

-- The last day on which a stop of one day still lies within the rolling period that ends with it: the last for which
-- (day - period) + 1 is not after the stop. src/kinds/tour-stop/frequency.ts says the same. Months end on days that a
-- shorter one lacks: counted from the stop and from the day before it, the later holds.
create function private.held_until(stop date, period interval) returns date
language plpgsql immutable set search_path = '' as $$
begin
  return greatest((stop + period)::date - 1, (stop - 1 + period)::date);
end $$;

-- How counties, or townships, stand against the rule on stops of a level; places where no rule holds are left out. `due_on` is
-- the last day on which the rule holds without a further stop. A rule that asks for several in its period is looked up in
-- the records by their index, and so is a place whose last stop lies ahead of the day. One query without functions per row that read a
-- table: row security asks for the caller's counties once in each; and without sorting, which the planner takes for cheap, so that
-- the newest month is read by the index and no older one.
create function private.tour_standing(places int[], which text, on_day date)
returns table (area_id int, rule_id int, since date, last_on date, due_on date, holds boolean)
language plpgsql stable set search_path = '' set enable_sort = off as $$
declare
  rule_code text := case which when 'county' then 'tour_stops_county_quarter' when 'township' then 'tour_stops_township_month'
    else 'tour_stops_village_week' end;
  period interval := case which when 'county' then interval '3 months' when 'township' then interval '1 month'
    else interval '7 days' end;
  first_day date := (on_day - period)::date + 1;
begin
  return query
  select a.id, r.id, first_day, s.newest, private.held_until(s.counted, period), r.value <= 0 or coalesce(s.counted >= first_day, false)
  from private.rules_in_force(array[rule_code], places, on_day) as f
  join app.rules r on r.id = f.rule_id
  join app.areas a on a.id = f.for_area
  cross join lateral (
    select case a.level
      when 'county' then (
        select max(p.last_on) from app.place_months p
        where p.county_id = a.id and p.kind = 'tour_stop' and p.facet = 'stop/' || which and p.month = (
          select m.month from app.place_months m
          where m.county_id = a.id and m.kind = 'tour_stop' and m.facet = 'stop/' || which order by m.month desc limit 1))
      else (
        select p.last_on from app.place_months p
        where p.area_id = a.id and p.kind = 'tour_stop' and p.facet = 'stop/' || which order by p.month desc limit 1)
      end as kept offset 0) as l
  cross join lateral (
    select case when l.kept > on_day then private.nth_stop(coalesce(county, a.id), township, which, 1, on_day) else l.kept end as newest,
      case when r.value > 1 or l.kept > on_day
        then private.nth_stop(coalesce(county, a.id), township, which, greatest(1, ceil(r.value))::int, on_day)
        else l.kept end as counted
    from (select case a.level when 'township' then a.statutory_parent end as county,
      case a.level when 'township' then a.id end as township) as place
    offset 0) as s;
end $$;

-- How counties stand against each rule on the frequency of tours, by level of stop.
create function private.county_tours(counties int[], on_day date)
returns table (county_id int, which text, rule_id int, since date, last_on date, due_on date, holds boolean)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select s.area_id, level.name, s.rule_id, s.since, s.last_on, s.due_on, s.holds
  from unnest(array['county', 'township', 'village']) as level(name)
  cross join lateral private.tour_standing(counties, level.name, on_day) as s;
end $$;

-- The same for the counties below an area as of today, with the rule; what does not hold stands first. Gives {at, rows:
-- [{area_id, area_name, level, holds, since, last_on, due_on, rule}], left_off}: 300 rows at most, and how many more there
-- are. `forbidden` for an area outside the caller's.
create function api.visit_frequency(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  most constant int := 300;
begin
  return (
    with standing as materialized (
      select *, row_number() over (order by s.holds, s.county_id, s.which) as place
      from private.county_tours(counties, private.china_day(now())) as s
    ), rules as materialized (
      select s.rule_id, private.rule_shown(s.rule_id) as shown from standing s group by s.rule_id
    )
    select jsonb_build_object('at', private.iso(now()), 'left_off', greatest(0, (select count(*) from standing) - most),
      'rows', coalesce(jsonb_agg(jsonb_build_object('area_id', s.county_id, 'area_name', a.name, 'level', s.which,
        'holds', s.holds, 'since', s.since, 'last_on', s.last_on, 'due_on', s.due_on, 'rule', r.shown) order by s.place), '[]'))
    from standing s join rules r on r.rule_id = s.rule_id join app.areas a on a.id = s.county_id
    where s.place <= most);
end $$;

grant execute on function private.nth_stop(int, int, text, int, date), private.held_until(date, interval), private.tour_standing(int[], text, date),
  private.county_tours(int[], date), api.visit_frequency(int) to authenticated;

-- 77_indicator_counts.sql
-- The indicators, each defined once: numerator and denominator of each of the given counties from the first day of its period
-- to today, read from totals and facts. A county that has nothing to divide by has no row. Areas add their counties up.

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('indicator_I17', '2004-01-01', '>=', 100, 'percent', '《乡村医生从业管理条例》第三十一条',
   '保证乡村医生至少每2年接受一次培训。', false);

-- Their codes, the function that counts each, unit, direction, the first day of the period, and what it is called when
-- there is nothing to divide by.
create function private.indicator_definitions(on_day date)
returns table (code text, name text, unit text, direction text, since date, missing text)
language sql immutable set search_path = '' as $$
  select d.code, d.name, d.unit, 'up', d.since, d.missing
  from (select (date_trunc('month', on_day::timestamp) - interval '11 months')::date as year_ago) as span
  cross join lateral (values
    ('I13', 'visit_coverage', 'percent', year_ago, 'nothing'),
    ('I14', 'rectify_rate', 'percent', year_ago, 'no_findings'),
    ('I15', 'on_time_rectify_rate', 'percent', year_ago, 'no_findings'),
    ('I16', 'tour_frequency_ok', 'percent', (on_day - interval '3 months')::date + 1, 'no_rule'),
    ('I17', 'village_doctor_trained_2y', 'percent', (on_day - interval '24 months')::date + 1, 'no_register'),
    ('I18', 'training_pass_rate', 'percent', year_ago, 'nothing'),
    ('I19', 'clinic_visits_per_10k', 'per_10k', year_ago, 'no_population')
  ) as d(code, name, unit, since, missing)
$$;

-- Kinds of organisations that are not there to be inspected: authorities, and centres that only train.
create function private.uninspected_kinds() returns text[]
language sql immutable set search_path = '' as $$
  select array['tcm_administration', 'health_commission', 'training_center']
$$;

-- I13: institutions that somebody came to inspect / institutions. What an institution checks itself is no visit.
create function private.visit_coverage(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select o.county_id, count(v.organisation_id), count(*)
  from app.organisations o
  left join (
    select distinct m.organisation_id from app.institution_months m
    where m.county_id = any(counties) and m.month >= since and m.kind = 'supervision_visit' and m.facet <> 'visit/self'
  ) as v on v.organisation_id = o.id
  where o.county_id = any(counties) and (o.valid_to is null or o.valid_to >= on_day) and o.kind <> all(private.uninspected_kinds())
  group by o.county_id;
end $$;

-- I14: findings closed out / findings of the visits of the period.
create function private.rectify_rate(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select f.county_id, count(f.closed_on), count(*) from app.finding_facts f
  where f.county_id = any(counties) and f.day >= since and f.day <= on_day
  group by f.county_id;
end $$;

-- I15: findings closed out by their due day / findings whose due day passed within the period.
create function private.on_time_rectify_rate(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select f.county_id, count(*) filter (where f.closed_on <= f.due_on), count(*) from app.finding_facts f
  where f.county_id = any(counties) and f.due_on >= since and f.due_on < on_day
  group by f.county_id;
end $$;

-- I16: levels of stops for which the rule holds / levels with a rule.
create function private.tour_frequency_ok(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select t.county_id, count(*) filter (where t.holds), count(*) from private.county_tours(counties, on_day) as t group by t.county_id;
end $$;

-- I17: village doctors on a roster / village doctors in the newest register; counties with a register alone.
create function private.village_doctor_trained_2y(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
declare registered int[] := array(select f.area_id from private.newest_figures(counties, 'village_doctors') as f);
begin
  return query
  select f.area_id, coalesce(t.trained, 0), f.value::bigint
  from private.newest_figures(registered, 'village_doctors') as f
  left join (
    select p.county_id, count(distinct p.counted_as) as trained from app.trained_people p
    where p.county_id = any(registered) and p.day >= since and p.day <= on_day group by p.county_id
  ) as t on t.county_id = f.area_id
  where f.value > 0;
end $$;

-- I18: persons who passed / persons assessed, in training sessions held there.
create function private.training_pass_rate(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select r.county_id, coalesce(sum(r.amount) filter (where r.facet = 'training/passed'), 0)::bigint,
    coalesce(sum(r.amount) filter (where r.facet = 'training/assessed'), 0)::bigint
  from app.facet_rollups r
  where r.county_id = any(counties) and r.month between since and on_day
    and r.facet in ('training/passed', 'training/assessed')
  group by r.county_id;
end $$;

-- I19: visits (人次) to free clinics held there / residents; counties with an imported population alone.
create function private.clinic_visits_per_10k(counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select f.area_id, coalesce(v.visits, 0)::bigint, f.value::bigint
  from private.newest_figures(counties, 'residents') as f
  left join (
    select r.county_id, sum(r.host_visits) as visits from app.county_rollups r
    where r.county_id = any(counties) and r.month between since and on_day and r.kind = 'free_clinic'
    group by r.county_id
  ) as v on v.county_id = f.area_id;
end $$;

grant execute on function private.indicator_definitions(date), private.uninspected_kinds(),
  private.visit_coverage(int[], date, date), private.rectify_rate(int[], date, date),
  private.on_time_rectify_rate(int[], date, date), private.tour_frequency_ok(int[], date, date),
  private.village_doctor_trained_2y(int[], date, date), private.training_pass_rate(int[], date, date),
  private.clinic_visits_per_10k(int[], date, date) to authenticated;

-- 78_indicators.sql
-- The indicators of an area and of the areas right below, with their targets: what 77_indicator_counts.sql defines, added up.

-- One indicator of counties, by the name of the function that counts it.
create function private.indicator_counts(name text, counties int[], since date, on_day date)
returns table (county_id int, numerator bigint, denominator bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query execute format('select c.county_id, c.numerator, c.denominator from private.%I($1, $2, $3) as c', name)
  using counties, since, on_day;
end $$;

-- {numerator, denominator, value, state}: percent, or per 10,000, with one decimal; without a value where there is nothing
-- to divide by, and then the state is what is missing.
create function private.indicator_figure(numerator numeric, denominator numeric, unit text, missing text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('numerator', coalesce(numerator, 0), 'denominator', coalesce(denominator, 0),
    'value', case when denominator > 0 then round(numerator * case unit when 'per_10k' then 10000 else 100 end / denominator, 1) end,
    'state', case when denominator > 0 then 'ok' else missing end)
$$;

-- Indicators of an area up to today: {at, indicators: [{code, unit, direction, from, to, target, numerator, denominator,
-- value, state, areas: [{id, name, numerator, denominator, value, state}]}]}; a county's townships have none. `forbidden` for
-- an area outside the caller's.
create function api.indicators(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  today date := private.china_day(now());
begin
  return (
    with definition as (
      select * from private.indicator_definitions(today)
    ), counted as materialized (
      select d.code, c.county_id, c.numerator, c.denominator
      from definition d cross join lateral private.indicator_counts(d.name, counties, d.since, today) as c
    ), below as materialized (
      select b.id, b.name, county, b.code from private.areas_below(area) as b cross join unnest(b.county_ids) as county
    ), by_area as (
      select d.code, jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name)
        || private.indicator_figure(s.numerator, s.denominator, d.unit, d.missing) order by s.place) as areas
      from definition d
      cross join lateral (
        select b.id, b.name, b.code as place, sum(c.numerator) as numerator, sum(c.denominator) as denominator
        from below b left join counted c on c.county_id = b.county and c.code = d.code
        group by b.id, b.name, b.code
      ) as s
      group by d.code
    )
    select jsonb_build_object('at', private.iso(now()), 'indicators', jsonb_agg(
      jsonb_build_object('code', d.code, 'unit', d.unit, 'direction', d.direction, 'from', d.since, 'to', today,
        'target', (select private.rule_shown(r.id) from private.rule_in_force('indicator_' || d.code, area, today) as r),
        'areas', coalesce(a.areas, '[]'))
      || private.indicator_figure(w.numerator, w.denominator, d.unit, d.missing) order by d.code))
    from definition d
    left join by_area a on a.code = d.code
    cross join lateral (
      select sum(c.numerator) as numerator, sum(c.denominator) as denominator from counted c where c.code = d.code) as w);
end $$;

grant execute on function private.indicator_counts(text, int[], date, date),
  private.indicator_figure(numeric, numeric, text, text), api.indicators(int) to authenticated;

-- 78_live.sql
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

-- 79_blank_spots.sql
-- Where nobody came in time: counties and townships against the rules on how often tours come, institutions against the days
-- after which somebody is to come and inspect. Read from facts, and compared with today.

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('institution_visit_days', '2001-01-01', '<=', 365, 'days', '产品默认', '机构满 365 天没有督导检查即为逾期。', false),
  ('institution_due_days', '2001-01-01', '<=', 30, 'days', '产品默认', '机构在到期前 30 天内列为将到期。', false),
  ('tour_due_days', '2001-01-01', '<=', 7, 'days', '产品默认', '县和乡镇在到期前 7 天内列为将到期。', false);

-- An area or an institution, when somebody came last, until when somebody is to come, and how that stands today.
create type private.spot as (
  what text, area_id int, county_id int, organisation_id int, name text, level text, lng double precision,
  lat double precision, last_on date, due_on date, state text, rule_id int
);

-- The counties and townships in force below counties, each against the rule on stops of its level. `due_days` before the last
-- day on which the rule holds it is due.
create function private.place_spots(counties int[], on_day date, due_days int) returns setof private.spot
language plpgsql stable set search_path = '' as $$
declare
  townships int[] := array(select a.id from app.areas a where a.statutory_parent = any(counties) and a.level = 'township'
    and (a.valid_to is null or a.valid_to >= on_day));
begin
  return query
  select 'area', a.id, case a.level when 'county' then a.id else a.statutory_parent end, null::int, a.name, a.level,
    null::double precision, null::double precision, s.last_on, s.due_on,
    case when s.rule_id is null then 'none' when s.last_on is null and not s.holds then 'never' when not s.holds then 'overdue'
      when s.due_on - on_day <= due_days then 'due' else 'fine' end, s.rule_id
  from app.areas a
  left join (
    select * from private.tour_standing(counties, 'county', on_day)
    union all select * from private.tour_standing(townships, 'township', on_day)
  ) as s on s.area_id = a.id
  where a.id = any(counties || townships) and (a.valid_to is null or a.valid_to >= on_day);
end $$;

-- The institutions in force of counties, each against the days of the rule in force in its county. What an institution checks
-- itself is no visit.
create function private.institution_spots(counties int[], on_day date, due_days int) returns setof private.spot
language plpgsql stable set search_path = '' as $$
begin
  return query
  select 'institution', coalesce(o.township_id, o.county_id), o.county_id, o.id, o.name, o.level, o.lng, o.lat, v.last_on,
    v.last_on + r.value::int,
    case when r.id is null then 'none' when v.last_on is null then 'never' when v.last_on + r.value::int < on_day then 'overdue'
      when v.last_on + r.value::int - on_day <= due_days then 'due' else 'fine' end, r.id
  from app.organisations o
  left join private.rules_in_force(array['institution_visit_days'], counties, on_day) as f on f.for_area = o.county_id
  left join app.rules r on r.id = f.rule_id
  left join (
    select m.organisation_id, max(m.last_on) as last_on from app.institution_months m
    where m.county_id = any(counties) and m.kind = 'supervision_visit' and m.facet <> 'visit/self' group by m.organisation_id
  ) as v on v.organisation_id = o.id
  where o.county_id = any(counties) and (o.valid_to is null or o.valid_to >= on_day) and o.kind <> all(private.uninspected_kinds());
end $$;

-- {never, overdue, due, fine, none} from rows of states and how many.
create function private.spot_states(states text[], numbers bigint[]) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_object_agg(named, coalesce(numbers[array_position(states, named)], 0))
  from unnest(array['never', 'overdue', 'due', 'fine', 'none']) as named
$$;

-- How many spots there are in each area right below, by state: [{id, name, county_ids, area, institution}].
create function private.spots_below(area int, spots private.spot[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare of_county boolean := (select a.level = 'county' from app.areas a where a.id = area);
begin
  return (
    with below as materialized (
      select * from private.areas_below(area)
    ), lying as (
      select b.id, part from below b cross join unnest(case when of_county then array[b.id] else b.county_ids end) as part
    ), counted as (
      select l.id, s.what, s.state, count(*) as number
      from unnest(spots) as s join lying l on l.part = case when of_county then s.area_id else s.county_id end
      group by l.id, s.what, s.state
    ), grouped as (
      select c.id, c.what, private.spot_states(array_agg(c.state), array_agg(c.number)) as states from counted c group by c.id, c.what
    )
    select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'county_ids', b.county_ids,
      'area', coalesce(a.states, private.spot_states('{}', '{}')),
      'institution', coalesce(i.states, private.spot_states('{}', '{}'))) order by b.code, b.id), '[]')
    from below b
    left join grouped a on a.id = b.id and a.what = 'area'
    left join grouped i on i.id = b.id and i.what = 'institution');
end $$;

-- How many spots there are by state: {area, institution}; of a county that is more than its townships add up to.
create function private.spot_totals(spots private.spot[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_object_agg(of_what, (
      select private.spot_states(array_agg(c.state), array_agg(c.number))
      from (select s.state, count(*) as number from unnest(spots) as s where s.what = of_what group by s.state) as c))
    from unnest(array['area', 'institution']) as of_what);
end $$;

-- The `most` most urgent spots, never visited before long overdue before due; areas and institutions by turns, so that neither
-- keeps the other out.
create function private.urgent_spots(spots private.spot[], most int) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((
    with rules as materialized (
      select s.rule_id, private.rule_shown(s.rule_id) as shown from unnest(spots) as s where s.rule_id is not null group by s.rule_id
    )
    select jsonb_agg(jsonb_build_object('key', u.what || ':' || coalesce(u.organisation_id, u.area_id), 'what', u.what,
      'area_id', u.area_id, 'area_name', a.name, 'county_id', u.county_id, 'county_name', c.name,
      'organisation_id', u.organisation_id, 'name', u.name, 'level', u.level, 'lng', u.lng, 'lat', u.lat,
      'kind', case u.what when 'area' then 'circuit_tour' else 'supervision_visit' end, 'last_on', u.last_on,
      'due_on', u.due_on, 'state', u.state, 'rule', r.shown)
      order by u.urgency, u.due_on, u.what, u.area_id, u.organisation_id)
    from (
      select s.*, array_position(array['never', 'overdue', 'due'], s.state) as urgency,
        row_number() over (partition by s.what order by array_position(array['never', 'overdue', 'due'], s.state), s.due_on,
          s.area_id, s.organisation_id) as turn
      from unnest(spots) as s where s.state in ('never', 'overdue', 'due')
      order by turn, s.what limit most
    ) as u
    join app.areas a on a.id = u.area_id
    join app.areas c on c.id = u.county_id
    left join rules r on r.rule_id = u.rule_id
  ), '[]');
end $$;

-- Places and institutions of an area that nobody came to in time, as of today: {at, on, totals, areas: [{id, name, county_ids, area,
-- institution}], rows, truncated, sampling, sampling_left_off: {short, held}}; 300 rows and 60 of sampling at most. `forbidden`
-- for an area outside the caller's.
create function api.blank_spots(area int) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  today date := private.china_day(now());
  most constant int := 300;
  sampled jsonb := private.sampling(counties, today, 60);
  spots private.spot[];
begin
  spots := array(
    select s from private.place_spots(counties, today,
      (select r.value::int from private.rule_in_force('tour_due_days', area, today) as r)) as s
    union all
    select s from private.institution_spots(counties, today,
      (select r.value::int from private.rule_in_force('institution_due_days', area, today) as r)) as s);
  return jsonb_build_object('at', private.iso(now()), 'on', today, 'totals', private.spot_totals(spots),
    'areas', private.spots_below(area, spots),
    'rows', private.urgent_spots(spots, most),
    'truncated', (select count(*) > most from unnest(spots) as s where s.state in ('never', 'overdue', 'due')),
    'sampling', sampled -> 'rows', 'sampling_left_off', sampled -> 'left_off');
end $$;

grant execute on function private.place_spots(int[], date, int), private.institution_spots(int[], date, int),
  private.spot_states(text[], bigint[]), private.spots_below(int, private.spot[]),
  private.spot_totals(private.spot[]),
  private.urgent_spots(private.spot[], int), api.blank_spots(int) to authenticated;

-- 79_indicator_rows.sql
-- What stands behind an indicator: the institutions, findings, places and records that it counts, a page at a time in the
-- order of their keys, and what each adds to the numerator and to the denominator; null where the denominator was imported.
-- All rows of an area add up to its figures. A record that the caller may not read has neither id nor
-- title; its key, by which pages go on, opens nothing, but tells when it was begun.

create type private.indicator_row as (
  key text, kind text, activity_id uuid, title text, area_name text, day date, counted boolean, numerator int, denominator int
);

-- I13: institutions, with the last day of a visit in the period, wherever it was written. Keys are their ids.
create function private.visit_coverage_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query
  select o.id::text, 'organisation', v.id, o.name, a.name, m.last_on, m.last_on is not null, (m.last_on is not null)::int, 1
  from (
    select * from app.organisations x
    where x.county_id = any(counties) and (x.valid_to is null or x.valid_to >= on_day) and x.kind <> all(private.uninspected_kinds())
      and x.id > case when after ~ '^\d{1,9}$' then after::int else 0 end
    order by x.id limit most
  ) as o
  join app.areas a on a.id = o.county_id
  left join lateral (
    select max(x.last_on) as last_on from app.institution_months x
    where x.organisation_id = o.id and x.month >= since and x.kind = 'supervision_visit' and x.facet <> 'visit/self'
  ) as m on true
  left join lateral (
    select x.id from app.activities x
    where x.recipient_org_id = o.id and x.day = m.last_on and x.kind = 'supervision_visit' and x.status in ('submitted', 'approved')
      and not x.facets @> array['visit/self']
    order by x.id limit 1
  ) as v on true
  order by o.id;
end $$;

-- I14 and I15: findings, by when they were found or by when they were due. Keys are `visit#number`.
create function private.finding_rows(counties int[], since date, on_day date, after text, most int, by_due boolean)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
declare
  after_visit uuid := case when private.is_uuid(split_part(after, '#', 1)) then split_part(after, '#', 1)::uuid end;
  after_no int := coalesce(substring(after from '#(\d{1,6})$')::int, 0);
begin
  return query
  select x.activity_id || '#' || x.no, 'finding', x.activity_id, f.description, a.name,
    case when by_due then x.due_on else x.day end,
    x.counted, x.counted::int, 1
  from (
    select t.*, case when by_due then coalesce(t.closed_on <= t.due_on, false) else t.closed_on is not null end as counted
    from app.finding_facts t
    where t.county_id = any(counties)
      and case when by_due then t.due_on >= since and t.due_on < on_day else t.day >= since and t.day <= on_day end
      and (after_visit is null or (t.activity_id, t.no) > (after_visit, after_no))
    order by t.activity_id, t.no limit most
  ) as x
  join app.findings f on f.activity_id = x.activity_id and f.no = x.no
  join app.areas a on a.id = x.area_id
  order by x.activity_id, x.no;
end $$;

create function private.rectify_rate_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query select * from private.finding_rows(counties, since, on_day, after, most, false);
end $$;

create function private.on_time_rectify_rate_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query select * from private.finding_rows(counties, since, on_day, after, most, true);
end $$;

-- I16: counties by level of stop, with the last stop. Keys are `county:level`.
create function private.tour_frequency_ok_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query
  select t.county_id || ':' || t.which, 'area', v.id, a.name, coalesce(above.name, ''), t.last_on, t.holds, t.holds::int, 1
  from (
    select * from private.county_tours(counties, on_day) as x
    where (x.county_id, x.which) > (coalesce(substring(after from '^(\d{1,9}):')::int, 0), coalesce(split_part(after, ':', 2), ''))
    order by x.county_id, x.which limit most
  ) as t
  join app.areas a on a.id = t.county_id
  left join app.areas above on above.id = a.managing_parent
  left join lateral (
    select x.id from app.activities x
    where x.host_county_id = t.county_id and x.day = t.last_on and x.kind = 'tour_stop'
      and x.facets @> array['stop/' || t.which] and x.status in ('submitted', 'approved')
    order by x.id limit 1
  ) as v on true
  order by t.county_id, t.which;
end $$;

-- I17: the sessions in which village doctors of counties with a register were trained, and no person. Who came to several adds
-- to the newest of them. A session that was held elsewhere by others stands under the county of who came. Keys are their ids.
create function private.village_doctor_trained_2y_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
declare registered int[] := array(select f.area_id from private.newest_figures(counties, 'village_doctors') as f where f.value > 0);
begin
  return query
  with page as materialized (
    select distinct t.activity_id from app.trained_people t
    where t.county_id = any(registered) and t.day >= since and t.day <= on_day
      and (not private.is_uuid(after) or t.activity_id > case when private.is_uuid(after) then after::uuid end)
    order by t.activity_id limit most
  ), trained as materialized (
    select distinct t.activity_id, t.county_id, t.counted_as, t.day
    from app.trained_people t join page s on s.activity_id = t.activity_id where t.county_id = any(registered)
  ), again as (
    select distinct t.activity_id, t.county_id, t.counted_as
    from trained t join app.trained_people n on n.county_id = t.county_id and n.counted_as = t.counted_as
    where n.county_id = any(registered) and n.day <= on_day and (n.day, n.activity_id) > (t.day, t.activity_id)
  ), added as (
    select t.activity_id, t.day, min(t.county_id) as county_id, count(*) filter (where n.activity_id is null)::int as number
    from trained t
    left join again n on (n.activity_id, n.county_id, n.counted_as) = (t.activity_id, t.county_id, t.counted_as)
    group by t.activity_id, t.day
  )
  select s.activity_id::text, 'activity', v.id, coalesce(v.title, ''), a.name, s.day, s.number > 0, s.number, null::int
  from added s
  left join app.activities v on v.id = s.activity_id
  join app.areas a on a.id = coalesce(v.host_area_id, s.county_id)
  order by s.activity_id;
end $$;

-- Records of a kind held in counties, one county after the other and the newest of each first, so that a page reads no more
-- than it shows; to the end of the month, as totals are. `passed` asks for sessions with persons assessed, and adds those, else
-- visits. Keys are `county/day/id`.
create function private.held_rows(counties int[], of_kind text, since date, on_day date, after text, most int, passed boolean)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
declare
  county int;
  begun boolean := after ~ '^\d{1,9}/\d{4}-\d\d-\d\d/' and private.is_uuid(split_part(after, '/', 3))
    and private.try_instant(split_part(after, '/', 2) || 'T00:00:00Z') is not null;
  from_county int := case when begun then split_part(after, '/', 1)::int else 0 end;
  from_day date := case when begun then split_part(after, '/', 2)::date end;
  from_id uuid := case when begun then split_part(after, '/', 3)::uuid end;
  last_day date := (date_trunc('month', on_day::timestamp) + interval '1 month')::date - 1;
  room int := most;
  given int;
begin
  for county in select id from unnest(counties) as id where id >= from_county order by id loop
    return query
    select county || '/' || v.day || '/' || v.id, 'activity', v.id, v.title, a.name, v.day,
      not passed or v.good > 0, case when passed then v.good else v.visits end, case when passed then v.assessed end
    from (
      select x.*, x.amounts[array_position(x.facets, 'training/assessed')] as assessed,
        coalesce(x.amounts[array_position(x.facets, 'training/passed')], 0) as good
      from app.activities x
      where x.host_county_id = county and x.day between since and last_day and x.kind = of_kind
        and x.status in ('submitted', 'approved')
        and (not passed or x.amounts[array_position(x.facets, 'training/assessed')] > 0)
        and (not begun or county > from_county or (x.day, x.id) < (from_day, from_id))
      order by x.day desc, x.id desc limit room
    ) as v
    join app.areas a on a.id = v.host_area_id
    order by v.day desc, v.id desc;
    get diagnostics given = row_count;
    room := room - given;
    exit when room <= 0;
  end loop;
end $$;

create function private.training_pass_rate_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
begin
  return query select * from private.held_rows(counties, 'training_session', since, on_day, after, most, true);
end $$;

create function private.clinic_visits_per_10k_rows(counties int[], since date, on_day date, after text, most int)
returns setof private.indicator_row
language plpgsql stable set search_path = '' as $$
declare peopled int[] := array(select f.area_id from private.newest_figures(counties, 'residents') as f);
begin
  return query select * from private.held_rows(peopled, 'free_clinic', since, on_day, after, most, false);
end $$;

-- What an indicator of an area counts, 200 rows at a time: {rows: [{key, kind: activity | organisation | area | finding,
-- activity_id, title, area_name, day, counted, numerator, denominator}], more}; `after` is the last key of the page before. `forbidden` for an area
-- outside the caller's, `invalid` with `code` or `after`.
create function api.indicator_rows(area int, code text, after text) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
  counties int[] := private.managed_counties(area);
  today date := private.china_day(now());
  page constant int := 200;
  d record;
  found jsonb;
begin
  select * into d from private.indicator_definitions(today) as x where x.code = indicator_rows.code;
  if d.name is null then perform private.fail('invalid', 422, 'code'); end if;
  if after !~ '^[0-9a-z:/#-]{1,80}$' then perform private.fail('invalid', 422, 'after'); end if;
  execute format('select coalesce(jsonb_agg(to_jsonb(r)), ''[]'') from private.%I($1, $2, $3, $4, $5) as r', d.name || '_rows')
  into found using counties, d.since, today, coalesce(after, ''), page + 1;
  return jsonb_build_object('rows', found - page, 'more', jsonb_array_length(found) > page);
end $$;

grant execute on function private.visit_coverage_rows(int[], date, date, text, int),
  private.finding_rows(int[], date, date, text, int, boolean), private.rectify_rate_rows(int[], date, date, text, int),
  private.on_time_rectify_rate_rows(int[], date, date, text, int), private.tour_frequency_ok_rows(int[], date, date, text, int),
  private.village_doctor_trained_2y_rows(int[], date, date, text, int),
  private.held_rows(int[], text, date, date, text, int, boolean), private.training_pass_rate_rows(int[], date, date, text, int),
  private.clinic_visits_per_10k_rows(int[], date, date, text, int), api.indicator_rows(int, text, text) to authenticated;

-- 79_sampling.sql
-- How many counties and institutions inspections have to reach in a year, held against those that they did reach in this one.
-- The quotes give the gist of the source, whose wording is still to be looked up.

insert into app.rules (code, valid_from, operator, value, unit, source, source_quote, verified) values
  ('sampling_prefecture_counties', '2018-07-24', '>=', 100, 'percent_of_counties', '2018年六部门督查（中国政府网 2018-07-24）',
   '要点（非原文）：市级督查覆盖所辖全部县（市、区）。', false),
  ('sampling_province_counties', '2018-07-24', '>=', 30, 'percent_of_counties', '2018年六部门督查（中国政府网 2018-07-24）',
   '要点（非原文）：省级督查在每个地市抽查不少于30%的县（市、区）。', false),
  ('sampling_county_centres', '2018-07-24', '>=', 4, 'institutions', '2018年六部门督查（中国政府网 2018-07-24）',
   '要点（非原文）：每个县（市、区）至少抽查4个社区卫生服务中心或乡镇卫生院。', false),
  ('sampling_county_stations', '2018-07-24', '>=', 4, 'institutions', '2018年六部门督查（中国政府网 2018-07-24）',
   '要点（非原文）：每个县（市、区）至少抽查4个社区卫生服务站或村卫生室。', false);

-- Counties reached by inspections of a prefecture and of a province since a day, in each prefecture all of whose counties are
-- among the given: a share of them is asked for.
create function private.sampled_counties(counties int[], first_day date, on_day date)
returns table (area_id int, held int, total int, code text)
language plpgsql stable set search_path = '' as $$
begin
  return query
  with reached as (
    select r.county_id, bool_or(r.facet = 'visit/prefecture') as by_prefecture, bool_or(r.facet = 'visit/province') as by_province
    from app.facet_rollups r
    where r.county_id = any(counties) and r.month >= first_day
      and r.facet in ('visit/prefecture', 'visit/province') and r.host_sessions > 0
    group by r.county_id
  ), above as (
    select c.managing_parent as id, count(*) filter (where r.by_prefecture) as by_prefecture,
      count(*) filter (where r.by_province) as by_province, count(*) as total
    from app.areas c left join reached r on r.county_id = c.id
    where c.id = any(counties) and (c.valid_to is null or c.valid_to >= on_day) group by c.managing_parent
  )
  select a.id, asked.held::int, u.total::int, asked.code
  from above u
  join app.areas a on a.id = u.id and a.level = 'prefecture'
  cross join lateral (values ('sampling_prefecture_counties', u.by_prefecture), ('sampling_province_counties', u.by_province))
    as asked(code, held)
  where private.counties_below(array[a.id]) <@ counties;
end $$;

-- Institutions reached by inspections since a day, of those in each county: centres, and stations.
create function private.sampled_institutions(counties int[], first_day date, on_day date)
returns table (area_id int, held int, total int, code text)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select o.county_id, count(v.organisation_id)::int, count(*)::int, sort.code
  from app.organisations o
  join (values ('community_health_center', 'sampling_county_centres'), ('township_hospital', 'sampling_county_centres'),
    ('community_health_station', 'sampling_county_stations'), ('village_clinic', 'sampling_county_stations')) as sort(kind, code)
    on sort.kind = o.kind
  left join (
    select distinct m.organisation_id from app.institution_months m
    where m.county_id = any(counties) and m.month >= first_day and m.kind = 'supervision_visit' and m.facet <> 'visit/self'
  ) as v on v.organisation_id = o.id
  where o.county_id = any(counties) and (o.valid_to is null or o.valid_to >= on_day)
  group by o.county_id, sort.code;
end $$;

-- The rules on sampling in this calendar year, what does not hold first and `most` of them: {rows: [{area_id, area_name, held,
-- asked, of, holds, rule}], left_off: {short, held}}, the latter how many more there are. Nobody is asked for more institutions
-- than there are.
create function private.sampling(counties int[], on_day date, most int) returns jsonb
language plpgsql stable set search_path = '' as $$
declare first_day date := date_trunc('year', on_day::timestamp)::date;
begin
  return (
    with reached as (
      select * from private.sampled_counties(counties, first_day, on_day)
      union all select * from private.sampled_institutions(counties, first_day, on_day)
    ), ruled as (
      select x.*, r.id as rule_id, need.asked, x.held >= need.asked as holds
      from reached x
      join private.rules_in_force(array['sampling_prefecture_counties', 'sampling_province_counties', 'sampling_county_centres',
        'sampling_county_stations'], array(select distinct area_id from reached), on_day) as f
        on f.for_area = x.area_id and f.code = x.code
      join app.rules r on r.id = f.rule_id
      cross join lateral (select case r.unit when 'percent_of_counties' then ceil(x.total * r.value / 100)
        else least(r.value, x.total) end as asked) as need
    ), rules as materialized (
      select x.rule_id, private.rule_shown(x.rule_id) as shown from ruled x group by x.rule_id
    ), placed as (
      select u.*, a.name, row_number() over (order by u.holds, a.level desc, u.code, a.code, a.id) as place
      from ruled u join app.areas a on a.id = u.area_id
    )
    select jsonb_build_object(
      'rows', coalesce(jsonb_agg(jsonb_build_object('area_id', u.area_id, 'area_name', u.name, 'held', u.held, 'asked', u.asked,
        'of', u.total, 'holds', u.holds, 'rule', r.shown) order by u.place) filter (where u.place <= most), '[]'),
      'left_off', jsonb_build_object('short', count(*) filter (where u.place > most and not u.holds),
        'held', count(*) filter (where u.place > most and u.holds)))
    from placed u join rules r on r.rule_id = u.rule_id);
end $$;

grant execute on function private.sampled_counties(int[], date, date), private.sampled_institutions(int[], date, date),
  private.sampling(int[], date, int) to authenticated;

-- 80_session.sql
-- Who the caller is, as the phone keeps it.

-- {person_id, name, account, memberships: [{id, role, organisation_id, organisation_name, area_id, area_name,
-- county_id}]}. `forbidden` for a session without a person: a signed-up account that has joined nothing.
create function api.me() returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  if me is null then perform private.fail('forbidden', 403, 'no person'); end if;
  return (
    select jsonb_build_object('person_id', p.id, 'name', p.name, 'account', a.name, 'memberships', coalesce((
      select jsonb_agg(jsonb_build_object('id', m.id, 'role', m.role, 'organisation_id', m.organisation_id,
        'organisation_name', coalesce(o.name, ''), 'area_id', m.area_id, 'area_name', coalesce(area.name, ''),
        'county_id', o.county_id) order by m.id)
      from app.memberships m
      left join app.organisations o on o.id = m.organisation_id
      left join app.areas area on area.id = m.area_id
      where m.person_id = me and private.is_current(m)), '[]'))
    from app.people p join app.accounts a on a.person_id = p.id and a.user_id = (select auth.uid())
    where p.id = me);
end $$;

grant execute on function private.is_current(app.memberships), api.me() to authenticated;
