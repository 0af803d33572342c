import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentId, makeAnswers, makeFiling, makeHeader, makeParcel, makePayload, type ClinicPayload } from '../../make/payload.ts'
import type { Sha256 } from '../../../src/domain/id.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { seeded } from '../../make/random.ts'
import { onStage, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

interface Sent { readonly revision: number; readonly sha256: Sha256; readonly status: string }
const random = seeded(27)
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
const month = () => `2026-0${1 + Math.floor(random() * 3)}-1${Math.floor(random() * 9)}`

function randomPayload(n: number, revision: number, status: ClinicPayload['status']): ClinicPayload {
  const day = month()
  const visits = Math.floor(random() * 400)
  return makePayload({
    id: documentId(n), revision, status, practice: n % 11 === 0,
    header: makeHeader({ recipient_org_id: pick([121, 10001, null]), host_area_id: pick([520326101, 520326, 520327, 520328]), started_at: `${day}T01:00:00.000Z`,
      ended_at: `${day}T03:00:00.000Z`, late_reason: '补录' }),
    answers: makeAnswers({ patients_visits: visits, exam_visits: null, tcm_technique_visits: null, referrals: null, age_60_plus: null,
      staff_count: 5 + Math.floor(random() * 20), leaflets: Math.floor(random() * 900),
      filings: [makeFiling(), makeFiling({ side: 'host' })] }),
  })
}

/** One random step on one of 24 records: a first revision, an amendment, a void, or a review. */
async function step(stage: Stage, sent: Map<number, Sent>): Promise<void> {
  const n = 1 + Math.floor(random() * 24)
  const before = sent.get(n)
  if (before?.status === 'submitted' && n % 11 !== 0 && random() < 0.35) {
    const status = pick(['approved', 'returned'])
    const tx = await stage.owner()
    for (const table of ['documents', 'activities']) await tx.query(`update app.${table} set status = $2 where id = $1`, [documentId(n), status])
    sent.set(n, { ...before, status })
    return
  }
  const payload = randomPayload(n, (before?.revision ?? 0) + 1, before && random() < 0.2 ? 'void' : 'submitted')
  const parcel = makeParcel(payload, before ? [before.sha256] : [])
  const [word] = await stage.words('author', [parcel])
  if (word === 'applied') sent.set(n, { revision: payload.revision, sha256: parcel.sha256, status: payload.status })
}

const totalsSql = `
  select t.county_id, s.side, t.month, s.status_group, s.sessions, s.visits, s.staff, s.leaflets
  from app.county_rollups t cross join lateral (values
    ('host', 'submitted', host_sessions - approved_host_sessions, host_visits - approved_host_visits, host_staff - approved_host_staff,
      host_leaflets - approved_host_leaflets),
    ('host', 'approved', approved_host_sessions, approved_host_visits, approved_host_staff, approved_host_leaflets),
    ('home', 'submitted', home_sessions - approved_home_sessions, home_visits - approved_home_visits, home_staff - approved_home_staff,
      home_leaflets - approved_home_leaflets),
    ('home', 'approved', approved_home_sessions, approved_home_visits, approved_home_staff, approved_home_leaflets)
  ) as s(side, status_group, sessions, visits, staff, leaflets)
  where s.sessions <> 0 order by 1, 2, 3, 4`
/** A recount by another way than the database's own: from the texts. */
const recountSql = `
  with counted as (
    select p, d.status, case side when 'host' then d.host_county_id else d.home_county_id end as county_id, side
    from app.documents d join lateral (
      select r.payload::jsonb as p from app.document_revisions r where r.document_id = d.id
        and r.payload::jsonb ->> 'status' = 'submitted' order by r.revision desc limit 1) as newest on true
    cross join (values ('host'), ('home')) as sides(side)
    where d.status in ('submitted', 'approved') and not d.practice)
  select county_id, side, (to_char((p #>> '{header,started_at}')::timestamptz + interval '8 hours', 'YYYY-MM') || '-01')::date as month,
    status as status_group, count(*)::int as sessions, sum((p #>> '{answers,patients_visits}')::int)::int as visits,
    sum((p #>> '{answers,staff_count}')::int)::int as staff, sum((p #>> '{answers,leaflets}')::int)::int as leaflets
  from counted group by 1, 2, 3, 4 order by 1, 2, 3, 4`

describe('totals', () => {
  it('equal a recount after any sequence of changes, by host and by home', () => onStage(database, async (stage) => {
    const sent = new Map<number, Sent>()
    const reached = new Set<string>()

    for (let round = 0; round < 80; round += 1) {
      await step(stage, sent)
      for (const { status } of sent.values()) reached.add(status)
      if (round % 16 === 15) expect(await (await stage.owner()).query('select private.rollup_differences()')).toEqual([])
    }

    const tx = await stage.owner()
    const totals = await tx.query(totalsSql)
    expect(totals.length).toBeGreaterThan(10)
    expect(totals).toEqual(await tx.query(recountSql))
    expect(reached).toEqual(new Set(['submitted', 'approved', 'returned', 'void']))
  }))

  it('are the same when they are rebuilt', () => onStage(database, async (stage) => {
    const sent = new Map<number, Sent>()
    for (let round = 0; round < 40; round += 1) await step(stage, sent)
    const tx = await stage.owner()
    const organisations = 'select * from app.organisation_rollups where sessions <> 0 order by month, status_group'
    const before = [await tx.query(totalsSql), await tx.query(organisations)]

    await tx.query('select private.rebuild_rollups()')

    expect([await tx.query(totalsSql), await tx.query(organisations)]).toEqual(before)
  }))

  it.each([
    ['missing', 'delete from app.county_rollups where home_sessions > 0', 'missing'],
    ['surplus', "insert into app.county_rollups values (520328, '2020-01-01', 'free_clinic', 'county', 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)", 'surplus'],
    ['wrong', 'update app.county_rollups set host_visits = host_visits + 1', 'missing'],
    ['missing for an organisation', 'delete from app.organisation_rollups', 'missing in organisation_rollups'],
    ['surplus in facets', "insert into app.facet_rollups values (520328, '2020-01-01', 'stop/county', 'tour_stop', 1, 0, 0, 0, 1)",
      'surplus in facet_rollups'],
    ['missing on the map', 'delete from app.tile_rollups', 'missing in tile_rollups'],
    ['of another last day', "update app.place_months set last_on = '2020-01-01'", 'missing in place_months'],
    ['missing for an institution', 'delete from app.institution_months', 'missing in institution_months'],
    ['surplus for an organisation', "insert into app.organisation_rollups values (123, 'free_clinic', '2020-01-01', 'submitted', 1, 1, 1, 1)",
      'surplus in organisation_rollups'],
  ])('that are %s are found out, and set right by a rebuild', (_, damage, found) => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel()])
    const tx = await stage.owner()

    await tx.exec(damage)
    const rows = await tx.query<{ rollup_differences: string }>('select private.rollup_differences()')
    expect(rows[0]?.rollup_differences.startsWith(found)).toBe(true)

    await tx.query('select private.rebuild_rollups()')
    expect(await tx.query('select private.rollup_differences()')).toEqual([])
  }))

  it('leave with a record that is deleted', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(), makeParcel(makePayload({ id: documentId(2) }))])
    const tx = await stage.owner()

    await tx.query('delete from app.documents where id = $1', [documentId(2)])

    expect(await tx.query('select private.rollup_differences()')).toEqual([])
    expect(await tx.query(totalsSql)).toMatchObject([{ side: 'home', sessions: 1 }, { side: 'host', sessions: 1 }])
  }))
})
