import { addDays, type Day } from './day'

/** A holiday, or a weekend day that is worked, by the yearly notice. */
export interface CalendarDay {
  readonly day: Day
  readonly kind: 'holiday' | 'workday'
}

/** A day reckoned in working days; not verified (待核实) when a year on the way has no calendar yet. */
export interface WorkingDay {
  readonly day: Day
  readonly verified: boolean
}

/** Nobody sets a longer term; it ends the walk through a calendar of holidays alone. */
const longest = 1_000

const isWeekday = (day: Day): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/**
 * The nth working day after `day`; the day itself for n below 1. A year without rows is reckoned from Monday to Friday.
 * `private.add_working_days` says the same in SQL.
 */
export function addWorkingDays(day: Day, n: number, calendar: readonly CalendarDay[]): WorkingDay {
  const kinds = new Map(calendar.map((row) => [row.day, row.kind]))
  const years = new Set(calendar.map((row) => row.day.slice(0, 4)))
  const isWorked = (each: Day) => (kinds.has(each) ? kinds.get(each) === 'workday' : isWeekday(each))
  let at = day
  let verified = years.has(at.slice(0, 4))
  for (let left = Math.min(n, longest); left > 0;) {
    at = addDays(at, 1)
    verified = verified && years.has(at.slice(0, 4))
    if (isWorked(at)) left -= 1
  }
  return { day: at, verified }
}

/** A day of the yearly notice with what it is called: 中秋节, 国庆节调休. */
export interface NamedDay extends CalendarDay {
  readonly name: string
}

/** Days in a row of one name. */
export interface DayRun {
  readonly first: Day
  readonly last: Day
  readonly name: string
}

/** The days of one kind after `from` up to `to`, in runs of one name, as the notice lists them. */
export function runsBetween(from: Day, to: Day, kind: CalendarDay['kind'], calendar: readonly NamedDay[]): readonly DayRun[] {
  const days = calendar.filter((each) => each.kind === kind && each.day > from && each.day <= to)
    .sort((a, b) => (a.day < b.day ? -1 : 1))
  return days.reduce<DayRun[]>((runs, { day, name }) => {
    const before = runs.at(-1)
    return before && before.name === name && addDays(before.last, 1) === day
      ? [...runs.slice(0, -1), { ...before, last: day }] : [...runs, { first: day, last: day, name }]
  }, [])
}
