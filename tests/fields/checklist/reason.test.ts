import { createApp } from 'vue'
import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import type { Because } from '../../../src/domain/checklist/explain.ts'
import { scoreChecklist } from '../../../src/domain/checklist/score.ts'
import { scoreItem } from '../../../src/domain/checklist/score-item.ts'
import { useReason } from '../../../src/fields/checklist/reason.ts'
import en from '../../../src/fields/en.json'
import zh from '../../../src/fields/zh-CN.json'
import { makeItem, makeResult } from '../../make/checklist.ts'
import { goldenSheets } from '../../make/golden-sheets.ts'
import { randomAnswers, randomTemplate } from '../../make/random-checklist.ts'

/** What the composable gives inside an app of that language. */
function reasonIn(locale: 'zh-CN' | 'en'): (because: Because) => string {
  let reason: (because: Because) => string = () => ''
  const app = createApp({ setup: () => { ({ reason } = useReason()); return () => null } })
  app.use(createI18n({ legacy: false, locale, messages: { 'zh-CN': zh, en } }))
  app.mount(document.createElement('div'))
  return reason
}

const herbs = makeItem('herbs', { answer: 'count', unit: 'kinds', target: 100, rule: { kind: 'per_n_units', step: 10, deduct: 0.1 } })
const why = (count: number) => scoreItem(herbs, makeResult({ count }), 'village_clinic').because

describe('a score', () => {
  it('explains itself in one sentence in both languages', () => {
    expect(reasonIn('zh-CN')(why(80))).toBe('应有 100 种，实有 80 种，每少 10 种扣 0.1 分，扣 0.2 分')
    expect(reasonIn('en')(why(80))).toBe('100 kinds required, 80 kinds found; 0.1 off for every 10 kinds fewer, 0.2 off')
    expect(reasonIn('zh-CN')(why(100))).toBe('应有 100 种，实有 100 种，得 5 分')
  })

  it('keeps a unit that is a word of the template', () => {
    const beds = scoreItem({ ...herbs, unit: '把' }, makeResult({ count: 80 }), '').because

    expect(reasonIn('zh-CN')(beds)).toBe('应有 100 把，实有 80 把，每少 10 把扣 0.1 分，扣 0.2 分')
  })

  it.each(['zh-CN', 'en'] as const)('has words for every reason there is, in %s', (locale) => {
    const reason = reasonIn(locale)
    let seed = 0
    const random = () => (seed = (seed * 16_807 + 11) % 2_147_483_647) / 2_147_483_647
    const generated = Array.from({ length: 300 }, () => randomTemplate(random))
      .map((template) => ({ template, answers: randomAnswers(random, template) }))

    const said = [...goldenSheets, ...generated].flatMap(({ template, answers }) =>
      scoreChecklist(template, answers).items.map(({ because }) => reason(because)))

    expect(said.length).toBeGreaterThan(4000)
    expect(said.filter((text) => /checklist\.|[{}]|undefined/.test(text))).toEqual([])
  })
})
