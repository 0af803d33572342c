import type { Queryable } from '../../supabase/embedded/database.ts'

export const managers = { county: '00000000-0000-4000-8000-00000000c001', province: '00000000-0000-4000-8000-00000000c002' }

/** Two managers with accounts: of 务川 (520326) and of 贵州 (520000). Gives nothing. */
export async function plantManagers(database: Queryable): Promise<void> {
  await database.exec(`
    insert into app.people (id, name) values ('${managers.county}', '县级管理'), ('${managers.province}', '省级管理');
    insert into app.accounts (user_id, person_id, name) values
      ('${managers.county}', '${managers.county}', 'bench.county'), ('${managers.province}', '${managers.province}', 'bench.province');
    insert into app.memberships (person_id, role, area_id, valid_from) values
      ('${managers.county}', 'area_manager', 520326, '2020-01-01'), ('${managers.province}', 'area_manager', 520000, '2020-01-01')`)
}

/**
 * Typed activities over four years and all counties that have organisations, more of them in some counties than in
 * others, without documents. Triggers and keys are off meanwhile, for nobody pushes a million records.
 */
export async function plantActivities(database: Queryable, count: number): Promise<void> {
  await database.exec(`
    set session_replication_role = replica;
    create temporary table places as
      select o.id as organisation, a.id as county, row_number() over (order by a.id, o.id) as nth
      from app.areas a join lateral (select id from app.organisations o where o.county_id = a.id order by id limit 1) as o on true
      where a.level = 'county';
    insert into places select 121, a.id, row_number() over (order by a.id) + (select coalesce(max(nth), 0) from places)
    from app.areas a where a.level = 'county' and not exists (select 1 from places p where p.county = a.id);
    create index on places (nth);
    insert into app.activities (id, kind, status, title, short_no, author_id, host_area_id, host_county_id, home_county_id,
      organisation_id, organizer_org_id, started_at, ended_at, day, late_reason, place_name, no_fix_reason, summary, visits,
      staff, leaflets, sealed_at)
    select gen_random_uuid(), (array['free_clinic', 'tour_stop', 'training_session', 'supervision_visit'])[1 + n % 4],
      (array['submitted', 'approved', 'approved', 'approved', 'returned'])[1 + n % 5], '活动 ' || n, 'B-' || n,
      '${managers.county}', p.county, p.county, case n % 7 when 0 then q.county else p.county end, p.organisation, p.organisation,
      at, at + interval '3 hours', (at at time zone interval '08:00')::date, '', '镇政府广场', '室内', '', n % 300, n % 12, n % 500, at
    from generate_series(1, ${count}) as n
    cross join (select max(nth) as places from places) as all_of_them
    join places p on p.nth = 1 + floor(power(((n::bigint * 7919) % 1000003)::float8 / 1000003, 2) * places)::int
    join places q on q.nth = 1 + n % places
    cross join lateral (select timestamptz '2026-11-01' - make_interval(hours => (n::bigint * 104729 % 35000)::int)) as t(at);
    set session_replication_role = origin;
    analyze app.activities`)
}
