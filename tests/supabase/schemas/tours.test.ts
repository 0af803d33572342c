import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Board } from '../../../src/domain/board.ts'
import type { ActivityDetail, AreaReport } from '../../../src/domain/reports.ts'
import { tourFacts } from '../../../src/kinds/circuit-tour/facts.ts'
import { colleagueId, documentId, makeHeader, makeParcel, makeParticipant, makeSeal, personId } from '../../make/payload.ts'
import { makeStop, makeStopAnswers, makeTour, makeTourAnswers, stopId, tourId, type StopPayload } from '../../make/tour.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, personas, type Persona } from './cast.ts'
import { makeDingzhouPayload } from './scene.ts'
import { callOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const seal = makeSeal({ at: '2026-05-31T10:00:00.000Z' })
/** A stop on a day of May 2026, delivered by its author. */
const stopOn = (n: number, day: string, area: number, overrides: Partial<StopPayload> = {}): StopPayload => makeStop(n, {
  sealed: seal,
  header: makeHeader({ title: `第${n}站`, host_area_id: area, started_at: `2026-05-${day}T01:00:00.000Z`,
    ended_at: `2026-05-${day}T04:00:00.000Z`, late_reason: '集中补录' }),
  ...overrides,
})
const colleaguesStop = (n: number) => stopOn(n, '06', 520326102, { author_id: colleagueId,
  header: makeHeader({ host_area_id: 520326102, started_at: '2026-05-06T01:00:00.000Z', ended_at: '2026-05-06T02:00:00.000Z', late_reason: '补录',
    participants: [makeParticipant({ person_id: colleagueId })] }) })
const factsOf = async (stage: Stage, who: Persona) => callOf(await stage.as(who), 'private.circuit_tour_facts($1)', [tourId])

describe('a tour and its stops', () => {
  it.each(['before', 'after'] as const)('arrive in either order, the tour %s its stops, from more than one phone', (order) =>
    onStage(database, async (stage) => {
      const tour = () => stage.words('author', [makeParcel(makeTour())])
      const stops = async () => [...await stage.words('author', [makeParcel(makeStop(1))]),
        ...await stage.words('colleague', [makeParcel(colleaguesStop(2))])]

      const words = order === 'before' ? [...await tour(), ...await stops()] : [...await stops(), ...await tour()]

      expect(words).toEqual(['applied', 'applied', 'applied'])
      expect(await factsOf(stage, 'wuchuanManager')).toEqual({ stops: 2, townships_covered: 2, grassroots_days: 2 })
    }))

  it('stand in their typed tables as their texts say', () => onStage(database, async (stage) => {
    const stops = [{ id: stopId(1), sha256: makeParcel(makeStop(1)).sha256 }]
    await stage.push('author', [makeParcel(makeTour({ answers: makeTourAnswers({ stops }) })), makeParcel(makeStop(1))])
    const tx = await stage.owner()

    const { stops: _, ...tour } = makeTourAnswers()
    expect(await tx.query('select * from app.circuit_tours')).toEqual([{ id: tourId, ...tour, stop_ids: [stopId(1)] }])
    const [row] = await tx.query<Record<string, unknown>>('select * from app.tour_stops')
    const numeric = ['free_medicine_value', 'donation_value', 'satisfaction_pct']
    expect({ ...row, ...Object.fromEntries(numeric.map((name) => [name, Number(row?.[name])])) }).toEqual({ id: stopId(1), ...makeStopAnswers() })
    expect(await tx.query('select id, parent_id, sessions, visits, staff, leaflets from app.activities order by id')).toEqual([
      { id: tourId, parent_id: null, sessions: 0, visits: 0, staff: 0, leaflets: 0 },
      { id: stopId(1), parent_id: tourId, sessions: 1, visits: 64, staff: 2, leaflets: 80 }])
  }))

  it('take counts that nobody gave as none, and an amendment in place of what was there', () => onStage(database, async (stage) => {
    const first = makeParcel(makeStop(1))
    await stage.push('author', [first])
    const bare = makeStopAnswers({ leaflets: null, surgeries: null, donation_value: null, km: null, next_visit_on: '', outpatient_visits: 9 })

    expect(await stage.words('author', [makeParcel(makeStop(1, { revision: 2, amend_reason: '更正数字', answers: bare }), [first.sha256])])).toEqual(['applied'])

    expect(await (await stage.owner()).query('select leaflets, surgeries, donation_value::float8, km, next_visit_on, outpatient_visits from app.tour_stops'))
      .toEqual([{ leaflets: 0, surgeries: 0, donation_value: 0, km: null, next_visit_on: null, outpatient_visits: 9 }])
  }))

  it('are seen by whoever sees the activity, and by nobody else', () => onStage(database, async (stage) => {
    const base = makeDingzhouPayload(130629)
    const ours = { author_id: base.author_id, header: base.header }
    expect(await stage.words('dingzhouAuthor', [
      makeParcel(makeTour({ ...ours, header: { ...base.header, recipient_org_id: 123 } })), makeParcel(makeStop(1, ours))])).toEqual(['applied', 'applied'])
    const seers: Persona[] = ['dingzhouAuthor', 'dingzhouColleague', 'dingzhouManager', 'rongchengManager', 'xionganManager',
      'hebeiManager', 'countryManager']

    for (const persona of personas) {
      const tx = await stage.as(persona)
      const seen = [await valueOf(tx, 'select count(*)::int from app.circuit_tours'), await valueOf(tx, 'select count(*)::int from app.tour_stops')]
      expect([persona, seen]).toEqual([persona, seers.includes(persona) ? [1, 1] : [0, 0]])
    }
    expect(await valueOf(await stage.owner(), 'select author_id from app.activities limit 1')).toBe(personId('dingzhouAuthor'))
  }))
})

describe('the figures of a tour', () => {
  it('are those that the phone derives from the same stops', () => onStage(database, async (stage) => {
    const stops = [stopOn(1, '04', 520326101), stopOn(2, '04', 520326102), stopOn(3, '05', 520326101, { answers: makeStopAnswers({ stop_level: 'village' }) }),
      stopOn(4, '07', 520326103, { answers: makeStopAnswers({ stop_level: 'county' }) }), stopOn(5, '08', 520326),
      makeStop(6, { sealed: seal, header: makeHeader({ started_at: '2026-05-09T15:59:00.000Z', ended_at: '2026-05-11T16:00:00.000Z', late_reason: '补' }) })]
    await stage.push('author', [makeParcel(makeTour())])
    const words = await stage.words('author', stops.map((stop) => makeParcel(stop)))
    const township = (area: number | null) => (area !== null && area > 1_000_000 ? area : null)

    expect(words).toEqual(stops.map(() => 'applied'))
    expect(await factsOf(stage, 'wuchuanManager')).toEqual(
      tourFacts(stops.map((payload) => ({ payload, townshipId: township(payload.header.host_area_id) }))))
    expect(await factsOf(stage, 'wuchuanManager')).toEqual({ stops: 6, townships_covered: 2, grassroots_days: 8 })
  }))

  it('leave out stops that do not count, and those the caller may not see', () => onStage(database, async (stage) => {
    const parcels = [1, 2, 3].map((n) => makeParcel(stopOn(n, `0${n + 3}`, 520326100 + n)))
    await stage.push('author', [makeParcel(makeTour()), ...parcels])
    const tx = await stage.owner()
    await tx.query("update app.activities set status = 'returned' where id = $1", [stopId(1)])
    await tx.query("update app.activities set status = 'approved' where id = $1", [stopId(2)])

    expect(await factsOf(stage, 'wuchuanManager')).toEqual({ stops: 2, townships_covered: 2, grassroots_days: 2 })
    expect(await factsOf(stage, 'dingzhouManager')).toEqual({ stops: 0, townships_covered: 0, grassroots_days: 0 })
  }))
})

it('a tour without photos is not flagged for that, which its stops are', () => onStage(database, async (stage) => {
  await stage.push('author', [makeParcel(makeTour({ photos: [] })), makeParcel(stopOn(1, '06', 520326101, { photos: [] }))])

  const flags = async (id: string) => (await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [id])).flags.includes('no_photos')
  expect([await flags(tourId), await flags(stopId(1))]).toEqual([false, true])
}))

describe('a tour that stands in the place of another', () => {
  it('has its stops, for whoever sees both, and the other keeps them', () => onStage(database, async (stage) => {
    const first = makeParcel(makeTour())
    await stage.push('author', [first, makeParcel(stopOn(1, '06', 520326101))])
    await stage.push('author', [makeParcel(makeTour({ status: 'void', revision: 2, amend_reason: '队伍填错' }), [first.sha256])])
    const second = makeTour({ id: documentId(8), replaces: tourId, short_no: 'XH260504-002' })

    expect(await stage.words('author', [makeParcel(second), makeParcel(stopOn(2, '07', 520326102, { parent_id: documentId(8) }))])).toEqual(['applied', 'applied'])

    const childrenOf = async (id: string) => {
      const { children } = await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [id])
      return [children?.facts, children?.rows.map((row) => row.id)]
    }
    expect(await childrenOf(documentId(8))).toEqual([{ stops: 2, townships_covered: 2, grassroots_days: 2 }, [stopId(1), stopId(2)]])
    expect(await childrenOf(tourId)).toEqual([{ stops: 1, townships_covered: 1, grassroots_days: 1 }, [stopId(1)]])
    expect((await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [stopId(1)])).parent?.id).toBe(documentId(8))
  }))
})

describe('a tour that was kept instead of another', () => {
  it('has the stops of the other, which name it as their tour', () => onStage(database, async (stage) => {
    const kept = makeTour({ id: documentId(8), author_id: colleagueId, short_no: 'XH260504-002' })
    await stage.push('author', [makeParcel(makeTour()), makeParcel(stopOn(1, '06', 520326101))])
    await stage.push('colleague', [makeParcel(kept), makeParcel({ ...colleaguesStop(2), parent_id: documentId(8) })])
    expect(await callOf(await stage.as('wuchuanManager'), "api.void_duplicates($1, array[$2::text]::uuid[], '同一次巡回')", [documentId(8), tourId])).toEqual({ voided: 1 })

    const detail = async (id: string) => callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [id])
    const { children } = await detail(documentId(8))
    expect([children?.facts, children?.rows.map((row) => row.id), children?.outside])
      .toEqual([{ stops: 2, townships_covered: 2, grassroots_days: 1 }, [stopId(1), stopId(2)], 0])
    expect((await detail(stopId(1))).parent?.id).toBe(documentId(8))
  }))

  it('has them once, however the two stand for each other', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makeTour()), makeParcel(stopOn(1, '06', 520326101))])
    await stage.push('author', [makeParcel(makeTour({ id: documentId(8), replaces: tourId, short_no: 'XH260504-002' }))])
    await callOf(await stage.as('wuchuanManager'), "api.void_duplicates($1, array[$2::text]::uuid[], '同一次巡回')", [tourId, documentId(8)])

    const { children } = await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [tourId])
    expect([children?.facts['stops'], children?.rows.length]).toEqual([1, 1])
    expect((await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [stopId(1)])).parent?.id).toBe(tourId)
  }))
})

describe('a tour beyond the reader\'s counties', () => {
  it('is told whole in its figures, with how many stops the list lacks', () => onStage(database, async (stage) => {
    const base = makeDingzhouPayload(130629)
    const ours = { author_id: base.author_id, header: base.header }
    const elsewhere = (n: number) => makeStop(n, { ...ours, header: { ...base.header, host_area_id: 130634, started_at: '2026-05-07T01:00:00.000Z', ended_at: '2026-05-07T02:00:00.000Z' } })
    expect(await stage.words('dingzhouAuthor', [makeParcel(makeTour({ ...ours, header: { ...base.header, recipient_org_id: 123 } })),
      makeParcel(makeStop(1, ours)), makeParcel(elsewhere(2)), makeParcel({ ...elsewhere(3), status: 'void' })])).toEqual(Array.from({ length: 4 }, () => 'applied'))
    const told = async (who: Persona) => {
      const { children } = await callOf<ActivityDetail>(await stage.as(who), 'api.activity_detail($1)', [tourId])
      return [children?.facts, children?.rows.map((row) => row.id), children?.outside]
    }
    const facts = { stops: 2, townships_covered: 0, grassroots_days: 2 }

    expect(await told('rongchengManager')).toEqual([facts, [stopId(1)], 1])
    expect(await told('dingzhouManager')).toEqual([facts, [stopId(1), stopId(2)], 0])
    expect(await factsOf(stage, 'quyangManager')).toEqual({ stops: 0, townships_covered: 0, grassroots_days: 0 })
    expect(await valueOf(await stage.as('quyangManager'), 'select private.circuit_tour_size($1)', [tourId])).toBe(0)
  }))
})

describe('the report of a tour', () => {
  it('lists its stops in their order with what they add up to, and a stop names its tour', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makeTour()), makeParcel(stopOn(2, '05', 520326102)), makeParcel(stopOn(1, '06', 520326101)),
      makeParcel(makeStop(3, { status: 'draft', sealed: null }))])
    const detail = async (id: string) => callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [id])

    const { children, parent } = await detail(tourId)
    expect([parent, children?.facts]).toEqual([null, { stops: 2, townships_covered: 2, grassroots_days: 2 }])
    expect(children?.rows.map(({ sequence, id }) => [sequence, id])).toEqual([[1, stopId(1)], [2, stopId(2)]])
    expect(children?.rows[0]).toEqual({ id: stopId(1), kind: 'tour_stop', status: 'submitted', title: '第1站', sequence: 1,
      started_at: '2026-05-06T01:00:00.000Z', place_name: '丰乐镇卫生院门前广场', host_area_name: '丰乐镇', host_county_id: 520326,
      visits: 64, photo_count: 0, photos_verified: 0, lng: 107.8891, lat: 28.5312 })
    expect(await detail(stopId(1))).toMatchObject({ parent: { id: tourId, title: '务川县中医院五月巡回医疗' }, children: null })
  }))

  it('counts a stop as a session and the tour as none', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makeTour()), makeParcel(makeStop(1)), makeParcel(makeStop(2))])

    const { rows } = await callOf<AreaReport>(await stage.as('wuchuanManager'), "api.area_report(520326, '2026-05-01', '2026-05-31')")
    const { totals } = await callOf<Board>(await stage.as('wuchuanManager'), "api.area_board(520326, '2026-05-01', '2026-05-31')")

    expect(totals.host).toEqual({ sessions: 2, visits: 128, staff: 4, leaflets: 160, approved: 0 })
    expect(totals.home).toEqual(totals.host)
    expect(rows.host.map(({ kind, sessions }) => `${kind} ${sessions}`).sort()).toEqual(['circuit_tour 0', 'tour_stop 1', 'tour_stop 1'])
    const tx = await stage.owner()
    expect(await tx.query('select private.rollup_differences()')).toEqual([])
    await tx.query('select private.rebuild_rollups()')
    expect(await tx.query('select private.rollup_differences()')).toEqual([])
    expect(await valueOf(tx, "select count(*)::int from app.county_rollups where kind = 'circuit_tour'")).toBe(0)
  }))
})
