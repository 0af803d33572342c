import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkHeader, type CheckContext } from '../../../src/domain/check-header.ts'
import type { OrganisationId, PersonId } from '../../../src/domain/id.ts'
import type { ActivityDetail } from '../../../src/domain/reports.ts'
import { checkSupervisionVisit } from '../../../src/kinds/supervision-visit/check.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParcel, makeParticipant, makePhotoEntry, makeSeal, personId } from '../../make/payload.ts'
import { makeFinding, makeVisitAnswers, makeVisitPayload, metItems, pavilion, pavilionSha256, type VisitPayload } from '../../make/visit.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, personas, userOf } from './cast.ts'
import { randomText } from './parity-records.ts'
import { pick, seeded, type Random } from '../../make/random.ts'
import { callOf, onStage } from './stage.ts'

let database: TestDatabase
let organisations: ReadonlyMap<string, OrganisationId | null>
beforeAll(async () => {
  database = await openWithCast()
  const people = await database.query<{ id: string; organisation_id: number | null }>('select id, organisation_id from app.people')
  organisations = new Map(people.map(({ id, organisation_id }) => [id, organisation_id]))
})
afterAll(async () => { await database.close() })

type Change = (random: Random, payload: VisitPayload) => VisitPayload
const answers = (payload: VisitPayload, part: Partial<VisitPayload['answers']>): VisitPayload => ({ ...payload, answers: { ...payload.answers, ...part } })
const item = (payload: VisitPayload, code: string, part: object): VisitPayload =>
  answers(payload, { items: { ...payload.answers.items, [code]: { ...payload.answers.items[code], ...part } as never } })
const header = (payload: VisitPayload, part: object): VisitPayload => ({ ...payload, header: { ...payload.header, ...part } })
const codes = pavilion.sections.flatMap(({ items }) => items.map(({ code }) => code))

const changes: readonly Change[] = [
  (random, p) => answers(p, { visit_type: pick(random, [null, 'self_check', 'recheck']), level: pick(random, [null, 'province']), selection: pick(random, [null, 'drawn']) }),
  (random, p) => answers(p, { methods: pick(random, [[], ['report']]), documents_reviewed: [randomText(random, 200)] }),
  (random, p) => answers(p, { interviewees: pick(random, [null, 0, 500, 501, -1, 2.5]) }),
  (random, p) => answers(p, { template_code: pick(random, ['', 'tcm_pavilion', 'unheard_of']), template_version: pick(random, [null, 1, 2]),
    template_sha256: pick(random, [pavilionSha256, '0'.repeat(64)]), institution: pick(random, ['', 'village_clinic', 'tcm_hospital']) }),
  (random, p) => item(p, pick(random, codes), { answer: pick(random, [null, { yes: false }, { yes: true }, { count: 0 }, { count: 500 }, { count: 1.005 }]), deduction_reason: randomText(random, 4) }),
  (random, p) => item(p, pick(random, codes), { override: pick(random, [0, -1, 1, 0.5, 10_000]), override_reason: randomText(random, 3) }),
  (random, p) => item(p, pick(random, codes), { answer: null, na_reason: randomText(random, 3) }),
  (random, p) => answers(p, { findings: Array.from({ length: Math.floor(random() * 3) }, () => makeFinding({
    ...pick(random, [{}, { part: documentId(8) }]), ...pick(random, [{}, { id: '2' }, { id: 'known' }]), item_code: pick(random, ['', 'area', 'roof']), description: randomText(random, 500), measure: randomText(random, 500), severity: pick(random, [null, 'major']),
    photos: pick(random, [[], makeFinding().photos]), responsible_org: pick(random, [null, 121]),
    due_on: pick(random, [null, '', '2026-05-08', '2026-05-09', '2026-11-04', '2026-11-05']) })) }),
  (random, p) => answers(p, { feedback_at: pick(random, [null, '2026-05-08T00:59:59.999Z', '2026-05-08T01:00:00.000Z']) }),
  (random, p) => answers(p, { inspector_sign: pick(random, [[], [[1, 2]]]), inspectee_sign: pick(random, [[], [[1, 2]]]), refused_sign_reason: randomText(random, 3) }),
  (random, p) => header(p, { recipient_org_id: pick(random, [null, 121, 10001, 11010]) }),
  (random, p) => header(p, { ended_at: pick(random, [null, '2026-05-08T16:00:00.000Z', '2026-05-10T02:00:00.000Z']) }),
  (random, p) => header(p, { started_at: pick(random, [null, '2026-05-08T02:00:00.000Z', '2026-05-08T04:25:00.000Z']) }),
  (random, p) => header(p, { participants: Array.from({ length: Math.floor(random() * 4) }, (_, n) => makeParticipant({
    person_id: [authorId, colleagueId, personId('otherOrganisation')][n] as PersonId, role: pick(random, ['lead', 'member', 'driver'] as const) })) }),
  (random, p) => item(p, pick(random, codes), { photos: pick(random, [[], [makePhotoEntry('problem').sha256], [makePhotoEntry('elsewhere').sha256]]) }),
  (random, p) => ({ ...p, photos: pick(random, [[], [makePhotoEntry('other')], [makePhotoEntry('other'), makePhotoEntry('problem')]]) }),
  (random, p) => ({ ...p, sealed: makeSeal({ at: pick(random, ['2026-05-08T16:00:00.000Z', '2026-05-23T16:00:00.000Z', '2026-12-01T16:00:00.000Z']) }) }),
  (random, p) => ({ ...p, amend_reason: randomText(random, 2) }),
]

function errorsOnPhone(payload: VisitPayload): string[] {
  const context: CheckContext = {
    now: new Date(payload.sealed?.at ?? ''), handedIn: payload.amend_reason.trim() !== '', photoCount: payload.photos.length, photosHeld: new Set(payload.photos.map(({ sha256 }) => sha256)), rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
    distanceToHost: null, knowsTechnique: () => true, organisationOf: (person) => organisations.get(person) ?? null,
    checklist: (code, version, sha256) => (code === 'tcm_pavilion' && version === 1 && sha256 === pavilionSha256 ? pavilion : null),
  }
  const problems = [...checkHeader(payload.header, context), ...checkSupervisionVisit(payload.answers, payload.header, context)]
  return [...new Set(problems.filter(({ level }) => level === 'error').map(({ field, code }) => `${field}:${code}`))].sort()
}

async function compare(records: readonly VisitPayload[]): Promise<string[][]> {
  const texts = records.map((record) => JSON.stringify(record))
  const rows = await database.as(userOf('author'), (tx) => tx.query<{ codes: string[] }>(`
    select array(select distinct code from unnest(private.header_problems(p) || private.supervision_visit_problems(p)) as code) as codes
    from jsonb_array_elements_text(($1::text)::jsonb) with ordinality as e(value, n)
    cross join lateral (select value::jsonb as p offset 0) as parsed order by n`, [JSON.stringify(texts)]))
  const onServer = rows.map((row) => [...row.codes].sort())
  const different = records.flatMap((record, n) => {
    const mine = errorsOnPhone(record)
    return JSON.stringify(mine) === JSON.stringify(onServer[n]) ? [] : [{ phone: mine, server: onServer[n] }]
  })
  expect(different).toEqual([])
  return onServer
}

describe('the checks of a visit on phone and server', () => {
  it('find the same errors when one thing is changed', async () => {
    const random = seeded(33)

    const found = await compare(changes.flatMap((change) => Array.from({ length: 20 }, () => change(random, makeVisitPayload()))))

    expect(new Set(found.flat().map((code) => code.replace(/\.\d+\.|items\.\w+\./, '.*.'))).size).toBeGreaterThanOrEqual(30)
  })

  it('find the same errors when several things are changed', async () => {
    const random = seeded(36)
    const records = Array.from({ length: 300 }, () => Array.from({ length: Math.floor(random() * 6) })
      .reduce<VisitPayload>((payload) => pick(random, changes)(random, payload), makeVisitPayload()))

    const found = await compare(records)

    expect(found.filter((each) => each.length === 0).length).toBeGreaterThan(30)
    expect(found.filter((each) => each.length > 1).length).toBeGreaterThan(100)
  })
})

describe('a push of a visit', () => {
  const photos = [makePhotoEntry('problem', { purpose: 'problem' })]

  it('is taken, with the score that the server reckons', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [makeParcel(makeVisitPayload({ photos }))])).toEqual(['applied'])
    const tx = await stage.owner()

    const [visit] = await tx.query('select * from app.supervision_visits')
    expect(visit).toMatchObject({
      id: documentId(), visit_type: 'routine', level: 'county', selection: 'drawn', template_code: 'tcm_pavilion', template_version: 1,
      institution: 'village_clinic', methods: ['on_site', 'documents'], documents_reviewed: ['2026年中药饮片采购票据'], interviewees: 3,
      score: 0, max_score: 0, total: null, grade: 'unqualified', failed_items: ['patent_medicines'], refused_sign_reason: '' })
    const { responsible_org, responsible_person, ...finding } = makeFinding()
    expect(await tx.query('select * from app.findings')).toEqual([{ activity_id: documentId(), no: 1, id: '1', ...finding,
      responsible_org_id: responsible_org, responsible_person_id: responsible_person }])
    expect(await tx.query('select kind, visits, staff, leaflets from app.activities')).toEqual(
      [{ kind: 'supervision_visit', visits: 0, staff: 0, leaflets: 0 }])
  }))

  it.each([[[[5, 5, 60, 80]], ''], [[], '负责人外出']] as const)('beside a signature of %j keeps as the reason for refusing it: %s', (inspectee_sign, kept) => onStage(database, async (stage) => {
    const payload = makeVisitPayload({ photos, answers: makeVisitAnswers({ inspectee_sign, refused_sign_reason: '负责人外出' }) })
    expect(await stage.words('author', [makeParcel(payload)])).toEqual(['applied'])

    expect(await (await stage.owner()).query('select refused_sign_reason from app.supervision_visits')).toEqual([{ refused_sign_reason: kept }])
  }))

  it('names who answers for a finding to whoever reads the record', () => onStage(database, async (stage) => {
    const findings = [makeFinding({ responsible_person: personId('otherOrganisation') })]
    const payload = makeVisitPayload({ photos })
    expect(await stage.words('author', [makeParcel({ ...payload, answers: { ...payload.answers, findings } })])).toEqual(['applied'])

    const { names } = await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [documentId()])
    expect(names.people[personId('otherOrganisation')]).toMatch(/^演员/)
  }))

  it('is replaced by an amendment, findings included', () => onStage(database, async (stage) => {
    const first = makeParcel(makeVisitPayload({ photos }))
    await stage.push('author', [first])

    const words = await stage.words('author', [makeParcel(makeVisitPayload({
      revision: 2, amend_reason: '漏看一项', photos, answers: makeVisitAnswers({ items: metItems(), findings: [] }) }), [first.sha256])])

    expect(words).toEqual(['applied'])
    const tx = await stage.owner()
    expect(await tx.query('select grade, failed_items from app.supervision_visits')).toEqual([{ grade: 'qualified', failed_items: [] }])
    expect(await tx.query('select 1 from app.findings')).toEqual([])
  }))

  it('is amended, and handed in again once returned, long after the days that both sides signed', () => onStage(database, async (stage) => {
    const first = makeParcel(makeVisitPayload({ photos }))
    const amended = makeParcel(makeVisitPayload({ photos, revision: 2, amend_reason: '漏看一项', sealed: makeSeal({ at: '2026-12-01T01:00:00.000Z' }) }), [first.sha256])
    const again = makeParcel(makeVisitPayload({ photos, revision: 3, amend_reason: '', sealed: makeSeal({ at: '2026-12-20T01:00:00.000Z' }) }), [amended.sha256])

    expect(await stage.words('author', [first])).toEqual(['applied'])
    expect(await stage.words('author', [amended])).toEqual(['applied'])
    await callOf(await stage.as('wuchuanManager'), 'api.review($1, 2, $2, $3)', [documentId(), 'returned', '请补充佐证'])
    expect(await stage.words('author', [again])).toEqual(['applied'])
    const [late] = (await stage.push('author', [makeParcel({ ...makeVisitPayload({ photos, sealed: makeSeal({ at: '2026-12-01T01:00:00.000Z' }) }), id: documentId(2) })])).items
    expect(late?.codes).toEqual(['header.late_reason:late_reason_required'])
    expect(await stage.words('author', [makeParcel({ ...makeVisitPayload({ photos, sealed: makeSeal({ at: '2026-12-01T01:00:00.000Z' }) }), id: documentId(3), replaces: documentId() })]))
      .toEqual(['applied'])
  }))

  it.each<[string, Partial<VisitPayload>]>([
    ['answers.template_code:unknown_checklist', { answers: makeVisitAnswers({ template_version: 2 }) }],
    ['answers.items.area.deduction_reason:required', { answers: makeVisitAnswers({ items: metItems({ area: { answer: { count: 1 } } }) }) }],
    ['header.participants:inspector_of_inspected', { header: makeHeader({ recipient_org_id: 121 }) }],
    ['answers.findings.0.due_on:required', { answers: makeVisitAnswers({ findings: [makeFinding({ due_on: '2026-13-40' })] }) }],
    ['answers.items.area.photos:photo_not_in_record', { answers: makeVisitAnswers({ items: metItems({ area: { photos: [makePhotoEntry('elsewhere').sha256] } }) , findings: [] }) }],
    ['answers.findings.0.photos:photo_not_in_record', { photos: [makePhotoEntry('other')] }],
    ['payload:refused_23514', { answers: makeVisitAnswers({ methods: ['guesswork'] }) }],
  ])('is refused with %s', (code, overrides) => onStage(database, async (stage) => {
    expect(await stage.words('author', [makeParcel(makeVisitPayload({ photos, ...overrides }))])).toEqual([`rejected ${code}`])
  }))

  it('is read by its author, organisation and managers alone', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makeVisitPayload({ photos }))])
    const seen = []
    for (const persona of personas) {
      const tx = await stage.as(persona)
      if ((await tx.query('select 1 from app.supervision_visits')).length + (await tx.query('select 1 from app.findings')).length === 2) seen.push(persona)
    }

    expect(seen).toEqual(['author', 'colleague', 'organisationManager', 'wuchuanManager', 'zunyiManager', 'guizhouManager', 'countryManager'])
  }))
})
