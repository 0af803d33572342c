import { createApp } from 'vue'
import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import type { CheckContext } from '../../src/domain/check-header.ts'
import { dueBy } from '../../src/domain/finding.ts'
import type { RuleRow } from '../../src/domain/rule.ts'
import type { NamedDay } from '../../src/domain/working-days.ts'
import { useDue } from '../../src/kinds/supervision-visit/use-due.ts'
import words from '../../src/kinds/supervision-visit/zh-CN.json'
import { makeRule } from '../make/reference.ts'

const off = (name: string, ...days: string[]): NamedDay[] => days.map((day) => ({ day, kind: 'holiday', name }))
/** September 2026: 中秋节 on three days, a Sunday worked for 国庆节. */
const calendar: readonly NamedDay[] = [
  { day: '2026-09-20', kind: 'workday', name: '国庆节调休' }, ...off('中秋节', '2026-09-25', '2026-09-26', '2026-09-27'),
  ...off('国庆节', '2026-10-01', '2026-10-02'),
]
const rule = (value: number, unit: string, more: Partial<RuleRow> = {}) =>
  makeRule({ code: 'finding_due_days_major', operator: '<=', value, unit, source: '示例办法', ...more })

describe('the day that a rule sets', () => {
  it('counts every day, or working days alone, and says which it passed over', () => {
    expect(dueBy(rule(7, 'days'), '2026-09-19', calendar)).toEqual({ day: '2026-09-26', verified: true, skipped: [], worked: [], on: '中秋节' })
    expect(dueBy(rule(7, 'working_days'), '2026-09-19', calendar)).toEqual({
      day: '2026-09-29', verified: true, on: null,
      skipped: [{ first: '2026-09-25', last: '2026-09-27', name: '中秋节' }], worked: [{ first: '2026-09-20', last: '2026-09-20', name: '国庆节调休' }] })
    expect(dueBy(rule(1, 'working_days'), '2027-01-04', calendar)).toMatchObject({ day: '2027-01-05', verified: false, skipped: [] })
  })

  const using = <T>(found: RuleRow | undefined, day: string, ask: (due: ReturnType<typeof useDue>) => T, last = '2099-01-01') => {
    const context = { now: new Date(`${day}T02:00:00Z`), calendar, ruleRow: () => found } as unknown as CheckContext
    let said: T | undefined
    const app = createApp({ setup: () => (said = ask(useDue(() => context, () => last)), () => null) })
    app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': words } })).mount(document.createElement('div'))
    app.unmount()
    return said
  }

  it.each([
    [rule(7, 'working_days'), '2026-09-19', null,
      '较重问题 7 个工作日，从 2026-09-19 算到 2026-09-29 · 跳过 9/25–9/27 中秋节 · 9/20 国庆节调休上班 · 示例办法'],
    [rule(7, 'days', { verified: false }), '2026-09-19', '2026-09-30',
      '较重问题 7 天，从 2026-09-19 算到 2026-09-26 · 这天是中秋节假期 · 示例办法（待核实） · 时限已改'],
    [rule(2, 'working_days'), '2027-03-01', '2027-03-03', '较重问题 2 个工作日，从 2027-03-01 算到 2027-03-03 · 有的年份还没有放假安排，按周一至周五推算，待核实 · 示例办法'],
    [undefined, '2026-09-19', null, '当地没有整改时限的规定，请填写'],
  ] as const)('is explained in words %#', (found, day, chosen, said) => {
    expect(using(found, day, ({ words: tell }) => tell('major', chosen))).toBe(said)
  })

  it('is proposed, of a visit long ago no later than may be chosen', () => {
    const proposed = (last: string) => using(rule(7, 'days'), '2026-09-19', ({ propose }) => propose('major'), last)

    expect([proposed('2026-09-26'), proposed('2026-09-25')]).toEqual(['2026-09-26', '2026-09-25'])
    expect(using(undefined, '2026-09-19', ({ propose }) => propose('major'))).toBeNull()
  })
})
