import type { Workplace } from '@/container'
import type { Payload } from '@/domain/document'
import { mergePayloads, sayTheSame } from '@/domain/merge'
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

const asOpen = (payload: Payload): Payload => ({ ...payload, status: 'draft' })

/** What two tabs say of one correction, the first having grown from `base`; of a field that both changed, the first one's word. */
function joined(mine: Amendment, other: Amendment, base: Payload): Amendment {
  const { status, amend_reason } = mine.payload
  const known = new Set(mine.bytes.map(({ sha256 }) => sha256))
  return {
    ...mine,
    payload: {
      ...mergePayloads(asOpen(base), asOpen(mine.payload), asOpen(other.payload)).payload, status,
      amend_reason: amend_reason === base.amend_reason ? other.payload.amend_reason : amend_reason,
    },
    bytes: [...mine.bytes, ...other.bytes.filter(({ sha256 }) => !known.has(sha256))],
  }
}

/** The corrections begun on this device; unlike drafts they never leave it before they are handed in. */
export const amendmentsOf = ({ preferences }: Workplace['local']) => ({
  read: async (id: DocumentId) => (await preferences.get<Amendment | null>(keyOf(id))) ?? null,
  /** Saves a correction that grew from `base`; gives what stands: that very content, or it and what another tab saved since. */
  async save(id: DocumentId, amendment: Amendment, base: Payload): Promise<Amendment> {
    let stands = amendment
    await preferences.update<Amendment | null>(keyOf(id), (other) => {
      const isNews = other && !sayTheSame(other.payload, base)
      return (stands = isNews ? joined(amendment, other, base) : amendment)
    })
    return stands
  },
  drop: (id: DocumentId) => preferences.set<Amendment | null>(keyOf(id), null),
})

/** A correction begun now: what the record says, without the reason of an earlier one. Null where none is lawful. */
export const beginAmendment = (payload: Payload): Amendment | null =>
  payload.status === 'submitted' ? { payload: { ...payload, amend_reason: '' }, bytes: [] } : null

/** The reason is asked for, as the server does. */
export const amendmentProblems = ({ amend_reason }: Payload): Problem[] =>
  [...amend_reason.trim()].length < 2 ? [errorAt('amend_reason', 'amend_reason', { min: 2 })] : []
