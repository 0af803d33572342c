import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { colleagueId, documentId, makeHeader, makeParcel, makeParticipant, makePayload, personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const left = `update app.memberships set active = false where person_id = '${colleagueId}';
  update app.accounts set active = false where person_id = '${colleagueId}'`
const erase = async (stage: Stage, who: Persona) => failureOf(await stage.as(who), 'select api.erase_person($1)', [colleagueId])
/** A record that names the colleague, and a number of the colleague's. */
async function recorded(stage: Stage): Promise<void> {
  const participants = [makeParticipant(), makeParticipant({ person_id: colleagueId, role: 'member' })]
  await stage.push('author', [makeParcel(makePayload({ header: makeHeader({ participants }) }))])
  await (await stage.owner()).exec(`insert into app.person_contacts values ('${colleagueId}', '000')`)
}

describe('what is kept of a person', () => {
  it('is handed to the person, drafts too, and to a manager, without them', () => onStage(database, async (stage) => {
    await recorded(stage)
    await stage.push('author', [makeParcel(makePayload({ id: documentId(2), status: 'draft', sealed: null }))])

    const own = await callOf<{ records: object[]; memberships: object[]; accounts: string[] }>(await stage.as('author'), 'api.person_data($1)', [personId('author')])
    expect([own.records.length, own.memberships.length, own.accounts.length]).toEqual([2, 1, 1])
    for (const who of ['organisationManager', 'wuchuanManager'] as const) {
      const data = await callOf<{ records: object[]; took_part: object[]; devices: object[] }>(await stage.as(who), 'api.person_data($1)', [personId('author')])
      expect([data.records.length, data.took_part.length, data.devices.length]).toEqual([1, 1, 1])
    }
    expect(await valueOf(await stage.owner(), "select count(*)::int from app.audit where action = 'exported' and entity = 'people'")).toBe(3)
  }))

  it.each(['colleague', 'otherOrganisation', 'dingzhouManager', 'withoutMembership', 'expiredManager'] as const)('is nothing to %s', (who) =>
    onStage(database, async (stage) => {
      expect(await failureOf(await stage.as(who), 'select api.person_data($1)', [personId('author')])).toBe('404 notFound')
    }))
})

describe('an erasure', () => {
  it('takes name, number and account away, and breaks neither a record nor the audit', () => onStage(database, async (stage) => {
    await recorded(stage)
    await (await stage.owner()).exec(left)

    expect(await erase(stage, 'organisationManager')).toBe(null)

    const tx = await stage.owner()
    expect(await tx.query('select name, title_level from app.people where id = $1', [colleagueId])).toEqual([{ name: '已删除人员', title_level: 'none' }])
    expect(await valueOf(tx, `select (select count(*) from app.person_contacts where person_id = $1) + (select count(*) from app.accounts where person_id = $1)
      + (select count(*) from auth.users u join app.accounts a on a.user_id = u.id where a.person_id = $1)`, [colleagueId])).toBe(0)
    expect(await tx.query("select 1 from app.document_revisions where encode(sha256(convert_to(payload, 'UTF8')), 'hex') <> sha256")).toEqual([])
    expect(await tx.query('select * from private.audit_breaks()')).toEqual([])
    expect(await valueOf(tx, "select string_agg(action, ' ' order by seq) from app.audit where entity = 'people' and row_id = $1", [colleagueId])).toBe('erased update')
    const { names } = await callOf<{ names: { people: Record<string, string> } }>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [documentId()])
    expect(names.people[colleagueId]).toBe('已删除人员')
  }))

  it('waits until the person has no account and no role any more', () => onStage(database, async (stage) => {
    expect(await erase(stage, 'organisationManager')).toBe('422 invalid')
    await (await stage.owner()).exec(`update app.accounts set active = false where person_id = '${colleagueId}'`)
    expect(await erase(stage, 'organisationManager')).toBe('422 invalid')
  }))

  it.each([['author', '404 notFound'], ['colleague', '403 forbidden'], ['dingzhouManager', '404 notFound'], ['otherOrganisation', '404 notFound']] as const)(
    'is not for %s: %s', (who, failure) => onStage(database, async (stage) => {
      await (await stage.owner()).exec(left)
      expect(await erase(stage, who)).toBe(failure)
    }))
})
