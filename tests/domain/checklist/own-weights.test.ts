// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { templateProblems } from '../../../src/domain/checklist/check-template.ts'
import { changedWeights, leastWeight, weightProblem, withOwnWeights } from '../../../src/domain/checklist/own-weights.ts'
import { itemsOf, type ChecklistItem, type ScoringRule } from '../../../src/domain/checklist/template.ts'
import { makeItem, makeTemplate, parts } from '../../make/checklist.ts'
import { randomTemplate } from '../../make/random-checklist.ts'
import { randomWeights } from '../../make/random-weights.ts'
import { seeded } from '../../make/random.ts'

const area = { id: 520326, name: '务川县' }
const source = '务川县卫生健康局2026年督导检查方案'
const weighed = (items: readonly ChecklistItem[], weights: Readonly<Record<string, number>>) =>
  withOwnWeights({ sha256: 'base', template: makeTemplate(items) }, { area, weights, source }, 3)
const ruleOf = (rule: ScoringRule, max: number, weight: number) =>
  itemsOf(weighed([makeItem('a', { rule, max })], { a: weight }))[0]?.rule

describe('a checklist with own weights', () => {
  it('is the area\'s, names what it was made from, and says of changed items who set their weight', () => {
    const items = [makeItem('a'), makeItem('b', { max: 8 }), makeItem('c')]
    const template = weighed(items, { a: 7.5, b: 8 })

    expect(template).toEqual({ ...makeTemplate([{ ...makeItem('a'), max: 7.5, weight_source: source }, items[1]!, items[2]!]),
      code: 'test_sheet_520326', version: 3, title: '务川县试用检查表', own: { area_id: 520326, code: 'test_sheet', version: 1, sha256: 'base' } })
    expect(changedWeights(makeTemplate(items), { a: 7.5, b: 8, z: 3 })).toEqual({ a: 7.5 })
  })

  it('scores tiers and choices by their share of the whole, in hundredths', () => {
    const tiers = { kind: 'tiered', tiers: [{ from: 4, score: 6 }, { from: 2, score: 4 }, { from: 1, score: 0.01 }, { from: 0, score: 0 }] } as const

    expect(ruleOf(tiers, 6, 10)).toEqual({ kind: 'tiered', tiers: [{ from: 4, score: 10 }, { from: 2, score: 6.67 }, { from: 1, score: 0.02 }, { from: 0, score: 0 }] })
    expect(ruleOf({ kind: 'graded', choices: [{ code: 'x', text: '好', score: 8 }, { code: 'y', text: '中', score: 1 }] }, 8, 2.5))
      .toEqual({ kind: 'graded', choices: [{ code: 'x', text: '好', score: 2.5 }, { code: 'y', text: '中', score: 0.31 }] })
  })

  it('never takes away all of a score that there was, nor gives more than the whole', () => {
    const graded = { kind: 'graded', choices: [{ code: 'x', text: '好', score: 100 }, { code: 'y', text: '差', score: 0.01 }] } as const

    expect(ruleOf(graded, 50, 1)).toMatchObject({ choices: [{ score: 1 }, { score: 0.01 }] })
    expect(ruleOf(graded, 0, 5)).toMatchObject({ choices: [{ score: 5 }, { score: 0.01 }] })
  })

  it('keeps deductions and steps as they are', () => {
    const rule = { kind: 'per_n_units', step: 5, deduct: 1 } as const
    expect(ruleOf(rule, 8, 20)).toEqual(rule)
  })

  it('is sound, whatever weights without a problem are given', () => {
    const random = seeded(7)
    for (let n = 0; n < 200; n += 1) {
      const template = randomTemplate(random)
      const made = withOwnWeights({ sha256: '', template }, { area, source, weights: randomWeights(random, template) }, 1)
      expect(templateProblems(made)).toEqual(templateProblems(template))
      for (const { rule, max, weight_source } of itemsOf(made)) {
        if (weight_source === null) continue
        const most = rule.kind === 'tiered' ? rule.tiers.map(({ score }) => score) : rule.kind === 'graded' ? rule.choices.map(({ score }) => score)
          : 'deduct' in rule ? [rule.deduct] : []
        expect(Math.max(0, ...most)).toBeLessThanOrEqual(max)
      }
    }
  })
})

describe('a weight', () => {
  it('is not to be set where a source gives it or the rule knows none', () => {
    const locked = [makeItem('a', { weight_source: '国家标准' }), makeItem('b', { max: 0, rule: { kind: 'bonus', step: 1, add: 2, most: 6 } }),
      makeItem('c', { max: 0, rule: { kind: 'not_scored' } })]

    expect(locked.map((item) => weightProblem(item, 5))).toEqual(['locked', 'locked', 'locked'])
    expect(locked.map(leastWeight)).toEqual([null, null, null])
  })

  it.each([[null, 'range'], [-1, 'range'], [100.01, 'range'], [1.005, 'range'], [Number.NaN, 'range'], [0, null], [0.1, null], [99.99, null], [100, null]] as const)(
    'of %s is judged %s', (weight, problem) => expect(weightProblem(makeItem('a'), weight)).toBe(problem))

  it('is no less than one deduction, and worth something where there are several scores', () => {
    const missing = makeItem('a', { answer: 'parts', rule: { kind: 'per_missing', parts: parts('x'), deduct: 2 } })
    const graded = makeItem('b', { answer: 'grade', rule: { kind: 'graded', choices: [{ code: 'x', text: '', score: 3 }] } })

    expect([1.9, 2].map((weight) => weightProblem(missing, weight))).toEqual(['least', null])
    expect([0, 0.1].map((weight) => weightProblem(graded, weight))).toEqual(['least', null])
  })
})
