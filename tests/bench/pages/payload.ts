import type { Payload } from '@/domain/document'
import { noPosition } from '@/domain/header'
import type { DocumentId } from '@/domain/id'
import { freeClinic } from '@/kinds/free-clinic/model'
import { makeActivity } from '../peers/activity.ts'
import { identity } from './person.ts'

/** The peers' activity of a number, as our document. */
export function makePayload(number: number): Payload {
  const activity = makeActivity(number)
  return {
    v: 1,
    id: activity.id as DocumentId,
    parent_id: null,
    kind: 'free_clinic',
    revision: 1,
    status: activity.status === 'draft' ? 'draft' : 'submitted',
    practice: false,
    author_id: identity.personId,
    device_id: 'bench',
    short_no: `YZ-BN-${String(number).padStart(4, '0')}`,
    created_at: activity.startedAt,
    sealed: null,
    amend_reason: '',
    answers_version: freeClinic.version,
    header: {
      title: activity.title,
      host_area_id: 520324,
      organisation_id: 1,
      organizer_org_id: 1,
      co_org_ids: [],
      recipient_org_id: null,
      programme_ids: [],
      started_at: activity.startedAt,
      ended_at: activity.endedAt,
      late_reason: '',
      place_name: activity.place,
      position: { ...noPosition, lng: activity.lng, lat: activity.lat, accuracy_m: activity.accuracy, fix_source: 'gps' },
      participants: [{ person_id: identity.personId, role: 'lead', title_level: 'senior', category: 'tcm' }],
      summary: activity.summary,
      reasons: { follow: activity.followUp },
    },
    answers: { ...freeClinic.blank(null), patients_visits: activity.visits, leaflets: activity.leaflets },
    photos: [],
  }
}
