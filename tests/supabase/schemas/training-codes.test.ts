import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { numberFields, type TrainingSessionAnswers } from '../../../src/kinds/training-session/answers.ts'
import { makeParcel, personId } from '../../make/payload.ts'
import { makeRosterRow, makeTrainer, makeTrainingAnswers, makeTrainingPayload } from '../../make/training.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

type Answers = Partial<Record<keyof TrainingSessionAnswers, unknown>>
const pushed = (answers: Answers) => onStage(database, (stage) => stage.words('author',
  [makeParcel(makeTrainingPayload({ answers: makeTrainingAnswers(answers as Partial<TrainingSessionAnswers>) }))]))
const row = makeRosterRow
const second = (overrides: Parameters<typeof row>[0] = {}) =>
  row({ person_id: personId('organisationManager'), certificate_no: '', ...overrides })
const free: Answers = { course_type: 'three_basics', roster: [] }

describe('a push of a training session is refused', () => {
  it.each<[string, Answers]>([
    ['mode:required', { mode: null }],
    ['course_type:required', { course_type: null }],
    ['venue_type:required', { venue_type: null }],
    ['techniques:required', { techniques: [] }],
    ['techniques:required', { techniques: null }],
    ['techniques:unknown_technique', { techniques: ['tcm-04-01', '拔罐'] }],
    ['venue_type:medical_venue_required', { venue_type: 'other' }],
    ['hours_theory:half_hours', { hours_theory: 1.2 }],
    ['hours_practice:half_hours', { hours_practice: 0.1 }],
    ['hours_theory:no_hours', { hours_theory: 0, hours_practice: 0 }],
    ['trainers:required', { trainers: [] }],
    ['trainers:required', { trainers: null }],
    ['trainers.0.org_id:required', { trainers: [makeTrainer({ org_id: null })] }],
    ['trainers:person_twice', { trainers: [makeTrainer(), makeTrainer({ org_id: 11010 })] }],
    ['trainee_count:parts_do_not_add_up', { other: 1 }],
    ['trainee_count:parts_do_not_add_up', { nurses: 0 }],
    ['signed_in:more_than_trainees', { signed_in: 3 }],
    ['assessed:more_than_trainees', { assessed: 3 }],
    ['passed:more_than_assessed', { assessed: 0 }],
    ['certificates:more_than_passed', { passed: 0 }],
    ['certificates:more_than_assessed', { ...free, assessed: 1, passed: null, certificates: 2 }],
    ['certificates:more_than_trainees', { ...free, assessed: null, passed: null, certificates: 3 }],
    ['passed:more_than_trainees answers.assessed:required', { ...free, assessed: null, passed: 3, certificates: null }],
    ['assessed:required', { ...free, assessed: null, passed: 2 }],
    ['assessed:required', { assessed: null }],
    ['passed:required', { passed: null }],
    ['certificates:required', { certificates: null }],
    ['roster:required', { roster: [] }],
    ['roster:required', { roster: 'none' }],
    ['roster:person_twice', { roster: [row(), row({ certificate_no: '' })] }],
    ['roster.0.org_id:required', { roster: [row({ org_id: null }), second()] }],
    ['roster.1.techniques:unknown_technique', { roster: [row(), second({ techniques: ['拔罐'] })] }],
    ['roster.1.theory_score:out_of_range', { roster: [row(), second({ theory_score: 100.5 })] }],
    ['roster.0.theory_score:out_of_range', { roster: [row({ theory_score: -1 }), second()] }],
    ['roster.0.practice_score:out_of_range', { roster: [row({ practice_score: 101 }), second()] }],
    ['roster.1.practice_score:one_decimal', { roster: [row(), second({ practice_score: 66.66 })] }],
    ['roster.1.certificate_no:certificate_twice', { roster: [row(), second({ certificate_no: ' 务中适宜2026-001　' })] }],
    ['roster.1.certificate_no:certificate_without_pass', { roster: [row(), second({ certificate_no: '务中适宜2026-002', passed: false })] }],
    ['roster.0.certificate_no:certificate_without_pass', { roster: [row({ passed: null }), second()] }],
    ['roster.0.certificate_no:too_long', { roster: [row({ certificate_no: '证'.repeat(61) }), second()] }],
  ])('%s', async (code, answers) => {
    expect(await pushed(answers)).toEqual([`rejected answers.${code}`])
  })

  const only = (words: string[], name: string) => (words[0] ?? '').split(' ').slice(1)
    .filter((code) => code.startsWith(`answers.${name}:`)).map((code) => code.split(':')[1])
    .filter((code) => !/more_than|add_up|half_hours|no_hours/.test(code ?? ''))

  it.each(numberFields.map((field) => [field.name, field] as const))('%s beyond its range or finer than its unit', async (name, field) => {
    const finer = [0.5, 0.05, 0.001][field.decimals] ?? 0
    const fineCode = ['whole_number', 'one_decimal', 'two_decimals'][field.decimals]
    const codeOf = async (value: unknown) => only(await pushed({ ...free, passed: null, [name]: value }), name)

    expect(await codeOf(field.max + 1)).toEqual(['out_of_range'])
    expect(await codeOf(field.min - 1)).toEqual(['out_of_range'])
    expect(await codeOf(field.min + finer)).toEqual([fineCode])
    expect(await codeOf('7')).toEqual([fineCode])
    expect(await codeOf(null)).toEqual(field.required ? ['required'] : [])
  })

  it('roster:too_many_rows', async () => {
    const roster = Array.from({ length: 1001 }, (_, n) => row({ person_id: personId(`trainee ${n}`), certificate_no: '' }))

    expect(await pushed({ roster })).toEqual(['rejected answers.roster:too_many_rows'])
  })

  it.each<[string, Answers]>([
    ['names nobody knows', { roster: [row({ person_id: personId('nobody') }), second()] }],
    ['names an institution that there is not', { trainers: [makeTrainer({ org_id: 999_999 })] }],
  ])('when it %s', async (_, answers) => {
    expect(await pushed(answers)).toEqual(['rejected payload:refused_23503'])
  })

  it.each<[string, Answers]>([
    ['mode', { mode: 'telepathy' }], ['course_type', { ...free, course_type: 'party' }], ['venue_type', { venue_type: 'moon' }],
    ['title of a trainer', { trainers: [makeTrainer({ title_level: 'emperor' as never })] }],
  ])('when its %s is none of the choices', async (_, answers) => {
    expect(await pushed(answers)).toEqual(['rejected payload:refused_23514'])
  })
})

describe('a push of a training session is taken', () => {
  it.each<[string, Answers]>([
    ['with everything at its upper limit', { ...free, session_no: 999_999, hours_theory: 200, hours_practice: 200, trainee_count: 2000,
      village_doctors: 2000, nurses: 0, orgs_covered: 999_999, signed_in: 2000, assessed: 2000, passed: 2000, certificates: 2000,
      credits: 25, materials: 999_999, cost: 100_000_000 }],
    ['with everything optional left out', { ...free, assessed: null, passed: null, certificates: null, credits: null, materials: null, cost: null }],
    ['elsewhere, of a technique that is not invasive', { venue_type: 'other', techniques: ['tcm-04-01'] }],
    ['with a roster shorter than the trainees are many', { roster: [row()] }],
    ['with scores at their limits and without', { roster: [row({ theory_score: 0, practice_score: 100 }),
      second({ theory_score: null, practice_score: 99.5, passed: null })] }],
  ])('%s', async (_, answers) => {
    expect(await pushed(answers)).toEqual(['applied'])
  })

  it('with trainees of other institutions typed on the phone', () => onStage(database, async (stage) => {
    const typed = { id: personId('village doctor'), name: '新学员', organisation_id: null, title_level: 'none', category: 'tcm' }
    const payload = makeTrainingPayload({ answers: makeTrainingAnswers({ roster: [row({ person_id: typed.id }), second()] }) })

    expect(await stage.words('author', [makeParcel(payload)], [typed])).toEqual(['applied'])

    const seen = (who: 'author' | 'colleague') => stage.as(who)
      .then((tx) => tx.query<{ name: string }>('select name from app.people where id = $1', [typed.id]))
    expect(await seen('author')).toEqual([{ name: '新学员' }])
    expect(await seen('colleague')).toEqual([])
    const pack = await valueOf<string>(await stage.as('author'), "select api.reference_pack('county:130682', null) ->> 'people'")
    expect((JSON.parse(pack) as { id: string }[]).map(({ id }) => id)).toEqual([typed.id])
  }))
})
