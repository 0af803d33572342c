import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BlankSpots } from '../../../src/domain/blank-spot.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { ago, stopOn, today, visitOn } from './board-records.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const spots = async (stage: Stage, area = 520326, who: Persona = 'guizhouManager') =>
  callOf<BlankSpots>(await stage.as(who), 'api.blank_spots($1)', [area])
/** State, last day and due day of a place or an institution, as of a day. */
const standing = async (stage: Stage, id: number, on = today) => {
  const [row] = await (await stage.as('guizhouManager')).query<{ state: string; last_on: string | null; due_on: string | null }>(`
    select s.state, s.last_on::text, s.due_on::text from (
      select * from private.place_spots('{520326}', $2::date, 7) union all select * from private.institution_spots('{520326}', $2::date, 30)) as s
    where coalesce(s.organisation_id, s.area_id) = $1`, [id, on])
  return row ? [row.state, row.last_on, row.due_on] : null
}
const pushed = async (stage: Stage, parcels: Parameters<Stage['words']>[1]) => {
  expect(new Set(await stage.words('author', parcels))).toEqual(new Set(['applied']))
}
const rule = (code: string, area: number | null, value: number) => `insert into app.rules (code, area_id, valid_from, operator, value, unit, source, source_quote, verified)
  values ('${code}', ${area}, '2024-06-19', '>=', ${value}, 'u', 's', 'q', false)`

describe('a county and its townships', () => {
  it.each([
    ['never visited', 520326101, '2026-05-01', ['never', null, null]],
    ['fine after a stop', 520326101, '2026-05-08', ['fine', '2026-05-08', '2026-06-07']],
    ['due in the last week', 520326101, '2026-06-01', ['due', '2026-05-08', '2026-06-07']],
    ['due on the last day', 520326101, '2026-06-07', ['due', '2026-05-08', '2026-06-07']],
    ['overdue after it', 520326101, '2026-06-08', ['overdue', '2026-05-08', '2026-06-07']],
  ] as const)('is %s', (_, id, day, expected) => onStage(database, async (stage) => {
    if (day > '2026-05-07') await pushed(stage, [stopOn(1, '2026-05-08', 'township')])

    expect(await standing(stage, id, day)).toEqual(expected)
  }))

  it('are judged by stops of their own level, wherever in the county', () => onStage(database, async (stage) => {
    await pushed(stage, [stopOn(1, '2026-05-08', 'township'), stopOn(2, '2026-05-08', 'county', 520326102)])

    expect(await standing(stage, 520326, '2026-06-08')).toEqual(['fine', '2026-05-08', '2026-08-07'])
    expect(await standing(stage, 520326101, '2026-05-10')).toEqual(['fine', '2026-05-08', '2026-06-07'])
    expect(await standing(stage, 520326102, '2026-05-10')).toEqual(['never', null, null])
  }))

  it('are due by the second newest stop where the rule asks for two', () => onStage(database, async (stage) => {
    await pushed(stage, [stopOn(1, '2026-05-01', 'township'), stopOn(2, '2026-05-08', 'township')])
    await (await stage.owner()).exec(rule('tour_stops_township_month', 520326, 2))

    expect(await standing(stage, 520326101, '2026-05-10')).toEqual(['fine', '2026-05-08', '2026-05-31'])
    expect(await standing(stage, 520326101, '2026-06-01')).toEqual(['overdue', '2026-05-08', '2026-05-31'])
  }))

  it('are asked for nothing where no rule holds', () => onStage(database, async (stage) => {
    await (await stage.owner()).exec("update app.rules set valid_to = valid_from where code = 'tour_stops_township_month'")

    expect(await standing(stage, 520326101)).toEqual(['none', null, null])
  }))

  it('are blank again when a stop does not count any more', () => onStage(database, async (stage) => {
    await pushed(stage, [stopOn(1, ago(2), 'township')])
    expect((await standing(stage, 520326101))?.[0]).toBe('fine')
    await (await stage.owner()).exec("update app.activities set status = 'void'")

    expect((await standing(stage, 520326101))?.[0]).toBe('never')
  }))
})

describe('an institution', () => {
  it.each([
    ['fine', '2027-04-07'], ['due', '2027-04-08'], ['due', '2027-05-08'], ['overdue', '2027-05-09'],
  ] as const)('is %s on %s, a year and a day after the last visit at most', (state, day) => onStage(database, async (stage) => {
    await pushed(stage, [visitOn(1, '2026-05-08'), visitOn(2, '2026-05-09', { level: 'self' }), visitOn(3, '2026-02-08')])

    expect(await standing(stage, 11010, day)).toEqual([state, '2026-05-08', '2027-05-08'])
  }))

  it('was never visited before its first visit, and a county may ask for another number of days', () => onStage(database, async (stage) => {
    expect(await standing(stage, 11010)).toEqual(['never', null, null])
    await pushed(stage, [visitOn(1, '2026-05-08')])
    await (await stage.owner()).exec(rule('institution_visit_days', 520326, 90))

    expect(await standing(stage, 11010, '2026-08-07')).toEqual(['overdue', '2026-05-08', '2026-08-06'])
  }))

  it('is not listed when it closed, and an authority never is', () => onStage(database, async (stage) => {
    await (await stage.owner()).query('update app.organisations set valid_to = $1 where id = 11010', [ago(1)])

    expect(await standing(stage, 11010)).toBeNull()
    expect(await standing(stage, 23)).toBeNull()
  }))
})

describe('the blank spots of an area', () => {
  it('are counted by state in each area right below, counties and townships alike', () => onStage(database, async (stage) => {
    await pushed(stage, [stopOn(1, ago(1), 'township'), visitOn(2, ago(1))])

    const county = await spots(stage)
    expect(county.areas.find(({ id }) => id === 520326101)).toEqual({ id: 520326101, name: '丰乐镇', county_ids: [],
      area: { never: 0, overdue: 0, due: 0, fine: 1, none: 0 }, institution: { never: 3, overdue: 0, due: 0, fine: 1, none: 0 } })
    const prefecture = await spots(stage, 520300)
    const below = prefecture.areas.find(({ id }) => id === 520326)
    expect(below?.county_ids).toEqual([520326])
    expect(below?.area).toMatchObject({ fine: 1, never: county.areas.length })
    expect(below?.institution.fine).toBe(1)
    expect(county.totals).toEqual({ area: below?.area, institution: below?.institution })
    expect(county.totals.institution.never).toBeGreaterThan(county.areas.reduce((sum, { institution }) => sum + institution.never, 0))
    expect((await spots(stage, 520000)).areas.find(({ id }) => id === 520300)?.area.never)
      .toBe(prefecture.areas.reduce((sum, { area }) => sum + area.never, 0))
  }))

  it('stand with the most urgent first and the rule beside each', () => onStage(database, async (stage) => {
    await pushed(stage, [stopOn(1, ago(40), 'township', 520326101), stopOn(2, ago(60), 'township', 520326102), stopOn(3, ago(28), 'township', 520326103), visitOn(4, ago(2))])
    const { rows, truncated, on } = await spots(stage)

    expect([truncated, on]).toEqual([false, today])
    expect(rows.filter(({ what, state }) => what === 'area' && state !== 'never').map(({ area_id, state }) => [area_id, state]))
      .toEqual([[520326102, 'overdue'], [520326101, 'overdue'], [520326103, 'due']])
    const urgency = rows.map(({ state }) => ['never', 'overdue', 'due'].indexOf(state))
    expect(urgency).toEqual([...urgency].sort())
    expect(rows.find(({ area_id, what }) => what === 'area' && area_id === 520326102)).toMatchObject({ key: 'area:520326102', county_name: '务川仡佬族苗族自治县',
      kind: 'circuit_tour', level: 'township', organisation_id: null, rule: { code: 'tour_stops_township_month', value: 1, verified: false } })
    expect(rows.find(({ organisation_id }) => organisation_id === 11011)).toMatchObject({ key: 'institution:11011', what: 'institution', area_name: '丰乐镇', area_id: 520326101,
      kind: 'supervision_visit', level: 'village', state: 'never', rule: { code: 'institution_visit_days', value: 365 } })
  }))

  it('are 300 rows at most, and neither places nor institutions keep the other out', () => onStage(database, async (stage) => {
    const { rows, truncated } = await spots(stage, 520000)

    expect([rows.length, truncated]).toEqual([300, true])
    expect(rows.filter(({ what }) => what === 'area').length).toBeGreaterThan(50)
    expect(rows.filter(({ what }) => what === 'institution').length).toBeGreaterThan(50)
  }))

  it.each([['dingzhouManager', 520326], ['author', 520326], ['wuchuanManager', 520300], ['disabledManager', 130629]] as const)(
    'are not told to %s for %s', (who, area) => onStage(database, async (stage) => {
      expect(await failureOf(await stage.as(who), 'select api.blank_spots($1)', [area])).toBe('403 forbidden')
    }))
})

describe('rules on sampling', () => {
  it('ask a prefecture for all counties, a province for a share, and each county for institutions, this year', () => onStage(database, async (stage) => {
    const year = today.slice(0, 4)
    const day = `${year}-01-01`
    await pushed(stage, [visitOn(1, day, { level: 'prefecture' }), visitOn(2, day, { level: 'province', area: 520327, recipient: 11020 }),
      visitOn(3, day, { recipient: 11011 }), visitOn(4, day, { recipient: 11012, level: 'self' }), visitOn(5, `${Number(year) - 1}-12-30`, { recipient: 11013 })])
    const { sampling, areas } = await spots(stage, 520300)
    const of = (code: string, area: number) => sampling.find((each) => each.rule.code === code && each.area_id === area)

    const counties = areas.length
    expect(of('sampling_prefecture_counties', 520300)).toMatchObject({ held: 1, asked: counties, of: counties, holds: false, area_name: '遵义市' })
    expect(of('sampling_province_counties', 520300)).toMatchObject({ held: 1, asked: Math.ceil(counties * 0.3), holds: counties < 4 })
    expect(of('sampling_county_centres', 520326)).toMatchObject({ held: 2, asked: 4, holds: false })
    expect(of('sampling_county_stations', 520326)).toMatchObject({ held: 1, asked: 4, holds: false })
    expect(sampling.every(({ rule: { source_quote, verified } }) => source_quote !== '' && !verified)).toBe(true)
    expect(sampling.map(({ holds }) => Number(holds))).toEqual(sampling.map(({ holds }) => Number(holds)).sort())
  }))

  it('ask nobody for more institutions than there are', () => onStage(database, async (stage) => {
    const owner = await stage.owner()
    await owner.exec("delete from app.organisations where county_id = 520327 and kind = 'village_clinic'")
    await owner.exec("insert into app.organisations (name, kind, level, county_id) values ('唯一的卫生室', 'village_clinic', 'village', 520327)")
    const { sampling } = await spots(stage, 520300)

    expect(sampling.find(({ area_id, rule }) => area_id === 520327 && rule.code === 'sampling_county_stations')).toMatchObject({ asked: 1, of: 1, held: 0 })
  }))

  it('are 60 at most, what does not hold first, and how many more there are is said', () => onStage(database, async (stage) => {
    await pushed(stage, [visitOn(1, `${today.slice(0, 4)}-01-01`, { level: 'prefecture' })])
    const owner = await stage.owner()
    await owner.exec(`insert into app.organisations (name, kind, level, county_id)
      select '新的卫生室', 'village_clinic', 'village', id from unnest(private.counties_below(array[520000])) as id`)
    await owner.exec("insert into app.rules (code, area_id, valid_from, operator, value, unit, source, source_quote, verified) values ('sampling_county_stations', 520300, '2024-06-19', '>=', 0, 'u', 's', 'q', false)")
    const whole = await callOf<{ rows: BlankSpots['sampling']; left_off: object }>(await stage.as('guizhouManager'),
      'private.sampling(private.counties_below(array[520000]), private.china_day(now()), 9999)')
    const { sampling, sampling_left_off } = await spots(stage, 520000)

    expect(whole.left_off).toEqual({ short: 0, held: 0 })
    expect(sampling).toEqual(whole.rows.slice(0, 60))
    const off = whole.rows.slice(60)
    expect(sampling_left_off).toEqual({ short: off.filter(({ holds }) => !holds).length, held: off.filter(({ holds }) => holds).length })
    expect([Number(sampling_left_off?.short) > 0, Number(sampling_left_off?.held) > 0]).toEqual([true, true])
    expect(JSON.stringify(sampling).length).toBeLessThan(60_000)
    expect((await spots(stage)).sampling_left_off).toEqual({ short: 0, held: 0 })
  }))

  it('leave a prefecture out of what a county is told', () => onStage(database, async (stage) => {
    expect([...new Set((await spots(stage)).sampling.map(({ rule: { code } }) => code))].sort()).toEqual(['sampling_county_centres', 'sampling_county_stations'])
  }))
})
