import type { ActivityKindSlug, Status } from './activity'
import type { Header } from './header'
import type { DocumentId, PersonId, PlanId, Sha256 } from './id'
import type { PhotoEntry } from './photo'

/** Version of the payload's frame; each kind versions its answers apart. */
export const payloadVersion = 1

/** What sealing fixes: the tap on 提交. */
export interface Seal {
  /** ISO 8601 by the device's clock. */
  readonly at: string
  /** This device's running number of sealed revisions. */
  readonly device_seq: number
  /** Version of the rule pack in force on the phone. */
  readonly rule_version: string
}

/** The unit of sync, as it travels: JSON text with the SHA-256 of its UTF-8 bytes. Holds no personal data. */
export interface Payload<Answers = unknown> {
  readonly v: typeof payloadVersion
  readonly id: DocumentId
  readonly parent_id: DocumentId | null
  readonly kind: ActivityKindSlug
  readonly revision: number
  readonly status: Status
  readonly practice: boolean
  readonly author_id: PersonId
  readonly device_id: string
  /** Made on the device, short enough to read out: stands in the stamp of each photo. */
  readonly short_no: string
  readonly created_at: string
  readonly sealed: Seal | null
  /** Why the author changed or voided what was handed in; the server asks for it when a submitted text replaces another. */
  readonly amend_reason: string
  /** The approved or void record that this one stands for; absent for all others. Never changes. */
  readonly replaces?: DocumentId
  /** The plan from which it was begun; absent for all others. The app never changes it. */
  readonly plan_id?: PlanId
  readonly answers_version: number
  readonly header: Header
  readonly answers: Answers
  readonly photos: readonly PhotoEntry[]
}

/** A payload in its envelope. `text` is what was hashed; whoever reads the record parses this text. */
export interface Envelope {
  readonly id: DocumentId
  readonly revision: number
  readonly sha256: Sha256
  readonly text: string
}

/** A text ready to travel, with the hashes it descends from: the server applies it when its head is among them. */
export interface Parcel extends Envelope {
  readonly parents: readonly Sha256[]
}

export const serialise = (payload: Payload): string => JSON.stringify(payload)
export const parse = <Answers>(text: string): Payload<Answers> => JSON.parse(text) as Payload<Answers>
