import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActivityDetail, AreaReport } from '../../../src/domain/reports.ts'
import { documentId, makeParcel, makePayload, personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { actAs } from '../../database/persona.ts'
import { personas, stranger, type Persona } from './cast.ts'
import { keyOf, openWithScene, records, sceneParcels } from './scene.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithScene() })
afterAll(async () => { await database.close() })

const report = async (stage: Stage, persona: Persona, area: number, from = '2026-05-01', to = '2026-05-31') =>
  callOf<AreaReport>(await stage.as(persona), 'api.area_report($1, $2, $3)', [area, from, to])
const held = ({ rows }: AreaReport, side: 'host' | 'home') => rows[side].map(({ id }) => id).sort()
const { S, Q } = records

describe('api.area_report', () => {
  it.each([
    ['dingzhouManager', 130682, [], [S, Q]],
    ['rongchengManager', 130629, [S], []],
    ['quyangManager', 130634, [Q], []],
    ['xionganManager', 2, [S], []],
    ['baodingManager', 130600, [Q], []],
    ['hebeiManager', 130000, [S, Q], [S, Q]],
    ['hebeiManager', 130682, [], [S, Q]],
    ['hebeiManager', 130600, [Q], []],
    ['countryManager', 1, [S, Q], [S, Q]],
    ['zunyiManager', 520300, [], []],
  ] as const)('shows %s of area %i what was held there and what its own held apart', (persona, area, host, home) => onStage(database, async (stage) => {
    const answer = await report(stage, persona, area)

    expect([answer.area_id, held(answer, 'host'), held(answer, 'home'), answer.truncated]).toEqual([area, [...host].sort(), [...home].sort(), { host: false, home: false }])
  }))

  it('names the area, its province and its counties, and holds no figures', () => onStage(database, async (stage) => {
    const answer = await report(stage, 'xionganManager', 2)

    expect(answer).toMatchObject({ area_name: '雄安新区', province: '13', county_ids: [130629, 130632, 130638] })
    expect(Object.keys(answer).sort()).toEqual(['area_id', 'area_name', 'at', 'county_ids', 'province', 'rows', 'truncated'])
    expect(answer.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  }))

  it('lists the rows of each side, the newest first', () => onStage(database, async (stage) => {
    const { rows } = await report(stage, 'rongchengManager', 130629)

    expect(rows).toEqual({ home: [], host: [{ id: records.S, kind: 'free_clinic', status: 'submitted', title: '丰乐镇赶集日中医义诊',
      started_at: '2026-05-08T01:00:00.000Z', host_area_name: '容城县', organisation_id: 123, organisation_name: '定州市中医院', sessions: 1, visits: 152, headline: 152,
      photo_count: 1, photos_verified: 0, lng: 107.8891, lat: 28.5312 }] })
  }))

  it('lists the newest ones where there are more than are shown, whatever months they lie in', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.query(`insert into app.county_rollups select 130629, month::date, 'free_clinic', 'village', sessions, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
      from (values ('2026-05-01', 499), ('2026-03-01', 900)) as t(month, sessions)`)
    const from = async (most: number) => valueOf<string>(await stage.as('rongchengManager'), "select private.newest_from(array[130629], 'host', '2026-01-15', '2026-05-31', $1)::text", [most])

    expect([await from(500), await from(501), await from(9999)]).toEqual(['2026-05-01', '2026-03-01', '2026-01-15'])
    expect((await report(stage, 'rongchengManager', 130629)).rows.host).toHaveLength(1)
  }))

  it('shows what is approved, and leaves out what was returned or thrown away', () => onStage(database, async (stage) => {
    const setStatus = async (status: string) => {
      const tx = await stage.owner()
      for (const table of ['documents', 'activities']) await tx.query(`update app.${table} set status = $2 where id = $1`, [records.S, status])
    }
    await setStatus('approved')
    expect((await report(stage, 'rongchengManager', 130629)).rows.host.map(({ status }) => status)).toEqual(['approved'])
    for (const status of ['returned', 'void']) {
      await setStatus(status)
      expect((await report(stage, 'rongchengManager', 130629)).rows.host).toEqual([])
    }
  }))

  it('keeps to its days', () => onStage(database, async (stage) => {
    expect((await report(stage, 'hebeiManager', 130000, '2026-06-01', '2026-12-31')).rows.home).toEqual([])
    expect((await report(stage, 'hebeiManager', 130000, '2026-01-01', '2026-05-31')).rows.home).toHaveLength(2)
  }))

  it.each([
    ['baodingManager', 130682], ['baodingManager', 130629], ['baodingManager', 130000], ['dingzhouManager', 130600],
    ['rongchengManager', 2], ['xionganManager', 130600], ['shijiazhuangManager', 130181], ['guizhouManager', 130000],
    ['hebeiManager', 1], ['hebeiManager', 130629100], ['hebeiManager', 999_999], ['dingzhouAuthor', 130682],
    ['organisationManager', 520326], ['administrator', 130682], ['withoutMembership', 130682], ['expiredManager', 130629],
    ['disabledManager', 130629],
  ] as const)('is forbidden to %s for area %i', (persona, area) => onStage(database, async (stage) => {
    const tx = await stage.as(persona)

    expect(await failureOf(tx, "select api.area_report($1, '2026-05-01', '2026-05-31')", [area])).toBe('403 forbidden')
  }))
})

describe('api.activity_detail', () => {
  const seers: Partial<Record<Persona, true>> = { dingzhouAuthor: true, dingzhouColleague: true, dingzhouManager: true,
    rongchengManager: true, xionganManager: true, hebeiManager: true, countryManager: true }

  it('answers those who see the record, and finds nothing for all others', () => onStage(database, async (stage) => {
    for (const persona of personas) {
      const failure = await failureOf(await stage.as(persona), 'select api.activity_detail($1)', [records.S])
      expect([persona, failure]).toEqual([persona, seers[persona] ? null : '404 notFound'])
    }
  }))

  it.each(['D', 'P'] as const)('finds no draft and no practice record (%s)', (letter) => onStage(database, async (stage) => {
    for (const persona of ['dingzhouAuthor', 'rongchengManager'] as const) {
      expect(await failureOf(await stage.as(persona), 'select api.activity_detail($1)', [records[letter]])).toBe('404 notFound')
    }
  }))

  it('gives the newest text and the names that it needs, no others', () => onStage(database, async (stage) => {
    const detail = await callOf<ActivityDetail>(await stage.as('rongchengManager'), 'api.activity_detail($1)', [records.S])

    expect(detail).toEqual({
      id: records.S, text: sceneParcels().second[0]?.text, status: 'submitted', flags: [],
      received_at: expect.stringMatching(/Z$/) as string,
      names: {
        people: { [personId('dingzhouAuthor')]: expect.any(String) as string, [personId('author')]: expect.any(String) as string },
        organisations: { 11: '保定市卫生健康委员会', 21: '定州市卫生健康局', 123: '定州市中医院' },
        areas: { 130629: '容城县', 130682: '定州市' },
      },
      photos: [{ sha256: keyOf('S').split('/')[1], state: 'expected' }],
      piece_photos: [],
      parent: null,
      children: null,
    })
  }))

  it('leaves no other way to the names of a visiting team', () => onStage(database, async (stage) => {
    const tx = await stage.as('rongchengManager')

    expect(await tx.query('select 1 from app.people where id <> $1', [personId('rongchengManager')])).toEqual([])
    expect(await callOf(tx, 'private.activity_names($1)', [records.Q])).toEqual({})
    expect(await callOf(tx, 'private.activity_names($1)', [records.D])).toEqual({})
  }))
})

describe('api.reference_pack', () => {
  const pack = async (stage: Stage, persona: Persona, key: string, version: string | null = null) =>
    callOf<Record<string, unknown[]> | null>(await stage.as(persona), 'api.reference_pack($1, $2)', [key, version])

  it.each(['areas', 'rules', 'techniques', 'checklists', 'county:520326'])('gives %s once, and nothing while it is the newest', (key) =>
    onStage(database, async (stage) => {
      const first = await pack(stage, 'author', key)

      expect(Object.keys(first ?? {})).toContain('version')
      expect(await pack(stage, 'author', key, String(first?.['version']))).toBe(null)
      expect(await pack(stage, 'author', key, 'older')).toEqual(first)
    }))

  it('gives techniques that were taken out of the catalogue, marked: records name them', () => onStage(database, async (stage) => {
    await (await stage.owner()).query("update app.techniques set active = false where code = 'tcm-04-01'")

    const techniques = (await pack(stage, 'author', 'techniques'))?.['techniques'] as { code: string; active: boolean }[]
    expect(techniques.filter(({ active }) => !active)).toMatchObject([{ code: 'tcm-04-01', name: '留罐' }])
    expect(techniques.length).toBeGreaterThan(80)
  }))

  it('gives the people of one\'s own organisations only, without contacts', () => onStage(database, async (stage) => {
    const own = await pack(stage, 'author', 'county:520326')
    const other = await pack(stage, 'author', 'county:130682')

    expect(own?.['people']).toHaveLength(3)
    expect(JSON.stringify(own)).not.toContain('phone')
    expect(other?.['people']).toEqual([])
    expect(other?.['organisations']?.length).toBeGreaterThan(50)
  }))

  it('is renewed by a new colleague', () => onStage(database, async (stage) => {
    const before = await pack(stage, 'author', 'county:520326')
    await stage.push('colleague', [], [{ id: personId('new'), name: '新同事', organisation_id: 121, title_level: 'junior', category: 'tcm' }])

    expect((await pack(stage, 'author', 'county:520326', String(before?.['version'])))?.['people']).toHaveLength(4)
  }))

  it.each(['county:', 'county:x', 'county:9999999999', 'people', ''])('finds no pack %s', (key) => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('author'), 'select api.reference_pack($1, null)', [key])).toBe('404 notFound')
  }))

  it('is forbidden without a person', () => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('disabled'), "select api.reference_pack('areas', null)")).toBe('403 forbidden')
  }))
})

describe('api.me', () => {
  it('names the person, the account and the memberships that hold today', () => onStage(database, async (stage) => {
    await (await stage.owner()).query(`insert into app.memberships (person_id, role, area_id, valid_from, valid_to) values
      ($1, 'area_manager', 130629, '2020-01-01', '2020-12-31'), ($1, 'area_manager', 2, '2020-01-01', null)`, [personId('author')])

    const me = await callOf(await stage.as('author'), 'api.me()')

    const base = { id: expect.any(Number) as number }
    expect(me).toEqual({ person_id: personId('author'), name: expect.any(String) as string, account: 'player-0', memberships: [
      { ...base, role: 'field_worker', organisation_id: 121, organisation_name: '务川仡佬族苗族自治县中医院', area_id: null, area_name: '', county_id: 520326 },
      { ...base, role: 'area_manager', organisation_id: null, organisation_name: '', area_id: 2, area_name: '雄安新区', county_id: null },
    ] })
  }))

  it('has no memberships for those whose time is over or not come', () => onStage(database, async (stage) => {
    for (const persona of ['expired', 'notBegun', 'switchedOff', 'withoutMembership'] as const) {
      expect(await callOf(await stage.as(persona), 'api.me()')).toMatchObject({ memberships: [] })
    }
  }))

  it('is forbidden to a stranger and a disabled account', () => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('disabled'), 'select api.me()')).toBe('403 forbidden')
    const tx = await stage.as('author')
    await actAs(tx, stranger)
    expect(await failureOf(tx, 'select api.me()')).toBe('403 forbidden')
  }))
})

describe('a report', () => {
  it('says that it was cut at its limit', () => onStage(database, async (stage) => {
    for (let batch = 0; batch < 5; batch += 1) {
      await stage.push('author', Array.from({ length: 100 }, (_, n) => makeParcel(makePayload({ id: documentId(1000 + batch * 100 + n) }))))
    }

    const { rows, truncated } = await report(stage, 'wuchuanManager', 520326)

    expect([rows.host.length, truncated]).toEqual([500, { host: true, home: true }])
  }))
})
