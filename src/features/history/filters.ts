import { activityKinds, statuses, type ActivityKindSlug, type Status } from '@/domain/activity'
import type { AreaId, OrganisationId } from '@/domain/id'
import type { ListedRecord } from '@/domain/listed-record'
import { initialsOf } from '@/domain/pinyin'
import { countyOf } from '@/domain/reference'
import { isOpen } from '@/domain/today-list'
import type { Reference } from '@/fields/reference'
import { periodDays, periods, type Period } from '../dashboard/period'

/** What the chips show: all one's own records, what of them is left to do, what was handed in; or the whole organisation's. */
export const shows = ['all', 'open', 'sent', 'unit'] as const
export type Show = (typeof shows)[number]

/** What a person asks of their records; it lives in the address, so that going back finds it again. */
export interface Filters {
  readonly q: string
  readonly show: Show
  readonly kind: ActivityKindSlug | null
  readonly status: Status | null
  readonly period: Period | null
  /** A county. */
  readonly area: AreaId | null
  readonly organisation: OrganisationId | null
}

type Query = Readonly<Record<string, unknown>>
const oneOf = <T extends string>(list: readonly T[], value: unknown): T | null => list.find((each) => each === value) ?? null
const number = (value: unknown) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : null)

export const readFilters = (query: Query): Filters => ({
  q: typeof query['q'] === 'string' ? query['q'] : '',
  show: oneOf(shows, query['show']) ?? 'all',
  kind: oneOf(activityKinds, query['kind']),
  status: oneOf(statuses, query['status']),
  period: oneOf(periods, query['period']),
  area: number(query['area']),
  organisation: number(query['organisation']),
})

/** The filters as the address has them: what is not asked is not there. */
export const writeFilters = (filters: Filters): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).flatMap(([key, value]) =>
    (value === null || value === '' || value === 'all' ? [] : [[key, String(value)]])))

/** How many filters besides search and chips are set. */
export const filtersSet = ({ kind, status, period, area, organisation }: Filters): number =>
  [kind, status, period, area, organisation].filter((each) => each !== null).length

/** What a record is found by: its texts and the names it points to, and their initials. */
export interface Haystack {
  readonly text: string
  readonly initials: string
}

export function haystackOf(record: ListedRecord, { areas, organisations }: Reference): Haystack {
  const name = (id: OrganisationId | null) => (id === null ? '' : organisations.get(id)?.name ?? '')
  const words = [record.title, record.place_name, record.short_no, name(record.organisation_id), name(record.recipient_org_id),
    record.host_area_id === null ? '' : areas.get(record.host_area_id)?.name ?? '']
  return { text: words.join('\n').toLowerCase(), initials: words.flatMap(initialsOf).join('\n') }
}

/** Whether every word of the query stands in the texts, or is the beginning letters of a run of characters in them. */
export function isFound({ text, initials }: Haystack, query: string): boolean {
  return query.toLowerCase().split(/\s+/).filter(Boolean).every((word) =>
    text.includes(word) || (/^[a-z0-9]+$/.test(word) && initials.includes(word)))
}

/** Whether a record passes all filters but the search. `refused`: what the server did not take is left to do. */
export function passes(record: ListedRecord, filters: Filters, { areas }: Reference, now: Date, refused: readonly string[] = []): boolean {
  const { show, kind, status, period, area, organisation } = filters
  if ((show === 'open' || show === 'sent') && (show === 'open') !== isOpen(record, refused)) return false
  if (kind !== null && record.kind !== kind) return false
  if (status !== null && record.status !== status) return false
  if (area !== null && record.host_area_id !== area && countyOf(areas, record.host_area_id) !== area) return false
  if (organisation !== null && record.organisation_id !== organisation) return false
  if (period === null) return true
  const { from, to } = periodDays(period, now)
  return record.day !== null && record.day >= from && record.day <= to
}
