import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentId, makeAnswers, makeHeader, makeParcel, makeParticipant, makePayload, personId, sha256Of }
  from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { actAs } from '../../database/persona.ts'
import { openWithCast, stranger, userOf } from './cast.ts'
import { failureOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const draft = makePayload({ status: 'draft', sealed: null })
const draftParcel = makeParcel(draft)

describe('api.push', () => {
  it('applies a sealed record and echoes id, hash, protocol and epoch', () => onStage(database, async (stage) => {
    const parcel = makeParcel()

    const answer = await stage.push('author', [parcel])

    const epoch = await valueOf(await stage.owner(), 'select epoch::text from app.server_state')
    expect(answer).toEqual({
      protocol: 'xingxun/1', epoch,
      items: [{ id: parcel.id, sha256: parcel.sha256, verdict: 'applied', codes: [], head: null }],
    })
  }))

  it('keeps the very text that was sent', () => onStage(database, async (stage) => {
    const parcel = makeParcel()

    await stage.push('author', [parcel])

    const rows = await (await stage.as('author')).query(
      'select revision, sha256, payload from app.document_revisions where document_id = $1', [parcel.id])
    expect(rows).toEqual([{ revision: 1, sha256: parcel.sha256, payload: parcel.text }])
  }))

  it('takes a draft, then the revision that descends from it', () => onStage(database, async (stage) => {
    const next = makeParcel(makePayload({ revision: 2 }), [draftParcel.sha256])

    expect(await stage.words('author', [draftParcel])).toEqual(['applied'])
    expect(await stage.words('author', [next])).toEqual(['applied'])

    const rows = await (await stage.as('author')).query('select revision, status, sha256 from app.documents')
    expect(rows).toEqual([{ revision: 2, status: 'submitted', sha256: next.sha256 }])
  }))

  it('takes a later revision that skips numbers, when it descends from the head', () => onStage(database, async (stage) => {
    await stage.push('author', [draftParcel])

    const words = await stage.words('author', [makeParcel(makePayload({ revision: 7 }), [draftParcel.sha256])])

    expect(words).toEqual(['applied'])
  }))

  it('calls a revision of other descent a conflict and names the head', () => onStage(database, async (stage) => {
    await stage.push('author', [draftParcel])

    const { items } = await stage.push('author', [makeParcel(makePayload({ revision: 2 }), [sha256Of('another head')])])

    expect(items).toMatchObject([{ verdict: 'conflict', head: 1, codes: [] }])
  }))

  it.each([
    ['without parents', { revision: 2 }, []],
    ['of the same number with another text', { revision: 1, amend_reason: '更正' }, [draftParcel.sha256]],
    ['of the same number from another phone', { status: 'draft' as const, sealed: null, device_id: 'phone-2' }, []],
  ])('calls a revision %s a conflict', (_, overrides, parents) => onStage(database, async (stage) => {
    await stage.push('author', [draftParcel])

    expect(await stage.words('author', [makeParcel(makePayload(overrides), parents)])).toEqual(['conflict'])
    const rows = await (await stage.as('author')).query('select revision, sha256 from app.documents')
    expect(rows).toEqual([{ revision: 1, sha256: draftParcel.sha256 }])
  }))

  it('sends the second revision of one document in a batch back for the next', () => onStage(database, async (stage) => {
    const next = makeParcel(makePayload({ revision: 2 }), [draftParcel.sha256])

    expect(await stage.words('author', [draftParcel, next])).toEqual(['applied', 'retry'])
    expect(await stage.words('author', [next])).toEqual(['applied'])
  }))

  it('refuses a text whose hash is another', () => onStage(database, async (stage) => {
    const parcel = { ...makeParcel(), sha256: sha256Of('something else') }

    expect(await stage.words('author', [parcel])).toEqual(['rejected payload:hash'])
  }))

  it.each([
    ['no JSON', '这不是 JSON'],
    ['half a JSON text', '{"v":1,'],
    ['JSON of no object', '"义诊"'],
    ['JSON with a NUL character', '{"v":1,"title":"\\u0000"}'],
    ['JSON with half a character', '{"v":1,"title":"\\ud83d"}'],
    ['JSON with a number beyond all bounds', '{"v":1e999999}'],
    ['JSON that nests without end', '['.repeat(100_000)],
  ])('refuses %s', (_, text) => onStage(database, async (stage) => {
    const parcel = { ...makeParcel(), text, sha256: sha256Of(text) }

    expect(await stage.words('author', [parcel])).toEqual(['rejected payload:not_json'])
  }))

  it('takes records with all the brackets that a form can hold', () => onStage(database, async (stage) => {
    const parcels = Array.from({ length: 40 }, (_, n) => makeParcel(makePayload({
      id: documentId(n + 1), header: makeHeader({ summary: '[{"\\'.repeat(200) }),
    })))

    expect(new Set(await stage.words('author', parcels))).toEqual(new Set(['applied']))
  }))

  it('refuses a text beyond 256 KiB', () => onStage(database, async (stage) => {
    const parcel = makeParcel(makePayload({ amend_reason: '义'.repeat(90_000) }))

    expect(await stage.words('author', [parcel])).toEqual(['rejected payload:too_large'])
  }))

  it('lets nineteen of twenty through when one is poisoned', () => onStage(database, async (stage) => {
    const parcels = Array.from({ length: 20 }, (_, n) => makeParcel(makePayload({
      id: documentId(n + 1),
      ...(n === 7 ? { header: makeHeader({ recipient_org_id: 987_654_321 }) } : {}),
    })))

    const words = await stage.words('author', parcels)

    expect(words).toEqual(parcels.map((_, n) => n === 7 ? 'rejected payload:refused_23503' : 'applied'))
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.free_clinics')).toBe(19)
  }))

  it.each([
    ['an organisation that the author does not belong to', { header: makeHeader({ organisation_id: 10001 }) }, '42501'],
    ['an organisation that is unknown', { header: makeHeader({ organisation_id: 987_654_321 }) }, '42501'],
    ['a participant whom nobody knows',
      { header: makeHeader({ participants: [makeParticipant(), makeParticipant({ person_id: personId('nobody'), role: 'member' })] }) },
      '23503'],
    ['a role that is none',
      { header: makeHeader({ participants: [makeParticipant(), makeParticipant({ person_id: personId('colleague'), role: 'guest' as 'member' })] }) },
      '23514'],
    ['a venue that is none', { answers: makeAnswers({ venue_type: 'moon' as 'village' }) }, '23514'],
    ['a short number without end', { short_no: 'YZ'.repeat(30) }, '23514'],
  ])('refuses alone %s', (_, overrides, state) => onStage(database, async (stage) => {
    const words = await stage.words('author', [makeParcel(makePayload(overrides)), makeParcel(makePayload({ id: documentId(2) }))])

    expect(words).toEqual([`rejected payload:refused_${state}`, 'applied'])
  }))

  it('refuses alone what a check stumbles over', () => onStage(database, async (stage) => {
    await (await stage.owner()).exec(`
      create or replace function private.programme_problems(payload jsonb) returns text[] language plpgsql stable set search_path = '' as $$
      begin
        return case payload #>> '{header,title}' when '绊倒' then array[(payload #>> '{header,title}')::int::text] else '{}' end;
      end $$`)
    const parcels = ['绊倒', '平常'].map((title, n) => makeParcel(makePayload({ id: documentId(n), short_no: `YZ-STUMBLE-${n}`, header: makeHeader({ title }) })))

    expect(await stage.words('author', parcels)).toEqual(['rejected payload:refused_22p02', 'applied'])
  }))

  it('refuses what would change the nature of a record', () => onStage(database, async (stage) => {
    await stage.push('author', [draftParcel])
    const changes = [{ practice: true }, { short_no: 'YZ260508-999' }, { created_at: '2026-05-07T00:00:00.000Z' }]

    for (const change of changes) {
      const parcel = makeParcel(makePayload({ revision: 2, ...change }), [draftParcel.sha256])
      expect(await stage.words('author', [parcel])).toEqual(['rejected payload:immutable'])
    }
  }))
})

describe('a whole batch', () => {
  const call = 'select api.push($1::text)'
  const batch = (more: object): string => JSON.stringify({ protocol: 1, items: [], people: [], ...more })

  it('may be empty', () => onStage(database, async (stage) => {
    expect((await stage.push('author', [])).items).toEqual([])
  }))

  it.each([
    ['protocol 2', batch({ protocol: 2 }), '422 updateRequired'],
    ['no JSON', '<html>', '422 invalid'],
    ['JSON that nests without end', batch({}).replace('[]', '['.repeat(200_000)), '422 invalid'],
    ['no items', batch({ items: null }), '422 invalid'],
    ['101 items', batch({ items: Array.from({ length: 101 }, (_, n) => makeParcel(makePayload({ id: documentId(n) }))) }),
      '422 invalid'],
    ['an item without an id', batch({ items: [{ ...makeParcel(), id: 'x' }] }), '422 invalid'],
    ['an item of revision 0', batch({ items: [{ ...makeParcel(), revision: 0 }] }), '422 invalid'],
    ['an item of revision 1.5', batch({ items: [{ ...makeParcel(), revision: 1.5 }] }), '422 invalid'],
    ['an item without a text', batch({ items: [{ ...makeParcel(), text: null }] }), '422 invalid'],
    ['an item without a hash', batch({ items: [{ ...makeParcel(), sha256: 'abc' }] }), '422 invalid'],
  ])('with %s fails', (_, text, failure) => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('author'), call, [text])).toBe(failure)
  }))

  it('of somebody without a person is forbidden', () => onStage(database, async (stage) => {
    const tx = await stage.as('author')
    await actAs(tx, stranger)

    expect(await failureOf(tx, call, [batch({})])).toBe('403 forbidden')
  }))

  it('of a disabled account is forbidden', () => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('disabled'), call, [batch({})])).toBe('403 forbidden')
  }))

  it('of anon is refused before it is read', () => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as(null), call, [batch({})])).toBe('42501')
  }))

  it('repeated as a whole changes nothing', async () => {
    const parcels = [draftParcel, makeParcel(makePayload({ id: documentId(2) }))]
    const first = await onStage(database, (stage) => stage.words('author', parcels), true)
    const before = await snapshot()

    const second = await onStage(database, (stage) => stage.words('author', parcels), true)

    expect([first, second]).toEqual([['applied', 'applied'], ['duplicate', 'duplicate']])
    expect(await snapshot()).toEqual(before)
    await database.as(userOf('author'), (tx) => tx.query('select 1'))
    await database.exec('delete from app.documents')
  })

  /** All that a push writes, system columns included. */
  const snapshot = () => database.query(`
    select (select jsonb_agg(to_jsonb(d) || jsonb_build_object('x', d.xmin::text) order by d.id) from app.documents d) as documents,
      (select jsonb_agg(to_jsonb(r) || jsonb_build_object('x', r.xmin::text) order by r.document_id, r.revision)
        from app.document_revisions r) as revisions,
      (select jsonb_agg(to_jsonb(a) || jsonb_build_object('x', a.xmin::text) order by a.id) from app.activities a) as activities,
      (select jsonb_agg(to_jsonb(t) || jsonb_build_object('x', t.xmin::text) order by t.county_id) from app.county_rollups t) as totals`)
})
