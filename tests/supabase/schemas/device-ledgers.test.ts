import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeviceGap, DeviceGaps, LedgerStatement, MyDevices } from '../../../src/domain/ledger.ts'
import { documentId, makeParcel, makePayload, makeSeal, personId, type ClinicPayload } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const wuchuan = 520326
const phone = 'phone-1'
/** A sealed record of the author's phone, with the number of its seal. */
const sealed = (seq: number, overrides: Partial<ClinicPayload> = {}, parents: Parameters<typeof makeParcel>[1] = []) =>
  makeParcel(makePayload({ id: documentId(seq), device_id: phone, sealed: makeSeal({ device_seq: seq }), ...overrides }), parents)
const tell = async (stage: Stage, who: Persona, said: Partial<LedgerStatement>) =>
  callOf(await stage.as(who), 'api.tell_ledger($1)', [JSON.stringify({
    device_id: phone, code: 'K7QX', issued: 0, waiting: [], replaced: [], oldest_waiting_at: null, refused: 0, ...said,
  })])
const mine = async (stage: Stage, who: Persona = 'author') =>
  (await callOf<MyDevices>(await stage.as(who), 'api.my_device_ledger()')).devices
const gaps = async (stage: Stage, who: Persona, area: number | null = wuchuan, organisation: number | null = null) =>
  (await callOf<DeviceGaps>(await stage.as(who), 'api.device_gaps($1, $2)', [area, organisation])).rows
const brief = (rows: readonly Pick<DeviceGap, 'waiting' | 'missing'>[]) => rows.map(({ waiting, missing }) => ({ waiting, missing }))
/** So many days go by in which nobody hears of any phone. */
const pass = async (stage: Stage, days: number) =>
  (await stage.owner()).query("update app.device_ledgers set heard_at = heard_at - $1 * interval '1 day'", [days])

describe('what of a phone never arrived', () => {
  it('[G9] is what neither arrived nor waits nor was replaced, once, however often a record arrives', () => onStage(database, async (stage) => {
    for (let n = 0; n < 5; n += 1) await stage.push('author', [sealed(1), sealed(2), sealed(6)])
    await tell(stage, 'author', { issued: 7, waiting: [4], replaced: [5], oldest_waiting_at: '2026-05-08T05:00:00.000Z', refused: 1 })

    expect(await gaps(stage, 'wuchuanManager')).toEqual([{
      person_id: personId('author'), person_name: expect.stringContaining('演员') as string, organisation_name: '务川仡佬族苗族自治县中医院', device_id: phone,
      code: 'K7QX', waiting: 1, waiting_since: '2026-05-08T05:00:00.000Z', missing: 2, silent: false, heard_at: expect.any(String) as string, cloned: false,
    }])
    expect(await mine(stage)).toMatchObject([{ device_id: phone, code: 'K7QX', waiting: 1, missing: 2 }])
    expect(await valueOf(await stage.owner(), 'select arrived::text from app.device_ledgers')).toBe('{[1,3),[6,7)}')
  }))

  it('[G9] is nothing of a phone whose every number is known', () => onStage(database, async (stage) => {
    await stage.push('author', [sealed(1), sealed(3)])
    await tell(stage, 'author', { issued: 3, replaced: [2] })

    expect(await gaps(stage, 'wuchuanManager')).toEqual([])
    expect(await mine(stage)).toMatchObject([{ waiting: 0, waiting_since: null, missing: 0 }])
  }))

  it('[G9] counts a seal that is repeated as its record comes back once, and a newer one beside it', () => onStage(database, async (stage) => {
    const first = sealed(1)
    const again = sealed(1, { revision: 2, amend_reason: '更正' }, [first.sha256])
    const next = sealed(2, { id: documentId(1), revision: 3, amend_reason: '更正' }, [again.sha256])
    for (const parcel of [first, again, next]) expect(await stage.words('author', [parcel])).toEqual(['applied'])
    await tell(stage, 'author', { issued: 2 })

    expect(await gaps(stage, 'wuchuanManager')).toEqual([])
  }))

  it('[G10] waits while the newest statement does not cover it', () => onStage(database, async (stage) => {
    await tell(stage, 'author', { issued: 1, waiting: [1] })
    await stage.push('author', [sealed(1), sealed(4)])

    expect(brief(await gaps(stage, 'wuchuanManager'))).toEqual([{ waiting: 2, missing: 0 }])
    await tell(stage, 'author', { issued: 4, waiting: [2] })
    expect(brief(await gaps(stage, 'wuchuanManager'))).toEqual([{ waiting: 1, missing: 1 }])
  }))

  it('[G10] is what waited on a phone that was not heard of for longer than the rule says', () => onStage(database, async (stage) => {
    await stage.push('author', [sealed(1)])
    await tell(stage, 'author', { issued: 3, waiting: [2, 3] })
    await pass(stage, 6.9)
    expect(await gaps(stage, 'wuchuanManager')).toMatchObject([{ waiting: 2, missing: 0, silent: false }])

    await pass(stage, 0.2)

    expect(await gaps(stage, 'wuchuanManager')).toMatchObject([{ waiting: 0, waiting_since: null, missing: 2, silent: true }])
    expect(brief(await mine(stage))).toEqual([{ waiting: 0, missing: 2 }])
    await (await stage.owner()).query("insert into app.rules (code, area_id, valid_from, operator, value, unit, source, source_quote, verified) "
      + "values ('device_silent_days', $1, '2026-01-01', '>=', 30, 'days', '测试', '测试', true)", [wuchuan])
    expect(await gaps(stage, 'wuchuanManager')).toMatchObject([{ waiting: 2, missing: 0, silent: false }])
  }))

  it('[G10] is known of a phone that never told anything, by what arrived', () => onStage(database, async (stage) => {
    await stage.push('author', [sealed(3)])
    expect(brief(await gaps(stage, 'wuchuanManager'))).toEqual([{ waiting: 2, missing: 0 }])

    await pass(stage, 8)

    expect(await gaps(stage, 'wuchuanManager')).toMatchObject([{ code: '', waiting: 0, missing: 2 }])
  }))

  it('[G11] is less when a record arrives late, and the phone is heard of again', () => onStage(database, async (stage) => {
    await tell(stage, 'author', { issued: 2, waiting: [1, 2] })
    await pass(stage, 30)
    expect(brief(await gaps(stage, 'wuchuanManager'))).toEqual([{ waiting: 0, missing: 2 }])

    await stage.push('author', [sealed(1)])
    expect(await gaps(stage, 'wuchuanManager')).toMatchObject([{ waiting: 1, missing: 0, silent: false }])
    await stage.push('author', [sealed(2)])

    expect(await gaps(stage, 'wuchuanManager')).toEqual([])
  }))
})

describe('[G11] a number that arrives with two documents', () => {
  it('at once or later is taken, counted once and marked', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [sealed(1), sealed(1, { id: documentId(51) })])).toEqual(['applied', 'applied'])
    await tell(stage, 'author', { issued: 1 })
    expect(await gaps(stage, 'wuchuanManager')).toMatchObject([{ waiting: 0, missing: 0, cloned: true }])
  }))

  it('in another batch is marked too, and stays so', () => onStage(database, async (stage) => {
    await stage.push('author', [sealed(1), sealed(2)])
    expect(await gaps(stage, 'wuchuanManager')).toEqual([])

    expect(await stage.words('author', [sealed(2, { id: documentId(52) })])).toEqual(['applied'])
    await stage.push('author', [sealed(3)])

    expect(await gaps(stage, 'wuchuanManager')).toMatchObject([{ waiting: 0, missing: 0, cloned: true }])
  }))

  it.each([0, -1, 1_000_001, 2_147_483_646])('counts for nothing where it is no number of a phone: %i', (seq) => onStage(database, async (stage) => {
    expect(await stage.words('author', [sealed(1, { sealed: makeSeal({ device_seq: seq }) })])).toEqual(['applied'])

    expect(await mine(stage)).toEqual([])
  }))
})

describe('[G12] devices are seen by', () => {
  const arrange = async (stage: Stage) => {
    await stage.push('author', [sealed(2)])
    await tell(stage, 'author', { issued: 2 })
  }

  it.each(['organisationManager', 'wuchuanManager', 'zunyiManager', 'guizhouManager', 'countryManager'] as const)(
    '%s', (who) => onStage(database, async (stage) => {
      await arrange(stage)

      const rows = who === 'organisationManager' ? await gaps(stage, who, null, 121) : await gaps(stage, who)
      expect(brief(rows)).toEqual([{ waiting: 0, missing: 1 }])
      expect(await valueOf(await stage.as(who), 'select count(*)::int from app.device_ledgers')).toBe(1)
    }))

  it.each(['dingzhouManager', 'rongchengManager', 'hebeiManager', 'otherOrganisation', 'dingzhouAuthor', 'colleague', 'withoutMembership',
    'disabledManager', 'expiredManager'] satisfies Persona[])('and not by %s', (who) => onStage(database, async (stage) => {
    await arrange(stage)
    const tx = await stage.as(who)

    expect(await failureOf(tx, 'select api.device_gaps($1, null)', [wuchuan])).toBe('403 forbidden')
    expect(await failureOf(tx, 'select api.device_gaps(null, 121)')).toBe('403 forbidden')
    expect(await valueOf(tx, 'select count(*)::int from app.device_ledgers')).toBe(0)
    expect(await valueOf(tx, 'select private.ledger_owners($1)::text', [[personId('author')]])).toBe('{}')
    if (who !== 'disabledManager') expect(await mine(stage, who)).toEqual([])
  }))

  it('managers of another county in no list of their own', () => onStage(database, async (stage) => {
    await arrange(stage)

    expect(await gaps(stage, 'dingzhouManager', 130682)).toEqual([])
    expect(await gaps(stage, 'hebeiManager', 130000)).toEqual([])
  }))

  it('nobody under another person who says the same id', () => onStage(database, async (stage) => {
    await arrange(stage)
    await tell(stage, 'dingzhouAuthor', { issued: 9, waiting: [], replaced: [1] })
    await tell(stage, 'colleague', { issued: 1, replaced: [1] })

    expect(brief(await gaps(stage, 'wuchuanManager'))).toEqual([{ waiting: 0, missing: 1 }])
    expect(await gaps(stage, 'dingzhouManager', 130682)).toMatchObject([{ person_id: personId('dingzhouAuthor'), missing: 8 }])
    expect(brief(await mine(stage))).toEqual([{ waiting: 0, missing: 1 }])
  }))

  it('the managers of where their person has gone', () => onStage(database, async (stage) => {
    await arrange(stage)
    await (await stage.owner()).query('update app.people set organisation_id = 123 where id = $1', [personId('author')])

    expect(await gaps(stage, 'wuchuanManager')).toEqual([])
    expect(brief(await gaps(stage, 'dingzhouManager', 130682))).toEqual([{ waiting: 0, missing: 1 }])
  }))

  it('the person who stands for a merged entry, until that is undone', () => onStage(database, async (stage) => {
    await arrange(stage)
    await callOf(await stage.as('organisationManager'), 'api.merge_people($1, $2, true)', [personId('author'), personId('colleague')])

    expect(brief(await mine(stage, 'colleague'))).toEqual([{ waiting: 0, missing: 1 }])
    expect(await gaps(stage, 'wuchuanManager')).toMatchObject([{ person_id: personId('colleague'), missing: 1 }])
    await callOf(await stage.as('organisationManager'), 'api.undo_merge($1)', [personId('author')])
    expect(await mine(stage, 'colleague')).toEqual([])
    expect(brief(await mine(stage))).toEqual([{ waiting: 0, missing: 1 }])
  }))
})

describe('a statement', () => {
  it.each([
    ['no object', '[]'], ['no JSON', '{'], ['no device', '{"code":"AB","issued":1,"waiting":[],"replaced":[],"refused":0}'],
    ...Object.entries({ device_id: 'x'.repeat(65), code: 'lower', issued: -1, waiting: '1', replaced: null, refused: 1.5 })
      .map(([name, value]) => [`a wrong ${name}`, JSON.stringify({
        device_id: 'd', code: 'AB', issued: 1, waiting: [], replaced: [], oldest_waiting_at: null, refused: 0, [name]: value,
      })]),
    ['a flood of numbers', JSON.stringify({ device_id: 'd', code: '', issued: 1, waiting: Array(20_001).fill(1), replaced: [], refused: 0 })],
  ])('with %s is invalid', (_, text) => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('author'), 'select api.tell_ledger($1)', [text])).toBe('422 invalid')
  }))

  it('passes over what is no number of a phone, and dates no waiting into the future', () => onStage(database, async (stage) => {
    await tell(stage, 'author', { issued: 2, waiting: [1, 0, -4, 1.5, 9e9, '2'] as number[], oldest_waiting_at: '2099-01-01T00:00:00.000Z' })

    expect(await valueOf(await stage.owner(), 'select waiting::text from app.device_ledgers')).toBe('{[1,2)}')
    expect(await valueOf(await stage.owner(), 'select waiting_since <= now() from app.device_ledgers')).toBe(true)
  }))

  it.each([null, 'disabled'] as const)('is taken from nobody: %s', (who) => onStage(database, async (stage) => {
    const tx = await stage.as(who)
    const refused = who === null ? '42501' : '403 forbidden'

    for (const call of ["api.tell_ledger('{}')", 'api.my_device_ledger()', 'api.device_gaps(520326, null)'])
      expect(await failureOf(tx, `select ${call}`)).toBe(refused)
  }))

  it('is written by functions alone', () => onStage(database, async (stage) => {
    await tell(stage, 'author', { issued: 1 })
    const tx = await stage.as('author')

    for (const sql of ['update app.device_ledgers set issued = 2', 'delete from app.device_ledgers',
      `insert into app.device_ledgers (person_id, device_id, issued, owner_id) values ('${personId('author')}', 'x', 1, '${personId('author')}')`])
      expect(await failureOf(tx, sql)).toBe('42501')
  }))
})
