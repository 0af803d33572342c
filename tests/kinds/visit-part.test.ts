// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CheckContext } from '../../src/domain/check-header.ts'
import type { Payload } from '../../src/domain/document.ts'
import type { DocumentId } from '../../src/domain/id.ts'
import { supervisionVisit } from '../../src/kinds/supervision-visit/model.ts'
import { partOf, partsFor, sortParts, withParts } from '../../src/kinds/supervision-visit/parts.ts'
import type { VisitPartAnswers } from '../../src/kinds/visit-part/answers.ts'
import { visitPart } from '../../src/kinds/visit-part/model.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParticipant, makePhotoEntry, places, sha256Of } from '../make/payload.ts'
import { makeFinding, makePart, makeVisitAnswers, makeVisitItem, metItems, pavilion, pavilionSha256 } from '../make/visit.ts'

const [first, second, third] = pavilion.sections
if (!first || !second || !third) throw new Error('the checklist has three sections')
const codesOf = (section: typeof first) => section.items.map(({ code }) => code)
const only = (items: ReturnType<typeof metItems>, section: typeof first) =>
  Object.fromEntries(Object.entries(items).filter(([code]) => codesOf(section).includes(code)))
const childOf = (payload: Payload) => ({ payload, townshipId: null })
const noted = (answers: ReturnType<typeof metItems>) => Object.fromEntries(Object.entries(answers).map(([code, item]) => [code, { ...item, deduction_reason: '同事所记' }]))

const context: CheckContext = {
  now: new Date('2026-05-08T05:10:00Z'), photoCount: 0, rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
  distanceToHost: null, knowsTechnique: () => true,
  checklist: (code, version, sha256) => (code === 'tcm_pavilion' && version === 1 && sha256 === pavilionSha256 ? pavilion : null),
}
const visit = makeVisitAnswers({ findings: [makeFinding({ item_code: '', description: '组长自己发现的问题' })] })
/** The order in which parts were begun is that of their ids. */
const [earlier, later] = [documentId(701), documentId(702)].sort() as [DocumentId, DocumentId]
const one = makePart(1, { sections: [second.code], items: noted(only(metItems(), second)), findings: [makeFinding({ item_code: codesOf(second)[0] ?? '' })] },
  { author_id: colleagueId, id: earlier })
const two = makePart(2, { sections: [second.code, third.code], items: noted(metItems()), findings: [makeFinding({ item_code: codesOf(second)[0] ?? '', description: '第二人也记了一条' })] }, { id: later })

describe('a visit with parts', () => {
  it('takes each section from the first to claim it, and the rest from its author', () => {
    const parts = partsFor(visit, [two, one].map(childOf))
    const { items } = withParts(visit, pavilion, parts)

    expect(pavilion.sections.map(({ code }) => partOf(visit, code, parts)?.id ?? null)).toEqual(
      pavilion.sections.map(({ code }) => (code === second.code ? one.id : code === third.code ? two.id : null)))
    expect(codesOf(first).map((code) => items[code]?.deduction_reason)).toEqual(codesOf(first).map((code) => visit.items[code]?.deduction_reason))
    expect(new Set(codesOf(second).map((code) => items[code]?.deduction_reason))).toEqual(new Set(['同事所记']))
  })

  it('adds the findings of all who claimed a section, after its author\'s, with where they came from', () => {
    const { findings } = withParts(visit, pavilion, partsFor(visit, [one, two].map(childOf)))

    expect(findings.map(({ description, part }) => [description, part])).toEqual([
      ['组长自己发现的问题', undefined], [makeFinding().description, one.id], ['第二人也记了一条', two.id]])
    expect(findings.map(({ id }) => id)).toEqual([undefined, `${one.id}.1`, `${two.id}.1`])
    const named = { ...one, answers: { ...one.answers, findings: [makeFinding({ id: 'own' })] } }
    expect(withParts(visit, pavilion, [named]).findings.map(({ id }) => id)).toEqual([undefined, 'own'])
    const kept = { ...visit, kept: [second.code] }
    expect(withParts(kept, pavilion, partsFor(kept, [one, two].map(childOf))).findings).toEqual(visit.findings)
  })

  it('warns of a section that two have claimed, and by whom, unless its author keeps it', () => {
    const clash = (answers: typeof visit) => supervisionVisit.problems(answers, makeHeader(), {
      ...context, children: [one, two].map(childOf), nameOf: (person) => (person === colleagueId ? '田杜仲' : '组长甲') })
      .filter(({ code }) => code === 'sections_claimed_twice')

    expect(clash(visit)).toEqual([{ level: 'warning', code: 'sections_claimed_twice', field: 'answers.parts', params: { list: `${second.title}（田杜仲、组长甲）` } }])
    expect(clash({ ...visit, kept: [second.code] })).toEqual([])
  })

  it('keeps a section that its author takes back', () => {
    const kept = { ...visit, kept: [second.code] }
    const whole = withParts(kept, pavilion, partsFor(kept, [one].map(childOf)))

    expect(whole.items).toEqual(visit.items)
    expect(whole.findings).toEqual(visit.findings)
  })

  it('leaves open what a colleague has not filled, though its author once did', () => {
    const empty = makePart(1, { sections: [second.code] }, { id: earlier })
    const whole = withParts(visit, pavilion, [empty])

    expect(codesOf(second).filter((code) => whole.items[code])).toEqual([])
    expect(supervisionVisit.problems(visit, makeHeader(), { ...context, children: [childOf(empty)] }).map(({ field, code }) => `${field}:${code}`))
      .toContain('answers.items:items_open')
  })

  it('brings up to date what it took over before, and keeps what came from a part that is not here', () => {
    const before = withParts(visit, pavilion, [one])
    const changed = makePart(1, { ...one.answers, findings: [] }, { id: earlier })

    expect(withParts(before, pavilion, [changed]).findings).toEqual(visit.findings)
    expect(withParts(before, pavilion, [])).toEqual(before)
    expect(withParts(before, pavilion, [two]).findings.map(({ part }) => part)).toContain(one.id)
  })

  it('takes a colleague\'s findings on no item also where it has all sections itself, and names that part', () => {
    const general = makePart(1, { ...one.answers, findings: [makeFinding({ item_code: '', description: '同事发现的其他问题' })] }, { author_id: colleagueId, id: earlier })
    const kept = { ...visit, kept: [second.code] }
    const refs = [{ id: general.id, sha256: sha256Of('one') }]
    const list = (part: typeof general) => supervisionVisit.children?.list(kept, refs, { ...context, children: [childOf(part)] }, makeHeader())

    expect(list(general)).toMatchObject({ parts: [{ ...refs[0], sections: [] }], findings: [{}, { description: '同事发现的其他问题', part: general.id }] })
    expect(list(one)).toMatchObject({ parts: [], findings: visit.findings })
  })

  it('names a part whose pictures stand in a section that its author took back after taking it over', () => {
    const picture = makePhotoEntry('part')
    const shown = Object.fromEntries(Object.entries(one.answers.items).map(([code, item]) => [code, { ...item, photos: [picture.sha256] }]))
    const part = { ...one, photos: [picture], answers: { ...one.answers, items: shown, findings: [] } }
    const refs = [{ id: one.id, sha256: sha256Of('one') }]
    const list = (answers: typeof visit) =>
      supervisionVisit.children?.list(answers, refs, { ...context, children: [childOf(part)] }, makeHeader()) as typeof visit
    const takenBack = list({ ...list(visit), kept: [second.code] })

    expect([takenBack.items[codesOf(second)[0] ?? '']?.photos, takenBack.parts]).toEqual([[picture.sha256], [{ ...refs[0], sections: [] }]])
    expect(list({ ...visit, kept: [second.code] }).parts).toEqual([])
  })

  it('takes nothing from somebody of the inspected organisation, but in its self-check', () => {
    const header = makeHeader()
    const world = { ...context, children: [childOf(one)], organisationOf: (id: string) => (id === colleagueId ? header.recipient_org_id : null) }
    const refs = [{ id: one.id, sha256: sha256Of('one') }]
    const errors = (answers: typeof visit) => supervisionVisit.problems(answers, makeHeader({ participants: [makeParticipant()] }), world)
      .filter(({ code }) => code === 'part_of_inspected').map(({ level, field }) => `${level} ${field}`)

    expect(sortParts(visit, header, world, pavilion)).toEqual({ refused: [one], parts: [], clean: visit })
    expect(supervisionVisit.children?.list(visit, refs, world, header)).toEqual(visit)
    expect(errors(visit)).toEqual([])
    const selfCheck = { ...visit, visit_type: 'self_check' as const }
    expect(sortParts(selfCheck, header, world, pavilion)).toEqual({ refused: [], parts: [one], clean: selfCheck })

    const taken = supervisionVisit.children?.list(selfCheck, refs, world, header) as typeof visit
    expect([taken.parts.length, taken.findings.some(({ part }) => part === one.id)]).toEqual([1, true])
    const corrected = { ...taken, visit_type: 'routine' as const }
    expect(errors(corrected)).toEqual([])
    expect(supervisionVisit.children?.list(corrected, refs, world, header)).toEqual({ ...visit, items: expect.anything() })
    const left = Object.keys((supervisionVisit.children?.list(corrected, refs, world, header) as typeof visit).items)
    expect(left.filter((code) => second.items.some((item) => item.code === code))).toEqual([])
  })

  it('passes over void parts and those of another checklist', () => {
    const other = makePart(3, { ...one.answers, template_sha256: '0'.repeat(64) })

    expect(partsFor(visit, [childOf({ ...one, status: 'void' }), childOf(other)])).toEqual([])
  })

  it('warns of parts by another checklist, and of those begun before there was one', () => {
    const stray = (template_sha256: string, status: 'draft' | 'void' = 'draft', answers = visit) => supervisionVisit.problems(answers, makeHeader(), {
      ...context, children: [childOf({ ...one, status, sealed: null, answers: { ...one.answers, template_sha256 } })], nameOf: () => '田杜仲' })
      .filter(({ code }) => code === 'parts_of_other_checklist')
    const warning = { level: 'warning', code: 'parts_of_other_checklist', field: 'answers.template_code', params: { count: 1, list: '田杜仲' } }

    expect([stray('0'.repeat(64)), stray('')]).toEqual([[warning], [warning]])
    expect([stray(pavilionSha256), stray('', 'void'), stray('', 'draft', { ...visit, template_code: '', template_sha256: '' })]).toEqual([[], [], []])
  })

  it('names the parts it took over with the hash of their text, at submission', () => {
    const refs = [{ id: one.id, sha256: sha256Of('one') }, { id: two.id, sha256: sha256Of('two') }]
    const answers = supervisionVisit.children?.list(visit, refs, { ...context, children: [one, two].map(childOf) }, makeHeader())

    expect(answers).toMatchObject({ parts: [{ ...refs[0], sections: [second.code] }, { ...refs[1], sections: [third.code] }] })
    expect(answers?.findings).toHaveLength(3)
  })

  it('warns of parts that are still being filled and of a colleague whom it does not name', () => {
    const open = makePart(1, one.answers, { author_id: colleagueId, status: 'draft', sealed: null })
    const warnings = (people: readonly string[]) => supervisionVisit.problems(visit,
      makeHeader({ participants: people.map((person_id) => makeParticipant({ person_id: person_id as never })) }), { ...context, children: [childOf(open)] })
      .filter(({ code }) => ['parts_open', 'part_author_missing'].includes(code)).map(({ level, code }) => `${level} ${code}`)

    expect(warnings([authorId, colleagueId])).toEqual(['warning parts_open'])
    expect(warnings([authorId])).toEqual(['warning parts_open', 'warning part_author_missing'])
  })
})

describe('the answers of a part', () => {
  const found = (answers: Partial<VisitPartAnswers>, siblings: readonly Payload[] = []) =>
    visitPart.problems({ ...one.answers, ...answers }, makeHeader(), { ...context, siblings: siblings.map(childOf) })
      .filter(({ code }) => code !== 'evidence_missing' && code !== 'responsible_person_missing').map(({ level, field, code }) => `${level} ${field}:${code}`)

  it('that are sound have no problem', () => {
    expect(found({})).toEqual([])
  })

  it.each<[string, Partial<VisitPartAnswers>, string]>([
    ['a checklist', { template_code: '' }, 'error answers.template_code:required'],
    ['the very version of it', { template_sha256: '0'.repeat(64) }, 'error answers.template_code:unknown_checklist'],
    ['sections that exist', { sections: [second.code, 'roof'] }, 'error answers.sections:unknown_section'],
    ['an answer to each item of theirs', { items: {} }, 'error answers.items:items_open'],
  ])('need %s', (_name, answers, problem) => {
    expect(found(answers)).toContain(problem)
  })

  it('need a section at least, and findings on its items alone', () => {
    expect(found({ sections: [], findings: [] })).toEqual(['error answers.sections:required'])
    expect(found({ findings: [makeFinding({ item_code: codesOf(third)[0] ?? '' })] })).toEqual(['error answers.findings.0.item_code:unknown_item'])
  })

  it('count due days from the day of the visit, whenever they are handed over', () => {
    const due = (due_on: string, handedIn: boolean) => visitPart.problems({ ...one.answers, findings: [makeFinding({ item_code: '', due_on })] }, makeHeader(),
      { ...context, now: new Date('2026-06-01T05:00:00Z'), handedIn }).filter(({ code }) => code !== 'evidence_missing' && code !== 'responsible_person_missing').map(({ level, code }) => `${level} ${code}`)

    expect(due('2026-05-20', true)).toEqual([])
    expect(due('2026-05-20', false)).toEqual(['warning due_past'])
    expect(due('2026-05-08', true)).toEqual(['error due_out_of_range'])
  })

  it.each([
    ['routine', places.townshipHospital, true], ['self_check', places.townshipHospital, false], [undefined, places.townshipHospital, false],
    [null, places.townshipHospital, true], ['routine', places.hospital, false], ['routine', null, false],
  ] as const)('of a %s visit by somebody of organisation %s are refused: %s', (visit_type, own, refused) => {
    const answers = { ...one.answers, ...(visit_type === undefined ? {} : { visit_type }) }
    const codes = visitPart.problems(answers, makeHeader(), { ...context, author: colleagueId, organisationOf: () => own })
      .filter(({ level }) => level === 'error').map(({ field, code }) => `${field}:${code}`)

    expect(codes).toEqual(refused ? ['answers.sections:you_are_inspected'] : [])
    expect(visitPart.barred?.({ visit_type }, makeHeader(), own)).toBe(refused ? 'you_are_inspected' : null)
    expect(visitPart.barred?.({ visit_type }, makeHeader({ organizer_org_id: places.townshipHospital }), own)).toBeNull()
  })

  it('warn of a section that a colleague claims too', () => {
    expect(found({}, [two])).toEqual(['warning answers.sections:section_taken'])
  })

  it('begin with the checklist of the visit, whatever the last part was by', () => {
    const told = supervisionVisit.children?.invite?.(visit) ?? {}

    expect(visitPart.blank({ ...one.answers, template_code: 'other' }, 1, told)).toEqual({
      visit_type: 'routine', template_code: 'tcm_pavilion', template_version: 1, template_sha256: pavilionSha256, institution: 'village_clinic', sections: [], items: {}, findings: [] })
    expect(visitPart.headline({ ...one.answers, items: { a: makeVisitItem(), b: makeVisitItem({ answer: null }), c: makeVisitItem({ answer: null, na_reason: '无' }) } })).toBe(2)
  })

  it('count nothing of their own', () => {
    expect(visitPart.measures(one.answers, makeHeader())).toEqual({ sessions: 0, visits: 0, staff: 0, leaflets: 0 })
  })
})
