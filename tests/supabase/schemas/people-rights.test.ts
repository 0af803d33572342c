import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ManagedPerson } from '../../../src/domain/people-admin.ts'
import type { ReferencePack } from '../../../src/domain/ports.ts'
import { codeOf, makeInvitation, makeRecovery } from '../../make/invitation.ts'
import { makeParcel, makeParticipant, makePayload, makeHeader, personId, documentId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, personas, userOf, type Persona } from './cast.ts'
import { asOrganisationManager, invite, join, membershipOf, meOf, newUser, refusalOf } from './people-stage.ts'
import { callOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const wordOf = new Map(personas.map((word) => [personId(word) as string, word]))
const listed = async (stage: Stage, who: Persona, words = '', organisation: number | null = null) =>
  (await callOf<{ people: { id: string; manageable: boolean }[] }>(await stage.as(who), 'api.managed_people($1, $2)', [words, organisation])).people
const seen = async (stage: Stage, who: Persona) =>
  (await listed(stage, who)).map(({ id, manageable }) => `${wordOf.get(id) ?? id}${manageable ? '' : '*'}`).sort()
const personOf = async (stage: Stage, who: Persona, whom: string) =>
  callOf<ManagedPerson>(await stage.as(who), 'api.managed_person($1)', [whom])
const call = async (stage: Stage, who: Persona | null, text: string, params: readonly unknown[]) => refusalOf(await stage.as(who), text, params)

describe('the list of people', () => {
  const of121 = ['author', 'colleague', 'organisationManager']
  const of123 = ['dingzhouAuthor', 'dingzhouColleague', 'disabled', 'expired', 'notBegun', 'switchedOff']

  it('shows managers those in reach, and everybody else nobody', () => onStage(database, async (stage) => {
    const expected: Partial<Record<Persona, string[]>> = {
      organisationManager: of121, wuchuanManager: [...of121, 'otherOrganisation'],
      zunyiManager: [...of121, 'otherOrganisation', 'wuchuanManager'],
      guizhouManager: [...of121, 'otherOrganisation', 'wuchuanManager', 'zunyiManager'],
      dingzhouManager: of123, rongchengManager: [], quyangManager: [], xionganManager: ['disabledManager', 'rongchengManager'],
      baodingManager: ['quyangManager'], shijiazhuangManager: [],
    }
    for (const who of ['author', 'otherOrganisation', 'withoutMembership', 'administrator', 'expired', 'expiredManager', ...Object.keys(expected)] as Persona[])
      expect([who, await seen(stage, who)]).toEqual([who, [...expected[who] ?? []].sort()])
    expect(await call(stage, 'disabledManager', "api.managed_people('', null)", [])).toBe('403 forbidden')
    expect(await call(stage, null, "api.managed_people('', null)", [])).toBe('42501')
  }))

  it('marks who has a role beyond reach, and finds by name, account and organisation', () => onStage(database, async (stage) => {
    await (await stage.owner()).query("insert into app.memberships (person_id, role, area_id) values ($1, 'area_manager', 520326)", [personId('author')])

    expect(await seen(stage, 'organisationManager')).toEqual(['author*', 'colleague', 'organisationManager'])
    expect(await listed(stage, 'wuchuanManager', '演员player-1')).toMatchObject([{ id: personId('colleague'), state: 'active', account: 'player-1' }])
    expect(await listed(stage, 'wuchuanManager', 'PLAYER-1')).toHaveLength(1)
    expect((await listed(stage, 'wuchuanManager', '', 10001)).map(({ id }) => id)).toEqual([personId('otherOrganisation')])
  }))

  it('has whom somebody of one\'s organisation typed as of none', () => onStage(database, async (stage) => {
    await (await stage.as('author')).query("insert into app.people (id, name, organisation_id, created_by) values ($1, '游龙胆', null, $2)", [personId('typed'), personId('author')])

    expect(await seen(stage, 'organisationManager')).toContain(personId('typed'))
    expect(await seen(stage, 'dingzhouManager')).not.toContain(personId('typed'))
  }))

  it.each([['organisationManager', 'author', null], ['wuchuanManager', 'author', null], ['dingzhouManager', 'author', '404 notFound person'],
    ['author', 'author', '404 notFound person'], ['withoutMembership', 'author', '404 notFound person']] as const)(
    'opens for %s on %s: %s', (who, whom, refusal) => onStage(database, async (stage) => {
      expect(await call(stage, who, 'api.managed_person($1)', [personId(whom)])).toBe(refusal)
    }))

  it('says where one may give rights', () => onStage(database, async (stage) => {
    const reach = async (who: Persona) => callOf<{ organisations: { id: number }[]; areas: { id: number }[] }>(await stage.as(who), "api.my_reach('')")
    expect(await reach('organisationManager')).toMatchObject({ organisations: [{ id: 121 }], areas: [] })
    expect((await reach('author')).organisations).toEqual([])
    expect((await reach('zunyiManager')).areas.map(({ id }) => id)).toContain(520326)
    expect((await reach('baodingManager')).areas.map(({ id }) => id)).not.toContain(130682)
  }))
})

describe('ending a role', () => {
  it.each([
    ['organisationManager', 'author', null], ['wuchuanManager', 'author', null], ['wuchuanManager', 'organisationManager', null],
    ['zunyiManager', 'wuchuanManager', null], ['author', 'author', '404 notFound membership'],
    ['author', 'organisationManager', '404 notFound membership'], ['withoutMembership', 'author', '404 notFound membership'],
    ['otherOrganisation', 'author', '404 notFound membership'], ['dingzhouManager', 'author', '404 notFound membership'],
    ['wuchuanManager', 'wuchuanManager', '404 notFound membership'], ['wuchuanManager', 'zunyiManager', '404 notFound membership'],
    ['guizhouManager', 'administrator', '404 notFound membership'], ['organisationManager', 'organisationManager', '422 invalid lastManager'],
    ['dingzhouManager', 'switchedOff', '422 invalid ended'], ['disabledManager', 'author', '403 forbidden'], [null, 'author', '42501'],
  ] as const)('%s of %s: %s', (who, whom, refusal) => onStage(database, async (stage) => {
    const membership = await membershipOf(stage, personId(whom))

    expect(await call(stage, who, 'api.end_membership($1, true)', [membership])).toBe(refusal)
  }))

  it('at once ends it now, otherwise with this day, and keeps the row', () => onStage(database, async (stage) => {
    const end = 'api.end_membership($1, $2)'
    expect(await call(stage, 'organisationManager', end, [await membershipOf(stage, personId('author')), true])).toBeNull()
    expect(await call(stage, 'organisationManager', end, [await membershipOf(stage, personId('colleague')), false])).toBeNull()

    expect(await meOf(stage, userOf('author'))).toBe(`${personId('author')} `)
    expect(await meOf(stage, userOf('colleague'))).toBe(`${personId('colleague')} field_worker 121`)
    expect(await (await stage.owner()).query(`select active, valid_to = private.china_day(now()) as today from app.memberships
      where person_id in ($1, $2) order by active`, [personId('author'), personId('colleague')])).toEqual([{ active: false, today: true }, { active: true, today: true }])
  }))

  it('lets a manager leave when another stays who can sign in', () => onStage(database, async (stage) => {
    await asOrganisationManager(stage, 'colleague', 121)
    const mine = await membershipOf(stage, personId('organisationManager'))
    await (await stage.owner()).query('update app.accounts set active = false where person_id = $1', [personId('colleague')])
    expect(await call(stage, 'organisationManager', 'api.end_membership($1, true)', [mine])).toBe('422 invalid lastManager')
    await (await stage.owner()).query('update app.accounts set active = true where person_id = $1', [personId('colleague')])

    expect(await call(stage, 'organisationManager', 'api.end_membership($1, true)', [mine])).toBeNull()
    expect(await call(stage, 'organisationManager', 'api.end_membership($1, true)', [mine])).toBe('404 notFound membership')
  }))
})

describe('moving to another organisation', () => {
  const move = 'api.transfer_person($1, $2, $3, $4)'

  it('ends the one with this day and begins the other with the next, or both at once', () => onStage(database, async (stage) => {
    expect(await call(stage, 'wuchuanManager', move, [await membershipOf(stage, personId('author')), 10001, 'field_worker', true])).toBeNull()
    expect(await call(stage, 'wuchuanManager', move, [await membershipOf(stage, personId('colleague')), 10001, 'organisation_manager', false])).toBeNull()

    expect(await meOf(stage, userOf('author'))).toBe(`${personId('author')} field_worker 10001`)
    expect(await meOf(stage, userOf('colleague'))).toBe(`${personId('colleague')} field_worker 121`)
    const { roles, organisation_id } = await personOf(stage, 'wuchuanManager', personId('colleague'))
    expect(organisation_id).toBe(10001)
    expect(roles).toMatchObject([{ organisation_id: 121, open: true, current: true }, { organisation_id: 10001, role: 'organisation_manager', open: true, current: false }])
    expect((await personOf(stage, 'wuchuanManager', personId('author'))).roles).toMatchObject([{ organisation_id: 121, open: false }, { organisation_id: 10001 }])
  }))

  it.each([
    ['organisationManager', 'author', 10001, 'field_worker', '403 forbidden organisation'],
    ['wuchuanManager', 'author', 123, 'field_worker', '403 forbidden organisation'],
    ['wuchuanManager', 'author', 121, 'field_worker', '422 invalid organisation'],
    ['wuchuanManager', 'author', null, 'field_worker', '422 invalid organisation'],
    ['wuchuanManager', 'author', 10001, 'area_manager', '422 invalid role'],
    ['wuchuanManager', 'dingzhouAuthor', 10001, 'field_worker', '404 notFound membership'],
    ['zunyiManager', 'wuchuanManager', 121, 'field_worker', '422 invalid organisation'],
    ['author', 'author', 10001, 'field_worker', '404 notFound membership'],
    ['otherOrganisation', 'author', 10001, 'field_worker', '404 notFound membership'],
    ['withoutMembership', 'author', 10001, 'field_worker', '404 notFound membership'],
    ['dingzhouManager', 'author', 123, 'field_worker', '404 notFound membership'],
    ['disabledManager', 'author', 123, 'field_worker', '403 forbidden'],
  ] as const)('%s moves %s to %s as %s: %s', (who, whom, organisation, role, refusal) => onStage(database, async (stage) => {
    const membership = await membershipOf(stage, personId(whom))

    expect(await call(stage, who, move, [membership, organisation, role, true])).toBe(refusal)
  }))
})

describe('disabling a person', () => {
  const disable = 'api.set_disabled($1, $2)'

  it('refuses the next statement, withdraws codes, and is taken back', () => onStage(database, async (stage) => {
    await invite(stage, 'organisationManager', makeRecovery(1, personId('author')))
    expect(await call(stage, 'organisationManager', disable, [personId('author'), true])).toBeNull()

    expect(await meOf(stage, userOf('author'))).toBe('403 forbidden no person')
    expect(await join(stage, newUser(1), codeOf(1), 'player-00')).toBe('404 notFound withdrawn')
    expect(await call(stage, 'organisationManager', disable, [personId('author'), false])).toBeNull()
    expect(await meOf(stage, userOf('author'))).toBe(`${personId('author')} field_worker 121`)
  }))

  it.each([
    ['wuchuanManager', 'organisationManager', null], ['zunyiManager', 'wuchuanManager', null],
    ['organisationManager', 'organisationManager', '422 invalid self'], ['author', 'colleague', '404 notFound person'],
    ['otherOrganisation', 'author', '404 notFound person'], ['dingzhouManager', 'author', '404 notFound person'],
    ['withoutMembership', 'author', '404 notFound person'], ['wuchuanManager', 'zunyiManager', '404 notFound person'],
    ['wuchuanManager', 'wuchuanManager', '404 notFound person'], ['guizhouManager', 'administrator', '404 notFound person'],
    ['disabledManager', 'dingzhouAuthor', '403 forbidden'], [null, 'author', '42501'],
  ] as const)('by %s of %s: %s', (who, whom, refusal) => onStage(database, async (stage) => {
    expect(await call(stage, who, disable, [personId(whom), true])).toBe(refusal)
  }))

  it('says of somebody without an account that there is none', () => onStage(database, async (stage) => {
    await invite(stage, 'organisationManager', makeInvitation(1))
    expect(await call(stage, 'organisationManager', disable, [personId('invited 1'), true])).toBe('422 invalid noAccount')
  }))
})

describe('merging two entries', () => {
  const merge = 'api.merge_people($1, $2, $3)'
  const twin = personId('twin') as string
  const withTwin = (fn: (stage: Stage) => Promise<void>) => () => onStage(database, async (stage) => {
    await (await stage.as('author')).query("insert into app.people (id, name, organisation_id, created_by) values ($1, '演员弎', 121, $2)", [twin, personId('author')])
    await fn(stage)
  })
  const packPeople = async (stage: Stage) =>
    (await callOf<ReferencePack>(await stage.as('author'), "api.reference_pack('county:520326', null)")).people ?? []

  it('leaves one in the lists, keeps what was written and reads it by the name that stays', withTwin(async (stage) => {
    const clinic = makePayload({ header: makeHeader({ participants: [makeParticipant(), makeParticipant({ person_id: twin as never, role: 'member' })] }) })
    expect(await stage.words('author', [makeParcel(clinic)])).toEqual(['applied'])
    expect(await call(stage, 'organisationManager', merge, [twin, personId('colleague'), false])).toBeNull()

    expect(await seen(stage, 'organisationManager')).toEqual(['author', 'colleague', 'organisationManager'])
    expect((await packPeople(stage)).find(({ id }) => id === twin)).toMatchObject({ merged_into: personId('colleague') })
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.activity_people where person_id = $1', [twin])).toBe(1)
    const { names } = await callOf<{ names: { people: Record<string, string> } }>(await stage.as('author'), 'api.activity_detail($1)', [clinic.id])
    expect(names.people[twin]).toBe('演员player-1')
    expect((await personOf(stage, 'organisationManager', personId('colleague'))).merged).toMatchObject([{ id: twin, name: '演员弎' }])
    expect(await call(stage, 'organisationManager', merge, [twin, personId('author'), false])).toBe('404 notFound gone')
  }))

  it('is taken back, once', withTwin(async (stage) => {
    await call(stage, 'organisationManager', merge, [twin, personId('colleague'), false])
    for (const who of ['author', 'dingzhouManager'] as const)
      expect(await call(stage, who, 'api.undo_merge($1)', [twin])).toBe('404 notFound merge')
    expect(await call(stage, 'wuchuanManager', 'api.undo_merge($1)', [twin])).toBeNull()

    expect(await seen(stage, 'organisationManager')).toContain(twin)
    expect((await packPeople(stage)).find(({ id }) => id === twin)).not.toHaveProperty('merged_into')
    expect(await call(stage, 'wuchuanManager', 'api.undo_merge($1)', [twin])).toBe('404 notFound merge')
  }))

  it('keeps the entry that can sign in, and asks before it closes a second account', withTwin(async (stage) => {
    expect(await call(stage, 'organisationManager', merge, [personId('author'), twin, true])).toBe('422 invalid keepAccount')
    expect(await call(stage, 'organisationManager', merge, [personId('author'), personId('colleague'), false])).toBe('422 invalid bothAccounts')
    expect(await call(stage, 'organisationManager', merge, [personId('author'), personId('colleague'), null])).toBe('422 invalid bothAccounts')
    expect(await call(stage, 'organisationManager', merge, [personId('author'), personId('colleague'), true])).toBeNull()
    expect(await meOf(stage, userOf('author'))).toBe('403 forbidden no person')

    expect(await call(stage, 'organisationManager', 'api.undo_merge($1)', [personId('author')])).toBeNull()
    expect(await meOf(stage, userOf('author'))).toBe(`${personId('author')} field_worker 121`)
  }))

  it.each([
    ['organisationManager', 'organisationManager', 'author', '422 invalid self'], ['organisationManager', 'author', 'author', '422 invalid same'],
    ['organisationManager', 'author', 'dingzhouAuthor', '404 notFound kept'], ['organisationManager', 'dingzhouAuthor', 'author', '404 notFound gone'],
    ['organisationManager', 'author', 'wuchuanManager', '404 notFound kept'], ['author', 'author', 'colleague', '404 notFound gone'],
    ['otherOrganisation', 'author', 'colleague', '404 notFound gone'], ['dingzhouManager', 'author', 'colleague', '404 notFound gone'],
    ['withoutMembership', 'author', 'colleague', '404 notFound gone'], ['wuchuanManager', 'author', 'colleague', null],
    ['disabledManager', 'author', 'colleague', '403 forbidden'], [null, 'author', 'colleague', '42501'],
  ] as const)('%s merges %s into %s: %s', (who, gone, kept, refusal) => onStage(database, async (stage) => {
    expect(await call(stage, who, merge, [personId(gone), personId(kept), true])).toBe(refusal)
  }))

  it('withdraws the other\'s codes', withTwin(async (stage) => {
    expect(await invite(stage, 'organisationManager', makeInvitation(1, { person_id: twin, id: documentId(301) }))).toBeNull()
    await call(stage, 'organisationManager', merge, [twin, personId('colleague'), false])

    expect(await join(stage, newUser(1), codeOf(1), 'twin')).toBe('404 notFound withdrawn')
  }))
})
