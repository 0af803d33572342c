import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPiece, type CheckContext } from '../../../src/domain/check-header.ts'
import type { OrganisationId, Sha256 } from '../../../src/domain/id.ts'
import type { ActivityDetail } from '../../../src/domain/reports.ts'
import type { PartPayload, VisitPayload } from '../../make/visit.ts'
import { checkVisitPart } from '../../../src/kinds/visit-part/check.ts'
import { documentId, makeHeader, makeParcel, makePhotoEntry, makeSeal, personId } from '../../make/payload.ts'
import { makeFinding, makePart, makeVisitItem, makeVisitPayload, metItems, pavilion, pavilionSha256 } from '../../make/visit.ts'
import { pick, seeded } from '../../make/random.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, userOf, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
let organisations: ReadonlyMap<string, OrganisationId | null>
beforeAll(async () => {
  database = await openWithCast()
  const people = await database.query<{ id: string; organisation_id: number | null }>('select id, organisation_id from app.people')
  organisations = new Map(people.map(({ id, organisation_id }) => [id, organisation_id]))
})
afterAll(async () => { await database.close() })

const [first, second] = pavilion.sections
if (!first || !second) throw new Error('the checklist has sections')
const itemsOfSecond = Object.fromEntries(Object.entries(metItems()).filter(([code]) => second.items.some((item) => item.code === code)))
const picture = makePhotoEntry('part', { purpose: 'problem' })
const finding = makeFinding({ item_code: second.items[0]?.code ?? '', photos: [picture.sha256] })
/** The part of the colleague, handed in with a picture. */
const part = (overrides: Partial<PartPayload> = {}) => makePart(1, { sections: [second.code], items: itemsOfSecond, findings: [finding] },
  { author_id: personId('colleague'), photos: [picture], ...overrides })
const visit = makeVisitPayload({ photos: [makePhotoEntry('problem', { purpose: 'problem' })] })

type Change = (random: () => number, payload: PartPayload) => PartPayload
const answers = (payload: PartPayload, more: Partial<PartPayload['answers']>): PartPayload => ({ ...payload, answers: { ...payload.answers, ...more } })
const changes: readonly Change[] = [
  (random, p) => answers(p, { template_code: pick(random, ['', 'tcm_pavilion', 'unknown']), template_sha256: pick(random, [pavilionSha256, '0'.repeat(64)]) }),
  (random, p) => answers(p, { sections: pick(random, [[], [first.code], [second.code, first.code], ['roof'], [second.code, 'roof']]) }),
  (random, p) => answers(p, { items: Object.fromEntries(Object.keys(p.answers.items).map((code) => [code, makeVisitItem({
    answer: pick(random, [null, { yes: true }, { yes: false }, { count: 3 }]), override: pick(random, [null, -1, 0, 50]), deduction_reason: pick(random, ['', '不足']) })])) }),
  (random, p) => answers(p, { findings: [{ ...finding, item_code: pick(random, ['', 'area', first.items[0]?.code ?? '', 'roof']),
    description: pick(random, ['短', '中药饮片品种不足']), due_on: pick(random, [null, '2026-05-09', '2027-01-01']) }] }),
  (random, p) => ({ ...p, sealed: makeSeal({ at: pick(random, ['2026-05-09T16:00:00.000Z', '2026-12-01T16:00:00.000Z']) }) }),
  (random, p) => ({ ...p, header: { ...p.header, ended_at: pick(random, [null, '2026-05-08T16:00:00.000Z', '2026-06-10T02:00:00.000Z']) } }),
  (random, p) => ({ ...p, header: makeHeader({ host_area_id: pick(random, [null, 520326102, 999999]), organisation_id: pick(random, [null, 121]), title: pick(random, ['', '分工']), participants: [] }) }),
  (random, p) => answers({ ...p, header: { ...p.header, recipient_org_id: pick(random, [null, 121, 121, 11010]), organizer_org_id: pick(random, [null, 121, 11010]) } },
    { visit_type: pick(random, [null, 'routine', 'self_check']) }),
  (random, p) => ({ ...p, photos: pick(random, [[], [{ ...picture, consent_state: 'unasked' as const }], Array.from({ length: 21 }, (_, n) => makePhotoEntry(`many ${n}`))]) }),
]

function errorsOnPhone(payload: PartPayload): string[] {
  const known = payload.header.host_area_id === 999999 ? { ...payload.header, host_area_id: null } : payload.header
  const context: CheckContext = {
    now: new Date(payload.sealed?.at ?? ''), photoCount: payload.photos.length, rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
    photosHeld: new Set(payload.photos.map(({ sha256 }) => sha256)),
    photosUnasked: payload.photos.filter(({ consent_state }) => consent_state === 'unasked').length, distanceToHost: null, knowsTechnique: () => true, author: payload.author_id, organisationOf: (person) => organisations.get(person) ?? null,
    checklist: (code, version, sha256) => (code === 'tcm_pavilion' && version === 1 && sha256 === pavilionSha256 ? pavilion : null),
  }
  const problems = [...checkPiece(known, context), ...checkVisitPart(payload.answers, known, context)]
  return [...new Set(problems.filter(({ level }) => level === 'error').map(({ field, code }) => `${field}:${code}`))].sort()
}

describe('the checks of a part on phone and server', () => {
  it('find the same errors when things are changed', async () => {
    const random = seeded(41)
    const records = Array.from({ length: 240 }, (_, n) => Array.from({ length: n % 3 })
      .reduce<PartPayload>((payload) => pick(random, changes)(random, payload), (changes[n % changes.length] as Change)(random, part())))

    const rows = await database.as(userOf('colleague'), (tx) => tx.query<{ codes: string[] }>(`
      select array(select distinct code from unnest(private.piece_problems(p) || private.visit_part_problems(p)) as code) as codes
      from jsonb_array_elements_text(($1::text)::jsonb) with ordinality as e(value, n)
      cross join lateral (select value::jsonb as p offset 0) as parsed order by n`, [JSON.stringify(records.map((each) => JSON.stringify(each)))]))

    const onServer = rows.map(({ codes }) => [...codes].sort())
    expect(onServer).toEqual(records.map(errorsOnPhone))
    expect(new Set(onServer.flat().map((code) => code.replace(/items\.\w+\./, '*.'))).size).toBeGreaterThanOrEqual(12)
    expect(onServer.filter((each) => each.length === 0).length).toBeGreaterThan(5)
  })
})

describe('a part of a visit', () => {
  it('is no activity, stands in no total, and is one of the children of its visit', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [makeParcel(visit)])).toEqual(['applied'])
    expect(await stage.words('colleague', [makeParcel(part())])).toEqual(['applied'])
    const tx = await stage.owner()

    expect(await tx.query('select id, sessions from app.activities')).toEqual([{ id: documentId(), sessions: 1 }])
    expect(await valueOf<number>(tx, "select sum(host_sessions)::int from app.county_rollups")).toBe(1)
    const detail = await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [documentId()])
    expect(detail.children).toMatchObject({ facts: { parts: 1 }, rows: [{ id: part().id, kind: 'visit_part', status: 'submitted', author_id: personId('colleague') }] })
    expect(detail.names.people[personId('colleague')]).toBeDefined()
    expect(detail.piece_photos).toMatchObject([{ document_id: part().id, sha256: picture.sha256, state: 'expected', purpose: 'problem' }])
  }))

  it('belongs to the visit that stands in the place of its own, too', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(visit)])
    await stage.push('colleague', [makeParcel(part())])

    expect(await stage.words('author', [makeParcel({ ...visit, id: documentId(8), replaces: documentId() })])).toEqual(['applied'])

    const detail = await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [documentId(8)])
    expect(detail.children).toMatchObject({ facts: { parts: 1 }, rows: [{ id: part().id }] })
    expect(detail.names.people[personId('colleague')]).toBeDefined()
    expect(detail.piece_photos).toMatchObject([{ document_id: part().id, sha256: picture.sha256 }])
  }))

  it('is shown to a manager once it is handed in, with its pictures, and never to a third county', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(visit)])
    const draft = part({ status: 'draft', sealed: null })
    const sent = makeParcel(draft)
    await stage.push('colleague', [sent])
    const seen = async (who: 'wuchuanManager' | 'dingzhouManager') => valueOf<number>(await stage.as(who),
      'select count(*)::int from app.documents d join app.photos p on p.document_id = d.id where d.id = $1', [part().id])
    expect(await seen('wuchuanManager')).toBe(0)

    expect(await stage.words('colleague', [makeParcel(part({ revision: 2 }), [sent.sha256])])).toEqual(['applied'])

    expect(await seen('wuchuanManager')).toBe(1)
    expect(await seen('dingzhouManager')).toBe(0)
  }))

  it('shows its pictures to whoever sees the visit that was handed in with it, while it is a draft itself, and to nobody else', () => onStage(database, async (stage) => {
    const begun = makeParcel(part({ status: 'draft', sealed: null }))
    const taking = { ...visit, answers: { ...visit.answers, parts: [{ id: part().id, sha256: begun.sha256 as Sha256, sections: [second.code] }] } }
    const seen = async (who: Persona) => (await callOf<ActivityDetail>(await stage.as(who), 'api.activity_detail($1)', [documentId()])).piece_photos
    const opened = async (who: Persona) => failureOf(await stage.as(who), 'select api.open_photos($1)', [part().id])
    await stage.push('author', [makeParcel({ ...visit, status: 'draft', sealed: null })])
    await stage.push('colleague', [begun])
    expect(await opened('wuchuanManager')).toBe('404 notFound')
    const [handedIn] = [makeParcel({ ...taking, revision: 2 }, [makeParcel({ ...visit, status: 'draft', sealed: null }).sha256])]
    expect(await stage.words('author', [handedIn])).toEqual(['applied'])

    expect(await seen('wuchuanManager')).toMatchObject([{ document_id: part().id, sha256: picture.sha256 }])
    expect(await opened('wuchuanManager')).toBeNull()
    expect(await opened('dingzhouManager')).toBe('404 notFound')
    expect(await (await stage.as('dingzhouManager')).query('select 1 from app.photos')).toEqual([])
    expect(await (await stage.as('wuchuanManager')).query('select 1 from app.documents where id = $1', [part().id])).toEqual([])

    const more = makePhotoEntry('more')
    expect(await stage.words('colleague', [makeParcel(part({ status: 'draft', sealed: null, revision: 2, photos: [picture, more] }), [begun.sha256])])).toEqual(['applied'])
    expect(await seen('wuchuanManager')).toHaveLength(2)

    expect(await stage.words('author', [makeParcel({ ...visit, revision: 3, amend_reason: '改由组长填写' }, [handedIn.sha256])])).toEqual(['applied'])
    expect(await seen('wuchuanManager')).toEqual([])
    expect(await (await stage.as('wuchuanManager')).query('select 1 from app.photos where document_id = $1', [part().id])).toEqual([])
  }))

  it('opens its pictures to whoever sees its visit, be what stands in the place of that elsewhere', () => onStage(database, async (stage) => {
    const there = { ...visit, header: { ...visit.header, host_area_id: 130682 as never } }
    const begun = makeParcel(part())
    const drafted = makeParcel({ ...there, status: 'draft', sealed: null })
    await stage.push('author', [drafted])
    await stage.push('colleague', [begun])
    const taking = { ...there, answers: { ...visit.answers, parts: [{ id: part().id, sha256: begun.sha256 as Sha256, sections: [second.code] }] } }
    expect(await stage.words('author', [makeParcel({ ...taking, revision: 2 }, [drafted.sha256])])).toEqual(['applied'])
    const opened = async () => failureOf(await stage.as('dingzhouManager'), 'select api.open_photos($1)', [part().id])
    expect(await opened()).toBeNull()

    await callOf(await stage.as('dingzhouManager'), "api.review($1, 2, 'void', '地点写错')", [documentId()])
    expect(await stage.words('author', [makeParcel({ ...visit, id: documentId(7), short_no: 'DD260508-007', replaces: documentId() })])).toEqual(['applied'])
    expect(await opened()).toBeNull()
  }))

  it('is not shared by a visit that it does not belong to', () => onStage(database, async (stage) => {
    const begun = makeParcel(part({ parent_id: documentId(9), status: 'draft', sealed: null }))
    await stage.push('colleague', [begun])
    await stage.push('author', [makeParcel({ ...visit, answers: { ...visit.answers, parts: [{ id: part().id, sha256: begun.sha256 as Sha256, sections: [] }] } })])

    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.activities')).toBe(1)
    expect(await (await stage.as('wuchuanManager')).query('select 1 from app.photos where document_id = $1', [part().id])).toEqual([])
  }))

  it('changes no more once the visit that names it is approved', () => onStage(database, async (stage) => {
    const begun = makeParcel(part())
    const other = makeParcel(makePart(2, {}, { author_id: personId('colleague'), status: 'draft', sealed: null }))
    await stage.push('colleague', [begun, other])
    await stage.push('author', [makeParcel({ ...visit, answers: { ...visit.answers, parts: [{ id: part().id, sha256: begun.sha256 as Sha256, sections: [second.code] }] } })])
    const amended = makeParcel(part({ revision: 2, amend_reason: '去掉照片', photos: [picture, makePhotoEntry('more')] }), [begun.sha256])
    await callOf(await stage.as('wuchuanManager'), "api.review($1, 1, 'approved', '')", [documentId()])

    expect(await stage.words('colleague', [amended])).toEqual(['rejected payload:parent_approved'])
    expect(await stage.words('colleague', [makeParcel(part({ revision: 2, status: 'void', amend_reason: '不要了' }), [begun.sha256])])).toEqual(['rejected payload:parent_approved'])
    expect(await stage.words('colleague', [makeParcel(makePart(2, {}, { author_id: personId('colleague'), status: 'draft', sealed: null, revision: 2 }), [other.sha256])])).toEqual(['applied'])

    await callOf(await stage.as('wuchuanManager'), "api.review($1, 1, 'void', '整条作废')", [documentId()])
    expect(await stage.words('colleague', [amended])).toEqual(['applied'])
  }))

  it('is refused from somebody of the inspected organisation, as its visit is that takes it over; not so in a self-check', () => onStage(database, async (stage) => {
    const header = makeHeader({ recipient_org_id: organisations.get(personId('otherOrganisation')) ?? null })
    const inside = (visit_type?: 'routine' | 'self_check') => makePart(1, { sections: [second.code], items: itemsOfSecond, ...(visit_type ? { visit_type } : {}) },
      { author_id: personId('otherOrganisation'), header: { ...header, organisation_id: header.recipient_org_id } })
    const sent = makeParcel(inside())
    const begun = makeParcel({ ...visit, header, status: 'draft', sealed: null })
    const taking = (visit_type: 'routine' | 'self_check') => makeParcel({ ...visit, revision: 2, header, answers: { ...visit.answers, visit_type,
      parts: [{ id: inside().id, sha256: sent.sha256, sections: [second.code] }] } }, [begun.sha256])

    await stage.push('author', [begun])
    expect(await stage.words('otherOrganisation', [makeParcel(inside('routine'))])).toEqual(['rejected answers.sections:you_are_inspected'])
    expect(await stage.words('otherOrganisation', [sent])).toEqual(['applied'])
    expect(await stage.words('author', [taking('routine')])).toEqual(['rejected answers.parts:part_of_inspected'])
    expect(await stage.words('author', [taking('self_check')])).toEqual(['applied'])
  }))

  it('may give findings on no item alone, with pictures that are its own', () => onStage(database, async (stage) => {
    const general = { ...finding, item_code: '', part: part().id }
    const sent = makeParcel(makePart(1, { sections: [second.code], items: itemsOfSecond, findings: [general] }, { author_id: personId('colleague'), photos: [picture] }))
    const taking = (parts: VisitPayload['answers']['parts']) => makeParcel({ ...visit, answers: { ...visit.answers, findings: [...visit.answers.findings, general], parts } })
    await stage.push('colleague', [sent])

    expect(await stage.words('author', [taking([])])).toEqual(['rejected answers.findings.1.photos:photo_not_in_record'])
    expect(await stage.words('author', [taking([{ id: part().id, sha256: sent.sha256, sections: [] }])])).toEqual(['applied'])
  }))

  it('names a visit as its parent, and needs not be complete as a draft', () => onStage(database, async (stage) => {
    expect(await stage.words('colleague', [makeParcel(part({ parent_id: null }))])).toEqual(['rejected payload:parent'])
    expect(await stage.words('colleague', [makeParcel(makePart(2, {}, { author_id: personId('colleague'), status: 'draft', sealed: null }))])).toEqual(['applied'])
  }))
})
