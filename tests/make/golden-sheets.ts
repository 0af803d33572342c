import type { ChecklistAnswers } from '../../src/domain/checklist/answer.ts'
import type { ChecklistTemplate } from '../../src/domain/checklist/template.ts'
import { makeItem, makeResult, makeSheetAnswers, makeTemplate, parts } from './checklist.ts'

/** A sheet reckoned by hand: scores in hundredths by item, then Σ score, Σ maximum, total, grade, gates not met. */
export interface GoldenSheet {
  readonly name: string
  readonly template: ChecklistTemplate
  readonly answers: ChecklistAnswers
  readonly scores: Readonly<Record<string, number>>
  readonly whole: readonly [score: number, max: number, total: number | null, grade: string | null, failed: readonly string[]]
}

const herbs = makeItem('herbs', { answer: 'count', unit: '种', target: 100, rule: { kind: 'per_n_units', step: 10, deduct: 0.1 } })
const physicians = makeItem('physicians', {
  max: 10, answer: 'ratio', target: 25, rule: { kind: 'per_pct_point', step: 1, deduct: 0.5 } })
const devices = makeItem('devices', {
  max: 6, answer: 'parts', rule: { kind: 'per_missing', parts: parts('electric', 'lamp', 'kit'), deduct: 2 } })
const licence = makeItem('licence', { max: 4 })
const records = makeItem('records', { answer: 'sample', unit: '份', rule: { kind: 'sampled_rate', sample: 10 } })
const lectures = makeItem('lectures', { max: 10, answer: 'count', unit: '场',
  rule: { kind: 'tiered', tiers: [{ from: 10, score: 6 }, { from: 20, score: 10 }, { from: 5, score: 2.5 }] } })
const awards = makeItem('awards', { max: 0, answer: 'count', unit: '项', rule: { kind: 'bonus', step: 1, add: 2, most: 10 } })
const manners = makeItem('manners', { max: 5, answer: 'grade', rule: { kind: 'graded', choices: [
  { code: 'a', text: '好', score: 5 }, { code: 'b', text: '一般', score: 3 }, { code: 'c', text: '差', score: 0 }] } })
const note = makeItem('note', { max: 0, answer: 'text', rule: { kind: 'not_scored' } })
const core = makeItem('core', { max: 10, gate: 'core', omittable: false })
const veto = makeItem('veto', { max: 0, gate: 'veto' })
const village = makeItem('village', { applies_to: ['village_clinic'] })

export const goldenSheets: readonly GoldenSheet[] = [
  {
    name: 'every rule once',
    template: makeTemplate([herbs, physicians, devices, licence, records, lectures, awards, manners, note, village]),
    answers: makeSheetAnswers({
      herbs: { count: 80 }, // 20 short: 2 × 0.1 off 5
      physicians: { part: 22, whole: 100 }, // 3 points short: 3 × 0.5 off 10
      devices: { present: ['lamp'] }, // 2 missing: 2 × 2 off 6
      licence: { yes: true },
      records: { passed: 7, sampled: 9 }, // 5 × 7/9 = 3.888…
      lectures: { count: 12 }, // reaches 10, not 20
      awards: { count: 3 }, // 3 × 2 on top
      manners: { grade: 'b' },
      note: { text: '与院长谈话' },
    }),
    scores: { herbs: 480, physicians: 850, devices: 200, licence: 400, records: 389, lectures: 600, awards: 600, manners: 300, note: 0, village: 0 },
    // 38.19 of 45 is 84.8666…
    whole: [3819, 4500, 8487, 'good', []],
  },
  {
    name: 'an incomplete step costs nothing, and a deduction ends at nothing',
    template: makeTemplate([herbs, physicians, devices]),
    answers: makeSheetAnswers({
      herbs: { count: 91 }, // 9 short: no whole step
      physicians: { part: 1, whole: 300 }, // 24.66 points short: 24 × 0.5 is more than 10
      devices: { present: [] }, // 3 × 2
    }),
    scores: { herbs: 500, physicians: 0, devices: 0 },
    // 5 of 21 is 23.8095…
    whole: [500, 2100, 2381, 'unqualified', []],
  },
  {
    name: 'halves go up, of an item and of the total',
    template: makeTemplate([makeItem('eighth', { max: 1, answer: 'sample', rule: { kind: 'sampled_rate', sample: 8 } }),
      makeItem('rest', { max: 7 })]),
    answers: makeSheetAnswers({ eighth: { passed: 1, sampled: 8 }, rest: { yes: true } }),
    // 12.5 hundredths; then 7.13 of 8 is 89.125
    scores: { eighth: 13, rest: 700 },
    whole: [713, 800, 8913, 'good', []],
  },
  {
    name: 'what is left out with a reason takes its maximum with it',
    template: makeTemplate([licence, herbs, core]),
    answers: makeSheetAnswers({
      licence: { yes: true }, herbs: makeResult({ count: 0 }, { na_reason: '由乡镇卫生院配送' }),
      core: makeResult({ yes: true }, { na_reason: '这一项不得缺' }),
    }),
    scores: { licence: 400, herbs: 0, core: 1000 },
    whole: [1400, 1400, 10_000, 'excellent', []],
  },
  {
    name: 'a core item not met fails the whole, whatever the total',
    template: makeTemplate([core, makeItem('large', { max: 90 })]),
    answers: makeSheetAnswers({ core: { yes: false }, large: { yes: true } }),
    scores: { core: 0, large: 9000 },
    whole: [9000, 10_000, 9000, 'unqualified', ['core']],
  },
  {
    name: 'a veto item fails the whole before all is answered',
    template: makeTemplate([veto, licence]),
    answers: makeSheetAnswers({ veto: { yes: false } }),
    scores: { veto: 0, licence: 0 },
    whole: [0, 400, null, 'unqualified', ['veto']],
  },
  {
    name: 'a bonus goes beyond the maximum, to its own limit',
    template: makeTemplate([licence, awards]),
    answers: makeSheetAnswers({ licence: { yes: true }, awards: { count: 7 } }),
    // 4 and 10 of 4
    scores: { licence: 400, awards: 1000 },
    whole: [1400, 400, 35_000, 'excellent', []],
  },
  {
    name: 'a score set by hand counts, to the maximum as met',
    template: makeTemplate([core, herbs, devices]),
    answers: makeSheetAnswers({
      core: makeResult({ yes: false }, { override: 1000 }), herbs: makeResult({ count: 100 }, { override: 123 }),
      devices: makeResult({ present: ['kit'] }, { override: 601 }), // above the maximum: not taken
    }),
    scores: { core: 1000, herbs: 123, devices: 200 },
    // 13.23 of 21 is exactly 63
    whole: [1323, 2100, 6300, 'qualified', []],
  },
  {
    name: 'a list without weights is met or not',
    template: makeTemplate([veto, { ...veto, code: 'second' }]),
    answers: makeSheetAnswers({ veto: { yes: true }, second: { yes: true } }),
    scores: { veto: 0, second: 0 },
    whole: [0, 0, null, 'qualified', []],
  },
  {
    name: 'more than the whole is no share, and of nothing there is none where that may not be left out',
    template: makeTemplate([physicians, { ...physicians, code: 'required', omittable: false }, licence]),
    answers: makeSheetAnswers({ physicians: { part: 20, whole: 5 }, required: { part: 0, whole: 0 }, licence: { yes: true } }),
    scores: { physicians: 0, required: 0, licence: 400 }, // 25 × 0.5 is more than 10
    whole: [400, 2400, null, null, []],
  },
]
