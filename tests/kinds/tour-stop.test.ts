// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CheckContext } from '../../src/domain/check-header.ts'
import { addDays } from '../../src/domain/day.ts'
import { groups, numberFields, type TourStopAnswers } from '../../src/kinds/tour-stop/answers.ts'
import { tourStop } from '../../src/kinds/tour-stop/model.ts'
import { makeHeader } from '../make/payload.ts'
import { makeStopAnswers } from '../make/tour.ts'

const context: CheckContext = {
  now: new Date('2026-05-08T05:00:00Z'), photoCount: 3, rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
  distanceToHost: null, knowsTechnique: (code) => code !== 'unheard of',
}
const found = (answers: Partial<TourStopAnswers>, world: Partial<CheckContext> = {}, header = makeHeader()) =>
  tourStop.problems(makeStopAnswers(answers), header, { ...context, ...world })
    .map(({ level, field, code }) => `${level} ${field}:${code}`)

describe('the answers of a stop', () => {
  it('that are sound have no problem, with its optional numbers or without', () => {
    const bare = Object.fromEntries(numberFields.filter(({ required }) => !required).map(({ name }) => [name, null]))

    expect(found({})).toEqual([])
    expect(found({ ...bare, new_techniques: [], transport: null, next_visit_on: null })).toEqual([])
  })

  it.each<[string, Partial<TourStopAnswers>, string]>([
    ['a level', { stop_level: null }, 'stop_level:required'],
    ['techniques of the catalogue', { new_techniques: ['unheard of'] }, 'new_techniques:unknown_technique'],
    ['a next visit on a day', { next_visit_on: 'tomorrow' }, 'next_visit_on:next_visit_not_after'],
    ['a next visit after this one', { next_visit_on: '2026-05-08' }, 'next_visit_on:next_visit_not_after'],
  ])('need %s', (_name, answers, problem) => {
    expect(found(answers)).toEqual([`error answers.${problem}`])
  })

  it('in a township or village ask for the township, once the device knows what the area is', () => {
    const problem = ['warning header.host_area_id:township_not_chosen']

    for (const stop_level of ['township', 'village'] as const) expect(found({ stop_level }, { hostLevel: 'county' })).toEqual(problem)
    expect(found({ stop_level: 'county' }, { hostLevel: 'county' })).toEqual([])
    expect(found({}, { hostLevel: 'township' })).toEqual([])
    expect(found({}, {})).toEqual([])
  })

  it('compare the next visit with the day of the end in China', () => {
    const late = makeHeader({ ended_at: '2026-05-08T16:00:00.000Z' })

    expect(found({ next_visit_on: '2026-05-09' })).toEqual([])
    expect(found({ next_visit_on: '2026-05-09' }, {}, late)).toEqual(['error answers.next_visit_on:next_visit_not_after'])
  })

  it.each(numberFields.map(({ name, required, min, max, decimals }) => [name, required, min, max, decimals] as const))(
    'have %s within its range', (name, required, min, max, decimals) => {
      const codes = (value: number | null) => found({ [name]: value }).filter((each) => each.startsWith(`error answers.${name}:`))

      expect(codes(null)).toEqual(required ? [`error answers.${name}:required`] : [])
      expect(codes(max + 1)).toEqual([`error answers.${name}:out_of_range`])
      expect(codes(min - 1)).toEqual([`error answers.${name}:out_of_range`])
      expect(codes(min + (decimals ? 0.001 : 0.5))).toEqual([`error answers.${name}:${decimals ? 'two_decimals' : 'whole_number'}`])
      expect([codes(min), codes(max)]).toEqual([[], []])
    })

  it('warn of more outpatients than the people present can see', () => {
    expect(found({ outpatient_visits: 160 })).toEqual([])
    expect(found({ outpatient_visits: 161 })).toEqual(['warning answers.outpatient_visits:visits_per_team'])
  })
})

describe('how often a place is visited', () => {
  const rules: Record<string, number> = { tour_stops_county_quarter: 1, tour_stops_township_month: 1, tour_stops_village_week: 1 }
  const rule = (code: string) => rules[code] ?? null

  it.each([
    ['village', '2026-05-15', '2026-05-16'], ['township', '2026-06-08', '2026-06-09'], ['county', '2026-08-08', '2026-08-09'],
  ] as const)('is asked about when the next visit to a %s comes later than the rule', (stop_level, soon, late) => {
    expect(found({ stop_level, next_visit_on: soon }, { rule })).toEqual([])
    expect(found({ stop_level, next_visit_on: late }, { rule })).toEqual(['warning answers.next_visit_on:next_visit_late'])
    expect(found({ stop_level, next_visit_on: late })).toEqual([])
  })

  it.each([
    ['township', '2026-01-31', '2026-03-01'], ['township', '2026-02-28', '2026-03-28'], ['county', '2025-11-30', '2026-03-01'],
  ] as const)('is asked about a %s by the calendar: visited on %s, the rule still holds with a next visit on %s', (stop_level, day, soon) => {
    const header = { header: makeHeader({ started_at: `${day}T01:00:00.000Z`, ended_at: `${day}T02:00:00.000Z` }) }
    expect(found({ stop_level, next_visit_on: soon }, { rule }, header.header)).toEqual([])
    expect(found({ stop_level, next_visit_on: addDays(soon, 1) }, { rule }, header.header)).toEqual(['warning answers.next_visit_on:next_visit_late'])
  })

  it('follows a rule that asks for more', () => {
    expect(found({ stop_level: 'township', next_visit_on: '2026-05-24' }, { rule: () => 2 })).toEqual(['warning answers.next_visit_on:next_visit_late'])
    expect(found({ stop_level: 'township', next_visit_on: '2026-05-23' }, { rule: () => 2 })).toEqual([])
  })
})

describe('the kind', () => {
  it('belongs to tours, and takes its place among the stops of one', () => {
    expect([tourStop.parent, tourStop.blank(null, 4).stop_seq, tourStop.sequence?.(makeStopAnswers({ stop_seq: 3 }))]).toEqual(['circuit_tour', 4, 3])
  })

  it('keeps level and transport of the last record, never its numbers', () => {
    expect(tourStop.blank(makeStopAnswers(), 2))
      .toEqual({ ...tourStop.blank(null), stop_level: 'township', transport: 'mobile_hospital', stop_seq: 2 })
  })

  it('counts one session, its outpatients, the people present and its leaflets', () => {
    expect(tourStop.measures(makeStopAnswers(), makeHeader())).toEqual({ sessions: 1, visits: 64, staff: 2, leaflets: 80 })
    expect(tourStop.measures(makeStopAnswers({ leaflets: null }), makeHeader()).leaflets).toBe(0)
  })

  it('reads older answers with what they lack, and none of a newer app', () => {
    expect(tourStop.upgrade({ km: 4 }, 1)).toEqual({ ...tourStop.blank(null), km: 4 })
    expect(() => tourStop.upgrade({}, tourStop.version + 1)).toThrow(RangeError)
  })

  it('shows every number in one section of the form', () => {
    expect(Object.values(groups).flat().sort()).toEqual(numberFields.map(({ name }) => name).sort())
  })
})
