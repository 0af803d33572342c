import type { Workplace } from '@/container'
import type { Payload } from '@/domain/document'
import { errorAt, type Problem } from '@/domain/problem'
import type { DocumentId, Sha256 } from '@/domain/id'

/** A record as a form read it, or saved it last. */
export type Read = Awaited<ReturnType<Workplace['local']['records']['save']>>

export interface Bytes {
  readonly sha256: Sha256
  readonly bytes: ArrayBuffer
  readonly type: string
}

/** A correction of a submitted record that is not handed in yet: beside the record, which stays as it was until then. */
export interface Amendment {
  readonly payload: Payload
  readonly bytes: readonly Bytes[]
  /** The record that the correction was begun on; missing where an older app kept it. */
  readonly read?: Read | undefined
}

const keyOf = (id: DocumentId) => `amendment/${id}`

/** The corrections begun on this device; unlike drafts they never leave it before they are handed in. */
export const amendmentsOf = ({ preferences }: Workplace['local']) => ({
  read: async (id: DocumentId) => (await preferences.get<Amendment | null>(keyOf(id))) ?? null,
  save: (id: DocumentId, amendment: Amendment) => preferences.set<Amendment | null>(keyOf(id), amendment),
  drop: (id: DocumentId) => preferences.set<Amendment | null>(keyOf(id), null),
})

/** A correction begun now: what the record says, without the reason of an earlier one. Null where none is lawful. */
export const beginAmendment = (payload: Payload): Amendment | null =>
  payload.status === 'submitted' ? { payload: { ...payload, amend_reason: '' }, bytes: [] } : null

/** The reason is asked for, as the server does. */
export const amendmentProblems = ({ amend_reason }: Payload): Problem[] =>
  [...amend_reason.trim()].length < 2 ? [errorAt('amend_reason', 'amend_reason', { min: 2 })] : []
