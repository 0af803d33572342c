import { addDays, chinaDay, type Day } from './day'
import type { Header } from './header'
import type { RuleRow } from './rule'
import { addWorkingDays, runsBetween, type DayRun, type NamedDay } from './working-days'

/** 严重程度 of a finding. Each has its due days as a rule of the area, `finding_due_days_<severity>`. */
export const severities = ['minor', 'major', 'critical'] as const
export type Severity = (typeof severities)[number]

export const dueRule = (severity: Severity): string => `finding_due_days_${severity}`

/** Days after the day of the visit within which a finding is to be put right: whenever its record is sealed, that does not change. */
export const dueWithin = { min: 1, max: 180 } as const

/** The day on which a visit's findings were made: that of its end. */
export function foundOn({ started_at, ended_at }: Pick<Header, 'started_at' | 'ended_at'>): Day | null {
  const at = ended_at ?? started_at
  return at ? chinaDay(at) : null
}

/** Unit of a rule whose days are working days; any other counts every day. */
export const workingDays = 'working_days'

/** Until when a rule wants a finding put right, and how that came about. */
export interface Due {
  readonly day: Day
  /** False where a year on the way has no calendar of holidays yet (待核实). */
  readonly verified: boolean
  /** Holidays that were passed over, and weekend days that counted, by the yearly notices. */
  readonly skipped: readonly DayRun[]
  readonly worked: readonly DayRun[]
  /** The holiday that the day itself is, where every day counts. */
  readonly on: string | null
}

export function dueBy(rule: RuleRow, from: Day, calendar: readonly NamedDay[]): Due {
  if (rule.unit !== workingDays) {
    const day = addDays(from, rule.value)
    const on = calendar.find((each) => each.day === day && each.kind === 'holiday')?.name ?? null
    return { day, verified: true, skipped: [], worked: [], on }
  }
  const { day, verified } = addWorkingDays(from, rule.value, calendar)
  return { day, verified, skipped: runsBetween(from, day, 'holiday', calendar), worked: runsBetween(from, day, 'workday', calendar), on: null }
}
