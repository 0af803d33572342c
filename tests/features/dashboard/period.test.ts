// @vitest-environment node
import { expect, it } from 'vitest'
import { periodDays } from '../../../src/features/dashboard/period.ts'

const days = (now: string) => (['month', 'quarter', 'year', 'twelve'] as const).map((period) => Object.values(periodDays(period, new Date(now))).join(' '))

it('ends with the present month of China', () => {
  expect(days('2026-05-08T01:00:00Z')).toEqual([
    '2026-05-01 2026-05-31', '2026-04-01 2026-05-31', '2026-01-01 2026-05-31', '2025-06-01 2026-05-31',
  ])
  expect(days('2025-12-31T16:00:00Z')).toEqual([
    '2026-01-01 2026-01-31', '2026-01-01 2026-01-31', '2026-01-01 2026-01-31', '2025-02-01 2026-01-31',
  ])
  expect(days('2028-02-10T00:00:00Z')[0]).toBe('2028-02-01 2028-02-29')
  expect(days('2026-12-10T00:00:00Z')[1]).toBe('2026-10-01 2026-12-31')
})
