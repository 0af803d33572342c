import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SavedView } from '../../../src/domain/saved-view.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { documentId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { callOf, failureOf, onStage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const put = 'select api.put_view($1, $2, $3)'
const view = (n: number, name = `看板${n}`, query = `period=2026-0${n}`): [string, string, string] => [documentId(n), name, query]
const mine = async (tx: Queryable) => (await callOf<{ views: readonly SavedView[] }>(tx, 'api.my_views()')).views

describe('saved views', () => {
  it('are kept, replaced under the same id, and taken away', () => onStage(database, async (stage) => {
    const tx = await stage.as('wuchuanManager')
    expect(await mine(tx)).toEqual([])

    await tx.query(put, view(1, ' 季度会 '))
    await tx.query(put, view(2, '乙'))
    expect(await mine(tx)).toEqual([{ id: documentId(2), name: '乙', query: 'period=2026-02' }, { id: documentId(1), name: '季度会', query: 'period=2026-01' }])
    await tx.query(put, view(1, '年度会', 'period=2025'))
    await tx.query('select api.drop_view($1)', [documentId(2)])
    await tx.query('select api.drop_view($1)', [documentId(2)])

    expect(await mine(tx)).toEqual([{ id: documentId(1), name: '年度会', query: 'period=2025' }])
  }))

  it('are their person\'s alone: another neither reads, replaces nor drops them', () => onStage(database, async (stage) => {
    await (await stage.as('wuchuanManager')).query(put, view(1))
    const other = await stage.as('zunyiManager')

    await other.query(put, view(1, '我的'))
    await other.query('select api.drop_view($1)', [documentId(1)])

    expect(await mine(other)).toEqual([])
    expect(await other.query('select * from app.saved_views')).toEqual([])
    expect(await mine(await stage.as('wuchuanManager'))).toEqual([{ id: documentId(1), name: '看板1', query: 'period=2026-01' }])
  }))

  it.each([
    ['no id', ['x', '看板', '']], ['no name', [documentId(1), '  ', '']], ['a name of 41 characters', [documentId(1), '看'.repeat(41), '']],
    ['a query of 2,001 characters', [documentId(1), '看板', 'q'.repeat(2001)]], ['a phone number in the name', [documentId(1), '139 1234 5678', '']],
    ['a citizen\'s number in the query', [documentId(1), '看板', 'q=11010519491231002X']], ['no name at all', [documentId(1), null, '']],
  ])('are refused with %s', (_, values) => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('wuchuanManager'), put, values)).toBe('422 invalid')
  }))

  it('are 50 a person at most', () => onStage(database, async (stage) => {
    const tx = await stage.as('wuchuanManager')
    for (let n = 1; n <= 50; n += 1) await tx.query(put, view(n))

    expect(await failureOf(tx, put, view(51))).toBe('422 invalid')
    expect(await failureOf(tx, put, view(50, '改名'))).toBeNull()
    expect(await failureOf(await stage.as('zunyiManager'), put, view(51))).toBeNull()
  }))

  it.each(['select api.my_views()', `select api.put_view('${documentId(1)}', 'x', '')`, `select api.drop_view('${documentId(1)}')`])(
    'are for people: %s', (call) => onStage(database, async (stage) => {
      expect(await failureOf(await stage.as('disabled'), call)).toBe('403 forbidden')
      expect(await failureOf(await stage.as(null), call)).toBe('42501')
    }))
})
