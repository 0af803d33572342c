import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChecklistAnswers } from '../../../src/domain/checklist/answer.ts'
import { templateProblems } from '../../../src/domain/checklist/check-template.ts'
import { scoreChecklist, type ChecklistScore } from '../../../src/domain/checklist/score.ts'
import type { ChecklistTemplate } from '../../../src/domain/checklist/template.ts'
import { noItem } from '../../../src/kinds/supervision-visit/answers.ts'
import { checkItems } from '../../../src/kinds/supervision-visit/check-items.ts'
import { goldenSheets } from '../../make/golden-sheets.ts'
import { randomAnswers, randomTemplate } from '../../make/random-checklist.ts'
import { openTestDatabase, type TestDatabase } from '../../database/open-test-database.ts'
import { seeded } from '../../make/random.ts'

let database: TestDatabase
beforeAll(async () => { database = await openTestDatabase() })
afterAll(async () => { await database.close() })

async function onServer(template: ChecklistTemplate, answers: readonly ChecklistAnswers[]): Promise<ChecklistScore[]> {
  const rows = await database.query<{ score: string }>(`
    select private.score_checklist(($1::text)::jsonb, value)::text as score
    from jsonb_array_elements(($2::text)::jsonb) with ordinality as e(value, n) order by n`,
    [JSON.stringify(template), JSON.stringify(answers)])
  return rows.map(({ score }) => JSON.parse(score) as ChecklistScore)
}

describe('a golden sheet is scored by the server as by hand', () => {
  it.each(goldenSheets)('$name', async ({ template, answers, scores, whole }) => {
    const [found] = await onServer(template, [answers])

    expect(Object.fromEntries((found?.items ?? []).map(({ code, score }) => [code, score]))).toEqual(scores)
    expect([found?.score, found?.max, found?.total, found?.grade, found?.failed]).toEqual(whole)
    expect(found).toEqual(scoreChecklist(template, answers))
  })
})

describe('phone and server', () => {
  it('find the same errors in 500 random sheets', async () => {
    const random = seeded(71)
    const found: string[] = []
    for (let round = 0; round < 5; round += 1) {
      const template = randomTemplate(random)
      const sheets = Array.from({ length: 100 }, () => randomAnswers(random, template)).map(({ institution, items }) =>
        ({ institution, items: Object.fromEntries(Object.entries(items).map(([code, item]) => [code, { ...noItem, ...item }])) }))
      const rows = await database.query<{ codes: string[] }>(`
        select array(select code from unnest(private.visit_item_problems(($1::text)::jsonb, value)) as code order by code collate "C") as codes
        from jsonb_array_elements(($2::text)::jsonb) with ordinality as e(value, n) order by n`, [JSON.stringify(template), JSON.stringify(sheets)])
      expect(rows.map(({ codes }) => codes)).toEqual(sheets.map((sheet) => checkItems(sheet, template)
        .filter(({ level }) => level === 'error').map(({ field, code }) => `${field}:${code}`).sort()))
      found.push(...rows.flatMap(({ codes }) => codes))
    }

    expect([...new Set(found.map((code) => code.replace(/^.*\.(\w+:)/, '$1')))].sort()).toEqual([
      'items:items_open', 'answer:more_than_drawn', 'answer:more_than_whole', 'answer:nothing_drawn', 'answer:nothing_to_share',
      'deduction_reason:required', 'override:out_of_range', 'override_reason:required'].sort())
  })

  it('score 10,000 random sheets the same, down to the sentence', { timeout: 300_000 }, async () => {
    const random = seeded(165)
    const seen = { grades: new Set<string | null>(), outcomes: new Set<string | undefined>(), states: new Set<string>(), totals: new Set<number | null>() }

    for (let round = 0; round < 20; round += 1) {
      const template = randomTemplate(random)
      const answers = Array.from({ length: 500 }, () => randomAnswers(random, template))
      const mine = answers.map((each) => scoreChecklist(template, each))
      expect(await onServer(template, answers)).toEqual(mine)
      expect(templateProblems(template)).toEqual([])
      for (const { grade, total, items } of mine) {
        seen.grades.add(grade)
        seen.totals.add(total)
        for (const { state, because } of items) {
          seen.states.add(state)
          seen.outcomes.add(because.outcome?.key)
        }
      }
    }

    expect([...seen.grades].sort()).toEqual(['excellent', 'good', null, 'qualified', 'unqualified'].sort())
    expect([...seen.states].sort()).toEqual(['not_applicable', 'omitted', 'open', 'scored'])
    expect(seen.outcomes.size).toBe(17)
    expect(seen.totals.size).toBeGreaterThan(1000)
  })
})
