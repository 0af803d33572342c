// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CheckContext } from '../../src/domain/check-header.ts'
import type { SupervisionVisitAnswers, VisitFinding } from '../../src/kinds/supervision-visit/answers.ts'
import { supervisionVisit } from '../../src/kinds/supervision-visit/model.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParticipant, places } from '../make/payload.ts'
import { makeFinding, makeVisitAnswers, metItems, pavilion, pavilionSha256 } from '../make/visit.ts'

const context: CheckContext = {
  now: new Date('2026-05-08T05:10:00Z'), photoCount: 1, rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
  distanceToHost: null, knowsTechnique: () => true, organisationOf: () => places.hospital,
  checklist: (code, version, sha256) => (code === 'tcm_pavilion' && version === 1 && sha256 === pavilionSha256 ? pavilion : null),
}
const found = (answers: Partial<SupervisionVisitAnswers>, header = makeHeader(), world: Partial<CheckContext> = {}) =>
  supervisionVisit.problems(makeVisitAnswers(answers), header, { ...context, ...world })
    .filter(({ code }) => code !== 'evidence_missing' && code !== 'responsible_person_missing').map(({ level, field, code }) => `${level} ${field}:${code}`)

describe('the answers of a supervision visit', () => {
  it('that are sound have no error', () => {
    expect(found({})).toEqual([])
  })

  it.each<[string, Partial<SupervisionVisitAnswers>, string]>([
    ['a type', { visit_type: null }, 'visit_type:required'],
    ['a level', { level: null }, 'level:required'],
    ['a way of selection', { selection: null }, 'selection:required'],
    ['a method', { methods: [] }, 'methods:required'],
    ['short names of documents', { documents_reviewed: ['文'.repeat(201)] }, 'documents_reviewed:too_long'],
    ['no more than five hundred interviews', { interviewees: 501 }, 'interviewees:out_of_range'],
    ['a checklist', { template_code: '' }, 'template_code:required'],
    ['the very version of it', { template_sha256: '0'.repeat(64) }, 'template_code:unknown_checklist'],
    ['a checklist for that kind of institution', { institution: 'township_hospital' }, 'institution:not_for_checklist'],
    ['an answer to every item', { items: metItems({ area: { answer: null } }) }, 'items:items_open'],
    ['a reason for what is not met', { items: metItems({ area: { answer: { count: 19.99 } } }) }, 'items.area.deduction_reason:required'],
    ['a score by hand within bounds', { items: metItems({ area: { override: 1, override_reason: '复核' } }) }, 'items.area.override:out_of_range'],
    ['a reason for a score by hand', { items: metItems({ area: { override: 0 } }) }, 'items.area.override_reason:required'],
    ['a description', { findings: [makeFinding({ description: '少药品种' })] }, 'findings.0.description:too_short'],
    ['a severity', { findings: [makeFinding({ severity: null })] }, 'findings.0.severity:required'],
    ['a photo of each finding', { findings: [makeFinding(), makeFinding({ photos: [] })] }, 'findings.1.photos:photo_required'],
    ['a responsible organisation', { findings: [makeFinding({ responsible_org: null })] }, 'findings.0.responsible_org:required'],
    ['a measure', { findings: [makeFinding({ measure: ' ' })] }, 'findings.0.measure:required'],
    ['an item that exists', { findings: [makeFinding({ item_code: 'roof' })] }, 'findings.0.item_code:unknown_item'],
    ['a due day', { findings: [makeFinding({ due_on: null })] }, 'findings.0.due_on:required'],
    ['a due day after that of the visit', { findings: [makeFinding({ due_on: '2026-05-08' })] }, 'findings.0.due_on:due_out_of_range'],
    ['a due day within half a year', { findings: [makeFinding({ due_on: '2026-11-05' })] }, 'findings.0.due_on:due_out_of_range'],
    ['feedback', { feedback_at: null }, 'feedback_at:required'],
    ['feedback after the start', { feedback_at: '2026-05-08T00:59:59.000Z' }, 'feedback_at:feedback_before_start'],
    ['an inspector\'s signature', { inspector_sign: [] }, 'inspector_sign:signature_required'],
    ['the other side\'s signature or a reason', { inspectee_sign: [] }, 'inspectee_sign:signature_or_reason'],
  ])('need %s', (_name, answers, problem) => {
    expect(found(answers)).toEqual([`error answers.${problem}`])
  })

  it('take a refusal to sign with its reason, and due days at both ends', () => {
    expect(found({ inspectee_sign: [], refused_sign_reason: '负责人外出' })).toEqual([])
    expect(found({ findings: [makeFinding({ due_on: '2026-05-09' }), makeFinding({ due_on: '2026-11-04' })] })).toEqual([])
  })

  it('count due days from the day of the visit, whenever it is handed in', () => {
    const later = { now: new Date('2026-08-01T05:00:00Z') }
    const due = (due_on: string, world: Partial<CheckContext> = {}, header = makeHeader()) => found({ findings: [makeFinding({ due_on })] }, header, { ...later, ...world })
    const problem = (level: string, code: string) => [`${level} answers.findings.0.due_on:${code}`]

    expect(due('2026-05-09', { handedIn: true })).toEqual([])
    expect(due('2026-11-04', { handedIn: true })).toEqual([])
    expect(due('2026-11-05', { handedIn: true })).toEqual(problem('error', 'due_out_of_range'))
    expect(due('2026-05-09', { handedIn: true }, makeHeader({ ended_at: '2026-05-08T16:00:00.000Z' }))).toEqual(problem('error', 'due_out_of_range'))
    expect(due('2026-05-09', { handedIn: true }, makeHeader({ ended_at: null }))).toEqual([])
  })

  it('leave the due day of a colleague\'s finding to the part, which has a day of its own', () => {
    expect(found({ findings: [makeFinding({ due_on: '2026-05-08', part: documentId(8) })] })).toEqual([])
    expect(found({ findings: [makeFinding({ due_on: null, part: documentId(8) })] })).toEqual(['error answers.findings.0.due_on:required'])
  })

  it('warn of a due day that has passed before the finding was handed in, unless a colleague made it', () => {
    const due = (due_on: string, overrides = {}) => found({ findings: [makeFinding({ due_on, ...overrides })] }, makeHeader(), { now: new Date('2026-05-20T05:00:00Z') })

    expect(due('2026-05-19')).toEqual(['warning answers.findings.0.due_on:due_past'])
    expect(due('2026-05-20')).toEqual([])
    expect(due('2026-05-19', { part: documentId(700) })).toEqual([])
  })

  it('need two inspectors, drivers apart, and none of the inspected organisation', () => {
    const lead = makeParticipant()
    const driver = makeParticipant({ person_id: colleagueId, role: 'driver' })

    expect(found({}, makeHeader({ participants: [lead, driver] }))).toEqual(['error header.participants:two_inspectors'])
    const world = { organisationOf: (id: string) => (id === authorId ? places.townshipHospital : places.hospital) }
    expect(found({}, makeHeader(), world)).toEqual(['error header.participants:inspector_of_inspected'])
    expect(found({ visit_type: 'self_check' }, makeHeader(), world)).toEqual([])
    expect(found({}, makeHeader({ recipient_org_id: null }))).toEqual(['error header.recipient_org_id:required'])
  })

  it('warn of photos that an item asks for and lacks', () => {
    const warned = supervisionVisit.problems(makeVisitAnswers(), makeHeader(), context).filter(({ level }) => level === 'warning')

    expect(warned.map(({ field }) => field)).toContain('answers.items.area.photos')
    expect(new Set(warned.map(({ code }) => code))).toEqual(new Set(['evidence_missing', 'responsible_person_missing']))
  })

  it('warn of a finding for which nobody answers, unless a colleague made it', () => {
    const warned = (finding: Partial<VisitFinding>) => supervisionVisit.problems(makeVisitAnswers({ findings: [makeFinding(finding)] }), makeHeader(), context)
      .filter(({ field }) => field.startsWith('answers.findings')).map(({ level, field, code }) => `${level} ${field}:${code}`)

    expect(warned({})).toEqual(['warning answers.findings.0.responsible_person:responsible_person_missing'])
    expect(warned({ responsible_person: colleagueId })).toEqual([])
    expect(warned({ part: documentId(700) })).toEqual([])
  })

  it('keep type, level and methods of the last visit, never its checklist', () => {
    const next = supervisionVisit.blank(makeVisitAnswers())

    expect(next).toEqual({ ...supervisionVisit.blank(null), visit_type: 'routine', level: 'county', methods: ['on_site', 'documents'] })
    expect(() => supervisionVisit.upgrade({}, 2)).toThrow(RangeError)
  })

  it('name the findings of an older app by their places, so that one may be taken out before another, and stand in a visit once', () => {
    const { findings } = supervisionVisit.upgrade(makeVisitAnswers({ findings: [makeFinding(), makeFinding(), makeFinding({ id: 'own' })] }), 1)

    expect(findings.map(({ id }) => id)).toEqual(['1', '2', 'own'])
    expect(found({ findings: findings.slice(1) })).toEqual([])
    expect(found({ findings: [makeFinding({ id: '2' }), makeFinding()] })).toEqual(['error answers.findings.1.description:finding_twice'])
  })
})
