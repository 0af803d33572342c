import type { ChecklistAnswers, ItemAnswer, ItemResult } from '../../src/domain/checklist/answer.ts'
import { partsOf, type ChecklistItem, type ChecklistTemplate, type Gate } from '../../src/domain/checklist/template.ts'
import { makeItem, makeTemplate, parts, usualGrades } from './checklist.ts'

type Random = () => number

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
const below = (random: Random, limit: number): number => Math.floor(random() * limit)
/** A decimal of two places, often whole, sometimes nothing. */
const decimal = (random: Random, limit: number): number =>
  pick(random, [below(random, limit + 1), below(random, limit * 10 + 1) / 10, below(random, limit * 100 + 1) / 100, 0])
const step = (random: Random): number => pick(random, [0.01, 0.5, 1, 1.5, 2, 5, 10])

/** One item of every rule with every answer that it can judge, its numbers drawn. */
function everyItem(random: Random): ChecklistItem[] {
  const count = { answer: 'count', unit: '种', target: decimal(random, 40) } as const
  const ratio = { answer: 'ratio', target: decimal(random, 100) } as const
  const some = parts('a', 'b', 'c', 'd').slice(0, 1 + below(random, 4))
  const tiers = [1, 2, 3].slice(0, 1 + below(random, 3)).map((n) => ({ from: n * (1 + below(random, 12)) + n / 100, score: decimal(random, 12) }))
  const forms: Partial<ChecklistItem>[] = [
    {}, count, ratio, { answer: 'parts', rule: { kind: 'all_or_nothing', parts: some } },
    { answer: 'parts', rule: { kind: 'per_missing', parts: some, deduct: decimal(random, 4) } },
    { ...count, rule: { kind: 'per_n_units', step: step(random), deduct: decimal(random, 3) } },
    { ...ratio, rule: { kind: 'per_pct_point', step: step(random), deduct: decimal(random, 3) } },
    { ...count, rule: { kind: 'tiered', tiers } }, { ...ratio, target: null, rule: { kind: 'tiered', tiers } },
    { answer: 'grade', rule: { kind: 'graded', choices: some.map((part) => ({ ...part, score: decimal(random, 12) })) } },
    { max: 0, rule: { kind: 'bonus', step: 1, add: decimal(random, 5), most: null } },
    { max: 0, answer: 'count', unit: '项', rule: { kind: 'bonus', step: step(random), add: decimal(random, 5), most: pick(random, [null, 3, 10]) } },
    { answer: 'sample', rule: { kind: 'sampled_rate', sample: 10 } },
    { ...count, target: null, max: 0, rule: { kind: 'not_scored' } }, { ...ratio, target: null, max: 0, rule: { kind: 'not_scored' } },
    { answer: 'text', max: 0, rule: { kind: 'not_scored' } },
  ]
  return forms.map((form, n) => {
    const weightless = form.max === 0
    return makeItem(`i${n}`, {
      max: pick(random, [0, 0.5, 1, 2.55, 5, 10]), applies_to: pick(random, [[], [], [], ['village_clinic']]),
      gate: weightless || random() < 0.85 ? 'none' : pick<Gate>(random, ['core', 'veto']), omittable: random() < 0.7, ...form,
    })
  })
}

/** A template of sixteen items in three sections. */
export function randomTemplate(random: Random): ChecklistTemplate {
  const items = everyItem(random)
  const section = (code: string, from: number, to: number) => ({ code, title: code, items: items.slice(from, to) })
  return makeTemplate([], {
    grades: pick(random, [usualGrades, usualGrades, []]), sections: [section('s1', 0, 5), section('s2', 5, 11), section('s3', 11, 16)],
  })
}

/** Mostly what the item asks for, around its target; now and then what no form should send. */
function randomAnswer(random: Random, item: ChecklistItem): ItemAnswer | null {
  if (random() < 0.03) return null
  if (random() < 0.03) return pick<ItemAnswer>(random, [{ yes: true }, { count: 1.005 }, { count: 2_000_000 }, { count: -3 },
    { part: 1, whole: 0 }, { part: 0, whole: 0 }, { passed: 0, sampled: 0 }, { part: 0.5, whole: 3 }, { passed: 9, sampled: 8 }, { grade: 'unheard of' }, { text: ' \u3000' }, { present: [] }])
  const whole = 1 + below(random, pick(random, [9, 100, 30_000]))
  switch (item.answer) {
    case 'yes_no': return { yes: random() < 0.8 }
    case 'count': return { count: decimal(random, 60) }
    case 'ratio': return { part: below(random, Math.ceil(whole * 1.2)), whole }
    case 'sample': return { passed: below(random, whole + 1), sampled: whole }
    case 'parts': return { present: [...partsOf(item).map(({ code }) => code), 'x'].filter(() => random() < 0.8) }
    case 'grade': return { grade: pick(random, ['a', 'b', 'c', 'd']) }
    case 'text': return { text: pick(random, ['与院长谈话', '无']) }
  }
}

const randomResult = (random: Random, item: ChecklistItem): ItemResult => ({
  answer: randomAnswer(random, item),
  na_reason: random() < 0.06 ? pick(random, ['没有此项业务', '\u3000 ']) : '',
  override: random() < 0.06 ? pick(random, [0, 50, 100, 255, 500, 1000, 1001, -1, 0.5]) : null,
})

/** Answers to most items of a template. */
export function randomAnswers(random: Random, template: ChecklistTemplate): ChecklistAnswers {
  const items = template.sections.flatMap((section) => section.items).filter(() => random() > 0.01)
  return {
    institution: pick(random, ['township_hospital', 'village_clinic']),
    items: Object.fromEntries(items.map((item) => [item.code, randomResult(random, item)])),
  }
}
