import type { ArchiveSource } from './archive'
import type { Status } from './activity'
import type { PublishedChecklist } from './checklist/template'
import type { Parcel } from './document'
import type { Result } from './failure'
import type { FillingTime } from './filling'
import type { AreaId, DocumentId, OrganisationId, PersonId, Sha256 } from './id'
import type { LedgerStatement } from './ledger'
import type { Plan, PlanDraft } from './plan'
import type { MadePhoto } from './photo'
import type { Area, Organisation, Person, Technique } from './reference'
import type { RecordReview } from './reports'
import type { RuleRow } from './rule'
import type { NamedDay } from './working-days'

export interface Clock {
  /** Milliseconds since 1970 by this device's clock. */
  now(): number
}

/** Who uses this device, as the server last said; kept on the device and never dropped for want of a session. */
export interface Identity {
  readonly personId: PersonId
  readonly name: string
  readonly account: string
  readonly memberships: readonly Membership[]
}

export const roles = ['field_worker', 'organisation_manager', 'area_manager', 'administrator'] as const
export type Role = (typeof roles)[number]

export interface Membership {
  readonly id: number
  readonly role: Role
  readonly organisation_id: OrganisationId | null
  readonly organisation_name: string
  readonly area_id: AreaId | null
  readonly area_name: string
  /** The county the organisation lies in; null for an area's membership. */
  readonly county_id: AreaId | null
}

export interface Session {
  signIn(account: string, password: string): Promise<Result<Identity>>
  /** Forgets the server's session on this device; the local identity is the caller's to drop. */
  signOut(): Promise<void>
  /** Asks the server who this is now; `signedOut` when it knows no session. */
  refresh(): Promise<Result<Identity>>
}

export const verdicts = ['applied', 'duplicate', 'conflict', 'rejected', 'retry'] as const
export type Verdict = (typeof verdicts)[number]

/** The server's word on one item of a batch; it echoes id and hash, else it is no word at all. */
export interface PushVerdict {
  readonly id: DocumentId
  readonly sha256: Sha256
  readonly verdict: Verdict
  /** Codes of what was wrong, for `rejected`; empty otherwise. */
  readonly codes: readonly string[]
  /** The server's present revision, for `conflict`. */
  readonly head: number | null
  /** The server's present epoch, as in a cursor; an older server does not say it. */
  readonly epoch?: string
}

/** A person first typed on this device, known to the server by nobody else yet. */
export interface NewPerson {
  readonly id: PersonId
  readonly name: string
  /** One of the caller's own organisations; null for anybody else's people, whom only their records place. */
  readonly organisation_id: OrganisationId | null
  readonly title_level: string
  readonly category: string
}

export interface PullCursor {
  readonly epoch: string
  readonly xid: string
}

export interface PulledDocument {
  readonly id: DocumentId
  readonly revision: number
  /** The record's status now: a reviewer may have changed it since the text was sealed. */
  readonly status?: Status | undefined
  readonly sha256: Sha256
  readonly text: string
  readonly received_at: string
  /** The photos of the manifest and whether the server holds and has confirmed each. */
  readonly photos: readonly { readonly sha256: Sha256; readonly state: 'expected' | 'verified' | 'refused' }[]
  /** Of a returned record, why it was; an older server does not say it. */
  readonly returned?: RecordReview | undefined
}

export interface PulledPage {
  /** Whose page it is; missing in an answer of an older server. */
  readonly person?: PersonId | undefined
  /** Colleagues who wrote some of its documents. */
  readonly people?: readonly Person[] | undefined
  readonly documents: readonly PulledDocument[]
  readonly cursor: PullCursor
  /** False: there is more; ask again from `cursor`. */
  readonly complete: boolean
}

/** Reference data of one key (`areas`, `rules`, `techniques`, `checklists`, `plans`, `fillings`, `county:520326`), whole, with the version the server gave it. */
export interface ReferencePack {
  readonly version: string
  readonly areas?: readonly Area[]
  readonly rules?: readonly RuleRow[]
  readonly calendar?: readonly NamedDay[]
  readonly organisations?: readonly Organisation[]
  readonly people?: readonly Person[]
  readonly techniques?: readonly Technique[]
  readonly checklists?: readonly PublishedChecklist[]
  readonly plans?: readonly Plan[]
  /** The reader's records that have done plans; those plans are open no more. An older server does not say it. */
  readonly did_plans?: readonly DocumentId[]
  readonly fillings?: readonly FillingTime[]
}

export interface Remote extends ArchiveSource {
  push(batch: readonly Parcel[], people: readonly NewPerson[]): Promise<Result<readonly PushVerdict[]>>
  /** Own documents, and those of teams one is in, changed since the cursor; null begins at the beginning. */
  pullOwn(cursor: PullCursor | null): Promise<Result<PulledPage>>
  /** The pack of a key; `null` when the version named is still the newest. */
  referencePack(key: string, version: string | null): Promise<Result<ReferencePack | null>>
  /** Stores one delivered picture; one that is there already counts as stored. */
  uploadPhoto(id: DocumentId, sha256: Sha256, type: string, bytes: ArrayBuffer): Promise<Result<void>>
  downloadPhoto(id: DocumentId, sha256: Sha256): Promise<Result<Blob>>
  /** Makes a plan, or changes the one of the same id. */
  putPlan(plan: PlanDraft): Promise<Result<void>>
  /** Gives away how long fillings took, 20 at most; nothing says whose they were. */
  putFillings(times: readonly FillingTime[]): Promise<Result<void>>
  /** Says what this device has numbered; the newest statement stands. */
  tellLedger(statement: LedgerStatement): Promise<Result<void>>
}

export interface PhotoMaker {
  /** The delivered picture of a file, with the lines burned in; `unreadable` when it is no picture. */
  make(file: Blob, stamp: readonly string[]): Promise<Result<MadePhoto>>
}
