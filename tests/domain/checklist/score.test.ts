// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ItemAnswer, ItemResult } from '../../../src/domain/checklist/answer.ts'
import { scoreChecklist } from '../../../src/domain/checklist/score.ts'
import { scoreItem } from '../../../src/domain/checklist/score-item.ts'
import type { ChecklistItem } from '../../../src/domain/checklist/template.ts'
import { makeItem, makeResult, makeSheetAnswers, makeTemplate, parts } from '../../make/checklist.ts'
import { goldenSheets } from '../../make/golden-sheets.ts'

const scored = (item: Partial<ChecklistItem>, answer: ItemAnswer | null, result: Partial<ItemResult> = {}) =>
  scoreItem(makeItem('it', item), makeResult(answer, result), 'township_hospital')

describe('a golden sheet', () => {
  it.each(goldenSheets)('$name', ({ template, answers, scores, whole }) => {
    const found = scoreChecklist(template, answers)

    expect(Object.fromEntries(found.items.map(({ code, score }) => [code, score]))).toEqual(scores)
    expect([found.score, found.max, found.total, found.grade, found.failed]).toEqual(whole)
  })
})

it('is reckoned anew where the answer or the institution is another, and is the same as before where they are', () => {
  const item = makeItem('it', { applies_to: ['township_hospital'] })
  const template = makeTemplate([item])
  const [met, failed] = [makeResult({ yes: true }), makeResult({ yes: false })]
  const score = (institution: string, yes: boolean) =>
    scoreChecklist(template, { ...makeSheetAnswers({ it: yes ? met : failed }), institution }).items[0]?.met

  expect([score('township_hospital', true), score('village_clinic', true), score('township_hospital', true), score('township_hospital', false)])
    .toEqual([true, null, true, false])
})

describe('a score', () => {
  it('explains itself by what was found and what follows', () => {
    const herbs = { answer: 'count', unit: '种', target: 100, rule: { kind: 'per_n_units', step: 10, deduct: 0.1 } } as const

    expect(scored(herbs, { count: 80 }).because).toEqual({
      fact: { key: 'count_target', params: { target: '100', value: '80', unit: '种' } },
      outcome: { key: 'per_n_units', params: { step: '10', unit: '种', deduct: '0.1', lost: '0.2' } },
    })
    expect(scored({ ...herbs, max: 0.1 }, { count: 80 }).because.outcome).toEqual(
      { key: 'per_n_units_all', params: { step: '10', unit: '种', deduct: '0.1', lost: '0.1' } })
    expect(scored(herbs, { count: 120 }).because.outcome).toEqual({ key: 'full', params: { score: '5' } })
  })

  it('tells a ratio with both its numbers, rounded half up', () => {
    const rule = { kind: 'per_pct_point', step: 1, deduct: 0.5 } as const

    expect(scored({ answer: 'ratio', target: 25, rule }, { part: 1, whole: 8 }).because).toEqual({
      fact: { key: 'ratio_target', params: { target: '25', value: '12.5', part: '1', whole: '8' } },
      outcome: { key: 'per_pct_point_all', params: { step: '1', deduct: '0.5', lost: '5' } },
    })
    expect(scored({ answer: 'ratio', target: 25, rule }, { part: 1, whole: 3 }).because.fact.params['value']).toBe('33.33')
  })

  it('says in words of its own that an item without weight is met or not', () => {
    expect(scored({ max: 0 }, { yes: true }).because).toEqual({ fact: { key: 'yes', params: {} }, outcome: { key: 'pass', params: {} } })
    expect(scored({ max: 0 }, { yes: false }).because.outcome?.key).toBe('fail')
    expect(scored({}, { yes: false }).because.outcome?.key).toBe('none')
  })

  it('keeps the computed score beside the one set by hand', () => {
    expect(scored({}, { yes: true }, { override: 250 })).toMatchObject({
      score: 250, met: true, because: { outcome: { key: 'overridden', params: { computed: '5', score: '2.5' } } } })
    expect(scored({}, { yes: true }, { override: 0 }).met).toBe(false)
    expect(scored({}, { yes: false }, { override: 250 }).met).toBe(false)
  })

  it.each<[string, Partial<ChecklistItem>, ItemAnswer]>([
    ['a third decimal', { answer: 'count' }, { count: 1.005 }],
    ['a negative count', { answer: 'count' }, { count: -1 }],
    ['more than a million', { answer: 'count' }, { count: 1_000_001 }],
    ['a ratio to nothing', { answer: 'ratio' }, { part: 0, whole: 0 }],
    ['half a person', { answer: 'ratio' }, { part: 0.5, whole: 2 }],
    ['more of a whole than there is', { answer: 'ratio' }, { part: 20, whole: 5 }],
    ['a sample of none', { answer: 'sample', omittable: false, rule: { kind: 'sampled_rate', sample: 5 } }, { passed: 0, sampled: 0 }],
    ['more sound copies than drawn', { answer: 'sample', rule: { kind: 'sampled_rate', sample: 5 } }, { passed: 6, sampled: 5 }],
    ['a grade that is not on offer', { answer: 'grade', rule: { kind: 'graded', choices: [] } }, { grade: 'a' }],
    ['blank text', { answer: 'text', rule: { kind: 'not_scored' } }, { text: ' 　' }],
    ['an answer of another form', {}, { count: 3 }],
  ])('leaves %s open', (_name, item, answer) => {
    expect(scored(item, answer)).toMatchObject({ state: 'open', score: 0, met: null })
  })

  it('says why two numbers make no share', () => {
    const fact = (item: Partial<ChecklistItem>, answer: ItemAnswer) => scored(item, answer).because.fact.key
    const sample = { answer: 'sample', rule: { kind: 'sampled_rate', sample: 5 } } as const

    expect(fact({ answer: 'ratio' }, { part: 20, whole: 5 })).toBe('more_than_whole')
    expect(fact({ answer: 'ratio' }, { part: 0, whole: 0 })).toBe('nothing_to_share')
    expect(fact(sample, { passed: 12, sampled: 10 })).toBe('more_than_drawn')
    expect(fact(sample, { passed: 0, sampled: 0 })).toBe('nothing_drawn')
    expect(fact({ answer: 'ratio' }, { part: 2 } as never)).toBe('open')
  })

  it('of a ratio to nothing that may not be left out is that of none of it', () => {
    const core = { answer: 'ratio', omittable: false, gate: 'core', target: 25 } as const

    expect(scored(core, { part: 0, whole: 0 })).toMatchObject({ state: 'scored', score: 0, met: false,
      because: { fact: { key: 'ratio_of_nothing_target', params: { target: '25' } }, outcome: { key: 'none' } } })
    expect(scored(core, { part: 1, whole: 0 })).toMatchObject({ state: 'open', because: { fact: { key: 'more_than_whole' } } })
    expect(scored({ ...core, rule: { kind: 'per_pct_point', step: 10, deduct: 1 } }, { part: 0, whole: 0 }).score).toBe(300)
  })

  it('passes over parts that the item does not name', () => {
    const rule = { kind: 'all_or_nothing', parts: parts('a', 'b') } as const

    expect(scored({ answer: 'parts', rule }, { present: ['a', 'x'] }).met).toBe(false)
    expect(scored({ answer: 'parts', rule }, { present: ['b', 'a', 'x'] }).score).toBe(500)
  })

  it('of an item for others does not apply, and one that may not be left out is not', () => {
    expect(scored({ applies_to: ['village_clinic'] }, { yes: true }).state).toBe('not_applicable')
    expect(scored({ omittable: false }, null, { na_reason: '没有' }).state).toBe('open')
    expect(scored({}, null, { na_reason: ' ' }).state).toBe('open')
  })

  it('is counted by section, and gives no total before the end', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((code) => makeItem(code))
    const template = makeTemplate([], { sections: [
      { code: 'one', title: 'one', items: [a, b] as ChecklistItem[] }, { code: 'two', title: 'two', items: [c] as ChecklistItem[] }] })

    const found = scoreChecklist(template, makeSheetAnswers({ a: { yes: true }, c: makeResult(null, { na_reason: '没有' }) }))

    expect(found.sections).toEqual([
      { code: 'one', score: 500, max: 1000, done: 1, count: 2 }, { code: 'two', score: 0, max: 0, done: 1, count: 1 }])
    expect([found.done, found.count, found.scored_max, found.total, found.grade]).toEqual([2, 3, 500, null, null])
  })
})
