import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, hashOf, makeInvitation, makeRecovery } from '../../make/invitation.ts'
import { documentId, personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { actAs } from '../../database/persona.ts'
import { openWithCast, stranger, userOf, type Persona } from './cast.ts'
import { asOrganisationManager, invite, join, meOf, newUser, refusalOf } from './people-stage.ts'
import { callOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const stateOf = async (stage: Stage, code: string, user: string | null = null) => {
  const tx = await stage.owner()
  await actAs(tx, user)
  return callOf<{ state: string }>(tx, 'api.invitation_state($1)', [code])
}
const toManager = { role: 'organisation_manager' }
const toArea = (area: number) => ({ role: 'area_manager', organisation_id: null, area_id: area })

describe('who may invite whom', () => {
  it.each([
    ['organisationManager', {}, null], ['organisationManager', toManager, null], ['wuchuanManager', {}, null],
    ['wuchuanManager', toManager, null], ['zunyiManager', toArea(520326), null], ['guizhouManager', toArea(520300), null],
    ['guizhouManager', toArea(520326), null], ['hebeiManager', toArea(130682), null],
    ['author', {}, '403 forbidden 0:place'], ['withoutMembership', {}, '403 forbidden 0:place'],
    ['dingzhouManager', {}, '403 forbidden 0:place'], ['administrator', {}, '403 forbidden 0:place'],
    ['organisationManager', { organisation_id: 123 }, '403 forbidden 0:place'],
    ['organisationManager', toArea(520326), '403 forbidden 0:place'],
    ['wuchuanManager', toArea(520326), '403 forbidden 0:place'], ['wuchuanManager', toArea(520300), '403 forbidden 0:place'],
    ['guizhouManager', toArea(520000), '403 forbidden 0:place'], ['baodingManager', toArea(130682), '403 forbidden 0:place'],
    ['disabledManager', {}, '403 forbidden'], ['expiredManager', {}, '403 forbidden 0:place'],
    ['guizhouManager', { role: 'administrator', organisation_id: null }, '422 invalid 0:role'],
  ] as const)('%s, %o: %s', (who, more, refusal) => onStage(database, async (stage) => {
    expect(await invite(stage, who, makeInvitation(1, more))).toBe(refusal)
  }))

  it('neither a stranger nor anon, nor the manager of another organisation', () => onStage(database, async (stage) => {
    await asOrganisationManager(stage, 'otherOrganisation', 10001)
    expect(await invite(stage, 'otherOrganisation', makeInvitation(1))).toBe('403 forbidden 0:place')
    expect(await invite(stage, null, makeInvitation(1))).toBe('42501')
    const tx = await stage.owner()
    await actAs(tx, stranger)
    expect(await refusalOf(tx, 'api.invite($1)', [JSON.stringify([makeInvitation(1)])])).toBe('403 forbidden')
  }))

  it('a county\'s manager not for a body of the province that has its seat there', () => onStage(database, async (stage) => {
    await (await stage.owner()).query("update app.organisations set level = 'province' where id = 121")

    expect(await invite(stage, 'wuchuanManager', makeInvitation(1))).toBe('403 forbidden 0:place')
    expect(await invite(stage, 'guizhouManager', makeInvitation(1))).toBeNull()
  }))

  it.each([
    ['organisationManager', 'author', '422 invalid 0:member'], ['organisationManager', 'dingzhouAuthor', '404 notFound 0:person'],
    ['organisationManager', 'wuchuanManager', '404 notFound 0:person'],
  ] as const)('%s invites %s, who is there already: %s', (who, whom, refusal) => onStage(database, async (stage) => {
    expect(await invite(stage, who, makeInvitation(1, { person_id: personId(whom) }))).toBe(refusal)
  }))

  it('an existing person with a role in reach, never one who also has a role beyond it', () => onStage(database, async (stage) => {
    expect(await invite(stage, 'organisationManager', makeInvitation(1, { person_id: personId('author'), ...toManager }))).toBeNull()
    await (await stage.owner()).query("insert into app.memberships (person_id, role, area_id) values ($1, 'area_manager', 520326)", [personId('author')])
    expect(await invite(stage, 'organisationManager', makeInvitation(2, { person_id: personId('author'), ...toManager }))).toBe('404 notFound 0:person')
  }))

  it.each([
    ['id', { id: 'x' }], ['code_sha256', { code_sha256: 'A' }], ['code_sha256', { code_sha256: null }], ['days', { days: 0 }],
    ['days', { days: 61 }], ['days', { days: null }], ['purpose', { purpose: 'x' }], ['person_id', { person_id: null }],
    ['name', { name: ' ' }], ['name', { name: '岑13800138000' }], ['category', { category: 'x' }], ['organisation_id', { organisation_id: null }],
    ['area_id', { area_id: 520326 }], ['role', { role: null }],
  ])('is refused for its %s: %o', (field, more) => onStage(database, async (stage) => {
    const refusal = await invite(stage, 'organisationManager', makeInvitation(1), makeInvitation(2, more))

    expect([`422 invalid 1:${field}`, '422 invalid 1:item']).toContain(refusal)
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.invitations')).toBe(0)
  }))

  it('once, however often it is sent; a later one of the same person and place takes its place', () => onStage(database, async (stage) => {
    expect(await invite(stage, 'organisationManager', makeInvitation(1))).toBeNull()
    expect(await invite(stage, 'organisationManager', makeInvitation(1))).toBeNull()
    expect(await stateOf(stage, codeOf(1))).toMatchObject({
      state: 'open', purpose: 'join', name: '岑白术', place: '务川仡佬族苗族自治县中医院', account: null })

    expect(await invite(stage, 'organisationManager', makeInvitation(2, { person_id: personId('invited 1') }))).toBeNull()

    expect(await stateOf(stage, codeOf(1))).toEqual({ state: 'withdrawn' })
    expect(await invite(stage, 'wuchuanManager', makeInvitation(3, { id: documentId(302) }))).toBe('422 invalid 0:id')
  }))

  it('and the code itself is not kept, nor what is kept given to others', () => onStage(database, async (stage) => {
    await invite(stage, 'organisationManager', makeInvitation(1))
    const row = await valueOf<string>(await stage.owner(), 'select to_jsonb(i)::text from app.invitations i')

    expect(row).toContain(hashOf(codeOf(1)))
    expect(row).not.toContain(codeOf(1).slice(0, 4))
    for (const who of ['author', 'wuchuanManager'] as const)
      expect(await (await stage.as(who)).query('select 1 from app.invitations')).toEqual([])
  }))
})

describe('joining', () => {
  const invited = (fn: (stage: Stage) => Promise<void>) => () => onStage(database, async (stage) => {
    expect(await invite(stage, 'organisationManager', makeInvitation(1))).toBeNull()
    await fn(stage)
  })
  const user = newUser(1)

  it('gives a new account its person and role, once, and says so again to the same account', invited(async (stage) => {
    expect(await meOf(stage, user)).toBe('403 forbidden no person')
    expect(await join(stage, user, codeOf(1).toLowerCase().replaceAll('-', ' ').replace('0', 'o'), 'cbz1')).toBeNull()

    expect(await meOf(stage, user)).toBe(`${personId('invited 1')} field_worker 121`)
    expect(await join(stage, user, codeOf(1), 'cbz1')).toBeNull()
    expect(await stateOf(stage, codeOf(1), user)).toEqual({ state: 'joined' })
    expect(await stateOf(stage, codeOf(1))).toEqual({ state: 'used' })
    expect(await join(stage, newUser(2), codeOf(1), 'cbz2')).toBe('404 notFound used')
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.memberships where person_id = $1', [personId('invited 1')])).toBe(1)
  }))

  it('takes a name that is one, that is free, and that is the one signed up under', invited(async (stage) => {
    expect(await join(stage, user, codeOf(1), 'Ab')).toBe('422 invalid account')
    expect(await join(stage, user, codeOf(1), 'player-1')).toBe('409 conflict account')
    const tx = await stage.owner()
    await actAs(tx, user)
    await tx.query("select set_config('request.jwt.claims', $1, true)", [JSON.stringify({ sub: user, role: 'authenticated', email: 'other@x.local' })])
    expect(await refusalOf(tx, 'api.join($1, $2)', [codeOf(1), 'cbz1'])).toBe('422 invalid account')
  }))

  it.each([
    ['unknown', () => Promise.resolve(), 9],
    ['expired', async (stage: Stage) => { await (await stage.owner()).exec("update app.invitations set expires_at = now()") }, 1],
    ['withdrawn', async (stage: Stage) => {
      expect(await refusalOf(await stage.as('wuchuanManager'), 'api.withdraw_invitation($1)', [documentId(301)])).toBeNull() }, 1],
    ['withdrawn', async (stage: Stage) => {
      await (await stage.owner()).query('update app.memberships set active = false where person_id = $1', [personId('organisationManager')]) }, 1],
    ['withdrawn', async (stage: Stage) => {
      await (await stage.owner()).query('update app.accounts set active = false where person_id = $1', [personId('organisationManager')]) }, 1],
  ] as const)('is refused by a code that is %s (%#)', (reason, arrange, n) => invited(async (stage) => {
    await arrange(stage)

    expect(await stateOf(stage, codeOf(n))).toEqual({ state: reason })
    expect(await join(stage, user, codeOf(n), 'cbz1')).toBe(`404 notFound ${reason}`)
    expect(await meOf(stage, user)).toBe('403 forbidden no person')
  })())

  it.each(['author', 'otherOrganisation', 'dingzhouManager', 'withoutMembership'] satisfies Persona[])(
    'by a code that %s would withdraw goes on', (who) => invited(async (stage) => {
      expect(await refusalOf(await stage.as(who), 'api.withdraw_invitation($1)', [documentId(301)])).toBe('404 notFound invitation')
      expect(await join(stage, user, codeOf(1), 'cbz1')).toBeNull()
    })())

  it('does not give somebody else\'s code to an account of another person, a disabled one, or anon', invited(async (stage) => {
    expect(await join(stage, userOf('dingzhouAuthor'), codeOf(1), 'x12')).toBe('409 conflict otherPerson')
    expect(await join(stage, userOf('disabled'), codeOf(1), 'x12')).toBe('403 forbidden disabled')
    expect(await refusalOf(await stage.as(null), 'api.join($1, $2)', [codeOf(1), 'x12'])).toBe('42501')
  }))

  it('adds a role to the account one has, and makes no second account', () => onStage(database, async (stage) => {
    await invite(stage, 'organisationManager', makeInvitation(1, { person_id: personId('author'), ...toManager }))

    expect(await join(stage, newUser(1), codeOf(1), 'another')).toBe('409 conflict hasAccount')
    expect(await join(stage, userOf('author'), codeOf(1), '')).toBeNull()
    expect(await meOf(stage, userOf('author'))).toBe(`${personId('author')} field_worker 121, organisation_manager 121`)
  }))
})

describe('a one-time code', () => {
  const user = newUser(1)

  it('binds a new account to the same person and closes the old one', () => onStage(database, async (stage) => {
    expect(await invite(stage, 'organisationManager', makeRecovery(1, personId('author')))).toBeNull()
    expect(await stateOf(stage, codeOf(1))).toMatchObject({ state: 'open', purpose: 'recover', account: 'player-0' })
    expect(await join(stage, userOf('author'), codeOf(1), 'player-0')).toBe('422 invalid signedIn')

    expect(await join(stage, user, codeOf(1), 'player-00')).toBeNull()

    expect(await meOf(stage, user)).toBe(`${personId('author')} field_worker 121`)
    expect(await meOf(stage, userOf('author'))).toBe('403 forbidden no person')
    const enable = 'api.set_disabled($1, false)'
    expect(await refusalOf(await stage.as('organisationManager'), enable, [personId('author')])).toBeNull()
    expect(await meOf(stage, userOf('author'))).toBe('403 forbidden no person')
  }))

  it.each([
    ['organisationManager', 'author', null], ['wuchuanManager', 'author', null], ['guizhouManager', 'wuchuanManager', null],
    ['zunyiManager', 'wuchuanManager', null], ['organisationManager', 'organisationManager', null],
    ['author', 'colleague', '404 notFound 0:person'], ['withoutMembership', 'author', '404 notFound 0:person'],
    ['otherOrganisation', 'author', '404 notFound 0:person'], ['dingzhouManager', 'author', '404 notFound 0:person'],
    ['organisationManager', 'wuchuanManager', '404 notFound 0:person'], ['wuchuanManager', 'wuchuanManager', '404 notFound 0:person'],
    ['wuchuanManager', 'zunyiManager', '404 notFound 0:person'], ['guizhouManager', 'administrator', '404 notFound 0:person'],
    ['dingzhouManager', 'disabled', '422 invalid 0:disabled'], ['disabledManager', 'dingzhouAuthor', '403 forbidden'],
  ] as const)('by %s for %s: %s', (who, whom, refusal) => onStage(database, async (stage) => {
    expect(await invite(stage, who, makeRecovery(1, personId(whom)))).toBe(refusal)
  }))

  it('is of nobody without an account, and of no use once its person may do more than its maker', () => onStage(database, async (stage) => {
    await invite(stage, 'organisationManager', makeInvitation(1))
    expect(await invite(stage, 'organisationManager', makeRecovery(2, personId('invited 1')))).toBe('422 invalid 0:noAccount')
    expect(await invite(stage, 'organisationManager', makeRecovery(2, personId('nobody at all')))).toBe('404 notFound 0:person')
    expect(await invite(stage, 'organisationManager', makeRecovery(3, personId('author')))).toBeNull()
    await (await stage.owner()).query("insert into app.memberships (person_id, role, area_id) values ($1, 'area_manager', 520326)", [personId('author')])

    expect(await join(stage, user, codeOf(3), 'player-00')).toBe('404 notFound withdrawn')
  }))
})
