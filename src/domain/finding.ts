/** 严重程度 of a finding. Each has its due days as a rule of the area, `finding_due_days_<severity>`. */
export const severities = ['minor', 'major', 'critical'] as const
export type Severity = (typeof severities)[number]

export const dueRule = (severity: Severity): string => `finding_due_days_${severity}`

/** A finding is put right tomorrow at the earliest and within half a year at the latest. */
export const dueWithin = { min: 1, max: 180 } as const
