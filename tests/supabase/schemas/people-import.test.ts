import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { asOrganisationManager, refusalOf } from './people-stage.ts'
import { callOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const makePerson = (line: number, more: object = {}) => ({
  line, id: personId(`row ${line}`), name: `岑白术${line}`, organisation_id: 121, title_level: 'junior', category: 'tcm', ...more })
const makeOrganisation = (line: number, more: object = {}) => ({
  line, name: `新卫生室${line}`, kind: 'village_clinic', level: 'village', county_id: 520326, township_id: null, ...more })
const refusals = async (stage: Stage, who: Persona, what: 'people' | 'organisations', rows: readonly object[]) =>
  (await callOf<{ rows: { line: number; refused: string | null }[] }>(await stage.as(who), `api.import_${what}($1)`, [JSON.stringify(rows)]))
    .rows.map(({ line, refused }) => `${line} ${refused}`)

describe('a list of people', () => {
  it('adds the good rows and names the others, and takes a row sent twice for one', () => onStage(database, async (stage) => {
    const rows = [makePerson(2), makePerson(3, { name: ' ' }), makePerson(4, { name: '演员player-0' }), makePerson(5, { organisation_id: 123 }),
      makePerson(6, { title_level: 'x' }), makePerson(7, { category: null }), makePerson(8, { id: personId('author') }), makePerson(9, { name: '岑白术2' }),
      makePerson(10, { organisation_id: 'x' }), makePerson(11, { id: 'x' }), makePerson(12, { name: '岑13800138000' })]
    const expected = ['2 null', '3 name', '4 known', '5 organisation', '6 title_level', '7 category', '8 id', '9 known', '10 organisation', '11 id', '12 name']

    expect(await refusals(stage, 'organisationManager', 'people', rows)).toEqual(expected)
    expect(await refusals(stage, 'organisationManager', 'people', rows)).toEqual(expected)
    expect(await valueOf(await stage.owner(), "select count(*)::int from app.people where name like '岑%'")).toBe(1)
  }))

  it.each([['organisationManager', null], ['wuchuanManager', null], ['guizhouManager', null], ['author', 'organisation'],
    ['withoutMembership', 'organisation'], ['dingzhouManager', 'organisation'], ['administrator', 'organisation']] as const)(
    'by %s for 务川县中医院: %s', (who, refused) => onStage(database, async (stage) => {
      expect(await refusals(stage, who, 'people', [makePerson(2)])).toEqual([`2 ${refused}`])
    }))

  it('by the manager of another organisation, a disabled one, a stranger, or as something else, comes to nothing', () => onStage(database, async (stage) => {
    await asOrganisationManager(stage, 'otherOrganisation', 10001)
    expect(await refusals(stage, 'otherOrganisation', 'people', [makePerson(2)])).toEqual(['2 organisation'])
    for (const what of ['people', 'organisations']) {
      expect(await refusalOf(await stage.as('disabledManager'), `api.import_${what}($1)`, ['[]'])).toBe('403 forbidden')
      expect(await refusalOf(await stage.as(null), `api.import_${what}($1)`, ['[]'])).toBe('42501')
      for (const text of ['', '{', '{}', '[]', JSON.stringify(Array.from({ length: 501 }, () => 1))])
        expect(await refusalOf(await stage.as('wuchuanManager'), `api.import_${what}($1)`, [text])).toBe(`422 invalid ${what}`)
    }
  }))
})

describe('a list of organisations', () => {
  it('adds the good rows to a managed county and names the others', () => onStage(database, async (stage) => {
    const rows = [makeOrganisation(2), makeOrganisation(3, { name: '某' }), makeOrganisation(4, { name: '务川仡佬族苗族自治县中医院' }),
      makeOrganisation(5, { county_id: 130682 }), makeOrganisation(6, { kind: 'shop' }), makeOrganisation(7, { level: 'x' }),
      makeOrganisation(8, { township_id: 130682001 }), makeOrganisation(9, { level: 'province' }), makeOrganisation(10, { name: '新卫生室2' }), makeOrganisation(11, { county_id: null })]

    expect(await refusals(stage, 'wuchuanManager', 'organisations', rows))
      .toEqual(['2 null', '3 name', '4 known', '5 county', '6 kind', '7 county', '8 township', '9 county', '10 known', '11 county'])
    expect(await valueOf(await stage.owner(), "select count(*)::int from app.organisations where name like '新卫生室%'")).toBe(1)
  }))

  it.each([['zunyiManager', null], ['guizhouManager', null], ['organisationManager', 'county'], ['author', 'county'],
    ['withoutMembership', 'county'], ['dingzhouManager', 'county'], ['expiredManager', 'county']] as const)('by %s: %s', (who, refused) => onStage(database, async (stage) => {
    expect(await refusals(stage, who, 'organisations', [makeOrganisation(2)])).toEqual([`2 ${refused}`])
  }))
})
