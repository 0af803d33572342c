import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMonths, chinaDay } from '@/domain/day'
import { findingSteps } from '@/domain/finding-life'
import { demoAccounts } from '../../../supabase/demo/accounts.ts'
import { removeDemo, seed } from '../../../supabase/demo/seed.ts'
import { openDemoWorld, type DemoWorld } from './open-demo.ts'

const today = new Date()
const counties = [520326, 150421, 330602, 130682]

describe('the demo data', () => {
  let world: DemoWorld
  let accounts: Awaited<ReturnType<typeof seed>>['accounts']
  beforeAll(async () => {
    world = await openDemoWorld(today)
    accounts = (await seed(world.context)).accounts
  }, 120_000)
  afterAll(async () => { await world.close() })

  it('tells every account with its password', () => {
    expect(accounts.map(({ name }) => name)).toEqual(demoAccounts.map(({ name }) => name))
    expect(new Set(accounts.map(({ password }) => password))).toEqual(new Set(['xingxun-demo-2026']))
  })

  it('gives each account a person and exactly one membership that holds today', async () => {
    const rows = await world.database.query(`
      select a.name, count(*)::int as memberships from app.accounts a
      join auth.users u on u.id = a.user_id and u.email = a.name || '@accounts.test.local'
      join app.people p on p.id = a.person_id and p.demo
      join app.memberships m on m.person_id = p.id and private.is_current(m)
      where a.demo group by a.name order by a.name`)

    const names = demoAccounts.map(({ name }) => name).sort()
    expect(rows).toEqual(names.map((name) => ({ name, memberships: 1 })))
  })

  it('has a pairing whose visits name it, reviews by the managers of the counties, and an unbroken audit of it all', async () => {
    expect(await world.value('select count(*)::int from app.activities where programme_ids <> \'{}\'')).toBeGreaterThan(3)
    expect(await world.value(`select count(*)::int from app.activities a where status in ('approved', 'returned')
      and not exists (select 1 from app.reviews r where r.document_id = a.id)`)).toBe(0)
    expect(await world.value('select count(distinct reviewer_id)::int from app.reviews')).toBe(4)
    expect(await world.value("select count(*)::int from app.audit where entity = 'documents' and person_id is not null")).toBeGreaterThan(300)
    expect(await world.database.query('select * from private.audit_breaks()')).toEqual([])
  })

  it('has eight further people at each hospital to pick a team from', async () => {
    const rows = await world.database.query<{ people: number }>(`
      select count(*)::int as people from app.people p join app.organisations o on o.id = p.organisation_id
      where o.id in (111, 121, 122, 123) and not exists (select 1 from app.accounts a where a.person_id = p.id)
      group by o.id`)

    expect(rows.length).toBe(4)
    expect(Math.min(...rows.map(({ people }) => people))).toBeGreaterThanOrEqual(8)
  })

  it('fills each of the last twelve months of each demo county', async () => {
    const rows = await world.database.query<{ county: number; month: string }>(`
      select distinct host_county_id as county, to_char(day, 'YYYY-MM') as month from app.activities`)
    const filled = new Set(rows.map(({ county, month }) => `${county} ${month}`))
    const lastFull = addMonths(chinaDay(today).slice(0, 7), -1)

    for (const county of counties) {
      for (let back = 0; back < 11; back += 1) expect(filled).toContain(`${county} ${addMonths(lastFull, -back)}`)
    }
  })

  it('is 150 to 220 free clinics, some of them held in 务川 by the hospital of 绍兴', async () => {
    expect(await world.value('select count(*)::int from app.free_clinics')).toBeGreaterThanOrEqual(150)
    expect(await world.value('select count(*)::int from app.free_clinics')).toBeLessThanOrEqual(220)
    expect(await world.value(`select count(*)::int from app.activities
      where kind = 'free_clinic' and host_county_id = 520326 and home_county_id = 330602`)).toBe(15)
  })

  it('is tours in every demo county and a longer one from 绍兴 in 务川, with all the stops that they list', async () => {
    const rows = await world.database.query<{ host: number; home: number; tours: number; stops: number; missing: number }>(`
      select t.host_county_id as host, t.home_county_id as home, count(distinct t.id)::int as tours, count(s.id)::int as stops,
        sum((not s.id = any(c.stop_ids))::int)::int as missing
      from app.activities t join app.circuit_tours c using (id) left join app.activities s on s.parent_id = t.id
      group by 1, 2 order by 1, 2`)

    expect(rows.map(({ host, home, tours }) => [host, home, tours])).toEqual(
      [[130682, 130682, 3], [150421, 150421, 3], [330602, 330602, 3], [520326, 330602, 1], [520326, 520326, 3]])
    expect(rows.find(({ host, home }) => host === 520326 && home === 330602)?.stops).toBe(7)
    expect(rows.every(({ stops, missing }) => stops >= 7 && missing === 0)).toBe(true)
    expect(await world.value("select count(*)::int from app.activities where kind = 'tour_stop' and parent_id is null")).toBe(0)
  })

  it('is training sessions in every demo county, whose rosters agree with their figures', async () => {
    const rows = await world.database.query<{ county: number }>(`
      select distinct a.host_county_id as county from app.training_sessions s join app.activities a using (id)`)
    expect(rows.map(({ county }) => county).sort()).toEqual([...counties].sort())
    expect(await world.value(`
      select count(*)::int from app.training_sessions s
      cross join lateral (
        select count(*) as trainees, count(t.passed) as assessed, count(*) filter (where t.passed) as passed,
          count(*) filter (where t.certificate_no <> '') as certificates, count(distinct t.org_id) as organisations
        from app.training_trainees t where t.activity_id = s.id
      ) as roster
      where s.course_type = 'technique' and (s.trainee_count, s.assessed, s.passed, s.certificates, s.orgs_covered)
        <> (roster.trainees, roster.assessed, roster.passed, roster.certificates, roster.organisations)`)).toBe(0)
    expect(await world.value(`select count(distinct certificate_no) = count(*) and count(*) > 100
      from app.training_trainees where certificate_no <> ''`)).toBe(true)
    expect(await world.value('select count(*)::int from app.training_trainees')).toBeGreaterThan(300)
  })

  it('is supervision visits in every demo county and one from 绍兴 in 务川, judged by the published checklist', async () => {
    const rows = await world.database.query<{ host: number; home: number; visits: number; judged: boolean }>(`
      select a.host_county_id as host, a.home_county_id as home, count(*)::int as visits,
        bool_and(v.grade = case when v.failed_items = '{}' then 'qualified' else 'unqualified' end) as judged
      from app.supervision_visits v join app.activities a using (id) group by 1, 2 order by 1, 2`)

    expect(rows.map(({ host, home, visits }) => [host, home, visits])).toEqual(
      [[130682, 130682, 4], [150421, 150421, 4], [330602, 330602, 4], [520326, 330602, 1], [520326, 520326, 4]])
    expect(rows.every(({ judged }) => judged)).toBe(true)
    expect(await world.value(`select count(*)::int from app.supervision_visits v where cardinality(v.failed_items)
      <> (select count(*) from app.findings f where f.activity_id = v.id)`)).toBe(0)
    expect(await world.value('select count(*)::int from app.findings')).toBeGreaterThan(0)
  })

  it('has findings that were put right, most of the older ones in time, by lawful steps of two people', async () => {
    const moves = await world.database.query<{ finding: string; from: string; to: string; person: string; checks: boolean; at: string; late: boolean }>(`
      select m.activity_id || '#' || m.finding_id as finding, m.from_state as "from", m.to_state as "to", m.person_id as person, m.at::text as at,
        exists (select 1 from app.memberships s where s.person_id = m.person_id and s.area_id = a.host_county_id) as checks,
        private.china_day(m.at) > f.due_on as late
      from app.finding_moves m join app.findings f on f.activity_id = m.activity_id and f.id = m.finding_id join app.activities a on a.id = m.activity_id order by m.id`)
    const state = new Map<string, (typeof moves)[number]>()
    for (const move of moves) {
      const before = state.get(move.finding)
      expect([move.from, findingSteps.some((step) => step.from === move.from && step.to === move.to && step.by === (move.checks ? 'checker' : 'responsible'))])
        .toEqual([before?.to ?? 'open', true])
      expect(move.at > (before?.at ?? '')).toBe(true)
      if (move.to === 'closed') expect(move.person).not.toBe(before?.person)
      state.set(move.finding, move)
    }
    expect(await world.value('select count(*)::int from app.finding_moves m join app.activities a on a.id = m.activity_id where m.at < a.sealed_at or m.at > now()')).toBe(0)
    const ends = [...state.values()].map(({ to, late }) => `${to} ${late ? 'late' : 'in time'}`)
    expect(ends).toEqual(expect.arrayContaining(['closed in time', 'closed late']))

    const facts = await world.database.query<{ county: number; old: boolean; recent: boolean; closed: boolean; in_time: boolean }>(`select county_id as county,
      due_on < current_date - 15 as old, due_on > current_date - 14 as recent, closed_on is not null as closed, coalesce(closed_on <= due_on, false) as in_time from app.finding_facts`)
    const old = facts.filter((fact) => fact.old)
    expect([new Set(old.map(({ county }) => county)).size, old.filter(({ closed }) => closed).length > old.length * 0.6]).toEqual([4, true])
    for (const county of counties) expect([county, old.some((fact) => fact.county === county && fact.in_time)]).toEqual([county, true])
    expect(facts.filter(({ recent, closed }) => recent && closed)).toEqual([])
  })

  it('lies in the past, and nothing arrived before it was sealed or after now', async () => {
    expect(await world.value(`select count(*)::int from app.documents
      where sealed_at > now() or received_at < sealed_at or received_at > now()`)).toBe(0)
    expect(await world.value(`select count(*)::int from app.activities
      where flags && '{future_start,clock_ahead}'`)).toBe(0)
  })

  it('has the same status on document and activity, most of them approved', async () => {
    expect(await world.value(`select count(*)::int from app.documents d join app.activities a using (id)
      where a.status <> d.status`)).toBe(0)
    const rows = await world.database.query<{ status: string; n: number }>(
      'select status, count(*)::int as n from app.activities group by status')
    const count = Object.fromEntries(rows.map(({ status, n }) => [status, n]))

    expect(count).toMatchObject({ returned: 3, void: 3 })
    expect(count['approved']).toBeGreaterThan(80)
    expect(count['submitted']).toBeGreaterThan(30)
  })

  it('has amended records whose older revision is kept', async () => {
    expect(await world.value(`select count(*)::int from app.documents d
      where d.revision = 2 and (select count(*) from app.document_revisions r where r.document_id = d.id) = 2`)).toBe(7)
  })

  it('has verified pictures on about two records in five, each stored under its own name', async () => {
    const share = await world.value('select avg((photo_count > 0)::int)::float8 from app.activities') as number

    expect(share).toBeGreaterThan(0.3)
    expect(share).toBeLessThan(0.5)
    expect(await world.value('select count(*)::int from app.activities where photo_count <> photos_verified')).toBe(0)
    expect(await world.value("select count(*)::int from storage.objects where bucket_id = 'photos'"))
      .toBe(world.objects.size)
    expect(await world.value("select count(*)::int from app.photos where state = 'verified'")).toBe(world.objects.size)
  })

  it('has a population and a register of village doctors in each demo county, marked as made up, so that indicators have a value', async () => {
    const rows = await world.database.query<{ county: number; figure: string; trained: number; value: number }>(`
      select f.area_id as county, f.figure, f.value, (select count(distinct t.counted_as)::int from app.trained_people t where t.county_id = f.area_id) as trained
      from app.area_figures f where f.demo and f.source like '示例%'`)

    expect(rows.map(({ county, figure }) => `${county} ${figure}`).sort())
      .toEqual(counties.flatMap((county) => [`${county} residents`, `${county} village_doctors`]).sort())
    expect(rows.filter(({ figure, trained, value }) => figure === 'village_doctors' && !(trained > 0 && trained < value))).toEqual([])
  })

  it('counts up to the totals', async () => {
    expect(await world.database.query('select private.rollup_differences()')).toEqual([])
  })

  it('is seeded anew over what an interrupted seeding left', async () => {
    const before = await world.value('select md5(string_agg(sha256, null order by id)) from app.documents')

    await seed(world.context)

    expect(await world.value('select md5(string_agg(sha256, null order by id)) from app.documents')).toBe(before)
    expect(await world.value('select count(*)::int from auth.users')).toBe(demoAccounts.length)
  }, 120_000)
})

describe('removing the demo data', () => {
  let world: DemoWorld
  beforeAll(async () => {
    world = await openDemoWorld(today)
    await seed(world.context)
    await world.database.exec(realRowsSql)
    await removeDemo(world.context)
  }, 120_000)
  afterAll(async () => { await world.close() })

  it('leaves no demo account, membership, auth user, object or record', async () => {
    const rows = await world.database.query(`
      select (select count(*) from app.accounts where demo)::int as accounts,
        (select count(*) from app.memberships m join app.people p on p.id = m.person_id and p.demo)::int as memberships,
        (select count(*) from auth.users where email like '%@accounts.test.local')::int as users,
        (select count(*) from storage.objects)::int as objects, (select count(*) from app.photos)::int as photos,
        (select count(*) from app.documents)::int as documents,
        (select count(*) from app.area_figures)::int as figures,
        (select count(*) from app.people where created_by is not null)::int as typed`)

    expect(rows).toEqual([{ figures: 0, accounts: 0, memberships: 0, users: 0, objects: 0, photos: 0, documents: 1, typed: 0 }])
    expect(world.objects.size).toBe(0)
  })

  it('leaves real people, accounts, records and the totals of these', async () => {
    expect(await world.value('select count(*)::int from app.accounts where not demo')).toBe(1)
    expect(await world.value('select sum(host_visits + home_visits)::int from app.county_rollups')).toBe(80)
    expect(await world.database.query('select private.rollup_differences()')).toEqual([])
  })

  it('leaves the demo person and the demo organisation that a real record names, and no other', async () => {
    expect(await world.value('select count(*)::int from app.people where demo')).toBe(1)
    expect(await world.value('select string_agg(id::text, null) from app.organisations where demo')).toBe('11030')
  })

  it('leaves public bodies', async () => {
    expect(await world.value('select count(*)::int from app.organisations where id in (111, 121, 122, 123)')).toBe(4)
  })

  it('changes nothing when repeated', async () => {
    await removeDemo(world.context)

    expect(await world.value('select count(*)::int from app.documents')).toBe(1)
  })
})

/** A real person whose only record names a demo colleague and a demo institution. */
const realRowsSql = `
  insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'real@elsewhere.test.local');
  insert into app.people (id, name, organisation_id)
    values ('00000000-0000-4000-8000-000000000002', '真实的人', 121);
  insert into app.accounts (user_id, person_id, name)
    values ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', 'real.person');
  insert into app.documents (id, kind, author_id, organisation_id, host_area_id, revision, status, practice, sha256,
    short_no, device_id, sealed_at, created_at)
    values ('00000000-0000-7000-8000-000000000003', 'free_clinic', '00000000-0000-4000-8000-000000000002', 121,
      520326103, 1, 'submitted', false, repeat('a', 64), 'YZ-1', 'phone', now(), now());
  insert into app.activities (id, kind, status, title, short_no, author_id, host_area_id, host_county_id,
    home_county_id, organisation_id, organizer_org_id, recipient_org_id, started_at, ended_at, day, late_reason,
    place_name, no_fix_reason, summary, visits, staff, leaflets, sealed_at, level)
    select d.id, d.kind, d.status, '义诊', d.short_no, d.author_id, d.host_area_id, 520326, 520326, 121, 121, 11030,
      now(), now(), current_date, '', '卫生院', '无信号', '', 40, 5, 10, now(), 'county' from app.documents d
    where d.id = '00000000-0000-7000-8000-000000000003';
  insert into app.activity_people
    select '00000000-0000-7000-8000-000000000003', p.id, 'lead', p.title_level, p.category
    from app.people p where p.name = '申艾叶';
`
