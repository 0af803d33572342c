import { countedStatuses, type ActivityKindSlug, type Status } from './activity'
import { chinaDay, type Day } from './day'
import type { Payload } from './document'
import type { AreaId, DocumentId, OrganisationId, PersonId, PlanId } from './id'

/** The little of a record that lists, filters and comparisons read: thousands of them fit where one whole record does not. */
export interface ListedRecord {
  readonly id: DocumentId
  readonly parent_id: DocumentId | null
  /** The approved or void record that it stands for. */
  readonly replaces?: DocumentId
  /** The plan from which it was begun. */
  readonly plan_id?: PlanId
  readonly author_id: PersonId
  readonly kind: ActivityKindSlug
  readonly status: Status
  readonly practice: boolean
  readonly sealed: boolean
  readonly title: string
  readonly place_name: string
  readonly short_no: string
  /** China Standard Time day of the start. */
  readonly day: Day | null
  readonly host_area_id: AreaId | null
  readonly organisation_id: OrganisationId | null
  readonly recipient_org_id: OrganisationId | null
  readonly lng: number | null
  readonly lat: number | null
  /** Milliseconds by this device's clock, for the order of lists only. */
  readonly touched: number
}

/** China Standard Time day of the start. */
export const startDay = ({ started_at }: Payload['header']): Day | null => (started_at ? chinaDay(started_at) : null)

export function listed({ header, ...payload }: Payload, touched: number): ListedRecord {
  return {
    id: payload.id,
    parent_id: payload.parent_id,
    ...(payload.replaces && { replaces: payload.replaces }),
    ...(payload.plan_id && { plan_id: payload.plan_id }),
    author_id: payload.author_id,
    kind: payload.kind,
    status: payload.status,
    practice: payload.practice,
    sealed: payload.sealed !== null,
    title: header.title,
    place_name: header.place_name,
    short_no: payload.short_no,
    day: startDay(header),
    host_area_id: header.host_area_id,
    organisation_id: header.organisation_id,
    recipient_org_id: header.recipient_org_id,
    lng: header.position.lng,
    lat: header.position.lat,
    touched,
  }
}

type Dated = Pick<ListedRecord, 'day' | 'touched'>

/** The order of what happened, newest first: what is corrected later stays where it was. */
export const byDay = (a: Dated, b: Dated): number => (a.day === b.day ? b.touched - a.touched : (a.day ?? '') < (b.day ?? '') ? 1 : -1)

/** Whether totals count it: it stands handed in and is no practice. */
export const isCounted = ({ status, practice }: Pick<ListedRecord, 'status' | 'practice'>): boolean =>
  !practice && countedStatuses.includes(status)

/** Whether another record may be gone on from: nothing void, and nothing made for practice in what is real. */
export const lendsTo = (practice: boolean, other: Pick<ListedRecord, 'status' | 'practice'>): boolean =>
  other.status !== 'void' && (practice || !other.practice)
