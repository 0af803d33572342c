import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Board } from '../../../src/domain/board.ts'
import type { AreaFigure, AreaFigureVerdict } from '../../../src/domain/saved-view.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { callOf, failureOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const line = (overrides: Partial<AreaFigure> = {}): AreaFigure =>
  ({ area_code: '520326', figure: 'residents', year: 2025, value: 330_000, source: '2025年统计公报', ...overrides })
const take = async (tx: Queryable, lines: readonly unknown[]) =>
  (await callOf<{ verdicts: readonly AreaFigureVerdict[] }>(tx, 'api.import_area_figures($1)', [JSON.stringify(lines)])).verdicts
const kept = (tx: Queryable) => tx.query('select area_id, figure, year, value, source from app.area_figures order by 1, 2, 3')

describe('imported figures', () => {
  it('are taken for areas at and below the manager\'s own, down to townships', () => onStage(database, async (stage) => {
    const tx = await stage.as('zunyiManager')

    expect(await take(tx, [line(), line({ area_code: '520300', value: 6_600_000 }), line({ area_code: '520326101', value: 21_000 }),
      line({ figure: 'village_doctors', value: 0 })])).toEqual([null, null, null, null])
    expect(await kept(tx)).toHaveLength(4)
  }))

  it.each([
    ['of a neighbour', { area_code: '130682' }, 'forbidden'], ['of the area above', { area_code: '520300' }, 'forbidden'],
    ['of no area', { area_code: '999999' }, 'unknown_area'], ['without a code', { area_code: '' }, 'unknown_area'],
    ['of another figure', { figure: 'beds' as never }, 'figure'], ['of a year to come', { year: 2999 }, 'year'],
    ['of no year', { year: null as never }, 'year'], ['that is negative', { value: -1 }, 'value'], ['that is no whole number', { value: 1.5 }, 'value'],
    ['of nobody living there', { value: 0 }, 'value'], ['without a source', { source: ' ' }, 'source'],
    ['with a phone number', { source: '电话 13912345678' }, 'source'],
  ] as const)('%s are refused, and the rest of the lines are taken', (_, change, verdict) => onStage(database, async (stage) => {
    const tx = await stage.as('wuchuanManager')

    expect(await take(tx, [line(change), line({ year: 2024 })])).toEqual([verdict, null])
    expect(await kept(tx)).toMatchObject([{ area_id: 520326, year: 2024 }])
  }))

  it('are replaced by a later import of the same area, figure and year; of two such lines the later holds', () => onStage(database, async (stage) => {
    const tx = await stage.as('wuchuanManager')
    await take(tx, [line(), line({ year: 2024, value: 1 })])

    await take(tx, [line({ value: 5 }), line({ value: 320_000, source: '更正后的公报' })])

    expect(await kept(tx)).toMatchObject([{ year: 2024, value: 1 }, { year: 2025, value: 320_000, source: '更正后的公报' }])
    expect(await tx.query("select area_id, value, year from private.newest_figures('{520326,520327}', 'residents')"))
      .toEqual([{ area_id: 520326, value: 320_000, year: 2025 }])
  }))

  it('are read by managers of the area and of those above, and by nobody else', () => onStage(database, async (stage) => {
    await take(await stage.as('guizhouManager'), [line(), line({ area_code: '520300' })])

    for (const [who, seen] of [['guizhouManager', 2], ['zunyiManager', 2], ['wuchuanManager', 1], ['dingzhouManager', 0], ['author', 0], ['administrator', 0]] as const)
      expect([who, await valueOf(await stage.as(who), 'select count(*)::int from app.area_figures')]).toEqual([who, seen])
  }))

  it('give a board its residents: those of the area itself, else the sum where all its counties have some', () => onStage(database, async (stage) => {
    const residents = async (area: number) => {
      const board = await callOf<Board>(await stage.as('guizhouManager'), "api.area_board($1, '2026-01-01', '2026-12-31')", [area])
      return new Map(board.areas.map((each) => [each.id, each.residents]))
    }
    const codes = (await (await stage.owner()).query<{ code: string }>('select code from app.areas where managing_parent = 520300')).map(({ code }) => code)
    const tx = async () => stage.as('guizhouManager')
    expect((await residents(520000)).get(520300)).toBeNull()

    await take(await tx(), codes.slice(1).map((area_code) => line({ area_code, value: 100 })))
    expect((await residents(520000)).get(520300)).toBeNull()
    await take(await tx(), [line({ area_code: codes[0] ?? '', value: 100 }), line({ area_code: '520326101', value: 7 })])
    expect((await residents(520000)).get(520300)).toBe(codes.length * 100)
    await take(await tx(), [line({ area_code: '520300', value: 5000 })])

    expect((await residents(520000)).get(520300)).toBe(5000)
    expect((await residents(520300)).get(520326)).toBe(100)
    expect([(await residents(520326)).get(520326101), (await residents(520326)).get(520326102)]).toEqual([7, null])
  }))

  it('stand in the audit with who imported them', () => onStage(database, async (stage) => {
    await take(await stage.as('zunyiManager'), [line(), line({ area_code: '520327' }), line({ figure: 'village_doctors', value: 300 })])

    const tx = await stage.owner()
    expect(await tx.query("select action, row_id, after, person_id is not null as named from app.audit where entity = 'area_figures' order by seq")).toEqual([
      { action: 'imported', row_id: 'residents/2025', after: { areas: 2 }, named: true },
      { action: 'imported', row_id: 'village_doctors/2025', after: { areas: 1 }, named: true }])
    expect(await tx.query('select * from private.audit_breaks()')).toEqual([])
  }))

  it.each(['author', 'organisationManager', 'administrator', 'withoutMembership', 'disabledManager'] as const)(
    'are not taken from %s, who manages no area', (who) => onStage(database, async (stage) => {
      expect(await failureOf(await stage.as(who), 'select api.import_area_figures($1)', [JSON.stringify([line()])])).toBe('403 forbidden')
    }))

  it.each([['no list', '{}'], ['no JSON', 'x'], ['nothing', '[]'], ['too much', JSON.stringify(Array.from({ length: 2001 }, () => line()))]])(
    'come as a list of up to 2,000 lines, and not as %s', (_, lines) => onStage(database, async (stage) => {
      expect(await failureOf(await stage.as('wuchuanManager'), 'select api.import_area_figures($1)', [lines])).toBe('422 invalid')
    }))

  it('move the version of what shows them on, of the importer\'s counties alone', () => onStage(database, async (stage) => {
    const version = async (who: 'wuchuanManager' | 'dingzhouManager', area: number) => callOf<{ version: string }>(await stage.as(who), 'api.board_version($1)', [area])
    const before = [await version('wuchuanManager', 520326), await version('dingzhouManager', 130682)]
    await take(await stage.as('wuchuanManager'), [line()])

    expect(await version('wuchuanManager', 520326)).not.toEqual(before[0])
    expect(await version('dingzhouManager', 130682)).toEqual(before[1])
  }))

  it('are taken 2,000 at a time', () => onStage(database, async (stage) => {
    const lines = Array.from({ length: 2000 }, (_, n) => line({ year: 1990 + (n % 30), value: 1 + n }))

    expect(new Set(await take(await stage.as('wuchuanManager'), lines))).toEqual(new Set([null]))
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.area_figures')).toBe(30)
  }))
})
