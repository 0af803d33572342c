// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { highestCertificateNo, nextCertificateNo, numberCertificates } from '../../src/kinds/training-session/certificate.ts'
import { followSeries, issuedNumbers } from '../../src/kinds/training-session/series.ts'
import { addRows, newcomers, newRow, passAll, sumsOf, unpass } from '../../src/kinds/training-session/roster.ts'
import { personId } from '../make/payload.ts'
import { makeRosterRow, makeTrainingAnswers } from '../make/training.ts'

const [a, b, c] = ['a', 'b', 'c'].map((word) => personId(word)) as [never, never, never]
const row = (person_id: never, overrides: Parameters<typeof makeRosterRow>[0] = {}) =>
  makeRosterRow({ person_id, certificate_no: '', ...overrides })

describe('the next certificate number', () => {
  it.each([
    ['绍中适宜2026-001', '绍中适宜2026-002'],
    ['绍中适宜2026-099', '绍中适宜2026-100'],
    ['绍中适宜2026-999', '绍中适宜2026-1000'],
    ['第0007号', '第0008号'],
    [' 12 ', '13'],
    ['99999999999999999999', '100000000000000000000'],
  ])('after %s is %s', (number, next) => {
    expect(nextCertificateNo(number)).toBe(next)
  })

  it('is none where there is nothing to count on', () => {
    expect(nextCertificateNo('绍中适宜')).toBe(null)
    expect(nextCertificateNo('')).toBe(null)
  })
})

describe('numbering certificates', () => {
  it('gives numbers to those who passed and have none, in order, past those that are taken', () => {
    const roster = [row(a), row(b, { passed: false }), row(c, { certificate_no: '证2' }), row(personId('d') as never)]

    const { roster: numbered, next } = numberCertificates(roster, '证1')

    expect(numbered.map(({ certificate_no }) => certificate_no)).toEqual(['证1', '', '证2', '证3'])
    expect(next).toBe('证4')
  })

  it('passes over what another session has given out', () => {
    const { roster, next } = numberCertificates([row(a), row(b)], '证1', new Map([['证1', {}], ['证3', {}], ['证4', {}]]))

    expect(roster.map(({ certificate_no }) => certificate_no)).toEqual(['证2', '证5'])
    expect(next).toBe('证6')
  })

  it('gives a number without digits once, and none without a start', () => {
    expect(numberCertificates([row(a), row(b)], '证').roster.map((each) => each.certificate_no)).toEqual(['证', ''])
    expect(numberCertificates([row(a)], ' ')).toEqual({ roster: [row(a)], next: '' })
  })
})

describe('a session after others', () => {
  const fresh = makeTrainingAnswers({ session_no: null, roster: [], certificate_next: '' })
  const session = (session_no: number, certificate_next: string, numbers: readonly string[] = [], overrides = {}) => makeTrainingAnswers({
    session_no, certificate_next, roster: numbers.map((certificate_no, n) => row(personId(`trainee ${n}`) as never, { certificate_no })), ...overrides })
  const on = (day: string | null, ...sessions: readonly ReturnType<typeof session>[]) => sessions.map((answers) => ({ day, answers }))
  const afterDays = (...others: Parameters<typeof followSeries>[1]) => {
    const { session_no, certificate_next } = followSeries(fresh, others)
    return [session_no, certificate_next]
  }
  /** All of one day. */
  const after = (...sessions: readonly ReturnType<typeof session>[]) => afterDays(...on('2026-05-08', ...sessions))

  it('has the number after the highest, and certificates after all that were given out', () => {
    expect(after(session(3, '证2026-041', ['证2026-040']), session(4, '证2026-061', ['证2026-060']))).toEqual([5, '证2026-061'])
    expect(after(session(4, '证2026-041', ['证2026-041', '证2026-099']))).toEqual([5, '证2026-100'])
    expect(after()).toEqual([null, ''])
  })

  it('counts within its kind of course, and certificates of any course', () => {
    const lecture = session(9, '证2026-070', [], { course_type: 'public_lecture' })
    expect(after(session(3, '证2026-041'), lecture)).toEqual([4, '证2026-070'])
    expect(followSeries({ ...fresh, course_type: null }, on('2026-05-08', session(3, ''), lecture)).session_no).toBe(10)
  })

  it('begins again with a year, and does not follow a number that was once too high', () => {
    const december = on('2026-12-20', session(40, '证2026-801'))
    expect(afterDays(...december)).toEqual([41, '证2026-801'])
    expect(afterDays(...on('2027-01-05', session(1, '证2026-821')), ...december)).toEqual([2, '证2026-821'])
    expect(afterDays(...on('2027-01-12', session(2, '证2026-841')), ...on('2027-01-05', session(1, '证2026-821')), ...december)).toEqual([3, '证2026-841'])
    expect(afterDays(...on('2026-06-02', session(6, '证6')), ...on('2026-05-08', session(500, '证5')))).toEqual([7, '证6'])
  })

  it('counts the days, in whatever order, and none that has no number yet', () => {
    const unnumbered = makeTrainingAnswers({ session_no: null, roster: [], certificate_next: '' })
    expect(afterDays(...on('2026-05-09', unnumbered), ...on('2026-05-01', session(3, '证3')), ...on('2026-05-08', session(4, '证4')), ...on(null, session(9, '证3'))))
      .toEqual([5, '证4'])
    expect(afterDays(...on(null, session(3, '证3')))).toEqual([4, '证3'])
  })

  it('goes on in the way of the newest, whatever was counted before', () => {
    expect(after(session(5, '证2027-003'), session(4, '证2026-211'))).toEqual([6, '证2027-003'])
    expect(highestCertificateNo(['第9号', '第10号', '证10', ''])).toBe('第10号')
    expect(highestCertificateNo(['', '证'])).toBe('')
  })

  it('tells the numbers that it gives out itself', () => {
    expect(issuedNumbers(session(3, '证9', [' 证1 ', '', '证2']))).toEqual(['证1', '证2'])
  })
})

describe('the roster', () => {
  it('takes several people at its end, nobody twice, and leaves results as they are', () => {
    const before = [row(a, { theory_score: 77 })]

    const rows = addRows(before, [newRow(a, 5), newRow(b, 5), newRow(b, 6), newRow(c, null)])

    expect(rows).toEqual([before[0], newRow(b, 5), newRow(c, null)])
  })

  it('takes over the people of an earlier one, with where they work alone, and nobody who is there', () => {
    const merged = { id: a, name: '', organisation_id: null, title_level: 'none', category: 'tcm' }
    const people = new Map([[a, { ...merged, merged_into: b }], [b, { ...merged, id: b }]])
    const earlier = [row(a, { org_id: 5, certificate_no: '证1' }), row(b, { org_id: 6 }), row(c, { org_id: 7, techniques: ['tcm-04-01'] })]

    expect(newcomers(earlier, [], people)).toEqual([newRow(b, 5), newRow(c, 7)])
    expect(newcomers(earlier, [row(a)], people)).toEqual([newRow(c, 7)])
    expect(newcomers(earlier, [row(c)], new Map())).toEqual([newRow(a, 5), newRow(b, 6)])
  })

  it('passes those without a result, and takes exactly that back', () => {
    const roster = [row(a, { passed: null }), row(b, { passed: false }), row(c, { passed: true })]

    const { roster: passed, changed } = passAll(roster)

    expect(passed.map((each) => each.passed)).toEqual([true, false, true])
    expect(unpass(passed, changed)).toEqual(roster)
    expect(unpass(passed.map((each) => ({ ...each, passed: false })), changed).map((each) => each.passed)).toEqual([false, false, false])
  })

  it('keeps a pass that has a certificate already', () => {
    const { roster, changed } = passAll([row(a, { passed: null })])

    expect(unpass(numberCertificates(roster, '证1').roster, changed).map((each) => each.passed)).toEqual([true])
  })

  it('is summed up by persons and institutions', () => {
    expect(sumsOf([row(a, { certificate_no: '1' }), row(b, { passed: false, org_id: 9 }), row(c, { passed: null, org_id: null })]))
      .toEqual({ rows: 3, organisations: 2, assessed: 2, passed: 1, certificates: 1 })
    expect(sumsOf([])).toEqual({ rows: 0, organisations: 0, assessed: 0, passed: 0, certificates: 0 })
  })
})
