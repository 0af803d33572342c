// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { templateProblems } from '../../../src/domain/checklist/check-template.ts'
import { itemsOf, partsOf, type ChecklistItem, type ChecklistTemplate } from '../../../src/domain/checklist/template.ts'
import { makeItem, makeTemplate, parts } from '../../make/checklist.ts'
import { goldenSheets } from '../../make/golden-sheets.ts'

const folder = 'supabase/reference/checklists'
const shipped = readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as ChecklistTemplate] as const)
const found = (item: Partial<ChecklistItem>) => templateProblems(makeTemplate([makeItem('it', item)]))

describe('a template', () => {
  it('is sound in every golden sheet', () => {
    expect(goldenSheets.flatMap(({ template }) => templateProblems(template))).toEqual([])
  })

  it.each<[string, Partial<ChecklistItem>]>([
    ['answer', { answer: 'text' }],
    ['answer', { answer: 'yes_no', rule: { kind: 'sampled_rate', sample: 5 } }],
    ['gate', { gate: 'core', max: 0, rule: { kind: 'bonus', step: 1, add: 1, most: null } }],
    ['target', { answer: 'count' }],
    ['target', { target: 1.234 }],
    ['max', { max: 101 }],
    ['max', { max: 0.005 }],
    ['max', { max: 1, answer: 'text', rule: { kind: 'not_scored' } }],
    ['rule', { answer: 'parts', rule: { kind: 'per_missing', parts: parts('a'), deduct: -1 } }],
    ['step', { answer: 'count', target: 1, rule: { kind: 'per_n_units', step: 0, deduct: 1 } }],
    ['parts', { answer: 'parts', rule: { kind: 'per_missing', parts: [], deduct: 1 } }],
    ['parts', { answer: 'parts', rule: { kind: 'per_missing', parts: parts('a', 'a'), deduct: 1 } }],
    ['tiers', { answer: 'count', rule: { kind: 'tiered', tiers: [{ from: 1, score: 1 }, { from: 1, score: 2 }] } }],
    ['choices', { answer: 'grade', rule: { kind: 'graded', choices: [] } }],
    ['text', { text: ' ' }],
    ['quote', { verified: true }],
  ])('is refused for its %s', (what, item) => {
    expect(found(item)).toEqual([`it:${what}`])
  })

  it('is refused for what it is as a whole', () => {
    expect(templateProblems(makeTemplate([]))).toEqual(['template:empty'])
    expect(templateProblems(makeTemplate([makeItem('a'), makeItem('a')]))).toEqual(['template:code_twice'])
    expect(templateProblems(makeTemplate([makeItem('a')], { grades: [{ code: 'good', from: 80 }, { code: 'excellent', from: 90 }] })))
      .toEqual(['template:grades'])
  })
})

describe('a shipped template', () => {
  it.each(shipped)('%s is sound, and its file is named after it', (name, template) => {
    expect(templateProblems(template)).toEqual([])
    expect(name).toBe(`${template.code}-${template.version}.json`)
  })

  it.each(shipped)('%s weighs nothing by a source that nobody named', (_name, template) => {
    const weighed = itemsOf(template).filter(({ max }) => max > 0)

    expect(weighed.filter(({ weight_source }) => weight_source !== null)).toEqual([])
    expect(weighed.length === 0 || !template.verified).toBe(true)
  })

  it('are the five that are promised, with the thresholds of their sources', () => {
    const of = (code: string, item: string) => {
      const found = shipped.map(([, template]) => template).find((template) => template.code === code)
      return found && itemsOf(found).find((each) => each.code === item)
    }

    expect(shipped.map(([, { code }]) => code).sort()).toEqual(
      ['core_systems', 'specialty_department', 'tcm_hall_upgraded', 'tcm_pavilion', 'technique_center'])
    expect(['area', 'consulting_rooms', 'treatment_rooms', 'pharmacy_area', 'herbs', 'technique_categories', 'techniques', 'devices',
      'physician_share', 'physicians'].map((item) => of('tcm_hall_upgraded', item)?.target)).toEqual([300, 3, 2, 40, 300, 6, 10, 10, 25, 5])
    expect(['area', 'consulting_rooms', 'treatment_rooms', 'patent_medicines', 'technique_categories', 'techniques', 'devices']
      .map((item) => of('tcm_pavilion', item)?.target)).toEqual([20, 1, 1, 30, 4, 6, 5])
    expect(['full_time_staff', 'techniques_offered', 'categories_promoted', 'techniques_promoted']
      .map((item) => of('technique_center', item)?.target)).toEqual([2, 45, 10, 40])
  })

  it('of the core systems names all eighteen, each with learning and self-check', () => {
    const template = shipped.find(([, { code }]) => code === 'core_systems')?.[1]
    const items = template ? itemsOf(template) : []

    expect(items).toHaveLength(18)
    expect(new Set(items.map(({ text }) => text)).size).toBe(18)
    expect(items.every((item) => partsOf(item).map(({ code }) => code).join() === 'study,self_check')).toBe(true)
  })

  it('of a specialty department has the four sections of the plan', () => {
    const template = shipped.find(([, { code }]) => code === 'specialty_department')?.[1]

    expect(template?.sections.map(({ title }) => title)).toEqual(['基础条件', '人才队伍', '服务技术', '环境形象'])
  })
})
