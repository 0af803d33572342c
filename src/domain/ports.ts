import type { Status } from './activity'
import type { PublishedChecklist } from './checklist/template'
import type { Day } from './day'
import type { Parcel } from './document'
import type { VoidedDuplicate } from './duplicate'
import type { Result } from './failure'
import type { FillingTime } from './filling'
import type { AreaId, DocumentId, OrganisationId, PersonId, Sha256 } from './id'
import type { Plan, PlanDraft } from './plan'
import type { MadePhoto, PhotoEntry } from './photo'
import type { Area, Organisation, Person, Technique } from './reference'
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
  readonly fillings?: readonly FillingTime[]
}

export interface Remote {
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
}

/** The two ways in which a record belongs to an area: held in it, or held by an organisation of it. Never added up. */
export const sides = ['host', 'home'] as const
export type Side = (typeof sides)[number]

export interface Totals {
  readonly sessions: number
  readonly visits: number
  readonly staff: number
  readonly leaflets: number
  /** Of the sessions, how many are approved. */
  readonly approved: number
}

export interface ActivityRow {
  readonly id: DocumentId
  readonly kind: string
  readonly status: string
  readonly title: string
  readonly started_at: string
  readonly host_area_name: string
  readonly organisation_name: string
  /** 0 for the frame around other activities, which count for themselves. */
  readonly sessions: number
  readonly visits: number
  /** The kind's own figure, worded by `kinds.<kind>.headline`; missing in an answer kept from before there was one. */
  readonly headline?: number | null
  readonly photo_count: number
  readonly photos_verified: number
  readonly lng: number | null
  readonly lat: number | null
}

export interface AreaReport {
  readonly area_id: AreaId
  readonly area_name: string
  readonly province: string
  readonly from: Day
  readonly to: Day
  /** ISO 8601, when the server answered. */
  readonly at: string
  readonly totals: Readonly<Record<Side, Totals>>
  /** Counties of the area, with their totals on each side, for the map. */
  readonly counties: readonly { readonly id: AreaId; readonly name: string; readonly host: number; readonly home: number }[]
  readonly rows: Readonly<Record<Side, readonly ActivityRow[]>>
  /** True when the rows were cut at the server's limit. */
  readonly truncated: boolean
}

/** A child document of a record, as its parent's page lists it. */
export interface ChildRow {
  readonly id: DocumentId
  readonly kind: string
  readonly status: string
  readonly title: string
  readonly sequence: number | null
  readonly started_at: string
  readonly place_name: string
  readonly host_area_name: string
  readonly host_county_id: AreaId
  readonly visits: number
  readonly photo_count: number
  readonly photos_verified: number
  readonly lng: number | null
  readonly lat: number | null
  /** Who wrote it, where its kind is a piece of its parent. */
  readonly author_id?: PersonId
}

/** A picture of a piece of a record, with the piece that holds it. */
export type PiecePhoto = PhotoEntry & { readonly document_id: DocumentId; readonly state: 'expected' | 'verified' | 'refused' }

export interface ActivityDetail {
  readonly id: DocumentId
  readonly text: string
  readonly status: string
  readonly received_at: string
  readonly flags: readonly string[]
  readonly names: {
    readonly people: Readonly<Record<string, string>>
    readonly organisations: Readonly<Record<string, string>>
    readonly areas: Readonly<Record<string, string>>
  }
  readonly photos: readonly { readonly sha256: Sha256; readonly state: 'expected' | 'verified' | 'refused' }[]
  /** Pictures of its pieces; missing in an answer of an older server. */
  readonly piece_photos?: readonly PiecePhoto[]
  readonly parent?: { readonly id: DocumentId; readonly title: string } | null
  /** Child documents that the caller may see, in their order, and the figures derived from them. */
  readonly children?: { readonly facts: Readonly<Record<string, number>>; readonly rows: readonly ChildRow[] } | null
}

/** One leaf of a record that a handing-in changed; null where it was not, or is not any more. */
export interface FieldChange {
  /** Path of the field, or `photos` with the numbers of pictures. */
  readonly field: string
  readonly before: string | number | boolean | null
  readonly after: string | number | boolean | null
}

export interface RevisionChange {
  readonly revision: number
  readonly status: Status
  readonly sealed_at: string | null
  readonly received_at: string
  readonly reason: string
  readonly changes: readonly FieldChange[]
}

/** Each handing-in of a record and what it changed, the oldest first. */
export interface RecordHistory {
  readonly id: DocumentId
  readonly revisions: readonly RevisionChange[]
  readonly replaces: DocumentId | null
  readonly replaced_by: DocumentId | null
  readonly duplicate?: VoidedDuplicate | null
}

/** A record in a pair of likely duplicates. */
export interface DuplicateRecord {
  readonly id: DocumentId
  readonly kind: string
  readonly status: string
  readonly title: string
  readonly short_no: string
  readonly started_at: string
  readonly place_name: string
  readonly organisation_name: string
  readonly author_name: string
  readonly visits: number
  readonly photo_count: number
}

export interface Duplicates {
  readonly at: string
  readonly pairs: readonly { readonly a: DocumentId; readonly b: DocumentId; readonly metres: number | null }[]
  readonly records: Readonly<Record<string, DuplicateRecord>>
  readonly truncated: boolean
}

/** Whose records are compared: those held in an area, or those of an organisation. */
export type DuplicateScope = { readonly area: AreaId } | { readonly organisation: OrganisationId }

/** Whether the visits that a rule asks for were made in a county, up to today. */
export interface FrequencyRow {
  readonly area_id: AreaId
  readonly area_name: string
  readonly level: 'county' | 'township' | 'village'
  readonly asked: number
  readonly held: number
  readonly holds: boolean
  /** First day of the period that is counted. */
  readonly since: Day
  readonly last_on: Day | null
  readonly next_on: Day | null
  readonly source: string
  readonly source_quote: string
  readonly verified: boolean
}

export interface Reports {
  frequency(area: AreaId): Promise<Result<{ readonly at: string; readonly rows: readonly FrequencyRow[] }>>
  area(area: AreaId, from: Day, to: Day): Promise<Result<AreaReport>>
  activity(id: DocumentId): Promise<Result<ActivityDetail>>
  history(id: DocumentId): Promise<Result<RecordHistory>>
  duplicates(scope: DuplicateScope, from: Day, to: Day): Promise<Result<Duplicates>>
  /** Keeps one record and voids the others with a reference to it. */
  voidDuplicates(kept: DocumentId, others: readonly DocumentId[], reason: string): Promise<Result<void>>
}

export interface PhotoMaker {
  /** The delivered picture of a file, with the lines burned in; `unreadable` when it is no picture. */
  make(file: Blob, stamp: readonly string[]): Promise<Result<MadePhoto>>
}
