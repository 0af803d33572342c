import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indicatorCodes, type Indicator, type IndicatorCode, type IndicatorRow } from '../../../src/domain/indicator.ts'
import { documentId } from '../../make/payload.ts'
import { pick, seeded } from '../../make/random.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { ago, clinicOn, stopOn, today, trainingOn, village, visitOn } from './board-records.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const all = async (stage: Stage, area = 520326, who: Persona = 'guizhouManager') =>
  (await callOf<{ indicators: readonly Indicator[] }>(await stage.as(who), 'api.indicators($1)', [area])).indicators
async function one(stage: Stage, code: IndicatorCode, area = 520326): Promise<Indicator> {
  const found = (await all(stage, area)).find((each) => each.code === code)
  if (!found) throw new Error(`no ${code}`)
  return found
}
const figure = async (stage: Stage, code: IndicatorCode, area = 520326) => {
  const { numerator, denominator, value, state } = await one(stage, code, area)
  return [numerator, denominator, value, state]
}
const rows = async (stage: Stage, code: string, area = 520326, after: string | null = null) =>
  callOf<{ rows: readonly IndicatorRow[]; more: boolean }>(await stage.as('guizhouManager'), 'api.indicator_rows($1, $2, $3)', [area, code, after])
/** Counts of a function of one indicator, as of a day. */
const counts = async (stage: Stage, name: string, since: string, on: string) => {
  const [row] = await (await stage.as('guizhouManager')).query<{ numerator: number; denominator: number }>(
    `select numerator::int, denominator::int from private.${name}('{520326}', $1::date, $2::date)`, [since, on])
  return row ? [row.numerator, row.denominator] : null
}
const importing = async (stage: Stage, lines: readonly object[]) => {
  await (await stage.as('guizhouManager')).query('select api.import_area_figures($1)', [JSON.stringify(lines)])
}
const pushed = async (stage: Stage, parcels: Parameters<Stage['words']>[1]) => {
  expect(new Set(await stage.words('author', parcels))).toEqual(new Set(['applied']))
}

describe('the indicators of an area', () => {
  it('are all told, each with its period, and without a value where there is nothing to divide by', () => onStage(database, async (stage) => {
    const found = await all(stage)

    expect(found.map(({ code }) => code)).toEqual(indicatorCodes)
    expect(found.map(({ state }) => state)).toEqual(['ok', 'no_findings', 'no_findings', 'ok', 'no_register', 'nothing', 'no_population'])
    expect(found.filter(({ state, value }) => (state === 'ok') !== (value !== null))).toEqual([])
    expect(found.every(({ from, to, direction }) => from < to && to === today && direction === 'up')).toBe(true)
    expect(found.every(({ areas }) => areas.length === 0)).toBe(true)
  }))

  it('have a target where a source gives one, with its words', () => onStage(database, async (stage) => {
    const targets = (await all(stage)).filter(({ target }) => target !== null)

    expect(targets.map(({ code, target }) => [code, target?.operator, target?.value, target?.verified])).toEqual([['I17', '>=', 100, false]])
    expect(targets[0]?.target?.source_quote).toBe('保证乡村医生至少每2年接受一次培训。')
  }))

  it('are the sums of the areas right below', () => onStage(database, async (stage) => {
    await pushed(stage, [visitOn(1, ago(20), { due: [5, 10] }), visitOn(2, ago(20), { due: [5], area: 520327 }),
      clinicOn(3, ago(20), 50), trainingOn(4, ago(20), { author: village.east, colleague: village.west }, 1)])
    await importing(stage, [{ area_code: '520326', figure: 'residents', year: 2025, value: 100_000, source: '示例公报' }])

    for (const area of [520000, 520300]) for (const each of await all(stage, area)) {
      expect([each.code, each.areas.reduce((sum, { numerator }) => sum + numerator, 0), each.areas.reduce((sum, { denominator }) => sum + denominator, 0)])
        .toEqual([each.code, each.numerator, each.denominator])
      expect(each.areas.length).toBeGreaterThan(8)
    }
    expect((await one(stage, 'I14', 520300)).areas.filter(({ denominator }) => denominator > 0).map(({ id, denominator }) => [id, denominator]))
      .toEqual([[520326, 2], [520327, 1]])
    expect((await one(stage, 'I19', 520300)).areas.map(({ state }) => state).sort()[0]).toBe('no_population')
  }))

  it.each([['dingzhouManager', 520326], ['author', 520326], ['wuchuanManager', 520300], ['withoutMembership', 520326], ['wuchuanManager', 520326101]] as const)(
    'are not told to %s for %s', (who, area) => onStage(database, async (stage) => {
      expect(await failureOf(await stage.as(who), 'select api.indicators($1)', [area])).toBe('403 forbidden')
      expect(await failureOf(await stage.as(who), "select api.indicator_rows($1, 'I13', null)", [area])).toBe('403 forbidden')
    }))
})

describe('I13, visits', () => {
  it('count an institution once, and neither what it checks itself nor an authority', () => onStage(database, async (stage) => {
    const [, before] = await figure(stage, 'I13')
    await pushed(stage, [visitOn(1, ago(1), { recipient: 11010 }), visitOn(2, ago(40), { recipient: 11010 }), visitOn(3, ago(1), { recipient: 11011, level: 'self' }),
      visitOn(4, ago(1), { recipient: 23 })])

    expect(await figure(stage, 'I13')).toEqual([1, before, expect.any(Number), 'ok'])
    expect((await rows(stage, 'I13')).rows.filter(({ counted }) => counted)).toMatchObject([
      { key: '11010', kind: 'organisation', activity_id: documentId(1), title: '务川仡佬族苗族自治县丰乐镇卫生院', day: ago(1) }])
  }))

  it('leave out institutions that closed', () => onStage(database, async (stage) => {
    const [, before] = await figure(stage, 'I13')
    await (await stage.owner()).query('update app.organisations set valid_to = $1 where id = 11011', [ago(1)])

    expect((await figure(stage, 'I13'))[1]).toBe(Number(before) - 1)
  }))
})

describe('I14 and I15, findings', () => {
  const closing = (n: number, day: string) => `insert into app.finding_moves (activity_id, finding_id, from_state, to_state, method, note, person_id, at)
    select '${documentId(n)}', '1', 'submitted', 'closed', 'doc', '已整改', author_id, '${day}T04:00:00Z' from app.documents where id = '${documentId(n)}'`

  it('are those closed out of those found, and those closed out in time of those that were due', () => onStage(database, async (stage) => {
    await pushed(stage, [visitOn(1, '2026-03-02', { due: [10] }), visitOn(2, '2026-03-02', { due: [10] }), visitOn(3, '2026-03-02', { due: [10] }), visitOn(4, '2026-03-02', { due: [60] })])
    await (await stage.owner()).exec(`${closing(1, '2026-03-12')}; ${closing(2, '2026-03-13')}`)

    expect(await counts(stage, 'rectify_rate', '2026-01-01', '2026-03-31')).toEqual([2, 4])
    expect(await counts(stage, 'on_time_rectify_rate', '2026-01-01', '2026-03-31')).toEqual([1, 3])
    expect(await counts(stage, 'on_time_rectify_rate', '2026-01-01', '2026-03-13')).toEqual([1, 3])
    expect(await counts(stage, 'on_time_rectify_rate', '2026-01-01', '2026-03-12')).toBeNull()
    expect(await counts(stage, 'rectify_rate', '2026-03-03', '2026-03-31')).toBeNull()
  }))

  it('lead to each finding with its visit', () => onStage(database, async (stage) => {
    await pushed(stage, [visitOn(1, ago(20), { due: [5] }), visitOn(2, ago(20), { due: [100] })])

    expect((await rows(stage, 'I14')).rows.map(({ key, activity_id, counted, day }) => [key, activity_id, counted, day])).toEqual(
      [documentId(1), documentId(2)].sort().map((id) => [`${id}#1`, id, false, ago(20)]))
    expect((await rows(stage, 'I15')).rows).toMatchObject([{ key: `${documentId(1)}#1`, kind: 'finding', day: ago(15), counted: false,
      title: '中成药品种不足，缺常用感冒类药品', area_name: '丰乐镇' }])
  }))
})

describe('I16, frequency of tours', () => {
  it('holds level by level where enough stops lie in the period of the rule', () => onStage(database, async (stage) => {
    const random = seeded(17)
    const stops = Array.from({ length: 24 }, () => ({ back: Math.floor(random() * 120), level: pick(random, ['county', 'township', 'village'] as const),
      area: pick(random, [520326, 520326101, 520326102, 520327, 520328]) }))
    await pushed(stage, stops.map(({ back, level, area }, n) => stopOn(n + 1, ago(back), level, area)))
    const owner = await stage.owner()
    await owner.exec(`insert into app.rules (code, area_id, valid_from, operator, value, unit, source, source_quote, verified) values
      ('tour_stops_county_quarter', 520327, '2026-01-01', '>=', 3, 'per_quarter', 's', 'q', false),
      ('tour_stops_village_week', 520328, '2026-01-01', '>=', 0, 'per_week', 's', 'q', false)`)
    const tx = await stage.as('zunyiManager')
    const asked = (county: number, level: string) => (county === 520327 && level === 'county' ? 3 : county === 520328 && level === 'village' ? 0 : 1)

    for (let back = 0; back < 100; back += 9) {
      const standing = await tx.query<{ county: number; level: string; holds: boolean; since: string }>(
        'select county_id as county, which as level, holds, since::text from private.county_tours(private.counties_below(array[520300]), $1::date)', [ago(back)])
      const told = standing.map((row) => ({ ...row, holds: stops.filter((stop) => Math.floor(stop.area / (stop.area > 999_999 ? 1000 : 1)) === row.county
        && stop.level === row.level && ago(stop.back) >= row.since && stop.back >= back).length >= asked(row.county, row.level) }))
      expect(standing).toEqual(told)
      expect([standing.length > 20, standing.some(({ holds }) => holds), standing.every(({ since }) => since <= ago(back))]).toEqual([true, true, true])
    }
  }))

  it('is without a value where no rule asks, and leads to the last stop of each level', () => onStage(database, async (stage) => {
    await pushed(stage, [stopOn(1, ago(1), 'village')])
    expect(await figure(stage, 'I16')).toEqual([1, 3, 33.3, 'ok'])
    expect((await rows(stage, 'I16')).rows).toMatchObject([
      { key: '520326:county', counted: false, activity_id: null, day: null }, { key: '520326:township', counted: false },
      { key: '520326:village', kind: 'area', counted: true, activity_id: documentId(1), day: ago(1), title: '务川仡佬族苗族自治县', area_name: '遵义市' }])

    await (await stage.owner()).exec("update app.rules set valid_to = valid_from where code like 'tour_stops_%'")

    expect(await figure(stage, 'I16')).toEqual([0, 0, null, 'no_rule'])
  }))
})

describe('I17 to I19', () => {
  const register = (value: number) => ({ area_code: '520326', figure: 'village_doctors', year: 2025, value, source: '示例名册' })

  it('count village doctors trained in 24 months, each once, against the register', () => onStage(database, async (stage) => {
    await pushed(stage, [trainingOn(1, ago(10), { author: village.east, colleague: village.west }), trainingOn(2, ago(5), { author: village.east })])
    expect(await figure(stage, 'I17')).toEqual([0, 0, null, 'no_register'])

    await importing(stage, [register(8)])
    expect(await figure(stage, 'I17')).toEqual([2, 8, 25, 'ok'])
    expect(await counts(stage, 'village_doctor_trained_2y', ago(7), today)).toEqual([1, 8])
    expect((await rows(stage, 'I17')).rows.map(({ key, kind }) => [key, kind])).toEqual([documentId(1), documentId(2)].sort().map((id) => [id, 'activity']))

    await importing(stage, [register(0)])
    expect(await figure(stage, 'I17')).toEqual([0, 0, null, 'no_register'])
  }))

  it('count those who passed of those assessed', () => onStage(database, async (stage) => {
    await pushed(stage, [trainingOn(1, ago(10), { author: village.east, colleague: village.west }, 1), trainingOn(2, ago(9), { organisationManager: village.east }, 0)])

    expect(await figure(stage, 'I18')).toEqual([1, 3, 33.3, 'ok'])
    expect((await rows(stage, 'I18')).rows.map(({ activity_id, counted, day }) => [activity_id, counted, day])).toEqual([[documentId(2), false, ago(9)], [documentId(1), true, ago(10)]])
  }))

  it('count visits to free clinics held in an area against who lives there', () => onStage(database, async (stage) => {
    await pushed(stage, [clinicOn(1, ago(10), 90), clinicOn(2, ago(9), 60), clinicOn(3, ago(9), 70, 520327)])
    await importing(stage, [{ area_code: '520326', figure: 'residents', year: 2024, value: 50_000, source: '示例公报' },
      { area_code: '520326', figure: 'residents', year: 2025, value: 100_000, source: '示例公报' }])

    expect(await figure(stage, 'I19')).toEqual([150, 100_000, 15, 'ok'])
    expect(await figure(stage, 'I19', 520300)).toEqual([150, 100_000, 15, 'ok'])
    expect((await rows(stage, 'I19', 520300)).rows.map(({ activity_id }) => activity_id)).toEqual([documentId(2), documentId(1)])
  }))
})

describe('what stands behind an indicator', () => {
  it('comes 200 at a time, each once and all of it', () => onStage(database, async (stage) => {
    const whole = Number((await figure(stage, 'I13', 520000))[1])
    await (await stage.owner()).exec(`insert into app.organisations (name, kind, level, county_id)
      select '卫生室' || n, 'village_clinic', 'village', 520326 from generate_series(1, 450) as n`)
    const keys: string[] = []
    let more = true
    while (more) {
      const page = await rows(stage, 'I13', 520000, keys.at(-1) ?? null)
      keys.push(...page.rows.map(({ key }) => key))
      expect(page.rows.length).toBe(page.more ? 200 : page.rows.length)
      more = page.more
    }
    expect(keys).toHaveLength(whole + 450)
    expect(new Set(keys).size).toBe(keys.length)
  }))

  it.each([['I14', 3], ['I15', 3], ['I16', 0], ['I17', 2], ['I18', 2], ['I19', 2]] as const)('goes on after any key of %s', (code, least) => onStage(database, async (stage) => {
    await pushed(stage, [visitOn(1, ago(30), { due: [3, 4] }), visitOn(2, ago(30), { due: [5] }), clinicOn(3, ago(9), 10), clinicOn(4, ago(9), 10), clinicOn(5, ago(3), 10, 520327),
      trainingOn(6, ago(9), { author: village.east }), trainingOn(7, ago(3), { colleague: village.east }, 1)])
    await importing(stage, ['residents', 'village_doctors'].flatMap((name) => ['520326', '520327'].map((area_code) =>
      ({ area_code, figure: name, year: 2025, value: 1000, source: '示例' }))))
    const keys = (await rows(stage, code, 520300)).rows.map(({ key }) => key)
    expect(keys.length).toBeGreaterThanOrEqual(least)

    for (const [at, key] of keys.entries())
      expect([key, (await rows(stage, code, 520300, key)).rows.map((row) => row.key)]).toEqual([key, keys.slice(at + 1)])
  }))

  it.each([['I99', null], [null, null], ['I13', 'x; drop'], ['I13', 'a'.repeat(81)]])('is not told for the code %s after %s', (code, after) =>
    onStage(database, async (stage) => {
      expect(await failureOf(await stage.as('guizhouManager'), 'select api.indicator_rows(520326, $1, $2)', [code, after])).toBe('422 invalid')
    }))

  it.each(['I13', 'I14', 'I15', 'I16', 'I17', 'I18', 'I19'])('%s bears any key', (code) => onStage(database, async (stage) => {
    for (const after of ['', '0', '999999999', '520326:', ':', '520326/2026-99-99/x', `520326/2026-02-30/${documentId(1)}`, '#', `${documentId(1)}#`, `${documentId(1)}#9999999`, 'zzz'])
      expect([after, await failureOf(await stage.as('guizhouManager'), 'select api.indicator_rows(520326, $1, $2)', [code, after])]).toEqual([after, after === '' ? '422 invalid' : null])
  }))
})

describe('rules in force for many areas', () => {
  it('are those of each area by itself', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.exec(`insert into app.rules (code, area_id, valid_from, valid_to, operator, value, unit, source, source_quote, verified)
      select code, area, from_day::date, to_day::date, '>=', 1, 'u', 's', 'q', false
      from (values ('x', null, '2026-01-01', null), ('x', 520000, '2026-03-01', '2026-03-31'), ('x', 520326, '2026-03-15', null),
        ('x', 130600, '2026-01-01', null), ('y', 130000, '2026-02-01', null), ('x', 520326101, '2026-03-20', null)) as v(code, area, from_day, to_day)`)
    const areas = '{520326,520326101,520326102,520300,130682,130634,1}'

    for (const day of ['2025-12-31', '2026-01-01', '2026-03-14', '2026-03-25', '2026-04-01'])
      expect([day, await tx.query("select for_area, code, rule_id from private.rules_in_force('{x,y}', $1, $2::date) order by 1, 2", [areas, day])]).toEqual([day,
        await tx.query(`select a as for_area, c as code, r.id as rule_id from unnest($1::int[]) as a cross join unnest(array['x', 'y']) as c
          cross join lateral private.rule_in_force(c, a, $2::date) as r order by 1, 2`, [areas, day])])
    expect(await valueOf(tx, "select count(*)::int from private.rules_in_force('{z}', $1, '2026-04-01')", [areas])).toBe(0)
  }))
})
