import type { Payload } from '@/domain/document'
import type { Problem } from '@/domain/problem'

/**
 * A record sealed: the tap on 提交. What it says, its time, its rule version and its device number are fixed from here on.
 * The caller has made sure that no problem stands.
 */
export const seal = (payload: Payload, at: number, deviceSeq: number, ruleVersion: string): Payload => ({
  ...payload,
  status: 'submitted',
  sealed: { at: new Date(at).toISOString(), device_seq: deviceSeq, rule_version: ruleVersion },
})

/**
 * What a record is opened for editing as: a draft as it is; a refused one as the draft it was before its seal, since the
 * server never took it; a returned one as it is. Null for a record that may not be edited.
 */
export function editable(payload: Payload, refused: boolean): Payload | null {
  if (payload.status === 'draft' || payload.status === 'returned') return payload
  return refused && payload.status === 'submitted' ? { ...payload, status: 'draft', sealed: null } : null
}

/** Problems by field, the worst of each field first: what the form shows. */
export function byField(problems: readonly Problem[]): ReadonlyMap<string, Problem> {
  const map = new Map<string, Problem>()
  for (const problem of problems) {
    const shown = map.get(problem.field)
    if (!shown || (shown.level === 'warning' && problem.level === 'error')) map.set(problem.field, problem)
  }
  return map
}
