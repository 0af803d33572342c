import { addMonths, chinaMonth, type Day } from '@/domain/day'

export const periods = ['month', 'quarter', 'year', 'twelve'] as const
export type Period = (typeof periods)[number]

/** First and last day of a period that ends with the present month; whole months, as the totals are kept. */
export function periodDays(period: Period, now: Date): { from: Day; to: Day } {
  const month = chinaMonth(now)
  const number = Number(month.slice(5))
  const first = {
    month,
    quarter: addMonths(month, -((number - 1) % 3)),
    year: `${month.slice(0, 4)}-01`,
    twelve: addMonths(month, -11),
  }[period]
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), number, 0)).toISOString().slice(0, 10)
  return { from: `${first}-01`, to: last }
}
