import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Duplicates, RecordHistory } from '../../../src/domain/reports.ts'
import { documentId, makeAnswers, makeHeader, makeParcel, makeParticipant, makePayload, personId, type ClinicPayload } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const nth = (n: number, overrides: Partial<ClinicPayload> = {}) =>
  makeParcel(makePayload({ id: documentId(n), short_no: `YZ260508-00${n}`, ...overrides }))
const at = (lat: number, recipient_org_id: number | null = null) =>
  ({ header: makeHeader({ recipient_org_id, position: { ...makeHeader().position, lat } }) })
const list = async (stage: Stage, who: Persona, area: number | null, organisation: number | null) => callOf<Duplicates>(
  await stage.as(who), "api.likely_duplicates($1, $2, '2026-05-01', '2026-05-31')", [area, organisation])
const pairsOf = async (stage: Stage) => (await list(stage, 'wuchuanManager', 520326, null)).pairs.map(({ a, b }) => [a, b].sort())
const voided = "select api.void_duplicates($1, ($2::text)::uuid[], $3)"
const ids = (...numbers: number[]) => `{${numbers.map(documentId).join(',')}}`

describe('the list of likely duplicates', () => {
  it.each([
    ['the same recipient, far away', at(28.6, 11010), at(28.5, 11010), true],
    ['490 metres apart', at(28.5312), at(28.5312 + 0.0044), true],
    ['510 metres apart', at(28.5312), at(28.5312 + 0.0046), false],
    ['on another day', {}, { header: makeHeader({ started_at: '2026-05-07T15:59:00.000Z' }) }, false],
    ['one of them practice', {}, { practice: true }, false],
    ['one of them void', {}, { status: 'void' }, false],
  ] as [string, Partial<ClinicPayload>, Partial<ClinicPayload>, boolean][])('%s: %s', (_, first, second, alike) => onStage(database, async (stage) => {
    await stage.push('author', [nth(1, first), nth(2, second)])

    expect(await pairsOf(stage)).toEqual(alike ? [[documentId(1), documentId(2)].sort()] : [])
  }))

  it('says what each record is, for an organisation and for a county', () => onStage(database, async (stage) => {
    await stage.push('author', [nth(1), nth(2)])
    for (const answer of [await list(stage, 'organisationManager', null, 121), await list(stage, 'zunyiManager', 520300, null)]) {
      expect(answer.pairs).toHaveLength(1)
      expect(answer.records[documentId(1)]).toMatchObject({ short_no: 'YZ260508-001', organisation_name: '务川仡佬族苗族自治县中医院', visits: 152, status: 'submitted' })
      expect(answer.records[documentId(1)]?.author_name).not.toBe('')
    }
  }))

  it.each([
    ['wuchuanManager', 520300, null], ['dingzhouManager', 520326, null], ['author', 520326, null], ['dingzhouAuthor', null, 121],
    ['wuchuanManager', null, 121], ['wuchuanManager', null, null], ['wuchuanManager', 520326, 121], ['withoutMembership', null, 121],
  ] as const)('is forbidden to %s for area %s and organisation %s', (who, area, organisation) => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as(who), "select api.likely_duplicates($1, $2, '2026-05-01', '2026-05-31')", [area, organisation])).toBe('403 forbidden')
  }))
})

describe('keeping one', () => {
  it.each(['wuchuanManager', 'organisationManager', 'guizhouManager'] as const)('voids the others, by %s, with a reference and uncounted', (who) => onStage(database, async (stage) => {
    await stage.push('author', [nth(1), nth(2), nth(3)])
    const tx = await stage.as(who)

    expect(await callOf(tx, 'api.void_duplicates($1, ($2::text)::uuid[], $3)', [documentId(1), ids(2, 3), ' 同一场义诊报了三次 '])).toEqual({ voided: 2 })

    const owner = await stage.owner()
    expect(await owner.query('select status from app.documents order by short_no')).toEqual([{ status: 'submitted' }, { status: 'void' }, { status: 'void' }])
    expect(await owner.query('select kept_id, reason from app.duplicates')).toEqual(
      Array.from({ length: 2 }, () => ({ kept_id: documentId(1), reason: '同一场义诊报了三次' })))
    expect(await valueOf(owner, "select sum(host_sessions)::int from app.county_rollups")).toBe(1)
    expect(await owner.query('select * from private.rollup_differences()')).toEqual([])
    expect(await pairsOf(stage)).toEqual([])
    expect(await valueOf(await stage.as('author'), 'select count(*)::int from app.duplicates')).toBe(2)
  }))

  it('is not for whoever wrote or took part in one of them, and the list says so', () => onStage(database, async (stage) => {
    const me = personId('organisationManager')
    const mine = makeHeader({ participants: [makeParticipant({ person_id: me })] })
    const taken = makeHeader({ participants: [makeParticipant(), makeParticipant({ person_id: me, role: 'member' })] })
    await stage.push('author', [nth(1), nth(3, { header: taken })])
    await stage.push('organisationManager', [nth(2, { author_id: me, header: mine, answers: makeAnswers({ leader_on_site: me }) })])
    const tx = await stage.as('organisationManager')

    const { records } = await list(stage, 'organisationManager', null, 121)
    expect([1, 2, 3].map((n) => records[documentId(n)]?.mine)).toEqual([false, true, true])
    for (const [kept, other] of [[1, 2], [2, 1], [1, 3], [3, 1]] as const) {
      expect([kept, other, await failureOf(tx, voided, [documentId(kept), ids(other), '同一场义诊'])]).toEqual([kept, other, '403 forbidden'])
    }
    expect(await failureOf(await stage.as('wuchuanManager'), voided, [documentId(1), ids(2, 3), '同一场义诊'])).toBeNull()
  }))

  it('tells the reader of a voided one which was kept and why, as far as he may see it', () => onStage(database, async (stage) => {
    await stage.push('author', [nth(1), nth(2)])
    await callOf(await stage.as('wuchuanManager'), 'api.void_duplicates($1, ($2::text)::uuid[], $3)', [documentId(1), ids(2), '同一场义诊报了两次'])
    const told = async (who: Persona, n: number) => (await callOf<RecordHistory>(await stage.as(who), 'api.record_history($1)', [documentId(n)])).duplicate
    const { title } = makeHeader()

    for (const who of ['author', 'wuchuanManager', 'colleague'] as const) expect(await told(who, 2)).toMatchObject(
      { kept_id: documentId(1), title, short_no: 'YZ260508-001', mine: who === 'author', reason: '同一场义诊报了两次' })
    expect(await told('author', 1)).toBeNull()
    await (await stage.owner()).query(`update app.activities set host_county_id = 130682, home_county_id = 130682 where id = '${documentId(1)}'`)
    expect(await told('wuchuanManager', 2)).toMatchObject({ kept_id: null, title: null, short_no: null, mine: false, reason: '同一场义诊报了两次' })
  }))

  it.each([
    ['a colleague', 'colleague', ids(2), '重复了', '404 notFound'], ['the author', 'author', ids(2), '重复了', '404 notFound'],
    ['a manager elsewhere', 'dingzhouManager', ids(2), '重复了', '404 notFound'], ['no reason', 'wuchuanManager', ids(2), ' 重 ', '422 invalid'],
    ['a number of a person', 'wuchuanManager', ids(2), '来电13800138000', '422 invalid'], ['nothing to void', 'wuchuanManager', '{}', '重复了', '422 invalid'],
    ['the record kept itself', 'wuchuanManager', ids(1), '重复了', '422 invalid'], ['one that is not there', 'wuchuanManager', ids(9), '重复了', '404 notFound'],
    ['one that is not alike', 'wuchuanManager', ids(4), '重复了', '422 invalid'],
  ] as const)('is refused for %s, and nothing changes', (_, who, others, reason, failure) => onStage(database, async (stage) => {
    await stage.push('author', [nth(1), nth(2), nth(4, at(28.7))])

    expect(await failureOf(await stage.as(who), voided, [documentId(1), others, reason])).toBe(failure)
    expect(await valueOf(await stage.owner(), "select count(*)::int from app.documents where status = 'void'")).toBe(0)
  }))
})
