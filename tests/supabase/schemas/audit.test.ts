import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentId, makeParcel, makePayload, personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, personas, type Persona } from './cast.ts'
import { auditBreaks, auditHeads } from '../../../supabase/embedded/audit-check.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

interface Entry {
  readonly action: string
  readonly role: string
  readonly area_id: number | null
  readonly person_id: string | null
  readonly device_id: string
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

const entriesOf = async (stage: Stage, entity: string) => (await (await stage.owner()).query<Omit<Entry, 'before' | 'after'> & { before: string; after: string }>(
  `select action, role, area_id, person_id, device_id, before::text, after::text from app.audit where entity = $1 order by organisation_id, seq`, [entity]))
  .map((row): Entry => ({ ...row, before: JSON.parse(row.before ?? 'null') as Entry['before'], after: JSON.parse(row.after ?? 'null') as Entry['after'] }))
const breaks = async (stage: Stage) => (await stage.owner()).query('select organisation_id, seq::int, why from private.audit_breaks()')
const submitted = makeParcel(makePayload())
const amended = makeParcel(makePayload({ revision: 2, amend_reason: '人次更正' }), [submitted.sha256])
/** Handed in, amended, returned: three entries of organisation 121. */
async function story(stage: Stage): Promise<void> {
  await stage.push('author', [submitted])
  await stage.push('author', [amended])
  await callOf(await stage.as('zunyiManager'), "api.review($1, 2, 'returned', '请补照片')", [documentId()])
}

describe('the audit', () => {
  it('says who did what in which role, from which device, before and after', () => onStage(database, async (stage) => {
    await story(stage)

    const entries = await entriesOf(stage, 'documents')
    expect(entries.map(({ action, role, area_id, person_id }) => [action, role, area_id, person_id])).toEqual([
      ['submitted', 'field_worker', null, personId('author')],
      ['amended', 'field_worker', null, personId('author')],
      ['returned', 'area_manager', 520300, personId('zunyiManager')],
    ])
    expect(entries[0]).toMatchObject({ device_id: makePayload().device_id, before: null, after: { revision: 1, status: 'submitted', sha256: submitted.sha256 } })
    expect(entries[2]).toMatchObject({ device_id: '', before: { revision: 2, status: 'submitted' }, after: { revision: 2, status: 'returned', sha256: amended.sha256 } })
  }))

  it('has nothing of drafts, of what was thrown away, of practice, and of work on a returned record', () => onStage(database, async (stage) => {
    const draft = makeParcel(makePayload({ id: documentId(2), status: 'draft', sealed: null }))
    await stage.push('author', [draft, makeParcel(makePayload({ id: documentId(3), practice: true }))])
    await stage.push('author', [makeParcel(makePayload({ id: documentId(2), revision: 2, status: 'void' }), [draft.sha256])])
    expect(await entriesOf(stage, 'documents')).toEqual([])

    await story(stage)
    expect(await stage.words('author', [makeParcel(makePayload({ revision: 3, status: 'returned' }), [amended.sha256])])).toEqual(['applied'])
    expect(await entriesOf(stage, 'documents')).toHaveLength(3)
  }))

  it('notes changes of rights and people without a name, and the system where it acted itself', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.query('update app.memberships set valid_to = private.china_day(now()) where person_id = $1', [personId('colleague')])
    await tx.query("update app.people set name = '别的名字', title_level = 'senior' where id = $1", [personId('colleague')])
    await tx.query('update app.accounts set active = false where person_id = $1', [personId('colleague')])

    const membership = (await entriesOf(stage, 'memberships')).find(({ action }) => action === 'update')
    expect(membership).toMatchObject({ action: 'update', person_id: null, before: { valid_to: null, organisation_id: 121 } })
    expect(membership?.after?.['valid_to']).toMatch(/^\d{4}-/)
    const [person] = await entriesOf(stage, 'people')
    expect([person?.before?.['title_level'], person?.after?.['title_level']]).toEqual(['none', 'senior'])
    const words = JSON.stringify([...await entriesOf(stage, 'people'), ...await entriesOf(stage, 'accounts')])
    expect(words).not.toMatch(/别的名字|演员|player/)
    expect((await entriesOf(stage, 'accounts')).find(({ action }) => action === 'update')).toMatchObject({ before: { active: true }, after: { active: false } })
  }))

  it('cannot be changed, emptied or written by anybody, the owner included', () => onStage(database, async (stage) => {
    await story(stage)
    for (const who of ['owner', 'author', 'organisationManager', 'administrator'] as const) {
      const tx = who === 'owner' ? await stage.owner() : await stage.as(who)
      const refused = who === 'owner' ? '422 invalid' : '42501'
      for (const text of ["update app.audit set action = 'x'", 'delete from app.audit', 'truncate app.audit']) {
        expect([who, text, await failureOf(tx, text)]).toEqual([who, text, refused])
      }
      if (who !== 'owner') expect(await failureOf(tx, "select private.audit('[]')")).toBe('42501')
    }
  }))

  it.each([
    ['an altered value', "update app.audit set after = '{}' where organisation_id = 121 and seq = $1", 0, 'altered'],
    ['another person', 'update app.audit set person_id = null where organisation_id = 121 and seq = $1', 0, 'altered'],
    ['a deleted entry', 'delete from app.audit where organisation_id = 121 and seq = $1', 1, 'missing'],
    ['a forged hash', "update app.audit set hash = repeat('0', 64) where organisation_id = 121 and seq = $1", 0, 'altered'],
  ] as const)('names the first broken link: %s', (_, text, later, why) => onStage(database, async (stage) => {
    await story(stage)
    expect(await breaks(stage)).toEqual([])
    const seq = await valueOf<number>(await stage.owner(), "select seq::int from app.audit where organisation_id = 121 and entity = 'documents' and action = 'amended'")
    await (await stage.owner()).exec('alter table app.audit disable trigger user')

    await (await stage.owner()).query(text, [seq])

    expect(await breaks(stage)).toEqual([{ organisation_id: 121, seq: seq + later, why }])
  }))

  it('is found to be cut off, or made anew, by the heads that were exported before', () => onStage(database, async (stage) => {
    await story(stage)
    const owner = await stage.owner()
    const heads = await auditHeads(owner)
    expect(await auditBreaks(owner, heads)).toEqual([])
    await owner.exec('alter table app.audit disable trigger user')
    const last = heads.find(({ organisation_id }) => organisation_id === 121)?.seq ?? 0

    await owner.query('delete from app.audit where organisation_id = 121 and seq = $1', [last])
    expect(await auditBreaks(owner, heads)).toEqual([{ organisation_id: 121, seq: last, why: 'cut_off' }])

    await owner.exec("select private.audit('[{\"organisation_id\": 121, \"action\": \"forged\", \"entity\": \"documents\", \"row_id\": \"1\"}]')")
    expect(await auditBreaks(owner)).toEqual([])
    expect(await auditBreaks(owner, heads)).toEqual([{ organisation_id: 121, seq: last, why: 'replaced' }])
  }))

  it('is read by managers of the organisation and of its county, and its heads with it', () => onStage(database, async (stage) => {
    await story(stage)
    const readers: Persona[] = []
    for (const persona of personas) {
      const tx = await stage.as(persona)
      if ((await tx.query('select 1 from app.audit where organisation_id = 121')).length === 0) continue
      readers.push(persona)
      const heads = await callOf<{ organisation_id: number; seq: number }[]>(tx, 'api.audit_heads()')
      expect(heads.filter(({ organisation_id }) => organisation_id === 121)).toHaveLength(1)
    }
    expect(readers).toEqual(['organisationManager', 'wuchuanManager', 'zunyiManager', 'guizhouManager', 'countryManager'])
  }))
})

describe('the trail of a record', () => {
  interface History { readonly head: number; readonly reviews: object[]; readonly timeline: object[]; readonly decisions: string[] }
  const historyOf = async (stage: Stage, who: Persona) => callOf<History>(await stage.as(who), 'api.record_history($1)', [documentId()])

  it('is told to those who manage it, what reviewers said to all who see it, and what may be decided now', () => onStage(database, async (stage) => {
    await story(stage)
    for (const [who, entries, decisions] of [
      ['author', 0, []], ['colleague', 0, []], ['organisationManager', 3, []], ['wuchuanManager', 3, []], ['countryManager', 3, []],
    ] as const) {
      const { head, reviews, timeline, decisions: found } = await historyOf(stage, who)
      expect([who, timeline.length, found, head]).toEqual([who, entries, decisions, 2])
      expect(reviews).toMatchObject([{ decision: 'returned', reason: '请补照片', revision: 2 }])
    }
    expect((await historyOf(stage, 'wuchuanManager')).timeline).toMatchObject([
      { action: 'submitted', role: 'field_worker' }, { action: 'amended' }, { action: 'returned', role: 'area_manager', area: '遵义市' }])
  }))

  it('offers a decision to managers alone', () => onStage(database, async (stage) => {
    await stage.push('author', [submitted])
    for (const [who, decisions] of [
      ['author', []], ['colleague', []], ['organisationManager', ['approved', 'returned', 'void']], ['zunyiManager', ['approved', 'returned', 'void']],
    ] as const) expect([who, (await historyOf(stage, who)).decisions]).toEqual([who, decisions])
  }))
})

describe('opening the pictures of a record', () => {
  const opening = 'select api.open_photos($1)'

  it('is noted for whoever is neither its author nor of its team, once for a while', () => onStage(database, async (stage) => {
    await stage.push('author', [submitted])
    await callOf(await stage.as('author'), 'api.open_photos($1)', [documentId()])
    expect((await entriesOf(stage, 'documents')).map(({ action }) => action)).toEqual(['submitted'])

    for (const who of ['colleague', 'wuchuanManager', 'wuchuanManager'] as const) await callOf(await stage.as(who), 'api.open_photos($1)', [documentId()])

    expect((await entriesOf(stage, 'documents')).map(({ action, person_id, area_id }) => [action, person_id, area_id])).toEqual([
      ['submitted', personId('author'), null], ['photos_opened', personId('colleague'), null], ['photos_opened', personId('wuchuanManager'), 520326]])
  }))

  it.each([['dingzhouManager', '404 notFound'], ['withoutMembership', '404 notFound'], ['disabled', '403 forbidden'], ['expired', '404 notFound']] as const)(
    'is refused to %s: %s', (who, failure) => onStage(database, async (stage) => {
      await stage.push('author', [submitted])
      expect(await failureOf(await stage.as(who), opening, [documentId()])).toBe(failure)
      expect(await (await stage.owner()).query('select 1 from app.photo_views')).toEqual([])
    }))
})
