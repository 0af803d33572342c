import type { ActivityKindSlug } from '@/domain/activity'
import { chinaDay, chinaInstant } from '@/domain/day'
import type { Device } from '@/domain/device'
import { payloadVersion, type Payload } from '@/domain/document'
import { categories, noPosition, titleLevels, type Header, type Participant } from '@/domain/header'
import type { DocumentId, PersonId } from '@/domain/id'
import type { Identity, Membership } from '@/domain/ports'
import type { Plan } from '@/domain/plan'
import { lendsTo, startDay } from '@/domain/listed-record'
import { keptPerson, type Person } from '@/domain/reference'
import { kindModels } from '@/kinds/models'

export interface NewParent {
  readonly id: DocumentId
  /** Undefined on a device that does not hold the parent: a colleague's. */
  readonly payload: Payload | undefined
  /** The how-manieth child of its parent this one is, as far as this device knows. */
  readonly nth: number
  /** What the new record is called. */
  readonly title: string
  /** What of the parent's answers its kind hands on. */
  readonly answers?: Readonly<Record<string, unknown>> | undefined
  /** What a colleague's invitation says of a parent that is not here. */
  readonly header?: Pick<Header, 'host_area_id' | 'organizer_org_id' | 'recipient_org_id' | 'place_name' | 'started_at'> | undefined
}

/** What a plan says of the record that carries it out. */
export type Planned = Pick<Plan, 'id' | 'organisation_id' | 'area_id' | 'recipient_org_id' | 'place_name' | 'team'>

export interface NewRecord {
  readonly id: DocumentId
  readonly kind: ActivityKindSlug
  readonly practice: boolean
  readonly identity: Identity
  readonly acting: Membership
  readonly device: { readonly id: string; readonly code: string; readonly records: number }
  /** The author's last record of this kind, whose habits are kept. */
  readonly previous: Payload | undefined
  /** The author's records that its running numbers follow, newest first. */
  readonly series?: readonly Payload[]
  /** The record that this one belongs to, for a kind that has a parent. */
  readonly parent?: NewParent | undefined
  readonly plan?: Planned | undefined
  /** Whom this device knows. */
  readonly people?: ReadonlyMap<PersonId, Person>
  readonly now: Date
}

/** Start of an activity begun now: the half hour at hand. */
const startOf = (now: Date) => new Date(Math.floor(now.getTime() / 1_800_000) * 1_800_000)

/** The hours on that its kind usually lasts, within the day: begun in the evening, it must not count as two days. */
function usualEnd(started: Date, hours: number): string {
  const end = new Date(started.getTime() + hours * 3_600_000).toISOString()
  const night = chinaInstant(chinaDay(started), '23:59')
  return end < night ? end : night
}

/** What nobody has said of a person yet. */
const unknown = { title_level: 'none', category: 'tcm' } as const

/** Somebody who takes part with the title that they have now, whatever an earlier record says; as given where nobody knows them. */
const asKnown = (people: ReadonlyMap<PersonId, Person>) => (participant: Participant): Participant => {
  const person = people.get(keptPerson(people, participant.person_id))
  const title_level = titleLevels.find((each) => each === person?.title_level) ?? participant.title_level
  return { ...participant, title_level, category: categories.find((each) => each === person?.category) ?? participant.category }
}

/** The planned team with the author at its head; undefined when the plan names nobody. */
function teamOf(plan: Planned | undefined, identity: Identity, known: Header['participants']): Header['participants'] | undefined {
  if (!plan || plan.team.length === 0) return undefined
  const others = plan.team.filter((id) => id !== identity.personId)
  return [identity.personId, ...others].map((person_id, index) =>
    ({ ...unknown, ...known.find((each) => each.person_id === person_id), person_id, role: index === 0 ? 'lead' : 'member' }))
}

function header({ kind, identity, acting, previous, parent, plan, people = new Map(), now }: NewRecord): Header {
  const before = (previous?.parent_id ?? null) === (parent?.id ?? null) ? previous?.header : undefined
  const same = before?.organisation_id === acting.organisation_id ? before : undefined
  const frame = parent?.payload?.header
  const told = frame ?? parent?.header
  const { usualHours = 3, piece } = kindModels[kind]
  const started = piece && told?.started_at ? new Date(told.started_at) : startOf(now)
  return {
    title: parent?.title ?? '',
    // A stop on the way is elsewhere than the one before.
    host_area_id: plan?.area_id ?? (parent && !piece ? undefined : same?.host_area_id) ?? told?.host_area_id ?? acting.county_id,
    organisation_id: acting.organisation_id,
    organizer_org_id: same?.organizer_org_id ?? told?.organizer_org_id ?? acting.organisation_id,
    co_org_ids: same?.co_org_ids ?? frame?.co_org_ids ?? [],
    // Each stop on the way has a recipient of its own, or none; a piece has its parent's.
    recipient_org_id: plan ? plan.recipient_org_id : piece ? told?.recipient_org_id ?? null : parent ? null : same?.recipient_org_id ?? null,
    programme_ids: [],
    started_at: started.toISOString(),
    ended_at: usualHours === null ? null : usualEnd(started, usualHours),
    late_reason: '',
    place_name: plan?.place_name ?? (piece ? told?.place_name : undefined) ?? '',
    position: noPosition,
    participants: (teamOf(plan, identity, previous?.header.participants ?? []) ?? same?.participants ?? frame?.participants ?? [
      { person_id: identity.personId, role: 'lead' as const, ...unknown },
    ]).map(asKnown(people)),
    summary: '',
    reasons: {},
  }
}

/** The device with one record more counted. */
export const countRecord = (device: Device): Device => ({ ...device, records: device.records + 1 })

/** The habits of the last record, and running numbers after the series, to which the last one may belong. */
function answers({ kind, practice, acting, previous, parent, series = [] }: NewRecord): unknown {
  const model = kindModels[kind]
  const upgraded = (payload: Payload) => model.upgrade(payload.answers, payload.answers_version)
  const fresh = model.blank(previous ? upgraded(previous) : null, parent?.nth, parent?.answers)
  const last = previous && previous.header.organisation_id === acting.organisation_id && lendsTo(practice, previous) ? [previous] : []
  const known = [...series, ...last].filter(({ answers_version }) => answers_version <= model.version)
    .map((payload) => ({ day: startDay(payload.header), answers: upgraded(payload) }))
  return model.follow?.(fresh, known) ?? fresh
}

/** A new record with the defaults of its author: own organisation, now, the habits of last time. */
export function newRecord(parts: NewRecord): Payload {
  const { id, kind, practice, identity, device, parent, plan, now } = parts
  const model = kindModels[kind]
  const number = String(device.records).padStart(4, '0')
  return {
    v: payloadVersion,
    id,
    parent_id: parent?.id ?? null,
    kind,
    revision: 0,
    status: 'draft',
    practice: parent?.payload?.practice ?? practice,
    author_id: identity.personId,
    device_id: device.id,
    short_no: `${model.letter}-${device.code}-${number}`,
    created_at: now.toISOString(),
    sealed: null,
    amend_reason: '',
    ...(plan && { plan_id: plan.id }),
    answers_version: model.version,
    header: header(parts),
    answers: answers(parts),
    photos: [],
  }
}
