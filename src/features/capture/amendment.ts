import type { Workplace } from '@/container'
import { amendmentKey, type AmendmentBytes, type KeptAmendment } from '@/domain/amendment'
import type { Payload } from '@/domain/document'
import { mergePayloads, sayTheSame } from '@/domain/merge'
import { errorAt, type Problem } from '@/domain/problem'
import type { DocumentId } from '@/domain/id'
import { present } from '@/kinds/models'

/** A record as a form read it, or saved it last. */
export type Read = Awaited<ReturnType<Workplace['local']['records']['save']>>

export type Bytes = AmendmentBytes

/** A correction as the form that makes it keeps it. */
export type Amendment = KeptAmendment<Read>

const asOpen = (payload: Payload): Payload => ({ ...payload, status: 'draft' })

/** What a correction was begun on, of two; on the older one, so that whoever hands it in is asked about all that came since. */
const earlier = (mine: Read | undefined, other: Read | undefined) => (mine && other && mine.edition > other.edition ? other : mine ?? other)

/** What two tabs say of one correction, the first having grown from `base`; of a field that both changed, the first one's word. */
function joined(mine: Amendment, other: Amendment, base: Payload): Amendment {
  const { status, amend_reason } = mine.payload
  const known = new Set(mine.bytes.map(({ sha256 }) => sha256))
  return {
    ...mine,
    read: earlier(mine.read, other.read),
    payload: {
      ...mergePayloads(asOpen(base), asOpen(mine.payload), asOpen(other.payload)).payload, status,
      amend_reason: amend_reason === base.amend_reason ? other.payload.amend_reason : amend_reason,
    },
    bytes: [...mine.bytes, ...other.bytes.filter(({ sha256 }) => !known.has(sha256))],
  }
}

const contentsOf = ({ header, answers, answers_version, photos }: Payload) => ({ header, answers, answers_version, photos })

/** What a record says with a correction of it, for a new one in its place; of a field that both changed, the correction's word. */
export function corrected(record: Payload, { payload, read }: Amendment): Payload {
  const [base, mine, theirs] = [read?.payload ?? record, payload, record].map((each) => asOpen(present(each))) as [Payload, Payload, Payload]
  return { ...record, ...contentsOf(mergePayloads(base, mine, theirs).payload) }
}

/** The corrections begun on this device; unlike drafts they go to no server before they are handed in. */
export const amendmentsOf = ({ preferences, records }: Workplace['local']) => ({
  read: async (id: DocumentId) => (await preferences.get<Amendment | null>(amendmentKey(id))) ?? null,
  /**
   * Lays a correction into its record, which a reviewer returned meanwhile and which is open to change itself: field by field,
   * and where both changed one the person is asked. The reason goes, for none is asked there.
   */
  async layIn(record: Payload, { payload, bytes, read }: Amendment, now: number): Promise<void> {
    const content = { ...record, ...contentsOf(present(payload)) }
    const pictures = bytes.filter(({ sha256 }) => content.photos.some((photo) => photo.sha256 === sha256))
    await records.save(content, pictures, now, read && { ...read, payload: present(read.payload) })
    await this.end(record.id, payload)
  },
  /** Saves a correction that grew from what a form `read`; gives what stands: that very content, or it and what another tab saved since. */
  async save(id: DocumentId, amendment: Amendment, read: Read): Promise<Amendment & Read> {
    let stands = { ...amendment, edition: read.edition + 1 }
    await preferences.update<Amendment | null>(amendmentKey(id), (other) => {
      const edition = Math.max(read.edition, other?.edition ?? 0) + 1
      const isNews = other && !sayTheSame(other.payload, read.payload)
      return (stands = { ...(isNews ? joined(amendment, other, read.payload) : amendment), edition })
    })
    return stands
  },
  /** It stands in the record now, as this content; what another tab has said since stays begun. */
  end: (id: DocumentId, content: Payload) => preferences.update<Amendment | null>(amendmentKey(id),
    (now) => (now && !sayTheSame(now.payload, content) ? now : null)),
  drop: (id: DocumentId) => preferences.set<Amendment | null>(amendmentKey(id), null),
})

/** A correction begun now: what the record says, without the reason of an earlier one. Null where none is lawful. */
export const beginAmendment = (payload: Payload): Amendment | null =>
  payload.status === 'submitted' ? { payload: { ...payload, amend_reason: '' }, bytes: [] } : null

/** The reason is asked for, as the server does. */
export const amendmentProblems = ({ amend_reason }: Payload): Problem[] =>
  [...amend_reason.trim()].length < 2 ? [errorAt('amend_reason', 'amend_reason', { min: 2 })] : []
