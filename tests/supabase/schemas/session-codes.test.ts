import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tick } from '../../../supabase/jobs/tick.ts'
import { documentId, makeHeader, makeParcel, makePayload, personId } from '../../make/payload.ts'
import { makeTrainingPayload } from '../../make/training.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, personas, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

interface Entry { readonly id: string; readonly name: string; readonly phone: string }
interface Entries { readonly code: { readonly token: string; readonly expires_at: string } | null; readonly entries: readonly Entry[] }

const session = documentId(1)
const open = "select api.open_session_code($1, $2)"
const entryId = (n: number) => documentId(900 + n) as string
const makeEntry = (more: Partial<Record<'entry' | 'name' | 'organisation' | 'title_level' | 'phone', string | null>> = {}) => ({
  entry: entryId(1), name: ' 侯紫草　', organisation: '涪洋镇卫生院', title_level: 'none', phone: '', ...more })

const openCode = (stage: Stage, who: Persona = 'author', minutes = 720) =>
  stage.as(who).then((tx) => callOf<{ token: string; expires_at: string }>(tx, 'api.open_session_code($1, $2)', [session, minutes]))
const submit = async (stage: Stage, code: string, more: Parameters<typeof makeEntry>[0] = {}, who: Persona | null = null) => {
  const { entry, name, organisation, title_level, phone } = makeEntry(more)
  return callOf<{ state: string; field?: string }>(await stage.as(who), 'api.submit_session_entry($1, $2, $3, $4, $5, $6)',
    [code, entry, name, organisation, title_level, phone])
}
const stateOf = async (stage: Stage, code: string) =>
  callOf<{ state: string }>(await stage.as(null), 'api.session_code_state($1)', [code])
const entriesOf = async (stage: Stage, who: Persona) => callOf<Entries>(await stage.as(who), 'api.session_entries($1)', [session])
const settle = async (stage: Stage, who: Persona, accepted: boolean | null, person: string | null, entry = entryId(1)) =>
  failureOf(await stage.as(who), 'select api.settle_session_entry($1, $2, $3)', [entry, accepted, person])

/** A draft of a training session on the server. */
const withDraft = (fn: (stage: Stage) => Promise<void>) => () => onStage(database, async (stage) => {
  expect(await stage.words('author', [makeParcel(makeTrainingPayload({ id: session, status: 'draft', sealed: null }))])).toEqual(['applied'])
  await fn(stage)
})

describe('the code of a session', () => {
  it('is opened by its author, tells a stranger what it is for, and stays the same while it is good', withDraft(async (stage) => {
    const first = await openCode(stage)

    expect(await stateOf(stage, first.token)).toMatchObject({
      state: 'open', title: '务川县基层适宜技术培训班', organisation: '务川仡佬族苗族自治县中医院' })
    expect(await openCode(stage, 'author', 60)).toMatchObject({ token: first.token })
  }))

  it('is nobody else\'s to open, whatever they may read', withDraft(async (stage) => {
    for (const who of personas.filter((each) => each !== 'author' && each !== 'disabled' && each !== 'disabledManager'))
      expect([who, await failureOf(await stage.as(who), open, [session, 60])]).toEqual([who, '404 notFound'])
    expect(await failureOf(await stage.as('disabled'), open, [session, 60])).toBe('403 forbidden')
    expect(await failureOf(await stage.as(null), open, [session, 60])).toBe('42501')
  }))

  it.each([-1, 1441, null])('is not opened for %s minutes', (minutes) => withDraft(async (stage) => {
    expect(await failureOf(await stage.as('author'), open, [session, minutes])).toBe('422 invalid')
  })())

  it('is for a record that is here, has a roster and is no more void', () => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('author'), open, [session, 60])).toBe('404 notFound')
    const clinic = makePayload({ id: session, status: 'draft', sealed: null })
    expect(await stage.words('author', [makeParcel(clinic)])).toEqual(['applied'])
    expect(await failureOf(await stage.as('author'), open, [session, 60])).toBe('422 invalid')
  }))

  it('ends with its time, by its author\'s will, and with its record; then it is another', withDraft(async (stage) => {
    const { token } = await openCode(stage)
    await openCode(stage, 'author', 0)
    expect(await stateOf(stage, token)).toEqual({ state: 'over' })
    expect(await submit(stage, token)).toEqual({ state: 'over' })
    expect((await entriesOf(stage, 'author')).code).toBeNull()

    const next = await openCode(stage)
    expect(next.token).not.toBe(token)
    expect(await stateOf(stage, token)).toEqual({ state: 'unknown' })
    await (await stage.owner()).query("update app.documents set status = 'void' where id = $1", [session])
    expect(await stateOf(stage, next.token)).toEqual({ state: 'over' })
    expect(await failureOf(await stage.as('author'), open, [session, 60])).toBe('422 invalid')
  }))
})

describe('an entry', () => {
  it('is made without an account, waits, and is seen by the author of the session alone', withDraft(async (stage) => {
    const { token } = await openCode(stage)
    expect(await submit(stage, token, { phone: '+86 138-0000-0000' })).toEqual({ state: 'taken' })

    expect(await entriesOf(stage, 'author')).toMatchObject({
      code: { token }, entries: [{ id: entryId(1), name: '侯紫草', organisation: '涪洋镇卫生院', title_level: 'none', phone: '13800000000' }] })
    for (const who of personas.filter((each) => each !== 'author' && each !== 'disabled' && each !== 'disabledManager')) {
      expect([who, await entriesOf(stage, who)]).toEqual([who, { code: null, entries: [] }])
      const tx = await stage.as(who)
      expect(await tx.query('select id::text from app.session_entries union all select token from app.session_codes')).toEqual([])
    }
  }))

  it('is all that a stranger may do: nothing is read', withDraft(async (stage) => {
    const { token } = await openCode(stage)
    await submit(stage, token)
    const tx = await stage.as(null)

    for (const sql of ['select 1 from app.session_entries', 'select 1 from app.session_codes', `select api.session_entries('${session}')`,
      `select api.settle_session_entry('${entryId(1)}', true, '${personId('x')}')`, 'select private.session_entry_limits()'])
      expect([sql, await failureOf(tx, sql)]).toEqual([sql, '42501'])
  }))

  it('may be made by somebody with an account, too', withDraft(async (stage) => {
    expect(await submit(stage, (await openCode(stage)).token, {}, 'dingzhouAuthor')).toEqual({ state: 'taken' })
  }))

  it.each(['', 'x', '0'.repeat(32)])('needs the right code, not %o', (code) => withDraft(async (stage) => {
    await openCode(stage)

    expect(await submit(stage, code)).toEqual({ state: 'unknown' })
    expect(await stateOf(stage, code)).toEqual({ state: 'unknown' })
  })())

  it.each([
    ['name', { name: '　' }], ['name', { name: null }], ['name', { name: '草'.repeat(41) }], ['name', { name: '侯紫草\n柏青蒿' }],
    ['name', { name: '侯紫草 11010519491231002X' }], ['name', { name: '侯紫草13800000000' }],
    ['organisation', { organisation: '院'.repeat(61) }], ['organisation', { organisation: '卫生院 13800000000' }],
    ['title_level', { title_level: 'emperor' }], ['title_level', { title_level: null }],
    ['phone', { phone: '12345' }], ['phone', { phone: '11010519491231002X' }], ['entry', { entry: null }],
    ['entry', { entry: '00000000-0000-0000-0000-000000000000' }], ['entry', { entry: personId('dingzhouAuthor') }],
  ] as const)('is refused for its %s: %o', (field, more) => withDraft(async (stage) => {
    const { token } = await openCode(stage)

    expect(await submit(stage, token, more)).toEqual({ state: 'invalid', field })
    expect((await entriesOf(stage, 'author')).entries).toEqual([])
  })())

  it('sent twice is one, and so is the same person waiting, told by the telephone', withDraft(async (stage) => {
    const { token } = await openCode(stage)
    const phone = '13800000000'
    for (const more of [{ phone }, { phone }, { entry: entryId(2), phone }]) expect(await submit(stage, token, more)).toEqual({ state: 'taken' })

    expect((await entriesOf(stage, 'author')).entries).toHaveLength(1)
  }))

  it.each([['without a telephone', ''], ['with another telephone', '13900000000']])('of the same name and institution %s waits beside the first', (_, phone) =>
    withDraft(async (stage) => {
      const { token } = await openCode(stage)
      await submit(stage, token)
      expect(await submit(stage, token, { entry: entryId(2), phone })).toEqual({ state: 'taken' })

      expect((await entriesOf(stage, 'author')).entries.map(({ id }) => id)).toEqual([entryId(1), entryId(2)])
    })())

  const fill = async (stage: Stage, count: number, age: string) => (await stage.owner()).query(`
    insert into app.session_entries (id, document_id, author_id, name, organisation, title_level, phone, state, entered_at)
    select gen_random_uuid(), $1, $2, '学员' || n, '', 'none', '', 'declined', now() - $3::interval from generate_series(1, $4::int) as n`,
    [session, personId('author'), age, count])

  it('is one of five hundred, and of a hundred and twenty in a minute', withDraft(async (stage) => {
    const { token } = await openCode(stage)
    await fill(stage, 120, '10 seconds')
    expect(await submit(stage, token)).toEqual({ state: 'busy' })
    await fill(stage, 379, '1 hour')
    await (await stage.owner()).exec("update app.session_entries set entered_at = now() - interval '1 hour'")
    expect(await submit(stage, token)).toEqual({ state: 'taken' })

    expect(await submit(stage, token, { entry: entryId(2), name: '柏青蒿' })).toEqual({ state: 'full' })
    expect(await stateOf(stage, token)).toEqual({ state: 'full' })
  }))

  it('is forgotten after thirty days', withDraft(async (stage) => {
    await openCode(stage)
    await fill(stage, 1, '31 days')
    await fill(stage, 1, '29 days')

    const tx = await stage.owner()
    await tick({ database: { query: <Row>(text: string) => (text.startsWith('delete') ? tx.query<Row & Record<string, unknown>>(text) : Promise.resolve([])) as Promise<Row[]> },
      readObject: async () => null, now: () => new Date() })

    expect(await valueOf(tx, 'select count(*)::int from app.session_entries')).toBe(1)
  }))
})

describe('the author\'s word on an entry', () => {
  const phoneOf = async (stage: Stage) => (await stage.owner()).query('select person_id, phone from app.person_contacts')
  const entryNow = async (stage: Stage) => (await (await stage.owner()).query('select state, phone, person_id from app.session_entries'))[0]
  const withEntry = (fn: (stage: Stage) => Promise<void>) => withDraft(async (stage) => {
    await submit(stage, (await openCode(stage)).token, { phone: '13800000000' })
    await fn(stage)
  })
  const person = { id: personId('typed'), name: '侯紫草', organisation_id: null, title_level: 'none', category: 'tcm' }

  it('takes it off the list, and its telephone goes to the person once that person arrives', withEntry(async (stage) => {
    expect(await settle(stage, 'author', true, person.id)).toBeNull()
    expect((await entriesOf(stage, 'author')).entries).toEqual([])
    expect(await phoneOf(stage)).toEqual([])

    await stage.push('author', [], [person])

    expect(await phoneOf(stage)).toEqual([{ person_id: person.id, phone: '13800000000' }])
    expect(await entryNow(stage)).toEqual({ state: 'accepted', phone: '', person_id: person.id })
  }))

  it('hands it over at once to a person who is here, if the author made them', withEntry(async (stage) => {
    await stage.push('author', [], [person])
    await settle(stage, 'author', true, person.id)

    expect(await phoneOf(stage)).toEqual([{ person_id: person.id, phone: '13800000000' }])
  }))

  it('gives no telephone to anybody else', withEntry(async (stage) => {
    await settle(stage, 'author', true, personId('dingzhouAuthor'))

    expect(await phoneOf(stage)).toEqual([])
    expect(await entryNow(stage)).toMatchObject({ phone: '' })
  }))

  it('declines it, and the telephone is gone', withEntry(async (stage) => {
    expect(await settle(stage, 'author', false, null)).toBeNull()

    expect(await entryNow(stage)).toEqual({ state: 'declined', phone: '', person_id: null })
    expect((await entriesOf(stage, 'author')).entries).toEqual([])
  }))

  it('holds until the declined one asks again', withEntry(async (stage) => {
    const { token } = await openCode(stage)
    await settle(stage, 'author', false, null)
    expect(await submit(stage, token, { name: '侯紫苏' })).toEqual({ state: 'taken' })

    expect((await entriesOf(stage, 'author')).entries).toMatchObject([{ id: entryId(1), name: '侯紫苏', phone: '' }])
  }))

  it.each([
    ['organisationManager', true, person.id, '404 notFound'], ['dingzhouAuthor', false, null, '404 notFound'],
    ['author', true, null, '422 invalid'], ['author', null, person.id, '422 invalid'], ['disabled', false, null, '403 forbidden'],
  ] as const)('by %s, %s for %s: %s', (who, accepted, id, failure) => withEntry(async (stage) => {
    expect(await settle(stage, who, accepted, id)).toBe(failure)
    expect(await entryNow(stage)).toMatchObject({ state: 'waiting', phone: '13800000000' })
  })())

  it('needs an entry that is there', withEntry(async (stage) => {
    expect(await settle(stage, 'author', false, null, entryId(7))).toBe('404 notFound')
  }))
})

it('the people scanned or accepted may be known to the server already: the batch goes through', () => onStage(database, async (stage) => {
  const known = { id: personId('dingzhouColleague'), name: '码上的名字', organisation_id: null, title_level: 'none', category: 'tcm' }
  const record = makeTrainingPayload({ header: makeHeader({ title: '务川县基层适宜技术培训班' }) })
  const [first, ...rest] = record.answers.roster
  const scanned = { ...record, answers: { ...record.answers, roster: [{ ...first, person_id: known.id }, ...rest] } }

  expect(await stage.words('author', [makeParcel(scanned as typeof record)], [known])).toEqual(['applied'])
  expect(await valueOf(await stage.owner(), 'select name from app.people where id = $1', [known.id])).not.toBe('码上的名字')
}))
