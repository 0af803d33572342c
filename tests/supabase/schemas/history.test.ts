import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PhotoEntry } from '../../../src/domain/photo.ts'
import type { FieldChange, RecordHistory } from '../../../src/domain/reports.ts'
import { colleagueId, documentId, makeAnswers, makeFiling, makeHeader, makeParcel, makePayload, makePhotoEntry, sha256Of, type ClinicPayload } from '../../make/payload.ts'
import { makeVisitAnswers, makeVisitPayload, metItems, type VisitPayload } from '../../make/visit.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, personas, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const historyOf = async (stage: Stage, who: Persona) =>
  callOf<RecordHistory>(await stage.as(who), 'api.record_history($1)', [documentId()])

/** What the server says differs between two payloads. */
const onServer = async (stage: Stage, before: VisitPayload, after: VisitPayload) =>
  callOf<readonly FieldChange[]>(await stage.owner(), 'private.changes_between($1, $2)', [JSON.stringify(before), JSON.stringify(after)])

/** A record handed in, and handed in again as `changed`. */
async function amend(stage: Stage, changed: Partial<ClinicPayload>) {
  const first = makeParcel()
  await stage.push('author', [first])
  return stage.words('author', [makeParcel(makePayload({ revision: 2, ...changed }), [first.sha256])])
}

describe('a submitted record that is handed in again', () => {
  it.each([['', false], [' 误 ', false], ['\u3000\u3000', false], ['误报', true], [null, false]] as const)(
    'for the reason %o is taken: %s', (amend_reason, taken) => onStage(database, async (stage) => {
      expect(await amend(stage, { amend_reason: amend_reason as string })).toEqual([taken ? 'applied' : 'rejected payload:amend_reason'])
    }))

  it('needs no reason after a draft or a return, nor to be voided', () => onStage(database, async (stage) => {
    const draft = makeParcel(makePayload({ status: 'draft', sealed: null }))
    const sent = makeParcel(makePayload({ revision: 2, amend_reason: '' }), [draft.sha256])
    const again = makeParcel(makePayload({ revision: 3, amend_reason: '' }), [sent.sha256])
    await stage.push('author', [draft])
    expect(await stage.words('author', [sent])).toEqual(['applied'])
    await (await stage.owner()).exec("update app.documents set status = 'returned'; update app.activities set status = 'returned'")

    expect(await stage.words('author', [again])).toEqual(['applied'])
    expect(await stage.words('author', [makeParcel(makePayload({ revision: 4, status: 'void', amend_reason: '' }), [again.sha256])])).toEqual(['applied'])
  }))
})

describe('the history of a record', () => {
  it('tells each handing-in, its reason and what it changed, field by field', () => onStage(database, async (stage) => {
    await amend(stage, {
      amend_reason: '核对领取单后更正', photos: [makePhotoEntry('new')],
      header: makeHeader({ place_name: '丰乐镇文化广场', reasons: { coarse_position: '室内' } }),
      answers: makeAnswers({ leaflets: 250, referrals: null, safety_incident: true, safety_incident_text: '晕针一例', filings: [makeFiling({ filed_on: '2026-04-16' })] }),
    })

    const { revisions, id, replaces, replaced_by } = await historyOf(stage, 'author')

    expect([id, replaces, replaced_by]).toEqual([documentId(), null, null])
    expect(revisions.map(({ revision, status, reason, sealed_at }) => [revision, status, reason, sealed_at])).toEqual([
      [1, 'submitted', '', '2026-05-08T05:10:00.000Z'], [2, 'submitted', '核对领取单后更正', '2026-05-08T05:10:00.000Z']])
    expect(revisions[0]?.changes).toEqual([])
    expect(revisions[1]?.changes).toEqual([
      { field: 'answers.filings.0.filed_on', before: '2026-04-15', after: '2026-04-16' },
      { field: 'answers.leaflets', before: 200, after: 250 },
      { field: 'answers.referrals', before: 3, after: null },
      { field: 'answers.safety_incident', before: false, after: true },
      { field: 'answers.safety_incident_text', before: '', after: '晕针一例' },
      { field: 'header.place_name', before: '丰乐镇卫生院门前广场', after: '丰乐镇文化广场' },
      { field: 'header.reasons.coarse_position', before: null, after: '室内' },
      { field: `photos.${sha256Of('picture new')}.consent_state`, before: null, after: 'none_identifiable' },
      { field: `photos.${sha256Of('picture new')}.nth`, before: null, after: 1 },
      { field: `photos.${sha256Of('picture new')}.purpose`, before: null, after: 'scene' },
    ])
  }))

  it('tells a signature drawn anew in one line, and of a picture what became of it', () => onStage(database, async (stage) => {
    const [a, b, c] = ['a', 'b', 'c'].map((word) => makePhotoEntry(word)) as [PhotoEntry, PhotoEntry, PhotoEntry]
    const visit = (overrides: Partial<VisitPayload>) => makeVisitPayload({ photos: [a, b], ...overrides,
      answers: makeVisitAnswers({ items: metItems({ patent_medicines: { photos: [a.sha256] } }), findings: [], ...overrides.answers }) })
    const changes = (await onServer(stage, visit({}), visit({
      photos: [{ ...b, purpose: 'problem' }, c],
      answers: makeVisitAnswers({ inspectee_sign: [[7, 8], [9, 9, 1, 2]], items: metItems({ patent_medicines: { photos: [b.sha256] } }), findings: [] }),
    }))).map(({ field, before, after }) => [field, before, after])

    expect(changes).toEqual([
      ['answers.inspectee_sign', 1, 2],
      ['answers.items.patent_medicines.photos.0', a.sha256, b.sha256],
      ...[[a, [['consent_state', 'none_identifiable', null], ['nth', 1, null], ['purpose', 'scene', null]]],
        [b, [['nth', 2, 1], ['purpose', 'scene', 'problem']]],
        [c, [['consent_state', null, 'none_identifiable'], ['nth', null, 2], ['purpose', null, 'scene']]],
      ].flatMap(([photo, told]) => (told as unknown[][]).map(([name, ...sides]) => [`photos.${(photo as PhotoEntry).sha256}.${name as string}`, ...sides]))
        .sort(([one], [other]) => ((one as string) < (other as string) ? -1 : 1)),
    ])
  }))

  it('leaves out drafts, and what a void record would have changed', () => onStage(database, async (stage) => {
    const draft = makeParcel(makePayload({ status: 'draft', sealed: null, header: makeHeader({ summary: '草稿时的话' }) }))
    const sent = makeParcel(makePayload({ revision: 2 }), [draft.sha256])
    await stage.push('author', [draft])
    await stage.push('author', [sent])
    await stage.push('author', [makeParcel(makePayload({ revision: 3, status: 'void', header: makeHeader({ title: 'x' }) }), [sent.sha256])])

    const { revisions } = await historyOf(stage, 'author')

    expect(revisions.map(({ revision, status, changes }) => [revision, status, changes])).toEqual([[2, 'submitted', []], [3, 'void', []]])
    expect(JSON.stringify(revisions)).not.toContain('草稿时的话')
  }))

  it('is read by whoever reads the record, and by nobody else', () => onStage(database, async (stage) => {
    await amend(stage, {})
    const readers: Persona[] = []
    for (const persona of personas) {
      const failure = await failureOf(await stage.as(persona), 'select api.record_history($1)', [documentId()])
      if (failure === null) readers.push(persona)
      else expect([persona, failure]).toEqual([persona, '404 notFound'])
    }

    expect(readers.sort()).toEqual(['author', 'colleague', 'countryManager', 'guizhouManager', 'organisationManager', 'wuchuanManager', 'zunyiManager'])
    await stage.as(null)
    expect(await failureOf(await stage.as(null), 'select api.record_history($1)', [documentId()])).toBe('42501')
  }))

  it('of a practice record and of a draft is the author\'s alone', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makePayload({ practice: true }))])

    expect((await historyOf(stage, 'author')).revisions).toHaveLength(1)
    expect(await failureOf(await stage.as('colleague'), 'select api.record_history($1)', [documentId()])).toBe('404 notFound')
  }))
})

describe('a record that stands for another', () => {
  const original = makeParcel()
  const replacement = (overrides: Partial<ClinicPayload> = {}) =>
    makePayload({ id: documentId(2), short_no: 'YZ260508-002', replaces: documentId(), ...overrides })

  it('names it, and is named by it until it is void itself', () => onStage(database, async (stage) => {
    await stage.push('author', [original])
    const parcel = makeParcel(replacement())

    expect(await stage.words('author', [parcel])).toEqual(['applied'])
    expect((await historyOf(stage, 'wuchuanManager')).replaced_by).toBe(documentId(2))
    expect(await callOf<RecordHistory>(await stage.as('wuchuanManager'), 'api.record_history($1)', [documentId(2)])).toMatchObject({ replaces: documentId() })

    await stage.push('author', [makeParcel(replacement({ revision: 2, status: 'void' }), [parcel.sha256])])
    expect((await historyOf(stage, 'author')).replaced_by).toBeNull()
  }))

  it.each([
    ['one that is not there', documentId(9)], ['no id', 'x'],
  ])('is refused when it names %s', (_, replaces) => onStage(database, async (stage) => {
    await stage.push('author', [original])

    expect(await stage.words('author', [makeParcel(replacement({ replaces: replaces as never }))])).toEqual(['rejected payload:replaces'])
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.documents')).toBe(1)
  }))

  it('is refused when it stands for another person\'s', () => onStage(database, async (stage) => {
    await stage.push('author', [original])
    const header = makeHeader({ organisation_id: 121 })
    const parcel = makeParcel(replacement({ author_id: colleagueId, header }))

    expect(await stage.words('colleague', [parcel])).toEqual(['rejected payload:replaces'])
  }))

  it('never changes what it stands for', () => onStage(database, async (stage) => {
    const parcel = makeParcel(replacement())
    await stage.push('author', [original])
    await stage.push('author', [parcel])

    const { replaces: _, ...alone } = replacement({ revision: 2 })
    expect(await stage.words('author', [makeParcel(alone, [parcel.sha256])])).toEqual(['rejected payload:immutable'])
  }))
})
