import type { ActivityKindSlug } from '@/domain/activity'
import { payloadVersion, type Payload } from '@/domain/document'
import { noPosition, type Header } from '@/domain/header'
import type { DocumentId } from '@/domain/id'
import type { Identity, Membership } from '@/domain/ports'
import { kindModels } from '@/kinds/models'

export interface NewRecord {
  readonly id: DocumentId
  readonly kind: ActivityKindSlug
  readonly practice: boolean
  readonly identity: Identity
  readonly acting: Membership
  readonly device: { readonly id: string; readonly code: string; readonly records: number }
  /** The author's last record of this kind, whose habits are kept. */
  readonly previous: Payload | undefined
  readonly now: Date
}

/** Start and end of a clinic begun now: the half hour at hand, and three hours on. */
const startOf = (now: Date) => new Date(Math.floor(now.getTime() / 1_800_000) * 1_800_000)
const usualLength = 3 * 3_600_000

function header({ identity, acting, previous, now }: NewRecord): Header {
  const before = previous?.header
  const same = before?.organisation_id === acting.organisation_id ? before : undefined
  const started = startOf(now)
  return {
    title: '',
    host_area_id: same?.host_area_id ?? acting.county_id,
    organisation_id: acting.organisation_id,
    organizer_org_id: same?.organizer_org_id ?? acting.organisation_id,
    co_org_ids: same?.co_org_ids ?? [],
    recipient_org_id: same?.recipient_org_id ?? null,
    programme_ids: [],
    started_at: started.toISOString(),
    ended_at: new Date(started.getTime() + usualLength).toISOString(),
    late_reason: '',
    place_name: '',
    position: noPosition,
    participants: same?.participants ?? [
      { person_id: identity.personId, role: 'lead', title_level: 'none', category: 'tcm' },
    ],
    summary: '',
    reasons: {},
  }
}

/** A new record with the defaults of its author: own organisation, now, the habits of last time. */
export function newRecord(parts: NewRecord): Payload {
  const { id, kind, practice, identity, device, previous, now } = parts
  const model = kindModels[kind]
  const number = String(device.records).padStart(4, '0')
  return {
    v: payloadVersion,
    id,
    parent_id: null,
    kind,
    revision: 0,
    status: 'draft',
    practice,
    author_id: identity.personId,
    device_id: device.id,
    short_no: `${model.letter}-${device.code}-${number}`,
    created_at: now.toISOString(),
    sealed: null,
    amend_reason: '',
    answers_version: model.version,
    header: header(parts),
    answers: model.blank(previous ? model.upgrade(previous.answers, previous.answers_version) : null),
    photos: [],
  }
}
