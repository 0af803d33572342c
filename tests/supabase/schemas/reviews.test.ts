import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statuses, transitions, type Status } from '../../../src/domain/activity.ts'
import { findingStates, findingSteps } from '../../../src/domain/finding-life.ts'
import { colleagueId, documentId, makeHeader, makeParcel, makeParticipant, makePayload, makeSeal, personId } from '../../make/payload.ts'
import { makeStop, makeTour, tourId } from '../../make/tour.ts'
import type { VisitFinding } from '../../../src/kinds/supervision-visit/answers.ts'
import { makeFinding, makeVisitAnswers, makeVisitPayload } from '../../make/visit.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const review = 'select api.review($1, $2, $3, $4)'
const sent = async (stage: Stage) => stage.push('author', [makeParcel(makePayload())])
const decide = async (stage: Stage, who: Persona | null, decision: string, reason = '请补充照片', revision = 1) =>
  failureOf(await stage.as(who), review, [documentId(), revision, decision, reason])
const statusOf = async (stage: Stage) => valueOf(await stage.owner(), `select string_agg(d.status || a.status, ' ')
  from app.documents d join app.activities a using (id)`)

describe('a review', () => {
  it.each(['organisationManager', 'wuchuanManager', 'zunyiManager', 'guizhouManager', 'countryManager'] as const)(
    'by %s returns, approves or voids a record of others, with the reason for its author to read', (who) => onStage(database, async (stage) => {
      await sent(stage)

      expect(await callOf(await stage.as(who), 'api.review($1, 1, $2, $3)', [documentId(), 'returned', ' 请补充照片 '])).toEqual({ status: 'returned' })

      expect(await statusOf(stage)).toBe('returnedreturned')
      expect(await (await stage.as('author')).query('select decision, reason, revision from app.reviews'))
        .toEqual([{ decision: 'returned', reason: '请补充照片', revision: 1 }])
      expect(await valueOf(await stage.owner(), 'select count(*)::int from app.county_rollups where host_sessions <> 0 or home_sessions <> 0')).toBe(0)
      expect(await (await stage.as('dingzhouManager')).query('select 1 from app.reviews')).toEqual([])
    }))

  it.each([
    ['author', '403 forbidden'], ['colleague', '403 forbidden'], ['otherOrganisation', '404 notFound'], ['dingzhouManager', '404 notFound'],
    ['withoutMembership', '404 notFound'], ['expiredManager', '404 notFound'], ['disabledManager', '403 forbidden'], ['administrator', '404 notFound'],
    [null, '42501'],
  ] as const)('by %s is refused: %s', (who, failure) => onStage(database, async (stage) => {
    await sent(stage)

    expect(await decide(stage, who, 'approved')).toBe(failure)
    expect(await statusOf(stage)).toBe('submittedsubmitted')
  }))

  it('is not for those who took part, managers or not', () => onStage(database, async (stage) => {
    const participants = [makeParticipant(), makeParticipant({ person_id: personId('organisationManager'), role: 'member' })]
    await stage.push('author', [makeParcel(makePayload({ header: makeHeader({ participants }) }))])

    expect(await decide(stage, 'organisationManager', 'approved')).toBe('403 forbidden')
    expect(await decide(stage, 'wuchuanManager', 'approved')).toBe(null)
  }))

  it.each(['the tour', 'one that it stands in the place of'])('is not for whoever wrote a stop of %s, until that is void', (which) => onStage(database, async (stage) => {
    const first = makeParcel(makeTour())
    const stop = makeStop(1, { status: 'draft', sealed: null, author_id: personId('organisationManager') })
    const sent = makeParcel(stop)
    const id = which === 'the tour' ? tourId : documentId(800)
    await stage.push('author', [first])
    await stage.push('organisationManager', [sent])
    if (id !== tourId) {
      await stage.push('author', [makeParcel(makeTour({ status: 'void', revision: 2, amend_reason: '填错' }), [first.sha256])])
      await stage.push('author', [makeParcel(makeTour({ id, replaces: tourId, short_no: 'XH260504-002' }))])
    }
    const may = async (who: Persona) => [await valueOf(await stage.as(who), 'select private.decisions($1)', [id]),
      await failureOf(await stage.as(who), review, [id, 1, 'approved', ''])]

    expect(await may('organisationManager')).toEqual([[], '403 forbidden'])
    expect(await stage.words('organisationManager', [makeParcel({ ...stop, status: 'void', revision: 2, amend_reason: '不去了', sealed: makeSeal() }, [sent.sha256])])).toEqual(['applied'])
    expect(await may('organisationManager')).toEqual([['approved', 'returned', 'void'], null])
  }))

  it.each([
    ['returned', ' 补 ', 1], ['void', '', 1], ['void', '长'.repeat(501), 1], ['submitted', '请补充照片', 1], ['draft', '请补充照片', 1],
    ['returned', '请联系 13800138000', 1], ['approved', '', 2], ['approved', '', 0],
  ] as const)('%s for «%s» of revision %s is refused', (decision, reason, revision) => onStage(database, async (stage) => {
    await sent(stage)

    expect(await decide(stage, 'wuchuanManager', decision, reason, revision)).toBe('422 invalid')
    expect(await statusOf(stage)).toBe('submittedsubmitted')
  }))

  it.each(statuses.flatMap((from) => (['returned', 'approved', 'void'] as const).map((to) => [from, to] as const)))(
    'from %s to %s follows the table', (from, to) => onStage(database, async (stage) => {
      await sent(stage)
      await (await stage.owner()).exec(`update app.documents set status = '${from}';`
        + (from === 'draft' ? 'delete from app.activities' : `update app.activities set status = '${from}'`))
      const lawful = transitions.some((row) => row.from === from && row.to === to && row.by === 'reviewer')

      expect(await decide(stage, 'wuchuanManager', to)).toBe(lawful ? null : from === 'draft' ? '404 notFound' : '422 invalid')
      expect(await valueOf(await stage.owner(), 'select status from app.documents')).toBe(lawful ? to : from satisfies Status)
    }))

  it('lets a returned record be handed in again, and counts it again', () => onStage(database, async (stage) => {
    const first = makeParcel(makePayload())
    await stage.push('author', [first])
    await decide(stage, 'wuchuanManager', 'returned')

    expect(await stage.words('author', [makeParcel(makePayload({ revision: 2 }), [first.sha256])])).toEqual(['applied'])
    expect(await statusOf(stage)).toBe('submittedsubmitted')
    expect(await valueOf(await stage.owner(), 'select sum(host_sessions + home_sessions)::int from app.county_rollups')).toBe(2)
  }))
})

describe('a finding after its visit', () => {
  const responsible = 10001
  const move = 'select api.move_finding($1, $2, $3, $4, $5)'
  const visited = async (stage: Stage) => {
    const words = await stage.words('author', [makeParcel(makeVisitPayload({ answers: makeVisitAnswers({ findings: [makeFinding({ responsible_org: responsible as never })] }) }))])
    expect(words).toEqual(['applied'])
    return makeVisitPayload().id
  }
  const step = async (stage: Stage, who: Persona, to: string, method: string | null = null, note = '已按要求整改') =>
    failureOf(await stage.as(who), move, [makeVisitPayload().id, '1', to, note, method])

  it('has the same steps in SQL and in the domain', async () => {
    const rows = await database.query('select from_state as "from", to_state as "to", by_part as by from private.finding_transitions')

    const inOrder = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort()
    expect(inOrder(rows)).toEqual(inOrder(findingSteps))
  })

  it('is read by the organisation that puts it right, which reads nothing else of the visit', () => onStage(database, async (stage) => {
    await visited(stage)
    const tx = await stage.as('otherOrganisation')

    expect(await tx.query('select no, responsible_org_id from app.findings')).toEqual([{ no: 1, responsible_org_id: responsible }])
    for (const table of ['activities', 'documents', 'document_revisions', 'supervision_visits', 'photos']) {
      expect([table, await tx.query(`select 1 from app.${table}`)]).toEqual([table, []])
    }
    expect(await (await stage.as('dingzhouManager')).query('select 1 from app.findings')).toEqual([])
  }))

  it('goes from hand to hand until somebody else closes it out', () => onStage(database, async (stage) => {
    await visited(stage)

    expect(await step(stage, 'otherOrganisation', 'rectifying')).toBe(null)
    expect(await step(stage, 'otherOrganisation', 'closed', 'photo')).toBe('422 invalid')
    expect(await step(stage, 'otherOrganisation', 'submitted')).toBe(null)
    expect(await step(stage, 'wuchuanManager', 'rectifying', 'onsite', '现场仍未落实')).toBe(null)
    expect(await step(stage, 'otherOrganisation', 'submitted')).toBe(null)
    expect(await step(stage, 'author', 'closed')).toBe('422 invalid')
    expect(await step(stage, 'author', 'closed', 'photo')).toBe(null)

    expect(await (await stage.as('otherOrganisation')).query('select to_state from app.finding_moves order by id'))
      .toEqual(['rectifying', 'submitted', 'rectifying', 'submitted', 'closed'].map((to_state) => ({ to_state })))
  }))

  it('is not closed out by the person who reported it put right, whatever else that person is', () => onStage(database, async (stage) => {
    await visited(stage)
    await step(stage, 'otherOrganisation', 'submitted')
    await (await stage.owner()).query(`update app.memberships set organisation_id = null, role = 'area_manager', area_id = 520326
      where person_id = $1`, [personId('otherOrganisation')])

    expect(await step(stage, 'otherOrganisation', 'closed', 'onsite')).toBe('403 forbidden')
    expect(await step(stage, 'wuchuanManager', 'closed', 'onsite')).toBe(null)
  }))

  it.each([['dingzhouManager', '404 notFound'], ['withoutMembership', '404 notFound'], ['disabled', '403 forbidden']] as const)(
    'is nothing that %s may move: %s', (who, failure) => onStage(database, async (stage) => {
      await visited(stage)
      expect(await step(stage, who, 'submitted')).toBe(failure)
    }))

  it.each(findingStates.flatMap((from) => findingStates.flatMap((to) => (['responsible', 'checker'] as const).map((by) => [from, to, by] as const))))(
    'from %s to %s by the %s follows the table', (from, to, by) => onStage(database, async (stage) => {
      const id = await visited(stage)
      await (await stage.owner()).query(`insert into app.finding_moves (activity_id, finding_id, from_state, to_state, note, person_id)
        values ($1, '1', 'open', $2, '先前', $3)`, [id, from, colleagueId])
      const lawful = findingSteps.some((row) => row.from === from && row.to === to && row.by === by)
      const looksAgain = from === 'submitted' && (to === 'closed' || to === 'rectifying')

      expect(await step(stage, by === 'responsible' ? 'otherOrganisation' : 'wuchuanManager', to, looksAgain ? 'doc' : null))
        .toBe(lawful ? null : '422 invalid')
    }))
})

describe('a finding that was corrected', () => {
  const step = async (stage: Stage, who: Persona, finding: string, to: string) =>
    failureOf(await stage.as(who), 'select api.move_finding($1, $2, $3, $4, null)', [makeVisitPayload().id, finding, to, '已按要求整改'])
  const steps = async (stage: Stage) => (await stage.as('otherOrganisation')).query(
    'select f.no, f.description, m.to_state from app.finding_moves m join app.findings f on f.activity_id = m.activity_id and f.id = m.finding_id order by m.id')
  const [one, two, three] = ['one', 'two', 'three'].map((id) =>
    makeFinding({ id, description: `问题的编号是 ${id}`, responsible_org: 10001 as never })) as [VisitFinding, VisitFinding, VisitFinding]

  it('keeps its steps when others go or come before it, and gives them to no other', () => onStage(database, async (stage) => {
    const visit = (revision: number, findings: readonly VisitFinding[]) =>
      makeVisitPayload({ revision, amend_reason: revision > 1 ? '问题有误' : '', answers: makeVisitAnswers({ findings }) })
    const first = makeParcel(visit(1, [one, two]))
    expect(await stage.words('author', [first])).toEqual(['applied'])
    expect(await step(stage, 'otherOrganisation', 'two', 'submitted')).toBe(null)
    const moved = { description: two.description, to_state: 'submitted' }
    expect(await steps(stage)).toEqual([{ no: 2, ...moved }])

    const second = makeParcel(visit(2, [two, three]), [first.sha256])
    expect(await stage.words('author', [second])).toEqual(['applied'])
    expect(await steps(stage)).toEqual([{ no: 1, ...moved }])
    expect(await step(stage, 'otherOrganisation', 'one', 'submitted')).toBe('404 notFound')

    const third = makeParcel(visit(3, [one, three]), [second.sha256])
    expect(await stage.words('author', [third])).toEqual(['applied'])
    expect(await steps(stage)).toEqual([])
    expect(await (await stage.owner()).query('select no, closed_on from app.finding_facts order by no')).toEqual([{ no: 1, closed_on: null }, { no: 2, closed_on: null }])
    expect(await stage.words('author', [makeParcel(visit(4, [three, two]), [third.sha256])])).toEqual(['applied'])
    expect(await steps(stage)).toEqual([{ no: 2, ...moved }])
  }))

  it('stands in its visit once', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [makeParcel(makeVisitPayload({ answers: makeVisitAnswers({ findings: [one, one] }) }))]))
      .toEqual(['rejected answers.findings.1.description:finding_twice'])
  }))
})
