import { addDays, type Day } from '../../src/domain/day.ts'
import type { Random } from './random.ts'

/** January to December: fewer around the Spring Festival and in the heat, many in March, May and September. */
const monthWeights = [0.7, 0.6, 1.6, 1, 1.5, 1, 0.8, 0.8, 1.8, 1.2, 1, 0.8] as const
/** Sunday to Saturday. */
const weekdayWeights = [1.7, 0.8, 0.7, 0.8, 0.8, 1, 2] as const
const clinicWeekWeight = 4

/** The national free clinic week: the third week of September, here its 15th to 21st. */
export const isClinicWeek = (day: Day): boolean => {
  const date = Number(day.slice(8))
  return day.slice(5, 7) === '09' && date >= 15 && date <= 21
}

export const month = (day: Day): number => Number(day.slice(5, 7))

const weekday = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()

/** How many free clinics to expect on a day, compared with other days. */
export const dayWeight = (day: Day): number =>
  (monthWeights[month(day) - 1] ?? 1) * (weekdayWeights[weekday(day)] ?? 1) * (isClinicWeek(day) ? clinicWeekWeight : 1)

/** The 365 days before `today`, oldest first. */
export const pastYear = (today: Day): Day[] => Array.from({ length: 365 }, (_, index) => addDays(today, index - 365))

/**
 * `count` days in order, evenly spaced by weight: any stretch of time gets at least its share rounded down, so that no
 * month stays empty.
 */
export function spreadDays(days: readonly Day[], count: number, random: Random): Day[] {
  const total = days.reduce((sum, day) => sum + dayWeight(day), 0)
  const chosen: Day[] = []
  const phase = random.next()
  let passed = 0
  for (const day of days) {
    passed += dayWeight(day)
    while ((total / count) * (chosen.length + phase) < passed && chosen.length < count) chosen.push(day)
  }
  return chosen
}

/** Country markets are held every five days, by the last digit of the date; each township has its own two digits. */
export const isMarketDay = (day: Day, township: number, name: string): boolean =>
  /(镇|乡|苏木)$/.test(name) && Number(day.slice(8)) % 5 === township % 5
