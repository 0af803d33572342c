import type { Status } from './activity'
import type { Boards } from './boards'
import type { Checklists } from './checklist/checklists'
import type { Day } from './day'
import type { VoidedDuplicate } from './duplicate'
import type { Result } from './failure'
import type { AreaId, DocumentId, OrganisationId, PersonId, Sha256 } from './id'
import type { Target } from './indicator'
import type { DeviceGaps, MyDevices } from './ledger'
import type { PhotoEntry } from './photo'

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
  /** Missing in an answer that an older version kept. */
  readonly organisation_id?: OrganisationId
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

/** The newest records of an area on each side. */
export interface AreaReport {
  readonly area_id: AreaId
  readonly area_name: string
  /** The first two digits of its counties' codes. */
  readonly province: string
  /** Missing in an answer that an older version kept. */
  readonly county_ids?: readonly AreaId[]
  /** ISO 8601, when the server answered. */
  readonly at: string
  readonly rows: Readonly<Record<Side, readonly ActivityRow[]>>
  /** Of which side the rows were cut at the server's limit. */
  readonly truncated: Readonly<Record<Side, boolean>>
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
  /** `outside`: how many children more there are than the reader may see; the facts count them too. */
  readonly children?: { readonly facts: Readonly<Record<string, number>>; readonly rows: readonly ChildRow[]; readonly outside?: number } | null
}

/** One leaf of a record that a handing-in changed; null where it was not, or is not any more. */
export interface FieldChange {
  /** Path of the field; `photos.<sha256>.nth`, `.purpose` and `.consent_state` of a picture. A signature is the number of its lines. */
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
  /** The newest revision that the server holds: what a decision is about. */
  readonly head?: number
  /** What deserves a second look, as managers see it; an older server does not say it. */
  readonly flags?: readonly string[]
  readonly reviews?: readonly RecordReview[]
  /** For managers: who did what to the record, pictures opened included. */
  readonly timeline?: readonly TimelineEntry[]
  /** What the caller may decide about the record now. */
  readonly decisions?: readonly Decision[]
}

export const decisions = ['approved', 'returned', 'void'] as const
/** What a reviewer decides about a record of somebody else. */
export type Decision = (typeof decisions)[number]

export interface RecordReview {
  readonly decision: Decision
  readonly reason: string
  readonly revision: number
  readonly at: string
  readonly reviewer: string
}

/** Under which preference rests why a record was returned, as it came with the record. */
export const returnedKey = (id: DocumentId): string => `returned/${id}`

export interface TimelineEntry {
  readonly at: string
  readonly action: string
  /** Empty where the system acted. */
  readonly name: string
  readonly role: string
  readonly area: string
  readonly device_id: string
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
  /** Whether the caller wrote it or took part; an older server does not say. */
  readonly mine?: boolean
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
  readonly holds: boolean
  /** First day of the period that is counted. */
  readonly since: Day
  readonly last_on: Day | null
  /** The last day on which the rule holds without a further visit; null before there were enough. */
  readonly due_on: Day | null
  readonly rule: Target
}

export interface Frequency {
  readonly at: string
  /** What does not hold first. */
  readonly rows: readonly FrequencyRow[]
  /** How many more there are than the server lists. */
  readonly left_off: number
}

export interface Reports extends Boards, Checklists {
  /** The person's own devices, and what of theirs never arrived. */
  myDevices(): Promise<Result<MyDevices>>
  /** Devices of the people of a scope whose records wait or never arrived. */
  deviceGaps(scope: DuplicateScope): Promise<Result<DeviceGaps>>
  frequency(area: AreaId): Promise<Result<Frequency>>
  area(area: AreaId, from: Day, to: Day): Promise<Result<AreaReport>>
  activity(id: DocumentId): Promise<Result<ActivityDetail>>
  history(id: DocumentId): Promise<Result<RecordHistory>>
  /** Decides about the revision that was looked at; returning and voiding need a reason. */
  review(id: DocumentId, revision: number, decision: Decision, reason: string): Promise<Result<void>>
  duplicates(scope: DuplicateScope, from: Day, to: Day): Promise<Result<Duplicates>>
  /** Keeps one record and voids the others with a reference to it. */
  voidDuplicates(kept: DocumentId, others: readonly DocumentId[], reason: string): Promise<Result<void>>
}
