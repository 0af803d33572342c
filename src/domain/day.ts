/** A calendar day of China Standard Time, `YYYY-MM-DD`. */
export type Day = string
/** A calendar month of China Standard Time, `YYYY-MM`. */
export type Month = string

const chinaOffset = 8 * 3_600_000
const dayLength = 86_400_000

/** The China Standard Time day of an instant (ISO 8601 or a Date), whatever the phone's zone. */
export function chinaDay(instant: Date | string): Day {
  const time = typeof instant === 'string' ? Date.parse(instant) : instant.getTime()
  return new Date(time + chinaOffset).toISOString().slice(0, 10)
}

export const chinaMonth = (instant: Date | string): Month => chinaDay(instant).slice(0, 7)

/** The weekday in China of an instant, 0 for Sunday. */
export const chinaWeekday = (instant: Date | string): number => new Date(`${chinaDay(instant)}T00:00:00Z`).getUTCDay()

/** The instant, as ISO 8601 UTC, of a China Standard Time wall clock such as `2026-05-01` and `09:30`. */
export function chinaInstant(day: Day, time: string): string {
  return new Date(Date.parse(`${day}T${time}:00.000Z`) - chinaOffset).toISOString()
}

/** The wall clock in China of an instant, `HH:MM`. */
export function chinaTime(instant: Date | string): string {
  const time = typeof instant === 'string' ? Date.parse(instant) : instant.getTime()
  return new Date(time + chinaOffset).toISOString().slice(11, 16)
}

/** Whole days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength)
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10)
}

/** The same day of a later month, or the last one of a month that lacks it. */
export function addCalendarMonths(day: Day, months: number): Day {
  const month = addMonths(day.slice(0, 7), months)
  const last = addDays(`${addMonths(month, 1)}-01`, -1)
  return `${month}-${day.slice(8)}` < last ? `${month}-${day.slice(8)}` : last
}

export function addMonths(month: Month, months: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}
