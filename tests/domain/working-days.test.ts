// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { addWorkingDays, type CalendarDay } from '../../src/domain/working-days.ts'

/** Around 劳动节 2026: five days off, worked on Saturday the 9th. */
const calendar: readonly CalendarDay[] = [
  ...['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04', '2026-05-05'].map((day) => ({ day, kind: 'holiday' as const })),
  { day: '2026-05-09', kind: 'workday' },
]

describe('working days', () => {
  it('leave holidays and weekends out and count shifted days', () => {
    expect(addWorkingDays('2026-04-30', 1, calendar)).toEqual({ day: '2026-05-06', verified: true })
    expect(addWorkingDays('2026-04-30', 4, calendar)).toEqual({ day: '2026-05-09', verified: true })
    expect(addWorkingDays('2026-04-30', 5, calendar)).toEqual({ day: '2026-05-11', verified: true })
  })

  it('begin on a holiday as on any other day', () => {
    expect(addWorkingDays('2026-05-03', 1, calendar).day).toBe('2026-05-06')
  })

  it('of a year without a calendar are Monday to Friday, and say so', () => {
    expect(addWorkingDays('2027-04-30', 1, calendar)).toEqual({ day: '2027-05-03', verified: false })
    expect(addWorkingDays('2026-12-31', 1, calendar)).toEqual({ day: '2027-01-01', verified: false })
  })

  it('below one are the day itself', () => {
    expect([0, -3].map((n) => addWorkingDays('2026-05-01', n, calendar).day)).toEqual(['2026-05-01', '2026-05-01'])
  })
})
