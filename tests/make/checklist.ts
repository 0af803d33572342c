import type { ChecklistAnswers, ItemAnswer, ItemResult } from '../../src/domain/checklist/answer.ts'
import type { ChecklistItem, ChecklistTemplate, GradeBand } from '../../src/domain/checklist/template.ts'

export const usualGrades: readonly GradeBand[] = [
  { code: 'excellent', from: 90 }, { code: 'good', from: 80 }, { code: 'qualified', from: 60 },
]

/** An item of 5 points, met or not. */
export const makeItem = (code: string, overrides: Partial<ChecklistItem> = {}): ChecklistItem => ({
  code, text: `item ${code}`, max: 5, gate: 'none', applies_to: [], answer: 'yes_no', unit: '', target: null, evidence: [],
  omittable: true, rule: { kind: 'all_or_nothing' }, quote: '', verified: false, weight_source: null, ...overrides,
})

/** One section of the given items, with the usual grades. */
export const makeTemplate = (items: readonly ChecklistItem[], overrides: Partial<ChecklistTemplate> = {}): ChecklistTemplate => ({
  code: 'test_sheet', version: 1, title: '试用检查表', source: '', verified: false,
  applies_to: ['township_hospital', 'village_clinic'], grades: usualGrades,
  sections: [{ code: 'only', title: '唯一一节', items }], ...overrides,
})

export const makeResult = (answer: ItemAnswer | null, overrides: Partial<ItemResult> = {}): ItemResult =>
  ({ answer, na_reason: '', override: null, ...overrides })

/** Answers of a township hospital, by item. */
export const makeSheetAnswers = (items: Readonly<Record<string, ItemAnswer | ItemResult>>): ChecklistAnswers => ({
  institution: 'township_hospital',
  items: Object.fromEntries(Object.entries(items).map(([code, value]) => [code, 'na_reason' in value ? value : makeResult(value)])),
})

export const parts = (...codes: string[]) => codes.map((code) => ({ code, text: `part ${code}` }))
