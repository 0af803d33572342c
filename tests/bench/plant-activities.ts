import type { Queryable } from '../../supabase/embedded/database.ts'

export const managers = {
  county: '00000000-0000-4000-8000-00000000c001', province: '00000000-0000-4000-8000-00000000c002',
  prefecture: '00000000-0000-4000-8000-00000000c003',
}
/** 务川, 遵义 and 贵州: what the managers look after. */
export const managed = { county: 520326, prefecture: 520300, province: 520000 } as const

/** Managers with accounts: of a county, its prefecture and its province. Gives nothing. */
export async function plantManagers(database: Queryable): Promise<void> {
  for (const [name, id] of Object.entries(managers)) {
    await database.exec(`
      insert into app.people (id, name) values ('${id}', '管理员');
      insert into app.accounts (user_id, person_id, name) values ('${id}', '${id}', 'bench.${name}');
      insert into app.memberships (person_id, role, area_id, valid_from)
        values ('${id}', 'area_manager', ${managed[name as keyof typeof managed]}, '2020-01-01')`)
  }
}

/** A township centre and a village clinic in every township, so that all counties have institutions to visit. */
const institutions = `
  insert into app.organisations (name, kind, level, county_id, township_id)
  select t.name || kind.label, kind.kind, kind.level, t.statutory_parent, t.id from app.areas t
  cross join (values ('卫生院', 'township_hospital', 'township'), ('卫生室', 'village_clinic', 'village')) as kind(label, kind, level)
  where t.level = 'township' and not exists (select 1 from app.organisations o where o.township_id = t.id and o.level = kind.level)`

/** Where activities are held: townships with their county, an institution, and a made-up position near those of its county. */
const places = `
  create temporary table places as
  select o.id as organisation, o.level, o.county_id as county, o.township_id as township,
    104 + (hashint4(o.county_id) & 1023) / 70.0 + (hashint4(o.township_id) & 255) / 900.0 as lng,
    25 + (hashint4(o.county_id + 1) & 1023) / 64.0 + (hashint4(o.township_id + 1) & 255) / 900.0 as lat,
    row_number() over (order by hashint4(o.county_id), o.id) as nth
  from app.organisations o join app.areas a on a.id = o.county_id and a.level = 'county'
  where o.township_id is not null`

/** Facets as the kinds derive them: a stop's or visit's level, a session's categories with who was assessed and passed. */
const facets = `
  case kind when 'tour_stop' then array['stop/' || (array['county', 'township', 'village'])[1 + n % 3]]
    when 'supervision_visit' then array['visit/' || (array['county', 'county', 'prefecture', 'province'])[1 + n % 4]]
    when 'training_session' then array['technique/' || lpad((1 + n % 11)::text, 2, '0'), 'technique/' || lpad((1 + (n / 11 + 1 + n) % 11)::text, 2, '0'),
      'training/assessed', 'training/passed']
    else '{}' end as facets,
  case kind when 'tour_stop' then array[1] when 'supervision_visit' then array[1]
    when 'training_session' then array[1, 1, 20 + n % 30, 15 + n % 30] else '{}' end as amounts`

/**
 * Typed activities over four years and all counties, many more of them in some than in others, each in a township at an
 * institution, without documents. Triggers and keys are off meanwhile, for nobody pushes a million records; the totals
 * are counted at the end.
 */
export async function plantActivities(database: Queryable, count: number): Promise<void> {
  await database.exec(`
    set session_replication_role = replica;
    ${institutions};
    ${places};
    create unique index on places (nth);
    analyze places;
    insert into app.activities (id, kind, status, title, short_no, author_id, host_area_id, host_county_id, home_county_id,
      organisation_id, organizer_org_id, recipient_org_id, started_at, ended_at, day, late_reason, place_name, lng, lat,
      accuracy_m, fix_source, no_fix_reason, tile_x14, tile_y14, summary, visits, staff, leaflets, sealed_at, level, facets, amounts)
    select gen_random_uuid(), kind, (array['submitted', 'approved', 'approved', 'approved', 'returned'])[1 + n % 5], '活动 ' || n, 'B-' || n,
      '${managers.county}', p.township, p.county, case n % 7 when 0 then q.county else p.county end,
      case n % 7 when 0 then q.organisation else p.organisation end, p.organisation, p.organisation,
      at, at + interval '3 hours', (at at time zone interval '08:00')::date, '', '镇政府广场', t.lng, t.lat, 12, 'gps', '',
      private.tile_x14(t.lng), private.tile_y14(t.lat), '', case kind when 'free_clinic' then n % 300 when 'tour_stop' then n % 120 else 0 end,
      n % 12, n % 500, at, case n % 7 when 0 then q.level else p.level end, facets, amounts
    from generate_series(1, ${count}) as n
    cross join (select max(nth) as places from places) as all_of_them
    join places p on p.nth = 1 + floor(power(((n::bigint * 7919) % 1000003)::float8 / 1000003, 2) * places)::int
    join places q on q.nth = 1 + n % places
    cross join lateral (select timestamptz '2026-11-01' - make_interval(hours => (n::bigint * 104729 % 35000)::int),
      (array['free_clinic', 'tour_stop', 'training_session', 'supervision_visit'])[1 + n / 5 % 4],
      p.lng + (n % 97 - 48) / 3000.0, p.lat + (n % 89 - 44) / 3000.0) as t(at, kind, lng, lat)
    cross join lateral (select ${facets}) as counted;
    analyze app.activities;
    select private.rebuild_rollups();
    set session_replication_role = origin;
    ${['county_rollups', 'facet_rollups', 'tile_rollups', 'place_months', 'institution_months', 'organisations'].map((table) => `analyze app.${table}`).join('; ')}`)
}
