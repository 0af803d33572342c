import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../../src/domain/day.ts'
import type { ReferencePack } from '../../../src/domain/ports.ts'
import { addWorkingDays, type CalendarDay } from '../../../src/domain/working-days.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { seeded } from '../../make/random.ts'
import { callOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

describe('the shipped calendar', () => {
  it('has every holiday and shifted day of 2025 and 2026', async () => {
    const counts = await database.query(`select extract(year from day)::int as year, kind, count(*)::int as days
      from app.calendar_days group by 1, 2 order by 1, 2`)

    expect(counts).toEqual([
      { year: 2025, kind: 'holiday', days: 28 }, { year: 2025, kind: 'workday', days: 5 },
      { year: 2026, kind: 'holiday', days: 33 }, { year: 2026, kind: 'workday', days: 6 }])
  })

  it('travels with the rules, in order and with its names', () => onStage(database, async (stage) => {
    const { calendar = [] } = await callOf<ReferencePack>(await stage.as('author'), "api.reference_pack('rules', null)")

    expect(calendar).toHaveLength(72)
    expect(calendar.filter(({ day }) => day.startsWith('2026-09'))).toEqual([
      { day: '2026-09-20', kind: 'workday', name: '国庆节调休' },
      ...['2026-09-25', '2026-09-26', '2026-09-27'].map((day) => ({ day, kind: 'holiday', name: '中秋节' }))])
  }))

  it('shifts work to weekend days alone', async () => {
    expect(await database.query("select day from app.calendar_days where kind = 'workday' and extract(isodow from day) < 6")).toEqual([])
  })

  it('leaves 248 working days in 2025 and 248 in 2026', async () => {
    const count = (year: number) => valueOf<number>(database, `select count(*)::int
      from generate_series(make_date($1, 1, 1), make_date($1, 12, 31), interval '1 day') as d
      left join app.calendar_days c on c.day = d::date
      where coalesce(c.kind = 'workday', extract(isodow from d) < 6)`, [year])

    expect([await count(2025), await count(2026)]).toEqual([248, 248])
  })
})

describe('working days', () => {
  it('are reckoned alike on phone and server, verified or not', () => onStage(database, async (stage) => {
    const tx = await stage.as('author')
    const calendar = await tx.query<CalendarDay>('select day::text as day, kind from app.calendar_days')
    const random = seeded(30)
    const asked = Array.from({ length: 300 }, () => ({
      day: addDays('2024-11-01', Math.floor(random() * 900)), n: Math.floor(random() * 60) - 2 }))

    const found = await tx.query<{ due: string; verified: boolean }>(`
      select w.due::text as due, w.verified from jsonb_array_elements(($1::text)::jsonb) with ordinality as a(value, o)
      cross join lateral private.add_working_days((value ->> 'day')::date, (value ->> 'n')::int) as w order by o`, [JSON.stringify(asked)])

    const mine = asked.map(({ day, n }) => addWorkingDays(day, n, calendar))
    expect(found.map(({ due, verified }) => ({ day: due, verified }))).toEqual(mine)
    expect(new Set(mine.map(({ verified }) => verified)).size).toBe(2)
  }))

  it('for findings have a rule for every severity, said to be unverified', async () => {
    expect(await database.query(`select code, value::int as value, verified from app.rules
      where code like 'finding_due_days_%' order by value`)).toEqual([
      { code: 'finding_due_days_critical', value: 7, verified: false },
      { code: 'finding_due_days_major', value: 15, verified: false },
      { code: 'finding_due_days_minor', value: 30, verified: false }])
  })
})
