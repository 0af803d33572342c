// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CheckContext } from '../../src/domain/check-header.ts'
import { mostRosterRows, numberFields, traineeParts, type TrainingSessionAnswers } from '../../src/kinds/training-session/answers.ts'
import { trainingSession } from '../../src/kinds/training-session/model.ts'
import { makeHeader, personId } from '../make/payload.ts'
import { makeRosterRow, makeTrainer, makeTrainingAnswers } from '../make/training.ts'

const context: CheckContext = {
  now: new Date('2026-05-08T05:00:00Z'), photoCount: 3, rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
  distanceToHost: null, knowsTechnique: (code) => code !== 'unheard of', isInvasive: (code) => code === 'tcm-01-01',
}
const found = (answers: Partial<TrainingSessionAnswers>) =>
  trainingSession.problems(makeTrainingAnswers(answers), makeHeader(), context)
    .map(({ level, field, code }) => `${level} ${field}:${code}`)
const row = makeRosterRow
const course = { course_type: 'three_basics', roster: [] } as const
const second = (overrides: Parameters<typeof row>[0] = {}) =>
  row({ person_id: personId('second'), certificate_no: '务中适宜2026-002', ...overrides })

describe('the answers of a training session', () => {
  it('that are sound have no problem', () => {
    expect(found({})).toEqual([])
  })

  it.each<[string, Partial<TrainingSessionAnswers>, string]>([
    ['a mode', { mode: null }, 'mode:required'],
    ['a kind of course', { course_type: null }, 'course_type:required'],
    ['a venue', { venue_type: null }, 'venue_type:required'],
    ['a technique', { techniques: [] }, 'techniques:required'],
    ['techniques of the catalogue', { techniques: ['tcm-04-01', 'unheard of'] }, 'techniques:unknown_technique'],
    ['a medical institution for an invasive technique', { venue_type: 'other' }, 'venue_type:medical_venue_required'],
    ['theory in steps of half an hour', { hours_theory: 1.2 }, 'hours_theory:half_hours'],
    ['practice in steps of half an hour', { hours_practice: 0.1 }, 'hours_practice:half_hours'],
    ['some hours', { hours_theory: 0, hours_practice: 0 }, 'hours_theory:no_hours'],
    ['a trainer', { trainers: [] }, 'trainers:required'],
    ['the organisation of a trainer', { trainers: [makeTrainer({ org_id: null })] }, 'trainers.0.org_id:required'],
    ['every trainer once', { trainers: [makeTrainer(), makeTrainer({ org_id: 11 })] }, 'trainers:person_twice'],
    ['five groups that make up the trainees', { other: 1 }, 'trainee_count:parts_do_not_add_up'],
    ['no more signatures than trainees', { signed_in: 3 }, 'signed_in:more_than_trainees'],
    ['no more assessed than trainees', { assessed: 3 }, 'assessed:more_than_trainees'],
    ['no more passed than assessed', { assessed: 0, passed: 1 }, 'passed:more_than_assessed'],
    ['no more certificates than passed', { passed: 0 }, 'certificates:more_than_passed'],
    ['no more certificates than assessed where nobody says who passed', { ...course, assessed: 1, passed: null, certificates: 2 }, 'certificates:more_than_assessed'],
    ['no more certificates than trainees where nobody says more', { ...course, assessed: null, passed: null, certificates: 3 }, 'certificates:more_than_trainees'],
    ['the assessed of any course where some passed', { ...course, assessed: null, passed: 2 }, 'assessed:required'],
    ['the assessed of a technique course', { assessed: null }, 'assessed:required'],
    ['the passed of a technique course', { passed: null }, 'passed:required'],
    ['the certificates of a technique course', { certificates: null }, 'certificates:required'],
    ['the roster of a technique course', { roster: [] }, 'roster:required'],
    ['every trainee once', { roster: [row(), row({ certificate_no: '' })] }, 'roster:person_twice'],
    ['the institution of a trainee', { roster: [row({ org_id: null }), second()] }, 'roster.0.org_id:required'],
    ['trainees’ techniques of the catalogue', { roster: [row(), second({ techniques: ['unheard of'] })] }, 'roster.1.techniques:unknown_technique'],
    ['a theory score of a hundred at most', { roster: [row(), second({ theory_score: 100.5 })] }, 'roster.1.theory_score:out_of_range'],
    ['a theory score of nought at least', { roster: [row({ theory_score: -1 }), second()] }, 'roster.0.theory_score:out_of_range'],
    ['a practice score of a hundred at most', { roster: [row({ practice_score: 101 }), second()] }, 'roster.0.practice_score:out_of_range'],
    ['scores of one decimal', { roster: [row({ practice_score: 66.66 }), second()] }, 'roster.0.practice_score:one_decimal'],
    ['certificate numbers that differ', { roster: [row(), second({ certificate_no: ' 务中适宜2026-001' })] }, 'roster.1.certificate_no:certificate_twice'],
    ['a pass for a certificate number', { roster: [row(), second({ passed: false })] }, 'roster.1.certificate_no:certificate_without_pass'],
    ['an assessment for a certificate number', { roster: [row({ passed: null }), second({ certificate_no: '' })] }, 'roster.0.certificate_no:certificate_without_pass'],
    ['short certificate numbers', { roster: [row({ certificate_no: '证'.repeat(61) }), second()] }, 'roster.0.certificate_no:too_long'],
  ])('need %s', (_name, answers, problem) => {
    expect(found(answers).filter((each) => !each.endsWith(':differs_from_roster'))).toEqual([`error answers.${problem}`])
  })

  it.each(numberFields.map(({ name, required, min, max, decimals }) => [name, required, min, max, decimals] as const))(
    'have %s within its range', (name, required, min, max, decimals) => {
      const codes = (value: number | null) => found({ ...course, passed: null, [name]: value })
        .filter((each) => each.startsWith(`error answers.${name}:`)).map((each) => each.split(':')[1])
        .filter((code) => !/more_than|add_up|half_hours|no_hours/.test(code ?? ''))

      expect(codes(null)).toEqual(required ? ['required'] : [])
      expect(codes(max)).toEqual([])
      expect(codes(min)).toEqual([])
      expect(codes(max + 1)).toEqual(['out_of_range'])
      expect(codes(min - 1)).toEqual(['out_of_range'])
      const [finer, code] = [[0.5, 'whole_number'], [0.05, 'one_decimal'], [0.001, 'two_decimals']][decimals] as [number, string]
      expect(codes(min + finer)).toEqual([code])
    })

  it('need neither results nor a roster when the course teaches no techniques', () => {
    for (const course_type of ['western_learning_tcm', 'three_basics', 'public_lecture'] as const)
      expect(found({ course_type, assessed: null, passed: null, certificates: null, roster: [] })).toEqual([])
  })

  it('may teach elsewhere what is not invasive', () => {
    expect(found({ venue_type: 'other', techniques: ['tcm-04-01'] })).toEqual([])
  })

  it('do not compare groups with the trainees before all are known', () => {
    for (const name of traineeParts) expect(found({ [name]: null })).toEqual([`error answers.${name}:required`])
  })

  it('warn when the roster is longer or shorter than the trainees are many', () => {
    expect(found({ roster: [row()] })).toEqual(['warning answers.roster:roster_count_differs'])
    expect(found({ course_type: 'three_basics', roster: [] })).toEqual([])
  })

  it('have no more who passed than trainees, though nobody says how many were assessed', () => {
    expect(found({ ...course, assessed: null, passed: 3, certificates: null })).toEqual(
      ['error answers.passed:more_than_trainees', 'error answers.assessed:required'])
  })

  it('warn at each count that is not the roster\'s, once all are on it with results', () => {
    const roster = [row(), second({ certificate_no: '' })]

    expect(found({ roster })).toEqual(['warning answers.passed:differs_from_roster'])
    expect(found({ roster, assessed: 1, passed: 0, certificates: 0 })).toEqual(
      ['assessed', 'passed', 'certificates'].map((name) => `warning answers.${name}:differs_from_roster`))
    expect(found({ roster: [row()], assessed: 2, passed: 2 })).toEqual(['warning answers.roster:roster_count_differs'])
    expect(found({ roster: roster.map((each) => ({ ...each, passed: null, certificate_no: '' })) })).toEqual([])
    expect(found({ ...course, roster, assessed: null, passed: null, certificates: null })).toEqual([])
  })

  it('warn of a certificate number that another session gave out, and name its day', () => {
    const issued = new Map([['务中适宜2026-001', { title: '第二期', day: '2026-04-02' }], ['务中适宜2026-009', { title: '第二期', day: '2026-04-02' }]])

    expect(trainingSession.problems(makeTrainingAnswers(), makeHeader(), { ...context, issued })).toEqual([{
      level: 'warning', field: 'answers.roster.0.certificate_no', code: 'certificate_elsewhere',
      params: { number: '务中适宜2026-001', title: '第二期', day: '2026-04-02' } }])
  })

  it('hold a roster that one record can carry', () => {
    const rows = (count: number) => found({ roster: Array.from({ length: count }, (_, n) =>
      row({ person_id: personId(`trainee ${n}`), certificate_no: '' })) })

    expect(rows(mostRosterRows)).toEqual(['warning answers.roster:roster_count_differs'])
    expect(rows(mostRosterRows + 1)).toContain('error answers.roster:too_many_rows')
  })

  it('take any number of trainees without a certificate', () => {
    expect(found({ passed: 2, certificates: 0, roster: [row({ certificate_no: '' }), second({ certificate_no: ' ' })] })).toEqual([])
  })
})

describe('the kind', () => {
  it('keeps the course, who teaches it and the numbering of the last record, never its counts or trainees', () => {
    const before = makeTrainingAnswers()

    expect(trainingSession.blank(before)).toEqual({
      ...trainingSession.blank(null), session_no: 4, mode: 'onsite', course_type: 'technique',
      venue_type: 'medical_institution', techniques: before.techniques, trainers: before.trainers,
      certificate_next: '务中适宜2026-002',
    })
    expect(numberFields.filter(({ name }) => trainingSession.blank(null)[name] !== null)).toEqual([])
  })

  it('reads older answers with what they lack, and none of a newer app', () => {
    expect(trainingSession.upgrade({ session_no: 2 }, 1)).toEqual({ ...trainingSession.blank(null), session_no: 2 })
    expect(trainingSession.upgrade(makeTrainingAnswers(), trainingSession.version)).toEqual(makeTrainingAnswers())
    expect(() => trainingSession.upgrade(makeTrainingAnswers(), trainingSession.version + 1)).toThrow(RangeError)
  })

  it('counts trainers as staff and trainees as persons, never as visits', () => {
    expect(trainingSession.measures(makeTrainingAnswers(), makeHeader())).toEqual({ sessions: 1, visits: 0, staff: 1, leaflets: 0 })
    expect(trainingSession.headline(makeTrainingAnswers())).toBe(2)
    expect(trainingSession.headline(trainingSession.blank(null))).toBe(null)
  })
})
