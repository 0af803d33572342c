import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Board, Marks } from '../../../src/domain/board.ts'
import { documentId, makeParcel, makePayload } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { records, openWithScene } from './scene.ts'
import type { Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithScene() })
afterAll(async () => { await database.close() })

const board = async (stage: Stage, persona: Persona, area: number, kind: string | null = null, status = 'all', from = '2026-04-01', to = '2026-05-31') =>
  callOf<Board>(await stage.as(persona), 'api.area_board($1, $2, $3, $4, $5)', [area, from, to, kind, status])
const none = { sessions: 0, visits: 0, staff: 0, leaflets: 0, approved: 0 }
const one = { sessions: 1, visits: 152, staff: 6, leaflets: 200, approved: 0 }
const two = { sessions: 2, visits: 304, staff: 12, leaflets: 400, approved: 0 }
const counted = (sessions: number, visits = sessions * 152) => ({ sessions, visits })

describe('api.area_board', () => {
  it.each([
    ['dingzhouManager', 130682, none, two], ['rongchengManager', 130629, one, none], ['xionganManager', 2, one, none],
    ['baodingManager', 130600, one, none], ['hebeiManager', 130000, two, two], ['zunyiManager', 520300, none, none],
  ] as const)('gives %s the totals of %i by either side', (persona, area, host, home) => onStage(database, async (stage) => {
    expect(await board(stage, persona, area)).toMatchObject({ area_id: area, totals: { host, home }, before: { host: none, home: none } })
  }))

  it('breaks them down by month, kind, level and area, which all add up to the totals', () => onStage(database, async (stage) => {
    const answer = await board(stage, 'hebeiManager', 130000)

    expect(answer.months).toEqual([
      { month: '2026-04', host: counted(0), home: counted(0), before: { host: counted(0), home: counted(0) } },
      { month: '2026-05', host: counted(2), home: counted(2), before: { host: counted(0), home: counted(0) } },
    ])
    expect(answer.kinds).toEqual([{ key: 'free_clinic', host: counted(2), home: counted(2) }])
    expect(answer.levels.map(({ host, home }) => [host, home])).toEqual([[counted(2), counted(2)]])
    const held = answer.areas.filter(({ host, home }) => host.sessions > 0 || (home?.sessions ?? 0) > 0)
    expect(held.map(({ name, host, home }) => [name, host, home])).toEqual([
      ['雄安新区', counted(1), counted(0)], ['保定市', counted(1), counted(0)], ['定州市', counted(0), counted(2)],
    ])
  }))

  it('sets the same months of the year before beside them', () => onStage(database, async (stage) => {
    const answer = await board(stage, 'hebeiManager', 130000, null, 'all', '2027-05-01', '2027-05-31')

    expect([answer.totals, answer.before]).toEqual([{ host: none, home: none }, { host: two, home: two }])
    expect(answer.months[0]).toMatchObject({ month: '2027-05', host: counted(0), before: { host: counted(2) } })
    expect(answer.kinds).toEqual([])
  }))

  it('counts one kind or one status alone where that is asked', () => onStage(database, async (stage) => {
    expect((await board(stage, 'hebeiManager', 130000, 'training_session')).totals).toEqual({ host: none, home: none })
    expect((await board(stage, 'hebeiManager', 130000, 'free_clinic')).totals).toEqual({ host: two, home: two })
    expect((await board(stage, 'hebeiManager', 130000, null, 'approved')).totals).toEqual({ host: none, home: none })
    expect(await failureOf(await stage.as('hebeiManager'), "select api.area_board(130000, '2026-01-01', '2026-02-01', null, 'draft')")).toBe('422 invalid')
  }))

  it('tells the way back, as far as the area is the caller\'s', () => onStage(database, async (stage) => {
    expect((await board(stage, 'hebeiManager', 130629)).path.map(({ name }) => name)).toEqual(['河北省', '雄安新区', '容城县'])
    expect((await board(stage, 'xionganManager', 130629)).path.map(({ name }) => name)).toEqual(['雄安新区', '容城县'])
  }))

  it('shows a county its townships, by what was held there', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makePayload({ id: documentId(7001) }))])

    const { areas, level } = await board(stage, 'wuchuanManager', 520326)

    expect(level).toBe('county')
    expect(areas.length).toBeGreaterThan(5)
    expect(areas.every((each) => each.level === 'township' && each.home === null && each.county_ids.length === 0)).toBe(true)
    expect(areas.filter(({ host }) => host.sessions > 0).map(({ host }) => host)).toEqual([counted(1)])
  }))

  it('says how many live in an area, where that was imported for it or for all of its counties', () => onStage(database, async (stage) => {
    const residents = async () => {
      const { areas } = await board(stage, 'hebeiManager', 130000)
      return Object.fromEntries(areas.filter((each) => each.residents !== null).map((each) => [each.name, each.residents]))
    }
    const put = async (area: number, year: number, value: number) => (await stage.owner()).query(`
      insert into app.area_figures (area_id, figure, year, value, source, managed_area_id) values ($1, 'residents', $2, $3, '统计公报', $1)`, [area, year, value])
    expect(await residents()).toEqual({})

    await put(130682, 2020, 1_000_000)
    await put(130682, 2024, 1_090_000)
    await put(130629, 2024, 270_000)
    expect(await residents()).toEqual({ 定州市: 1_090_000 })
    await put(130632, 2024, 460_000)
    await put(130638, 2024, 480_000)
    expect(await residents()).toEqual({ 定州市: 1_090_000, 雄安新区: 1_210_000 })
  }))

  it('is refused outside the caller\'s area', () => onStage(database, async (stage) => {
    for (const [who, area] of [['wuchuanManager', 520300], ['dingzhouManager', 130629], ['author', 520326]] as const) {
      expect(await failureOf(await stage.as(who), "select api.area_board($1, '2026-05-01', '2026-05-31')", [area])).toBe('403 forbidden')
      expect(await failureOf(await stage.as(who), 'select api.board_version($1)', [area])).toBe('403 forbidden')
    }
  }))
})

describe('api.board_version', () => {
  it('changes with a total of the area and with no other', () => onStage(database, async (stage) => {
    const versions = async () => [await callOf(await stage.as('wuchuanManager'), 'api.board_version(520326)', []),
      await callOf(await stage.as('dingzhouManager'), 'api.board_version(130682)', [])]
    const before = await versions()

    await stage.push('author', [makeParcel(makePayload({ id: documentId(7002) }))])
    const after = await versions()

    expect(after[0]).not.toEqual(before[0])
    expect(after[1]).toEqual(before[1])
  }))
})

const marks = async (stage: Stage, persona: Persona, area: number, more: Record<string, unknown> = {}) => {
  const given = { kind: null, status: 'all', side: 'host', organisation: null, west: 100, south: 20, east: 120, north: 45, zoom: 6, ...more }
  return callOf<Marks>(await stage.as(persona), "api.map_marks($1, '2026-01-01', '2026-12-31', $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    [area, given.kind, given.status, given.side, given.organisation, given.west, given.south, given.east, given.north, given.zoom])
}
/** Degrees of a column in 2^-grid of the world. */
const lngOf = (x: number, grid: number) => ((x + 0.5) / 2 ** grid) * 360 - 180

describe('api.map_marks', () => {
  it('gives few records one by one, with their place, name and kind', () => onStage(database, async (stage) => {
    const answer = await marks(stage, 'hebeiManager', 130000)

    expect(answer.ids).toEqual(expect.arrayContaining([records.S]))
    expect(answer.ids).toHaveLength(2)
    expect(answer.titles).toContain('丰乐镇赶集日中医义诊')
    expect(answer.kind.map((n) => answer.kinds[n])).toEqual(['free_clinic', 'free_clinic'])
    expect(lngOf(answer.x[0] ?? 0, answer.grid)).toBeCloseTo(107.8891, 4)
    expect([answer.placed, answer.unplaced]).toEqual([2, 0])
  }))

  it('sends nothing of what is out of view, out of the period, or of another kind', () => onStage(database, async (stage) => {
    for (const out of [{ west: 110 }, { south: 30 }, { kind: 'training_session' }, { status: 'approved' }, { organisation: 121 }]) {
      expect([out, (await marks(stage, 'hebeiManager', 130000, out)).ids]).toEqual([out, []])
    }
    expect((await marks(stage, 'hebeiManager', 130000, { organisation: 123 })).ids).toHaveLength(2)
    expect((await marks(stage, 'dingzhouManager', 130682)).ids).toEqual([])
    expect((await marks(stage, 'dingzhouManager', 130682, { side: 'home' })).ids).toHaveLength(2)
  }))

  it('gathers many into cells of the grid, and counts all of them', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.query(`insert into app.tile_rollups select 130629, 130629, '2026-05-01', 'free_clinic', 'approved', 13500 + n % 20, 6300 + n / 20, 10
      from generate_series(0, 399) as n`)

    const answer = await marks(stage, 'rongchengManager', 130629, { zoom: 5 })

    expect([answer.ids, answer.grid]).toEqual([null, 10])
    expect(answer.count.reduce((sum, n) => sum + n, 0)).toBe(4001)
    expect(new Set(answer.x.map((x, n) => `${x}/${answer.y[n]}/${answer.kind[n]}`)).size).toBe(answer.x.length)
    expect(answer.x.length).toBeLessThan(20)
  }))

  it('is refused outside the caller\'s area and without a view', () => onStage(database, async (stage) => {
    const call = "select api.map_marks($1, '2026-01-01', '2026-12-31', null, 'all', 'host', null, $2, 20, 120, 45, 6)"
    expect(await failureOf(await stage.as('wuchuanManager'), call, [520300, 100])).toBe('403 forbidden')
    expect(await failureOf(await stage.as('wuchuanManager'), call, [520326, null])).toBe('422 invalid')
  }))
})

describe('places and institutions', () => {
  it('know the last day, also after the last record is gone', () => onStage(database, async (stage) => {
    const at = (n: number, day: string) => makeParcel(makePayload({ id: documentId(n),
      header: { ...makePayload().header, started_at: `2026-05-${day}T01:00:00.000Z`, ended_at: `2026-05-${day}T03:00:00.000Z` } }))
    await stage.push('author', [at(7003, '03'), at(7004, '09')])
    const last = async () => [await valueOf(await stage.owner(), "select max(last_on)::text from app.place_months where county_id = 520326 and kind = 'free_clinic'"),
      await valueOf(await stage.owner(), "select max(last_on)::text from app.institution_months where county_id = 520326")]
    expect(await last()).toEqual(['2026-05-09', '2026-05-09'])

    await (await stage.owner()).query('delete from app.documents where id = $1', [documentId(7004)])

    expect(await last()).toEqual(['2026-05-03', '2026-05-03'])
    expect(await (await stage.owner()).query('select private.rollup_differences()')).toEqual([])
  }))
})
