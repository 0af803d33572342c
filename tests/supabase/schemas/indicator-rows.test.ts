import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Parcel } from '../../../src/domain/document.ts'
import { indicatorCodes, type Indicator, type IndicatorCode, type IndicatorRow } from '../../../src/domain/indicator.ts'
import { documentId, personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { ago, clinicOn, ofDingzhou, stopOn, today, trainingOn, village, visitOn } from './board-records.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, onStage, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const dingzhou = 130682
/** A village clinic of a county (520327) whose register names nobody. */
const withoutRegister = 9_000_001
const day = ago(3)

/** Of each kind: held in 务川 by its own, held there by 定州, held in 定州 by 务川, and held in 定州 by 定州 for people of 务川. */
const planted: Readonly<Record<'author' | 'dingzhouAuthor', readonly Parcel[]>> = {
  author: [
    visitOn(1, day, { due: [1, 2] }), visitOn(2, day, { area: dingzhou, recipient: village.east, due: [1] }), visitOn(3, ago(2), { level: 'self', recipient: 11013 }),
    trainingOn(4, ago(9), { author: village.east, colleague: village.west }, 1), trainingOn(5, day, { author: village.east }, 1, dingzhou),
    clinicOn(6, day, 40), clinicOn(7, day, 50, dingzhou), stopOn(8, day, 'county'), stopOn(9, day, 'village', dingzhou),
    clinicOn(10, day, 0, 520326102), trainingOn(11, ago(9), { colleague: 11010 }), trainingOn(12, day, { guizhouManager: withoutRegister }),
  ],
  dingzhouAuthor: [
    visitOn(21, ago(5), { due: [1] }), visitOn(22, ago(1), { area: dingzhou, recipient: village.west, due: [1] }), visitOn(23, ago(1), { area: dingzhou, recipient: 11013 }),
    trainingOn(24, ago(4), { organisationManager: village.east }, 1), trainingOn(25, ago(2), { colleague: village.west, zunyiManager: village.inHuangdu }, 1, dingzhou),
    clinicOn(26, day, 70), clinicOn(27, day, 80, dingzhou), stopOn(28, day, 'township'), stopOn(29, day, 'county', dingzhou),
  ].map(ofDingzhou),
}

async function plant(stage: Stage): Promise<void> {
  await (await stage.owner()).exec(`insert into app.organisations (id, name, kind, level, county_id) values (${withoutRegister}, '道真的卫生室', 'village_clinic', 'village', 520327)`)
  for (const [who, parcels] of Object.entries(planted)) expect(new Set(await stage.words(who as Persona, parcels))).toEqual(new Set(['applied']))
  const tx = await stage.owner()
  await tx.exec(`insert into app.finding_moves (activity_id, finding_id, from_state, to_state, method, note, person_id, at)
    select activity_id, id, 'submitted', 'closed', 'doc', '已整改', '${personId('wuchuanManager')}', '${ago(2)}T04:00:00Z' from app.findings
    where activity_id in ('${documentId(21)}', '${documentId(1)}') and no = 1`)
  await tx.exec(`insert into app.area_figures (area_id, figure, year, value, source, managed_area_id)
    select area, figure, 2025, 1000, '示例', area from unnest(array[520326, 130682]) as area cross join unnest(array['residents', 'village_doctors']) as figure
    union all select 520327, 'village_doctors', 2025, 0, '示例', 520327`)
}

async function listed(stage: Stage, who: Persona, area: number, code: IndicatorCode): Promise<readonly IndicatorRow[]> {
  const rows: IndicatorRow[] = []
  let more = true
  while (more) {
    const page = await callOf<{ rows: readonly IndicatorRow[]; more: boolean }>(await stage.as(who), 'api.indicator_rows($1, $2, $3)', [area, code, rows.at(-1)?.key ?? null])
    rows.push(...page.rows)
    more = page.more
  }
  return rows
}
const figures = async (stage: Stage, who: Persona, area: number) =>
  (await callOf<{ indicators: readonly Indicator[] }>(await stage.as(who), 'api.indicators($1)', [area])).indicators
const sum = (numbers: readonly (number | null)[]) => numbers.reduce<number>((all, each) => all + (each ?? 0), 0)

describe('what stands behind an indicator adds up to it', () => {
  it.each([
    ['wuchuanManager', 520326], ['dingzhouManager', dingzhou], ['zunyiManager', 520300], ['guizhouManager', 520000], ['countryManager', 1],
  ] as const)('for %s of %i, whoever held it and wherever', (who, area) => onStage(database, async (stage) => {
    await plant(stage)
    const told = await figures(stage, who, area)
    expect(told.map(({ code }) => code)).toEqual(indicatorCodes)

    for (const { code, numerator, denominator } of told) {
      const rows = await listed(stage, who, area, code)
      const imported = code === 'I17' || code === 'I19'
      expect([code, sum(rows.map((row) => row.numerator)), imported ? null : sum(rows.map((row) => row.denominator))])
        .toEqual([code, numerator, imported ? null : denominator])
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
      if (code <= 'I16') expect([code, rows.length, rows.filter(({ counted }) => counted).length]).toEqual([code, denominator, numerator])
    }
  }))

  it('has something of each kind to add up', () => onStage(database, async (stage) => {
    await plant(stage)

    expect((await figures(stage, 'wuchuanManager', 520326)).map(({ code, numerator }) => [code, numerator])).toEqual(
      [['I13', 4], ['I14', 2], ['I15', 1], ['I16', 2], ['I17', 4], ['I18', 2], ['I19', 110]])
    expect((await figures(stage, 'dingzhouManager', dingzhou)).map(({ code, numerator }) => [code, numerator])).toEqual(
      [['I13', 0], ['I14', 0], ['I15', 0], ['I16', 2], ['I17', 0], ['I18', 2], ['I19', 130]])
  }))
})

describe('what a manager may not read', () => {
  it('counts, and has neither id nor title', () => onStage(database, async (stage) => {
    await plant(stage)
    const visited = (await listed(stage, 'wuchuanManager', 520326, 'I13')).filter(({ counted }) => counted)
    const sessions = await listed(stage, 'wuchuanManager', 520326, 'I17')

    expect(visited.map(({ key, activity_id, day: on }) => [key, activity_id, on])).toEqual([['11010', documentId(1), day], ['11011', documentId(2), day],
      ['11012', null, ago(1)], ['11013', null, ago(1)]])
    expect(sessions.find(({ key }) => key === documentId(25))).toEqual({ key: documentId(25), kind: 'activity', activity_id: null, title: '',
      area_name: '务川仡佬族苗族自治县', day: ago(2), counted: true, numerator: 2, denominator: null })
    expect(sessions.map(({ key, numerator }) => [key, numerator]).sort()).toEqual(
      [[documentId(24), 1], [documentId(25), 2], [documentId(4), 0], [documentId(5), 1]].sort())
  }))

  it('is told to who may', () => onStage(database, async (stage) => {
    await plant(stage)

    expect((await listed(stage, 'countryManager', 520326, 'I17')).find(({ key }) => key === documentId(25)))
      .toMatchObject({ activity_id: documentId(25), area_name: '定州市' })
  }))
})

describe('a record of a day that is still to come', () => {
  it('counts in its month, and is listed', () => onStage(database, async (stage) => {
    const [year, month] = today.split('-').map(Number) as [number, number]
    const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    expect(await stage.words('author', [clinicOn(1, last, 40), trainingOn(2, last, { author: village.east }, 1)])).toEqual(['applied', 'applied'])
    await (await stage.owner()).exec("insert into app.area_figures (area_id, figure, year, value, source, managed_area_id) values (520326, 'residents', 2025, 1000, '示例', 520326)")

    for (const code of ['I18', 'I19'] as const) expect((await listed(stage, 'wuchuanManager', 520326, code)).map((row) => row.numerator))
      .toEqual([code === 'I18' ? 1 : 40])
    expect((await figures(stage, 'wuchuanManager', 520326)).filter(({ code }) => code >= 'I18').map(({ numerator }) => numerator)).toEqual([1, 40])
  }))
})
