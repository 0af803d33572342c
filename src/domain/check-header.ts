import type { Child } from './child'
import type { ChecklistTemplate } from './checklist/template'
import { chinaDay, daysBetween, type Day } from './day'
import type { Header } from './header'
import type { OrganisationId, PersonId, Sha256 } from './id'
import { mostPhotos } from './photo'
import { coarseAccuracy } from './place'
import { errorAt, warningAt, type Problem } from './problem'
import type { AreaLevel } from './reference'
import type { RuleRow } from './rule'
import type { NamedDay } from './working-days'

/** What a check needs to know of the world beside the record. Distances in metres, null when unknown. */
export interface CheckContext {
  readonly now: Date
  /** The record was handed in before, and is amended or handed in again: that it is late now says nothing of when it was made. */
  readonly handedIn?: boolean
  /** Who writes the record. */
  readonly author?: PersonId
  readonly photoCount: number
  /** Photos of which nobody has said yet who can be recognised. */
  readonly photosUnasked?: number
  /** How many photos the rule in force asks for; none when absent. */
  readonly photoMinimum?: number
  /** Which pictures the record holds, where a check asks for more than their number. */
  readonly photosHeld?: ReadonlySet<Sha256>
  /** Value of the rule in force for this record's host area and day; null when no row is in force. */
  readonly rule: (code: string) => number | null
  /** The same rule, whole: its unit and its source. */
  readonly ruleRow?: (code: string) => RuleRow | undefined
  /** Holidays and shifted working days, as far as this device knows them. */
  readonly calendar?: readonly NamedDay[]
  readonly hostCountyId: number | null
  /** What the record's area is; undefined where this device does not know it. */
  readonly hostLevel?: AreaLevel | undefined
  readonly homeCountyId: number | null
  readonly distanceToHost: number | null
  /** Whether a technique's code stands in the catalogue; true while this device has no catalogue to ask. */
  readonly knowsTechnique: (code: string) => boolean
  /** Records on this device whose parent this one is; void ones left out. */
  readonly children?: readonly Child[]
  /** The others of its parent, for a record that has one. */
  readonly siblings?: readonly Child[]
  /** Numbers that other records of the author on this device have given out. */
  readonly issued?: ReadonlyMap<string, IssuedBy>
  /** Whether the catalogue calls a technique invasive; false where there is no catalogue to ask. */
  readonly isInvasive?: (code: string) => boolean
  /** The organisation that a person belongs to; null where this device does not know them. */
  readonly organisationOf?: (person: PersonId) => OrganisationId | null
  /** What a person is called; undefined where this device does not know them. */
  readonly nameOf?: (person: PersonId) => string | undefined
  /** The published checklist of that code, version and hash. */
  readonly checklist?: (code: string, version: number, sha256: string) => ChecklistTemplate | null
}

/** The record that gave a number out. */
export interface IssuedBy {
  readonly title: string
  readonly day: Day
}

/** Days after its start from which a record that is handed in for the first time is a late entry (补录). */
export const lateAfter = 14

const far = 2_000
const futureSlack = 5 * 60_000

/** As one says a distance: whole kilometres from ten on, one decimal below. */
const inKilometres = (metres: number) => (metres < 10_000 ? Math.round(metres / 100) / 10 : Math.round(metres / 1000))

const text = (field: string, value: string, min: number, max: number): Problem[] => {
  const length = [...value.trim()].length
  if (length === 0 && min > 0) return [errorAt(field, 'required')]
  if (length < min) return [errorAt(field, 'too_short', { min })]
  return length > max ? [errorAt(field, 'too_long', { max })] : []
}

function checkTimes({ started_at, ended_at, late_reason }: Header, { now, handedIn }: CheckContext): Problem[] {
  const problems: Problem[] = []
  if (!started_at) problems.push(errorAt('header.started_at', 'required'))
  if (!ended_at) problems.push(errorAt('header.ended_at', 'required'))
  if (started_at && ended_at && ended_at < started_at) problems.push(errorAt('header.ended_at', 'end_before_start'))
  if (started_at && Date.parse(started_at) > now.getTime() + futureSlack)
    problems.push(warningAt('header.started_at', 'future_start'))
  if (started_at && !handedIn && daysBetween(chinaDay(started_at), chinaDay(now)) > lateAfter && !late_reason.trim())
    problems.push(errorAt('header.late_reason', 'late_reason_required', { days: lateAfter }))
  return problems
}

function checkPosition({ position }: Header, distanceToHost: number | null): Problem[] {
  const { lng, lat, accuracy_m, fix_source, no_fix_reason, pin_reason } = position
  if (lng === null || lat === null)
    return no_fix_reason.trim() ? [] : [errorAt('header.position', 'position_or_reason')]
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90) return [errorAt('header.position', 'off_the_earth')]
  if (fix_source === 'manual_pin' && !pin_reason.trim()) return [errorAt('header.position', 'pin_reason_required')]
  if (accuracy_m !== null && (accuracy_m < 0 || accuracy_m > 10_000))
    return [errorAt('header.position', 'out_of_range', { min: 0, max: 10_000 })]
  const problems: Problem[] = []
  if (accuracy_m !== null && accuracy_m > coarseAccuracy)
    problems.push(warningAt('header.position', 'coarse_position', { accuracy: Math.round(accuracy_m) }))
  if (distanceToHost !== null && distanceToHost > far)
    problems.push(warningAt('header.position', 'far_from_organisation', { kilometres: inKilometres(distanceToHost) }))
  return problems
}

function checkParticipants({ participants }: Header): Problem[] {
  if (participants.length === 0) return [errorAt('header.participants', 'participant_required')]
  const problems: Problem[] = []
  if (participants.filter(({ role }) => role === 'lead').length !== 1)
    problems.push(errorAt('header.participants', 'exactly_one_lead'))
  if (new Set(participants.map((each) => each.person_id)).size !== participants.length)
    problems.push(errorAt('header.participants', 'person_twice'))
  return problems
}

/** Problems of what all kinds share: time, place, people, photos. `private.header_problems` says the same in SQL. */
export function checkHeader(header: Header, context: CheckContext): Problem[] {
  const problems = text('header.title', header.title, 2, 80)
  if (!header.host_area_id) problems.push(errorAt('header.host_area_id', 'required'))
  if (!header.organisation_id) problems.push(errorAt('header.organisation_id', 'required'))
  if (!header.organizer_org_id) problems.push(errorAt('header.organizer_org_id', 'required'))
  problems.push(
    ...checkTimes(header, context),
    ...text('header.place_name', header.place_name, 1, 80),
    ...checkPosition(header, context.distanceToHost),
    ...checkParticipants(header),
    ...text('header.summary', header.summary, 0, 1000),
  )
  problems.push(...checkPhotos(context))
  const minimum = context.photoMinimum ?? 0
  if (context.photoCount < minimum) problems.push(errorAt('photos', 'too_few_photos', { min: minimum }))
  return problems
}

/**
 * Problems of a record that is a piece of its parent: what else a header says its parent says. `private.piece_problems` says
 * the same in SQL.
 */
export function checkPiece(header: Header, context: CheckContext): Problem[] {
  const problems: Problem[] = []
  if (!header.host_area_id) problems.push(errorAt('header.host_area_id', 'required'))
  if (!header.organisation_id) problems.push(errorAt('header.organisation_id', 'required'))
  return [...problems, ...checkPhotos(context)]
}

function checkPhotos(context: CheckContext): Problem[] {
  const problems: Problem[] = []
  if (context.photoCount > mostPhotos) problems.push(errorAt('photos', 'too_many_photos', { max: mostPhotos }))
  if ((context.photosUnasked ?? 0) > 0) problems.push(errorAt('photos', 'photo_consent'))
  return problems
}
