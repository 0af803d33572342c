import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ReferencePack } from '../../../src/domain/ports.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { callOf, failureOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const time = (seconds: unknown, more: object = {}) => ({ kind: 'free_clinic', answers_version: 1, seconds, ...more })
const put = (tx: Queryable, times: unknown) => callOf<{ taken: number }>(tx, 'api.put_filling_times($1)', [JSON.stringify(times)])
const medians = async (tx: Queryable) => (await callOf<ReferencePack>(tx, "api.reference_pack('fillings', null)")).fillings

it('are counted by form version in steps of ten seconds, and nothing says whose they were', () => onStage(database, async (stage) => {
  expect(await put(await stage.as('author'), [time(1), time(244), time(236), time(14_400)])).toEqual({ taken: 4 })
  expect(await put(await stage.as('dingzhouAuthor'), [time(244), time(95, { kind: 'tour_stop' })])).toEqual({ taken: 2 })

  const tx = await stage.owner()
  expect(await tx.query('select * from app.filling_times order by kind, seconds')).toEqual([
    { kind: 'free_clinic', answers_version: 1, seconds: 10, fillings: 1 }, { kind: 'free_clinic', answers_version: 1, seconds: 240, fillings: 3 },
    { kind: 'free_clinic', answers_version: 1, seconds: 14_400, fillings: 1 }, { kind: 'tour_stop', answers_version: 1, seconds: 100, fillings: 1 }])
  expect((await tx.query<{ name: string }>(`select column_name as name from information_schema.columns
    where table_schema = 'app' and table_name like 'filling%' order by 1`)).map(({ name }) => name)).toEqual(
    ['answers_version', 'fillings', 'hour', 'kind', 'seconds', 'singleton', 'taken'])
}))

it.each([
  ['too short', time(0)], ['too long', time(14_401)], ['no whole number', time(1.5)], ['no number', time('60')], ['of no kind', time(60, { kind: 'beach_party' })],
  ['of a version to come', time(60, { answers_version: 99 })], ['of version zero', time(60, { answers_version: 0 })], ['no object', 60], ['nothing', null],
])('%s are passed over, and the others are taken', (_name, wrong) => onStage(database, async (stage) => {
  expect(await put(await stage.as('author'), [wrong, time(60)])).toEqual({ taken: 1 })
}))

it('are shown as the middle of all from twenty on, each form version by itself', () => onStage(database, async (stage) => {
  const tx = await stage.as('author')
  const some = (count: number, seconds: number) => put(tx, Array.from({ length: count }, () => time(seconds)))
  await some(10, 100)
  await some(9, 300)
  await put(tx, [time(60, { kind: 'tour_stop' })])
  expect(await medians(tx)).toEqual([])

  await some(1, 300)
  expect(await medians(tx)).toEqual([{ kind: 'free_clinic', answers_version: 1, seconds: 100 }])
  await some(1, 300)
  expect(await medians(await stage.as('wuchuanManager'))).toEqual([{ kind: 'free_clinic', answers_version: 1, seconds: 300 }])
}))

it('are taken up to a measure an hour, and begin anew with the next', () => onStage(database, async (stage) => {
  const owner = await stage.owner()
  await owner.query("update app.filling_intake set hour = date_trunc('hour', now()), taken = 998")
  const tx = await stage.as('author')

  expect(await put(tx, [time(60), time(60), time(60)])).toEqual({ taken: 2 })
  expect(await put(tx, [time(60)])).toEqual({ taken: 0 })
  await (await stage.owner()).query("update app.filling_intake set hour = hour - interval '1 hour'")
  expect(await put(await stage.as('author'), [time(60)])).toEqual({ taken: 1 })
}))

it('are refused as a whole from nobody, and when they are no such list', () => onStage(database, async (stage) => {
  const call = 'select api.put_filling_times($1)'
  expect(await failureOf(await stage.as(null), call, ['[]'])).not.toBeNull()
  const tx = await stage.as('author')
  for (const text of ['{}', 'null', '[', JSON.stringify(Array.from({ length: 21 }, () => time(60)))])
    expect(await failureOf(tx, call, [text])).toBe('422 invalid')
  expect(await failureOf(await stage.as('disabled'), call, ['[]'])).toBe('403 forbidden')
}))

it('are written by nobody directly, and how many came is read by nobody', () => onStage(database, async (stage) => {
  const tx = await stage.as('author')

  for (const text of ["insert into app.filling_times values ('free_clinic', 1, 10, 1)", 'update app.filling_times set fillings = 9',
    'delete from app.filling_times', 'select * from app.filling_intake', 'update app.filling_intake set taken = 0'])
    expect(await failureOf(tx, text)).toBe('42501')
  expect(await valueOf<number>(tx, 'select count(*)::int from app.filling_times')).toBe(0)
}))
