import type { Workplace } from '@/container'
import { amendmentKey, type AmendmentBytes, type KeptAmendment } from '@/domain/amendment'
import type { Payload } from '@/domain/document'
import { errorAt, type Problem } from '@/domain/problem'
import type { DocumentId } from '@/domain/id'

/** A record as a form read it, or saved it last. */
export type Read = Awaited<ReturnType<Workplace['local']['records']['save']>>

export type Bytes = AmendmentBytes

/** A correction as the form that makes it keeps it. */
export type Amendment = KeptAmendment<Read>

/** The corrections begun on this device; unlike drafts they never leave it before they are handed in. */
export const amendmentsOf = ({ preferences }: Workplace['local']) => ({
  read: async (id: DocumentId) => (await preferences.get<Amendment | null>(amendmentKey(id))) ?? null,
  save: (id: DocumentId, amendment: Amendment) => preferences.set<Amendment | null>(amendmentKey(id), amendment),
  drop: (id: DocumentId) => preferences.set<Amendment | null>(amendmentKey(id), null),
})

/** A correction begun now: what the record says, without the reason of an earlier one. Null where none is lawful. */
export const beginAmendment = (payload: Payload): Amendment | null =>
  payload.status === 'submitted' ? { payload: { ...payload, amend_reason: '' }, bytes: [] } : null

/** The reason is asked for, as the server does. */
export const amendmentProblems = ({ amend_reason }: Payload): Problem[] =>
  [...amend_reason.trim()].length < 2 ? [errorAt('amend_reason', 'amend_reason', { min: 2 })] : []
