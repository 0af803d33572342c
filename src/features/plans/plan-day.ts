import type { Day } from '@/domain/day'

/** The day of a plan in words, with its year where that is another than today's. */
export const planDay = (t: (key: string, named: Record<string, number>) => string, day: Day, today: Day): string => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return t(day.slice(0, 4) === today.slice(0, 4) ? 'today.planDay' : 'today.planDayOfYear', { year, month, day: date })
}
