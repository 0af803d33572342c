import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, chinaDay } from '../../../src/domain/day.ts'
import type { FrequencyRow } from '../../../src/domain/reports.ts'
import { ruleInForce, type RuleRow } from '../../../src/domain/rule.ts'
import { makeHeader, makeParcel, makeSeal } from '../../make/payload.ts'
import { makeStop, makeStopAnswers } from '../../make/tour.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

type Level = 'county' | 'township' | 'village'
const stop = (n: number, day: string, level: Level, area: number, next: string | null = null) => makeParcel(makeStop(n, {
  sealed: makeSeal({ at: '2026-12-31T00:00:00.000Z' }),
  header: makeHeader({ host_area_id: area, started_at: `${day}T01:00:00.000Z`, ended_at: `${day}T02:00:00.000Z`, late_reason: '补录' }),
  answers: makeStopAnswers({ stop_level: level, next_visit_on: next }),
}))

interface Row { stop_level: Level; held: number; holds: boolean; last_on: string | null; next_on: string | null; since: string; verified: boolean; source_quote: string }
const frequency = async (stage: Stage, area: number, day: string, who: Persona = 'wuchuanManager') => {
  const rows = await (await stage.as(who)).query<Row>('select * from private.tour_frequency($1, $2::date)', [area, day])
  return Object.fromEntries(rows.map((row) => [row.stop_level, row]))
}
const held = async (stage: Stage, level: Level, day: string, area = 520326) => {
  const row = (await frequency(stage, area, day))[level]
  return row && [row.held, row.holds]
}

describe('the counties of a manager', () => {
  it('are told with what is due first, and with the rule\'s own words', () => onStage(database, async (stage) => {
    const today = chinaDay(new Date())
    await stage.push('author', [stop(1, addDays(today, -1), 'village', 520326101)])

    const { rows } = await callOf<{ rows: readonly FrequencyRow[] }>(await stage.as('zunyiManager'), 'api.visit_frequency($1)', [520300])

    expect(rows.map(({ holds }) => Number(holds))).toEqual(rows.map(({ holds }) => Number(holds)).sort())
    expect(rows.find(({ area_id, level }) => area_id === 520326 && level === 'village')).toMatchObject(
      { held: 1, holds: true, last_on: addDays(today, -1), area_name: '务川仡佬族苗族自治县' })
    expect(rows.every(({ source_quote }) => source_quote.length > 0)).toBe(true)
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
  ] as const)('holds for a %s visited on %s until %s', (level, day, last, after) => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, day, level, 520326101)])

    expect(await held(stage, level, last)).toEqual([1, true])
    expect(await held(stage, level, after)).toEqual([0, false])
    expect(await held(stage, level, '2026-05-07')).toEqual([0, false])
  }))

  it('counts a stop for the level of its place alone', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-08', 'township', 520326101)])

    const rows = await frequency(stage, 520326, '2026-05-08')

    expect(Object.values(rows).map(({ stop_level, holds }) => [stop_level, holds]).sort())
      .toEqual([['county', false], ['township', true], ['village', false]])
  }))

  it('is told of a county from all its stops, and of a township from its own', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-08', 'village', 520326101), stop(2, '2026-05-07', 'village', 520326102),
      stop(3, '2026-05-07', 'village', 520327)])

    expect(await held(stage, 'village', '2026-05-08')).toEqual([2, true])
    expect(await held(stage, 'village', '2026-05-08', 520326101)).toEqual([1, true])
    expect(await held(stage, 'village', '2026-05-08', 520326103)).toEqual([0, false])
  }))

  it('tells the last visit, the next one announced, and where the rule comes from', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-01', 'village', 520326101, '2026-05-20'), stop(2, '2026-05-02', 'village', 520326101, '2026-05-09')])

    expect((await frequency(stage, 520326, '2026-05-15'))['village']).toMatchObject({
      held: 0, holds: false, since: '2026-05-09', last_on: '2026-05-02', next_on: '2026-05-20', verified: false,
      source_quote: '县域巡回医疗：县级每季度至少1次，乡镇每月至少1次，村级巡诊每周至少1次。' })
  }))

  it('leaves out stops that do not count, and those that the caller may not see', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-08', 'village', 520326101)])
    expect((await frequency(stage, 520326, '2026-05-08', 'dingzhouManager'))['village']?.held).toBe(0)

    await (await stage.owner()).exec("update app.activities set status = 'void'")
    expect(await held(stage, 'village', '2026-05-08')).toEqual([0, false])
  }))

  it('follows a province whose rule asks for more, from its first day on', () => onStage(database, async (stage) => {
    await stage.push('author', [stop(1, '2026-05-08', 'village', 520326101)])
    await (await stage.owner()).exec(`insert into app.rules (code, area_id, valid_from, operator, value, unit, source, source_quote, verified)
      values ('tour_stops_village_week', 520000, '2026-05-10', '>=', 2, 'per_week', '省', '每周2次', true)`)

    expect(await held(stage, 'village', '2026-05-09')).toEqual([1, true])
    expect(await held(stage, 'village', '2026-05-10')).toEqual([1, false])
  }))

  it('has no word where no rule is in force, and none for areas above a county', () => onStage(database, async (stage) => {
    expect(await frequency(stage, 520326, '2024-06-17')).toEqual({})
    expect(await frequency(stage, 520000, '2026-05-08')).toEqual({})
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
