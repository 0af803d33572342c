import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedReference } from '../../../supabase/reference/seed.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { callOf, failureOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const shipped = readdirSync('supabase/reference/checklists').length
const insertSql = `insert into app.checklist_templates (code, version, template, sha256, published_at)
  select $1, $2::int, text, coalesce($4, encode(sha256(convert_to(text, 'UTF8')), 'hex')), $5::text::timestamptz
  from (select $3::text as text) as given`
const text = '{"code": "own_list", "version": 1}'

describe('a checklist', () => {
  it('is published for every file that is shipped', () => onStage(database, async (stage) => {
    const tx = await stage.as('withoutMembership')

    expect(await valueOf(tx, 'select count(*)::int from app.checklist_templates')).toBe(shipped)
    expect(await valueOf(tx, `select count(*)::int from app.checklist_templates t
      where private.checklist_template(t.code, t.version, t.sha256) -> 'sections' is not null`)).toBe(shipped)
  }))

  it('once published is neither changed nor taken away', () => onStage(database, async (stage) => {
    const tx = await stage.owner()

    expect(await failureOf(tx, "update app.checklist_templates set published_at = null where code = 'tcm_pavilion'")).toBe('422 invalid')
    expect(await failureOf(tx, "delete from app.checklist_templates where code = 'tcm_pavilion'")).toBe('422 invalid')
  }))

  it('may be edited, published and dropped while it is being written, and is nobody\'s until then', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.query(insertSql, ['own_list', 1, text, null, null])

    expect(await valueOf(await stage.as('author'), "select count(*)::int from app.checklist_templates where code = 'own_list'")).toBe(0)
    await stage.owner()
    expect(await failureOf(tx, "update app.checklist_templates set published_at = now() where code = 'own_list'")).toBeNull()
    expect(await failureOf(tx, "update app.checklist_templates set published_at = now() where code = 'own_list'")).toBe('422 invalid')
    expect(await valueOf(await stage.as('author'), "select count(*)::int from app.checklist_templates where code = 'own_list'")).toBe(1)
  }))

  it.each([
    ['another hash', ['own_list', 1, text, '0'.repeat(64), null]],
    ['another code inside', ['other_list', 1, text, null, null]],
    ['another version inside', ['own_list', 2, text, null, null]],
    ['no JSON', ['own_list', 1, 'own_list', null, null]],
  ])('with %s is refused', (_name, row) => onStage(database, async (stage) => {
    const tx = await stage.owner()

    expect(await failureOf(tx, insertSql, row)).toBe('23514')
  }))

  it('is nobody\'s to write through a session', () => onStage(database, async (stage) => {
    const tx = await stage.as('administrator')

    expect(await failureOf(tx, insertSql, ['own_list', 1, text, null, null])).toBe('42501')
    expect(await failureOf(tx, "delete from app.checklist_templates")).toBe('42501')
  }))

  it('is found by code, version and hash together', () => onStage(database, async (stage) => {
    const tx = await stage.as('author')

    expect(await valueOf(tx, "select private.checklist_template('tcm_pavilion', 1, repeat('0', 64))")).toBeNull()
    expect(await valueOf(tx, "select private.checklist_template('tcm_pavilion', 2, sha256) from app.checklist_templates limit 1")).toBeNull()
  }))

  it('is loaded once, however often the reference data are', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    const before = await tx.query('select * from app.checklist_templates order by code')

    await seedReference({ transaction: (work) => work(tx) })

    expect(before).toHaveLength(shipped)
    expect(await tx.query('select * from app.checklist_templates order by code')).toEqual(before)
  }), 60_000)

  it('reaches phones whole, with its hash', () => onStage(database, async (stage) => {
    const pack = await callOf<{ version: string; checklists: { sha256: string; template: { code: string; sections: unknown[] } }[] }>(
      await stage.as('author'), "api.reference_pack('checklists', null)")

    expect(pack.checklists.map(({ template }) => template.code)).toContain('tcm_hall_upgraded')
    expect(pack.checklists.filter(({ sha256, template }) => !/^[0-9a-f]{64}$/.test(sha256) || template.sections.length === 0)).toEqual([])
    expect(await callOf(await stage.as('author'), 'api.reference_pack($1, $2)', ['checklists', pack.version])).toBeNull()
  }))
})
