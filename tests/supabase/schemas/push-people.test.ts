import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NewPerson } from '../../../src/domain/ports.ts'
import { documentId, makeHeader, makeParcel, makeParticipant, makePayload, personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { openWithScene, records, sceneParcels } from './scene.ts'
import { onStage, pushThrough, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const makeNewPerson = (overrides: Partial<NewPerson> = {}): NewPerson => ({
  id: personId('typed'), name: ' 新来的护士　', organisation_id: 121, title_level: 'junior', category: 'nursing', ...overrides,
})
const withNewPerson = makeParcel(makePayload({
  header: makeHeader({ participants: [makeParticipant(), makeParticipant({ person_id: personId('typed'), role: 'member' })] }),
}))

describe('people first typed on a phone', () => {
  it('are added with the record that names them', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [withNewPerson], [makeNewPerson()])).toEqual(['applied'])

    const rows = await (await stage.as('colleague')).query(
      'select name, organisation_id, title_level, category, created_by from app.people where id = $1', [personId('typed')])
    expect(rows).toEqual([{ name: '新来的护士', organisation_id: 121, title_level: 'junior', category: 'nursing',
      created_by: personId('author') }])
  }))

  it('are added once and never changed, whoever repeats them', () => onStage(database, async (stage) => {
    await stage.push('author', [], [makeNewPerson(), makeNewPerson({ name: '又一次' })])
    await stage.push('author', [], [makeNewPerson({ name: '改名' })])
    await stage.push('dingzhouAuthor', [], [makeNewPerson({ name: '别人的', organisation_id: 123 })])

    expect(await (await stage.owner()).query('select name from app.people where id = $1', [personId('typed')]))
      .toEqual([{ name: '新来的护士' }])
  }))

  it.each([
    ['of another organisation', { organisation_id: 123 }],
    ['without a name', { name: '　' }],
    ['of an unknown title', { title_level: 'emperor' }],
    ['with an id that is none', { id: 'me' as never }],
  ])('%s are passed over, and only the record that names them is refused', (_, overrides) => onStage(database, async (stage) => {
    const other = makeParcel(makePayload({ id: documentId(2) }))

    const words = await stage.words('author', [withNewPerson, other], [makeNewPerson(overrides), makeNewPerson({ id: personId('sound') })])

    expect(words).toEqual(['rejected payload:refused_23503', 'applied'])
    expect(await (await stage.owner()).query('select id from app.people where created_by = $1', [personId('author')]))
      .toEqual([{ id: personId('sound') }])
  }))

  it.each([
    ['a mobile number', '王医生 13812345678'], ['one in groups and wide digits', '王医生１３８－１２３４－５６７８'], ['a citizen’s number', '王医生11010519491231002X'],
  ])('with %s in their name are never stored, and the refusal of the record that names them says so', (_, name) => onStage(database, async (stage) => {
    const other = makeParcel(makePayload({ id: documentId(2) }))
    const draft = makeParcel(makePayload({ id: documentId(3), status: 'draft', sealed: null,
      header: makeHeader({ participants: [makeParticipant({ person_id: personId('typed') })] }) }))

    const words = await stage.words('author', [withNewPerson, other, draft], [makeNewPerson({ name }), makeNewPerson({ id: personId('sound') })])

    expect(words).toEqual(['rejected payload:person_number', 'applied', 'rejected payload:person_number'])
    expect(await (await stage.owner()).query('select id from app.people where created_by = $1', [personId('author')])).toEqual([{ id: personId('sound') }])
    expect(await stage.words('author', [withNewPerson], [makeNewPerson()])).toEqual(['applied'])
  }))

  it('whom the server knows hold up nothing, whatever a phone calls them', () => onStage(database, async (stage) => {
    await stage.push('author', [], [makeNewPerson()])

    expect(await stage.words('author', [withNewPerson], [makeNewPerson({ name: '13812345678' })])).toEqual(['applied'])
  }))

  it('cannot be added by a manager of an area, nor after a membership', () => onStage(database, async (stage) => {
    await stage.push('wuchuanManager', [], [makeNewPerson()])
    await stage.push('expired', [], [makeNewPerson({ organisation_id: 123 })])

    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.people where id = $1', [personId('typed')])).toBe(0)
  }))

  it('may be missing from a batch altogether', () => onStage(database, async (stage) => {
    const tx = await stage.as('author')

    for (const people of [undefined, null, 'none', {}]) {
      expect((await pushThrough(tx, { protocol: 1, items: [], people })).items).toEqual([])
    }
  }))
})

describe('a document of somebody else', () => {
  let scene: TestDatabase
  beforeAll(async () => { scene = await openWithScene() })
  afterAll(async () => { await scene.close() })

  it.each([
    ['who cannot see it', 'author', 'D', 'payload:refused_42501'],
    ['who cannot see it', 'otherOrganisation', 'S', 'payload:refused_42501'],
    ['who sees it as a colleague', 'dingzhouColleague', 'S', 'payload:not_yours'],
    ['who does not see the draft of a colleague', 'dingzhouColleague', 'D', 'payload:refused_42501'],
  ] as const)('is not taken from somebody %s, and nothing of it is told', (_, persona, letter, code) => onStage(scene, async (stage) => {
    const head = sceneParcels().second[0]
    const mine = makePayload({ id: records[letter], revision: 3, status: 'draft', sealed: null, author_id: personId(persona),
      header: makeHeader({ organisation_id: null }) })
    const before = await valueOf(await stage.owner(), 'select to_jsonb(d)::text from app.documents d where id = $1', [records[letter]])

    const answer = await stage.push(persona, [makeParcel(mine, head ? [head.sha256] : [])])

    expect(answer.items).toMatchObject([{ verdict: 'rejected', codes: [code], head: null }])
    expect(JSON.stringify(answer)).not.toContain(personId('dingzhouAuthor'))
    expect(await valueOf(await stage.owner(), 'select to_jsonb(d)::text from app.documents d where id = $1', [records[letter]])).toBe(before)
  }))
})
