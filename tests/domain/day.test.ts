// @vitest-environment node
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { addCalendarMonths, addDays, addMonths, chinaDay, chinaInstant, chinaMonth, chinaTime, daysBetween } from '../../src/domain/day.ts'

const zone = process.env['TZ']
afterEach(() => {
  process.env['TZ'] = zone
})

const years = { min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }

describe('the day of an instant', () => {
  it.each(['Asia/Shanghai', 'UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])('turns at midnight in China, on a phone in %s', (tz) => {
    process.env['TZ'] = tz

    expect(chinaDay('2026-04-30T15:59:59.999Z')).toBe('2026-04-30')
    expect(chinaDay('2026-04-30T16:00:00.000Z')).toBe('2026-05-01')
    expect(chinaDay(new Date('2025-12-31T16:00:00Z'))).toBe('2026-01-01')
    expect(chinaMonth('2026-02-28T16:00:00Z')).toBe('2026-03')
    expect([chinaTime('2026-04-30T16:05:00Z'), chinaTime(new Date('2026-04-30T15:59:00Z'))]).toEqual(['00:05', '23:59'])
  })

  it('comes back from the wall clock', () => {
    expect(chinaInstant('2026-05-01', '00:00')).toBe('2026-04-30T16:00:00.000Z')
    fc.assert(fc.property(fc.date(years), (at) => {
      const instant = chinaInstant(chinaDay(at), chinaTime(at))
      expect(at.getTime() - Date.parse(instant)).toBeGreaterThanOrEqual(0)
      expect(at.getTime() - Date.parse(instant)).toBeLessThan(60_000)
    }))
  })
})

describe('days and months', () => {
  it('are counted over month, year and leap day', () => {
    expect([addDays('2028-02-28', 1), addDays('2028-02-29', 1), addDays('2026-01-01', -1)])
      .toEqual(['2028-02-29', '2028-03-01', '2025-12-31'])
    expect([addMonths('2026-01', -1), addMonths('2026-11', 3), addMonths('2026-05', 0), addMonths('2026-12', -12)])
      .toEqual(['2025-12', '2027-02', '2026-05', '2025-12'])
    expect([addCalendarMonths('2026-01-31', 1), addCalendarMonths('2028-01-30', 1), addCalendarMonths('2025-11-30', 3), addCalendarMonths('2026-12-08', 1)])
      .toEqual(['2026-02-28', '2028-02-29', '2026-02-28', '2027-01-08'])
    expect([daysBetween('2026-05-08', '2026-05-08'), daysBetween('2026-05-08', '2026-04-08')]).toEqual([0, -30])
  })

  it('add up', () => {
    fc.assert(fc.property(fc.date(years), fc.integer({ min: -4000, max: 4000 }), (at, days) => {
      const day = chinaDay(at)
      expect(daysBetween(day, addDays(day, days))).toBe(days)
    }))
  })
})
