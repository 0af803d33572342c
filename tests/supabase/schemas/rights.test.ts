import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { actAs } from '../../database/persona.ts'
import { personas, stranger, userOf, type Persona } from './cast.ts'
import { lettersOf, openWithScene, records } from './scene.ts'
import { failureOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithScene() })
afterAll(async () => { await database.close() })

/** Who sees which of the four shared records by organisation or area; nobody else sees any. */
const shared: Partial<Record<Persona, string>> = {
  dingzhouAuthor: 'SQ',
  dingzhouColleague: 'SQ',
  dingzhouManager: 'SQ', // home
  rongchengManager: 'S', // host
  quyangManager: 'Q', // host
  xionganManager: 'S', // 容城 reports to 雄安
  baodingManager: 'Q', // of its three statutory counties only 曲阳 reports to it
  hebeiManager: 'SQ',
  countryManager: 'SQ',
}
const authorToo = (letters: string) => ({ ...shared, dingzhouAuthor: letters })

/** Query → persona → what it sees. A persona that is not named sees nothing. */
const expectations: Record<string, { query: string; sees: Partial<Record<Persona, string>> }> = {
  documents: { query: 'select id from app.documents', sees: authorToo('SDPQ') },
  'newest revisions': {
    query: 'select r.document_id from app.document_revisions r join app.documents d on d.id = r.document_id and d.revision = r.revision',
    sees: authorToo('SDPQ') },
  'earlier revisions': {
    query: "select document_id from app.document_revisions where payload like '%草稿时的话%'", sees: { dingzhouAuthor: 'S' } },
  activities: { query: 'select id from app.activities', sees: shared },
  'answers of free clinics': { query: 'select id from app.free_clinics', sees: shared },
  filings: { query: 'select activity_id from app.free_clinic_filings', sees: shared },
  photos: { query: 'select document_id from app.photos', sees: authorToo('SDPQ') },
  'stored pictures that were not opened': { query: "select split_part(name, '/', 1) from storage.objects", sees: { dingzhouAuthor: 'SDPQ' } },
  participants: { query: 'select activity_id from app.activity_people', sees: { dingzhouAuthor: 'SQ', author: 'SQ' } },
  'county totals': {
    query: `select county_id || side from app.county_rollups cross join lateral (values ('host', host_sessions), ('home', home_sessions))
      as s(side, sessions) where s.sessions <> 0`,
    sees: {
      dingzhouManager: '130682home', rongchengManager: '130629host', quyangManager: '130634host',
      xionganManager: '130629host', baodingManager: '130634host',
      hebeiManager: '130629host 130634host 130682home', countryManager: '130629host 130634host 130682home',
    } },
  'organisation totals': {
    query: 'select organisation_id from app.organisation_rollups', sees: { dingzhouAuthor: '123', dingzhouColleague: '123' } },
  contacts: { query: "select 'own' from app.person_contacts", sees: { dingzhouAuthor: 'own' } },
}

describe('reading', () => {
  it.each(Object.entries(expectations))('of %s follows the table of expectations', async (_, { query, sees }) => {
    const seen: Partial<Record<Persona, string>> = {}
    await onStage(database, async (stage) => {
      for (const persona of personas) {
        const letters = await lettersOf(await stage.as(persona), query)
        if (letters !== '') seen[persona] = letters
      }
    })

    expect(seen).toEqual(sees)
  })

  it('of stored pictures once opened follows that of photos', () => onStage(database, async (stage) => {
    const seen: Partial<Record<Persona, string>> = {}
    for (const persona of personas) {
      const tx = await stage.as(persona)
      for (const id of Object.values(records)) await failureOf(tx, 'select api.open_photos($1)', [id])
      const letters = await lettersOf(tx, "select split_part(name, '/', 1) from storage.objects")
      if (letters !== '') seen[persona] = letters
    }
    expect(seen).toEqual(authorToo('SDPQ'))

    await (await stage.owner()).exec("update app.photo_views set until = now() - interval '1 second'")
    expect(await lettersOf(await stage.as('dingzhouManager'), "select split_part(name, '/', 1) from storage.objects")).toBe('')
  }))

  it('shows people themselves and the people of their organisation', () => onStage(database, async (stage) => {
    const of123 = ['disabled', 'dingzhouAuthor', 'dingzhouColleague', 'expired', 'notBegun', 'switchedOff']
    const of121 = ['author', 'colleague', 'organisationManager']
    const expected = (persona: Persona): string[] => {
      if (persona === 'disabled' || persona === 'disabledManager') return []
      if (persona === 'dingzhouAuthor' || persona === 'dingzhouColleague') return of123
      return of121.includes(persona) ? of121 : [persona]
    }
    const wordOf = new Map(personas.map((word) => [personId(word) as string, word]))

    for (const persona of personas) {
      const rows = await (await stage.as(persona)).query<{ id: string }>('select id from app.people')
      expect([persona, ...rows.map(({ id }) => wordOf.get(id)).sort()]).toEqual([persona, ...expected(persona).sort()])
    }
  }))

  it('shows people their own account and memberships only', () => onStage(database, async (stage) => {
    const isDisabled = (persona: Persona) => persona === 'disabled' || persona === 'disabledManager'
    const isUnbound = (persona: Persona) => persona === 'withoutMembership' || isDisabled(persona)

    for (const persona of personas) {
      const tx = await stage.as(persona)
      const accounts = await tx.query('select user_id from app.accounts')
      const memberships = await tx.query('select person_id from app.memberships')
      expect(accounts).toEqual([{ user_id: userOf(persona) }])
      expect(memberships).toEqual(isUnbound(persona) ? [] : [{ person_id: personId(persona) }])
    }
  }))

  it.each(['areas', 'area_aliases', 'rules', 'kinds', 'server_state', 'techniques', 'technique_categories', 'calendar_days', 'checklist_templates'])('of %s is free to everybody signed in', (table) =>
    onStage(database, async (stage) => {
      const tx = await stage.as('withoutMembership')
      const mine = await valueOf<number>(tx, `select count(*)::int from app.${table}`)
      await actAs(tx, stranger)

      expect(mine).toBeGreaterThan(0)
      expect(await valueOf(tx, `select count(*)::int from app.${table}`)).toBe(mine)
    }))

  it.each([
    ['somebody with a person', 'withoutMembership', true],
    ['a disabled account', 'disabled', false],
  ] as const)('of organisations by %s', (_, persona, allowed) => onStage(database, async (stage) => {
    expect(await valueOf(await stage.as(persona), 'select count(*) > 0 from app.organisations')).toBe(allowed)
  }))

  it('gives a stranger nothing that is anybody\'s', () => onStage(database, async (stage) => {
    const tx = await stage.as('author')
    await actAs(tx, stranger)

    for (const { query } of Object.values(expectations)) expect(await lettersOf(tx, query)).toBe('')
    for (const table of ['people', 'accounts', 'memberships', 'organisations']) {
      expect(await tx.query(`select 1 from app.${table}`)).toEqual([])
    }
  }))
})

describe('the end of a right holds from the next statement on', () => {
  const changes = {
    'a membership that is switched off': 'update app.memberships set active = false where person_id = $1',
    'a membership that ran out yesterday':
      'update app.memberships set valid_to = private.china_day(now()) - 1 where person_id = $1',
    'a membership that was taken away': 'delete from app.memberships where person_id = $1',
    'an account that is disabled': 'update app.accounts set active = false where person_id = $1',
  }
  const cases = Object.entries(changes).flatMap(([name, sql]) =>
    (['dingzhouColleague', 'rongchengManager', 'hebeiManager'] as const).map((persona) => [name, persona, sql] as const))

  it.each(cases)('%s, of %s', (_, persona, sql) => onStage(database, async (stage) => {
    const count = async () => valueOf(await stage.as(persona),
      'select (select count(*) from app.documents) + (select count(*) from app.activities) + (select count(*) from app.photos)')
    expect(await count()).not.toBe(0)

    await (await stage.owner()).query(sql, [personId(persona)])

    expect(await count()).toBe(0)
  }))

  it('a membership counts on its first and on its last day', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.query(`update app.memberships set valid_from = private.china_day(now()), valid_to = private.china_day(now())
      where person_id = $1`, [personId('dingzhouColleague')])

    expect(await lettersOf(await stage.as('dingzhouColleague'), 'select id from app.activities')).toBe('SQ')
  }))

  it('an author without membership keeps what is theirs and adds nothing for the organisation', () =>
    onStage(database, async (stage) => {
      await (await stage.owner()).query('update app.memberships set active = false where person_id = $1', [personId('dingzhouAuthor')])
      const tx = await stage.as('dingzhouAuthor')

      expect(await lettersOf(tx, 'select id from app.documents')).toBe('SDPQ')
      expect(await failureOf(tx, 'update app.documents set device_id = device_id')).toBe('42501')
    }))
})
