import type { Workplace } from '@/container'
import type { CheckContext } from '@/domain/check-header'
import type { Child, ChildRef } from '@/domain/child'
import type { Payload } from '@/domain/document'
import type { DocumentId } from '@/domain/id'
import type { Invitation } from '@/domain/invitation'
import type { ChildRow } from '@/domain/reports'
import type { ListedRecord } from '@/domain/listed-record'
import { countyOf } from '@/domain/reference'
import type { Reference } from '@/fields/reference'
import { kindModels, present } from '@/kinds/models'
import { lineOf, type HeldView } from '../history/record-view'

/**
 * A record and, by way of each other, those that it stands in the place of, as far as they are on this device: what belongs
 * to one of them belongs to it. `private.lineage` says the same in SQL, and adds what was voided as a duplicate: of that a
 * phone is told on the page of the voided record alone.
 */
export async function lineage({ records }: Workplace['local'], id: DocumentId): Promise<readonly DocumentId[]> {
  const line: DocumentId[] = []
  for (let next: DocumentId | undefined = id; next && !line.includes(next); next = (await records.read(next))?.record.payload.replaces) line.push(next)
  return line
}

/** A record with those that it stands in the place of and those that stand in its place, by these lines. `private.replacing` says the same in SQL. */
export function replacing(lines: readonly ListedRecord[], id: DocumentId): ReadonlySet<DocumentId> {
  const line = new Set([id])
  for (const each of line) for (const { id: other, replaces } of lines) {
    if (replaces === each) line.add(other)
    if (replaces && other === each) line.add(replaces)
  }
  return line
}

/**
 * The record that stands today in the place of one, by the lines on this device: the last that is not void, handed in if
 * there is such a one; itself where there is none. `private.stands_for` says the same of what was handed in.
 */
export function standsFor(lines: readonly ListedRecord[], id: DocumentId): DocumentId {
  const line = new Set([id])
  for (const each of line) for (const { id: later, replaces } of lines) if (replaces === each) line.add(later)
  const standing = [...line].reverse().flatMap((each) => lines.filter(({ id: other, status }) => other === each && status !== 'void'))
  return (standing.find(({ status }) => status !== 'draft') ?? standing[0])?.id ?? id
}

/** The records on this device that belong to this one, as they are now; `useChildren` gives them live. */
export async function readChildren(local: Workplace['local'], parent: DocumentId): Promise<readonly HeldView[]> {
  const [{ changed }, line] = await Promise.all([local.lines.since(0), lineage(local, parent)])
  return local.records.several(changed.flatMap(({ id, parent_id }) => (parent_id && line.includes(parent_id) ? [id] : [])).sort())
}

/**
 * Puts what a colleague's code tells into a piece on this device that was begun before the parent could tell it. A draft alone:
 * what was handed in had all that it needs. Gives whether anything was missing.
 */
export async function completePiece({ records }: Workplace['local'], { record }: HeldView, told: Invitation['answers'], now: number): Promise<boolean> {
  const payload = present(record.payload)
  const answers = payload.status === 'draft' ? kindModels[payload.kind].complete?.(payload.answers, told) : null
  if (answers) await records.save({ ...payload, answers }, [], now, record)
  return Boolean(answers)
}

/** Place of a record among the children of its parent; null where its kind or the person gave none. */
export const sequenceOf = ({ kind, answers }: Payload): number | null => kindModels[kind].sequence?.(answers) ?? null

/** Children in their order, void ones left out; those without a place come last, by their start. */
export function inOrder(views: readonly HeldView[]): HeldView[] {
  const key = ({ record: { payload } }: HeldView) => sequenceOf(payload) ?? Number.MAX_SAFE_INTEGER
  const start = ({ record: { payload } }: HeldView) => payload.header.started_at ?? ''
  return views.filter(({ record }) => record.payload.status !== 'void')
    .sort((a, b) => key(a) - key(b) || start(a).localeCompare(start(b)))
}

/** The place that the next child takes. */
export const nextSequence = (views: readonly HeldView[]): number =>
  1 + Math.max(0, ...inOrder(views).map(({ record: { payload } }) => sequenceOf(payload) ?? 0))

/** A child as the check of its parent looks at it. */
export function childOf(payload: Payload, { areas }: Reference): Child {
  const area = payload.header.host_area_id === null ? undefined : areas.get(payload.header.host_area_id)
  return { payload: present(payload), townshipId: area?.level === 'township' ? area.id : null }
}

/** Hash of the newest text, while nothing was edited since it was fixed. */
const fixedHash = ({ record, entry }: HeldView) =>
  entry ? (entry.edition === record.edition ? entry.envelope?.sha256 : undefined) : record.acknowledged

/**
 * A parent's content as it is submitted: its answers list the submitted children on this device whose text is fixed, and
 * pieces whatever their state.
 */
export function listChildren(payload: Payload, views: readonly HeldView[], context: CheckContext): Payload {
  const { children } = kindModels[payload.kind]
  if (!children) return payload
  const refs = inOrder(views).flatMap((view): ChildRef[] => {
    const { id, status, kind } = view.record.payload
    const sha256 = fixedHash(view)
    return (status === 'draft' && !kindModels[kind].piece) || !sha256 ? [] : [{ id, sha256 }]
  })
  return { ...payload, answers: children.list(payload.answers, refs, context, payload.header) }
}

/** A child on this device as a row of its parent's page. */
export function rowOf(view: HeldView, { areas }: Reference): ChildRow {
  const { payload } = view.record
  const { header } = payload
  const { photos, verified } = lineOf(view)
  return {
    id: payload.id,
    kind: payload.kind,
    status: payload.status,
    title: header.title,
    sequence: sequenceOf(payload),
    started_at: header.started_at ?? '',
    place_name: header.place_name,
    host_area_name: areas.get(header.host_area_id ?? -1)?.name ?? '',
    host_county_id: countyOf(areas, header.host_area_id) ?? 0,
    visits: kindModels[payload.kind].measures(payload.answers, header).visits,
    photo_count: photos,
    photos_verified: verified,
    lng: header.position.lng,
    lat: header.position.lat,
  }
}
