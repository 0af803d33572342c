import type { AreaId, OrganisationId, PersonId } from './id'
import type { FixSource } from './place'

export const participantRoles = ['lead', 'member', 'driver', 'recorder'] as const
export type ParticipantRole = (typeof participantRoles)[number]

export const titleLevels = ['senior', 'associate_senior', 'intermediate', 'junior', 'none'] as const
export const categories = ['tcm', 'western', 'nursing', 'pharmacy', 'technician', 'management', 'ethnic'] as const

/** Somebody who took part. The name lives with the person, never in the record. */
export interface Participant {
  readonly person_id: PersonId
  readonly role: ParticipantRole
  readonly title_level: (typeof titleLevels)[number]
  readonly category: (typeof categories)[number]
}

/** Where it happened, WGS-84; without a fix `no_fix_reason` says why, and a pin set by hand says why in `pin_reason`. */
export interface RecordPosition {
  readonly lng: number | null
  readonly lat: number | null
  readonly accuracy_m: number | null
  readonly fix_source: FixSource | null
  readonly no_fix_reason: string
  readonly pin_reason: string
}

/** What all four kinds share. Names are those of the domain glossary, on the phone, on the wire and in SQL. */
export interface Header {
  readonly title: string
  /** A county or a township. */
  readonly host_area_id: AreaId | null
  /** 承担单位: for whom the author acts. */
  readonly organisation_id: OrganisationId | null
  /** 主办单位 */
  readonly organizer_org_id: OrganisationId | null
  readonly co_org_ids: readonly OrganisationId[]
  readonly recipient_org_id: OrganisationId | null
  readonly programme_ids: readonly number[]
  /** ISO 8601 UTC. */
  readonly started_at: string | null
  readonly ended_at: string | null
  readonly late_reason: string
  readonly place_name: string
  readonly position: RecordPosition
  readonly participants: readonly Participant[]
  readonly summary: string
  /** Reasons given for warnings, by problem code. */
  readonly reasons: Readonly<Record<string, string>>
}

export const noPosition: RecordPosition = {
  lng: null,
  lat: null,
  accuracy_m: null,
  fix_source: null,
  no_fix_reason: '',
  pin_reason: '',
}
