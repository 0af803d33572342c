import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, chinaDay } from '../../../src/domain/day.ts'
import type { Frequency } from '../../../src/domain/reports.ts'
import { ruleInForce, type RuleRow } from '../../../src/domain/rule.ts'
import { heldUntil } from '../../../src/kinds/tour-stop/frequency.ts'
import { makeHeader, makeParcel, makeSeal } from '../../make/payload.ts'
import { makeStop, makeStopAnswers } from '../../make/tour.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

type Level = 'county' | 'township' | 'village'
const stop = (n: number, day: string, level: Level, area: number) => makeParcel(makeStop(n, {
  sealed: makeSeal({ at: `${day}T03:00:00.000Z` }),
  header: makeHeader({ host_area_id: area, started_at: `${day}T01:00:00.000Z`, ended_at: `${day}T02:00:00.000Z`, late_reason: '补录' }),
  answers: makeStopAnswers({ stop_level: level, next_visit_on: null }),
}))

interface Row { level: Level; holds: boolean; last_on: string | null; due_on: string | null; since: string }
const frequency = async (stage: Stage, area: number, day: string, who: Persona = 'wuchuanManager') => {
  const rows = await (await stage.as(who)).query<Row>(`
    select level, s.holds, s.last_on::text, s.due_on::text, s.since::text from unnest(array['county', 'township', 'village']) as level
    cross join lateral private.tour_standing(array[$1::int], level, $2::date) as s`, [area, day])
  return Object.fromEntries(rows.map((row) => [row.level, row]))
}
const holds = async (stage: Stage, level: Level, day: string, area = 520326) => (await frequency(stage, area, day))[level]?.holds

describe('the counties of a manager', () => {
  it('are told with what is due first, and with the rule\'s own words', () => onStage(database, async (stage) => {
    const today = chinaDay(new Date())
    await stage.push('author', [stop(1, addDays(today, -1), 'village', 520326101)])

    const { rows, left_off } = await callOf<Frequency>(await stage.as('zunyiManager'), 'api.visit_frequency($1)', [520300])

    expect(rows.map(({ holds }) => Number(holds))).toEqual(rows.map(({ holds }) => Number(holds)).sort())
    expect(rows.find(({ area_id, level }) => area_id === 520326 && level === 'village')).toMatchObject(
      { holds: true, since: addDays(today, -6), last_on: addDays(today, -1), due_on: addDays(today, 5), area_name: '务川仡佬族苗族自治县',
        rule: { code: 'tour_stops_village_week', value: 1, verified: false, source_quote: '县域巡回医疗：县级每季度至少1次，乡镇每月至少1次，村级巡诊每周至少1次。' } })
    expect(rows).toHaveLength(3 * Number(await valueOf(await stage.owner(), 'select cardinality(private.counties_below(array[520300]))')))
    expect([left_off, rows.every(({ rule: { source_quote } }) => source_quote.length > 0)]).toEqual([0, true])
  }))

  it('are 300 at most, and how many more there are is said', () => onStage(database, async (stage) => {
    const { rows, left_off } = await callOf<Frequency>(await stage.as('countryManager'), 'api.visit_frequency(1)')

    expect([rows.length, rows.length + left_off]).toEqual([300, 3 * Number(await valueOf(await stage.owner(), 'select cardinality(private.counties_below(array[1]))'))])
  }))

  it('stand as the indicator counts them, and read no stop', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, chinaDay(new Date()), 'village', 520326101)])
    const { rows } = await callOf<Frequency>(await stage.as('wuchuanManager'), 'api.visit_frequency(520326)')
    const counted = await (await stage.as('wuchuanManager')).query('select numerator::int, denominator::int from private.tour_frequency_ok($1, current_date, private.china_day(now()))', ['{520326}'])
    expect(counted).toEqual([{ numerator: rows.filter((row) => row.holds).length, denominator: rows.length }])

    await (await stage.owner()).exec('alter table app.activities disable trigger user; delete from app.tour_stops; delete from app.activities')
    expect((await callOf<Frequency>(await stage.as('wuchuanManager'), 'api.visit_frequency(520326)')).rows).toEqual(rows)
  }))

  it.each([['dingzhouManager', 520326], ['author', 520326], ['wuchuanManager', 520300], ['withoutMembership', 520326]] as const)(
    'are not told to %s for %s', (who, area) => onStage(database, async (stage) => {
      expect(await failureOf(await stage.as(who), 'select api.visit_frequency($1)', [area])).toBe('403 forbidden')
    }))
})

describe('how often tours come', () => {
  it.each([
    ['village', '2026-05-08', '2026-05-14', '2026-05-15'],
    ['township', '2026-05-08', '2026-06-07', '2026-06-08'],
    ['county', '2026-05-08', '2026-08-07', '2026-08-08'],
    ['township', '2026-01-31', '2026-02-28', '2026-03-01'],
    ['county', '2025-11-30', '2026-02-28', '2026-03-01'],
  ] as const)('holds for a %s visited on %s until %s', (level, day, last, after) => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, day, level, 520326101)])

    expect((await frequency(stage, 520326, last))[level]).toMatchObject({ holds: true, last_on: day, due_on: last })
    expect(await holds(stage, level, after)).toBe(false)
    expect(await holds(stage, level, '2026-05-07')).toBe(false)
  }))

  it('counts a stop for the level of its place alone', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-08', 'township', 520326101)])

    const rows = await frequency(stage, 520326, '2026-05-08')

    expect(Object.values(rows).map((row) => [row.level, row.holds]).sort())
      .toEqual([['county', false], ['township', true], ['village', false]])
  }))

  it('is told of a county from all its stops, and of a township from its own', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-08', 'village', 520326101), stop(2, '2026-05-07', 'village', 520326102),
      stop(3, '2026-05-09', 'village', 520327)])
    const last = async (area: number) => (await frequency(stage, area, '2026-05-09'))['village']

    expect(await last(520326)).toMatchObject({ holds: true, last_on: '2026-05-08' })
    expect(await last(520326102)).toMatchObject({ holds: true, last_on: '2026-05-07' })
    expect(await last(520326103)).toMatchObject({ holds: false, last_on: null })
  }))

  it('tells the last visit, and until when it held, also after that', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-01', 'village', 520326101), stop(2, '2026-05-02', 'village', 520326101)])

    expect((await frequency(stage, 520326, '2026-05-15'))['village']).toEqual(
      { level: 'village', holds: false, since: '2026-05-09', last_on: '2026-05-02', due_on: '2026-05-08' })
  }))

  it('leaves out stops that do not count, and those that the caller may not see', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-08', 'village', 520326101)])
    expect((await frequency(stage, 520326, '2026-05-08', 'dingzhouManager'))['village']).toMatchObject({ holds: false, last_on: null })

    await (await stage.owner()).exec("update app.activities set status = 'void'")
    expect(await holds(stage, 'village', '2026-05-08')).toBe(false)
  }))

  it('follows a province whose rule asks for more, from its first day on', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-08', 'village', 520326101)])
    await (await stage.owner()).exec(`insert into app.rules (code, area_id, valid_from, operator, value, unit, source, source_quote, verified)
      values ('tour_stops_village_week', 520000, '2026-05-10', '>=', 2, 'per_week', '省', '每周2次', true)`)

    expect(await holds(stage, 'village', '2026-05-09')).toBe(true)
    expect(await holds(stage, 'village', '2026-05-10')).toBe(false)
  }))

  it('has no word where no rule is in force', () => onStage(database, async (stage) => {
    expect(await frequency(stage, 520326, '2024-06-17')).toEqual({})
  }))
})

describe('the last day that a stop holds for', () => {
  it.each([['county', '3 months'], ['township', '1 month'], ['village', '7 days']] as const)(
    'is for a %s the last whose period begins by the stop, on the server and on a phone, on every day of years', (level, period) => onStage(database, async (stage) => {
      const rows = await (await stage.owner()).query<{ stop: string; until: string; last: string }>(`
        select stop::date::text as stop, private.held_until(stop::date, $1::text::interval)::text as until, (
          select max(d)::date::text from generate_series(stop, stop + interval '4 months', interval '1 day') as d
          where (d - $1::text::interval)::date + 1 <= stop::date) as last
        from generate_series(timestamp '2026-01-01', timestamp '2030-12-31', interval '1 day') as stop`, [period])

      expect(rows).toHaveLength(1826)
      expect(rows.filter(({ until, last }) => until !== last)).toEqual([])
      expect(rows.filter(({ stop, until }) => heldUntil(stop, level) !== until)).toEqual([])
    }))
})

describe('the rule in force', () => {
  it('is chosen on the server as on a phone', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.exec("delete from app.rules where code = 'x'")
    await tx.exec(`insert into app.rules (code, area_id, valid_from, valid_to, operator, value, unit, source, source_quote, verified)
      select 'x', area, from_day::date, to_day::date, '>=', value, 'u', 's', 'q', false
      from (values (null, '2026-01-01', null, 1), (520000, '2026-03-01', '2026-03-31', 2), (520326, '2026-03-15', null, 3),
        (130600, '2026-01-01', null, 4), (130000, '2026-02-01', null, 5)) as v(area, from_day, to_day, value)`)
    const rules = (await tx.query<RuleRow & { value: unknown }>("select * from app.rules where code = 'x' order by id"))
      .map((row) => ({ ...row, value: Number(row.value) }))
    const lines: Record<number, number[]> = { 520326: [520326, 520300, 520000, 1], 520326101: [520326101, 520326, 520300, 520000, 1], 130682: [130682, 130000, 1] }

    for (const [area, line] of Object.entries(lines)) for (const day of ['2025-12-31', '2026-01-01', '2026-03-14', '2026-03-15', '2026-04-01']) {
      const there = await valueOf<unknown>(tx, "select value::int from private.rule_in_force('x', $1, $2::date)", [Number(area), day])
      expect([area, day, there ?? null]).toEqual([area, day, ruleInForce(rules, 'x', line, day)?.value ?? null])
    }
  }))
})
