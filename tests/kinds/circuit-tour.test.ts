// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CheckContext } from '../../src/domain/check-header.ts'
import { numberFields, type CircuitTourAnswers } from '../../src/kinds/circuit-tour/answers.ts'
import { tourFacts } from '../../src/kinds/circuit-tour/facts.ts'
import { circuitTour } from '../../src/kinds/circuit-tour/model.ts'
import { makeHeader, sha256Of } from '../make/payload.ts'
import { makeChild, makeStopAnswers, makeTourAnswers, stopId } from '../make/tour.ts'

const header = makeHeader({ started_at: '2026-05-04T00:30:00.000Z', ended_at: '2026-05-08T09:00:00.000Z' })
const context: CheckContext = {
  now: new Date('2026-05-08T10:00:00Z'), photoCount: 3, rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
  distanceToHost: null, knowsTechnique: () => true,
}
const found = (answers: Partial<CircuitTourAnswers>, world: Partial<CheckContext> = {}, head = header) =>
  circuitTour.problems(makeTourAnswers(answers), head, { ...context, ...world })
    .map(({ level, field, code }) => `${level} ${field}:${code}`)
const inForce = (rows: Readonly<Record<string, number>>) => ({ rule: (code: string) => rows[code] ?? null })

describe('the answers of a tour', () => {
  it('that are sound have no problem', () => {
    expect(found({})).toEqual([])
    expect(found({ planned_route: '' })).toEqual([])
  })

  it.each<[string, Partial<CircuitTourAnswers>, string]>([
    ['a level', { tour_level: null }, 'tour_level:required'],
    ['a kind of team', { team_type: null }, 'team_type:required'],
    ['no more seniors than people', { senior_count: 9 }, 'senior_count:more_than_team'],
    ['a route of five hundred characters at most', { planned_route: '村'.repeat(501) }, 'planned_route:too_long'],
    ['stops named by their id', { stops: [{ id: 'first' as never, sha256: sha256Of('x') }] }, 'stops:bad_reference'],
    ['stops named by their hash', { stops: [{ id: stopId(1), sha256: 'x' as never }] }, 'stops:bad_reference'],
  ])('need %s', (_name, answers, problem) => {
    expect(found(answers)).toEqual([`error answers.${problem}`])
  })

  it('need a recipient in the header', () => {
    expect(found({}, {}, { ...header, recipient_org_id: null })).toEqual(['error header.recipient_org_id:required'])
  })

  it.each(numberFields.map(({ name, min, max }) => [name, min, max] as const))('have %s within its range', (name, min, max) => {
    const codes = (value: number | null) => found({ team_size: 100, senior_count: 0, [name]: value })
      .filter((each) => each.startsWith(`error answers.${name}:`)).filter((each) => !/more_than/.test(each))

    expect(codes(null)).toEqual([`error answers.${name}:required`])
    expect(codes(max + 1)).toEqual([`error answers.${name}:out_of_range`])
    expect(codes(min - 1)).toEqual([`error answers.${name}:out_of_range`])
    expect(codes(min + 0.5)).toEqual([`error answers.${name}:whole_number`])
    expect([codes(min), codes(max)]).toEqual([[], []])
  })
})

describe('the rules of the level', () => {
  const national = inForce({ tour_national_team_general: 5, tour_national_team_specialised: 3, tour_national_days: 21,
    tour_national_grassroots_days: 14 })

  it.each<[string, Partial<CircuitTourAnswers>, string[]]>([
    ['a general team of four', { team_size: 4, planned_days: 21 }, ['team_size:team_too_small']],
    ['a general team of five', { team_size: 5, planned_days: 21 }, []],
    ['a specialised team of two', { team_type: 'specialised', team_size: 2, senior_count: 2, planned_days: 21 }, ['team_size:team_too_small']],
    ['a specialised team of three', { team_type: 'specialised', team_size: 3, planned_days: 21 }, []],
    ['twenty days', { planned_days: 20 }, ['planned_days:tour_too_short']],
    ['another level', { tour_level: 'county', team_size: 4, planned_days: 2 }, []],
  ])('ask of a national tour with %s', (_name, answers, problems) => {
    const asked = found({ tour_level: 'national', ...answers }, { ...national, now: new Date('2026-05-08T08:59:59Z') })

    expect(asked).toEqual(problems.map((problem) => `warning answers.${problem}`))
  })

  it('ask for days at the grassroots once the tour is over, counted from its stops', () => {
    const days = (count: number) => Array.from({ length: count }, (_, n) => makeChild(String(n + 1).padStart(2, '0')))
    const long = { tour_level: 'national', planned_days: 21 } as const
    const problems = (children: ReturnType<typeof days>) => found(long, { ...national, children })

    expect(problems(days(13))).toEqual(['warning answers.stops:too_few_grassroots_days'])
    expect(problems(days(14))).toEqual([])
    expect(found(long, { ...national, now: new Date('2026-05-08T08:59:59Z') })).toEqual([])
  })

  it('ask a provincial tour for townships, counted from its stops', () => {
    const children = (count: number) => Array.from({ length: count }, (_, n) => makeChild('05', 520326101 + n))
    const problems = (count: number) =>
      found({ tour_level: 'provincial' }, { ...inForce({ tour_provincial_townships: 5 }), children: children(count) })

    expect(problems(4)).toEqual(['warning answers.stops:too_few_townships'])
    expect(problems(5)).toEqual([])
  })

  it('warn of stops that were not submitted, whatever the rules', () => {
    expect(found({}, { children: [makeChild('05', 1, { status: 'draft' }), makeChild('06')] }))
      .toEqual(['warning answers.stops:stops_unsubmitted'])
  })
})

describe('the figures of a tour', () => {
  it('count each township and each day once', () => {
    const stops = [makeChild('04', 520326101), makeChild('04', 520326102), makeChild('05', 520326101), makeChild('07', 520326101)]

    expect(tourFacts(stops)).toEqual({ stops: 4, townships_covered: 2, grassroots_days: 3 })
  })

  it('leave out stops at county level among townships, and areas that are none', () => {
    const county = makeChild('04', 520326101, { answers: makeStopAnswers({ stop_level: 'county' }) })

    expect(tourFacts([county, makeChild('05', null)])).toEqual({ stops: 2, townships_covered: 0, grassroots_days: 2 })
  })

  it('leave out stops that do not count', () => {
    const children = (['draft', 'returned', 'void', 'approved'] as const).map((status, n) => makeChild(`0${n + 1}`, 520326101 + n, { status }))

    expect(tourFacts(children)).toEqual({ stops: 1, townships_covered: 1, grassroots_days: 1 })
  })

  it('count days in China, every day of a stop that lasts longer', () => {
    const night = makeChild('05', 1, { header: makeHeader({ started_at: '2026-05-05T15:59:00.000Z', ended_at: '2026-05-07T16:00:00.000Z' }) })

    expect(tourFacts([night]).grassroots_days).toBe(4)
  })
})

describe('the kind', () => {
  it('keeps level and team of the last record, never its numbers, route or stops', () => {
    const next = circuitTour.blank(makeTourAnswers({ stops: [{ id: stopId(1), sha256: sha256Of('x') }] }))

    expect(next).toEqual({ ...circuitTour.blank(null), tour_level: 'county', team_type: 'general' })
    expect(next.stops).toEqual([])
  })

  it('counts nothing of its own: its stops count', () => {
    expect(circuitTour.measures(makeTourAnswers(), header)).toEqual({ sessions: 0, visits: 0, staff: 0, leaflets: 0 })
  })

  it('lists the stops it is given', () => {
    const stops = [{ id: stopId(1), sha256: sha256Of('x') }]

    expect(circuitTour.children?.list(makeTourAnswers(), stops, context, makeHeader())).toEqual(makeTourAnswers({ stops }))
  })

  it('reads older answers with what they lack, and none of a newer app', () => {
    expect(circuitTour.upgrade({ team_size: 4 }, 1)).toEqual({ ...circuitTour.blank(null), team_size: 4 })
    expect(() => circuitTour.upgrade({}, circuitTour.version + 1)).toThrow(RangeError)
  })
})
