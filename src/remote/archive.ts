import type { ActivityKindSlug } from '@/domain/activity'
import { statuses } from '@/domain/activity'
import type { ArchivedRecord, ArchiveMonths, ArchivePage, ArchiveSource } from '@/domain/archive'
import type { Day } from '@/domain/day'
import { failed, success, type Result } from '@/domain/failure'
import { isDocumentId, isSha256, type DocumentId, type PersonId, type Sha256 } from '@/domain/id'
import { call, type Server } from './client'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
const notOurs = failed('offline', { detail: 'not our answer' })
const isId = (value: unknown): value is DocumentId => typeof value === 'string' && isDocumentId(value)
const isHash = (value: unknown): value is Sha256 => typeof value === 'string' && isSha256(value)
const text = (value: unknown) => (typeof value === 'string' ? value : '')
const number = (value: unknown) => (typeof value === 'number' ? value : null)
const photoStates = ['expected', 'verified', 'refused'] as const

function parsePhotos(value: unknown): ArchivedRecord['photos'] {
  return (Array.isArray(value) ? value : []).flatMap((photo: unknown) => {
    const [sha256, word] = Array.isArray(photo) ? photo as unknown[] : []
    const state = photoStates.find((each) => each === word)
    return isHash(sha256) && state ? [{ sha256, state }] : []
  })
}

/** A row as `private.archive_rows` writes it; null where it is none. */
function parseRow(row: unknown): ArchivedRecord | null {
  if (!Array.isArray(row)) return null
  const [id, parent, author, kind, status, title, place, shortNo, day, host, recipient, lng, lat, revision, sha256, received, payload, photos] = row as unknown[]
  const known = statuses.find((each) => each === status)
  if (!isId(id) || !isHash(sha256) || !known || typeof payload !== 'string' || typeof revision !== 'number' || typeof kind !== 'string') return null
  return {
    line: {
      id, parent_id: isId(parent) ? parent : null, author_id: text(author) as PersonId, kind: kind as ActivityKindSlug, status: known, practice: false,
      sealed: true, title: text(title), place_name: text(place), short_no: text(shortNo), day: text(day) as Day, host_area_id: number(host),
      organisation_id: null, recipient_org_id: number(recipient), lng: number(lng), lat: number(lat), touched: Date.parse(text(received)) || 0,
      revision, sha256,
    },
    text: payload, photos: parsePhotos(photos),
  }
}

function parseRows(value: unknown, organisation: number): readonly ArchivedRecord[] | null {
  if (!Array.isArray(value)) return null
  const rows = value.map(parseRow)
  if (rows.includes(null)) return null
  return rows.flatMap((row) => (row ? [{ ...row, line: { ...row.line, organisation_id: organisation } }] : []))
}

export function parseArchiveMonths(value: unknown): Result<ArchiveMonths> {
  if (!isObject(value) || !Array.isArray(value['months'])) return notOurs
  const { epoch, xid, since, months } = value
  if (typeof epoch !== 'string' || typeof xid !== 'string' || typeof since !== 'string') return notOurs
  const parsed = months.flatMap((each: unknown) => {
    if (!isObject(each) || typeof each['month'] !== 'string' || typeof each['count'] !== 'number' || !isHash(each['digest'])) return []
    return [{ month: each['month'], count: each['count'], digest: each['digest'] }]
  })
  return parsed.length === months.length ? success({ cursor: { epoch, xid }, since: since as Day, months: parsed }) : notOurs
}

export function parseArchivePage(value: unknown, organisation: number): Result<ArchivePage> {
  if (!isObject(value) || typeof value['complete'] !== 'boolean' || !Array.isArray(value['departed'])) return notOurs
  const { epoch, xid, complete, departed } = value
  const records = parseRows(value['rows'], organisation)
  if (!records || typeof epoch !== 'string' || typeof xid !== 'string') return notOurs
  return success({ cursor: { epoch, xid }, complete, records, departed: departed.filter(isId) })
}

export function parseArchiveRecords(value: unknown, organisation: number): Result<readonly ArchivedRecord[]> {
  const records = isObject(value) ? parseRows(value['rows'], organisation) : null
  return records ? success(records) : notOurs
}

export const openArchive = (open: () => Promise<Server | null>): ArchiveSource => ({
  async archiveMonths(organisation) {
    const answer = await call(open, 'archive_months', { organisation })
    return answer.ok ? parseArchiveMonths(answer.value) : answer
  },
  async archiveRecords(organisation, months, after, page) {
    const answer = await call(open, 'archive_records', { organisation, months, after, page })
    return answer.ok ? parseArchiveRecords(answer.value, organisation) : answer
  },
  async pullArchive(organisation, { epoch, xid }) {
    const answer = await call(open, 'pull_archive', { organisation, epoch, xid, page: 200 })
    return answer.ok ? parseArchivePage(answer.value, organisation) : answer
  },
})
