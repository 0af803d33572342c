// @vitest-environment node
import { expect, it } from 'vitest'
import { ruleInForce, type RuleRow } from '../../src/domain/rule.ts'

const row = (overrides: Partial<RuleRow>): RuleRow => ({
  code: 'photo_minimum', area_id: null, valid_from: '2020-01-01', valid_to: null, operator: '>=', value: 1, unit: 'photos',
  source: '某文', source_quote: '', verified: true, ...overrides,
})
const rows = [
  row({ value: 1, valid_to: '2025-12-31' }),
  row({ value: 2, valid_from: '2026-01-01' }),
  row({ value: 3, area_id: 52 }),
  row({ value: 4, area_id: 520326, valid_from: '2026-06-01' }),
  row({ value: 9, code: 'other' }),
]
const value = (line: readonly number[], day: string) => ruleInForce(rows, 'photo_minimum', line, day)?.value

it('takes the row of the nearest area in force on the day', () => {
  expect(value([520326, 5203, 52], '2026-06-01')).toBe(4)
  expect(value([520326, 5203, 52], '2026-05-31')).toBe(3)
  expect(value([330602, 33], '2026-05-31')).toBe(2)
  expect(value([], '2025-12-31')).toBe(1)
})

it('gives none where none is in force', () => {
  expect(value([], '2019-12-31')).toBeUndefined()
  expect(ruleInForce(rows, 'unheard_of', [52], '2026-06-01')).toBeUndefined()
})
