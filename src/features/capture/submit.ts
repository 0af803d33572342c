import type { Device } from '@/domain/device'
import type { Payload } from '@/domain/document'
import type { DocumentId } from '@/domain/id'
import type { Problem } from '@/domain/problem'

/** The device with the next number of a seal given out for a record: whatever happens next, it is known which. */
export const countSeal = (id: DocumentId) => (device: Device): Device => {
  const sealed = device.sealed + 1
  return { ...device, sealed, given: { ...device.given, [sealed]: id } }
}

/**
 * A record sealed: the tap on 提交. What it says, its time, its rule version and the number that this device gave it
 * are fixed from here on. The caller has made sure that no problem stands.
 */
export const seal = (payload: Payload, at: number, device: Pick<Device, 'id' | 'sealed'>, ruleVersion: string): Payload => ({
  ...payload,
  status: 'submitted',
  device_id: device.id,
  sealed: { at: new Date(at).toISOString(), device_seq: device.sealed, rule_version: ruleVersion },
})

/** A sealed correction of what was handed in before. */
export const isCorrection = ({ status, amend_reason }: Payload): boolean => status === 'submitted' && amend_reason.trim() !== ''

/**
 * What a record is opened for editing as: a draft as it is; a refused one as the draft it was before its seal, since the
 * server never took it, or as the returned record, where it was that; a returned one as it is. Null for a record that may
 * not be edited, and for a correction, which is corrected.
 */
export function editable(payload: Payload, refused: boolean, returned = false): Payload | null {
  if (payload.status === 'draft' || payload.status === 'returned') return payload
  if (!refused || payload.status !== 'submitted') return null
  if (returned) return { ...payload, status: 'returned' }
  return isCorrection(payload) ? null : { ...payload, status: 'draft', sealed: null }
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
