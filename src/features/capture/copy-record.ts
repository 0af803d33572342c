import type { Container, Workplace } from '@/container'
import type { Payload } from '@/domain/document'
import type { DocumentId } from '@/domain/id'
import { loadPhoto } from '@/fields/photo/load-photo'
import { readPeople } from '@/fields/reference'
import { amendmentsOf, corrected, type Bytes } from './amendment'
import { readParent } from './new-parent'
import { countRecord, newRecord } from './new-record'
import { readSeries } from './series'

interface Parts {
  readonly id: DocumentId
  readonly workplace: Workplace
  readonly now: number
  readonly remote: Container['remote']
  /** Words the title of a record that belongs to another. */
  readonly t: (key: string, values: Record<string, unknown>) => string
  /** Told how many pictures are neither here nor to be had from the server now, and are left out. */
  readonly missed?: (count: number) => void
}

const bytesOf = async (bytes: ArrayBuffer | Blob) => (bytes instanceof Blob ? bytes.arrayBuffer() : bytes)

/**
 * A new draft begun from another record and saved, with its pictures, of which these `bytes` are in no record yet. Gives its id,
 * or null for somebody without an organisation.
 */
async function begin(
  { id, workplace, now, remote, t, missed }: Parts, from: Payload, adapt: (fresh: Payload) => Payload, bytes: readonly Bytes[] = [],
): Promise<DocumentId | null> {
  const { identity, acting, local } = workplace
  if (!acting || acting.organisation_id === null) return null
  const { kind, practice, parent_id } = from
  const [parent, series, people] = await Promise.all([
    parent_id === null ? undefined : readParent({ local, t }, kind, parent_id),
    readSeries(local, { kind, practice, organisation: acting.organisation_id }),
    readPeople(local),
  ])
  const device = await local.device.change(countRecord)
  const fresh = newRecord({ id, identity, acting, kind, practice, device, previous: from, parent, series, people, now: new Date(now) })
  const payload = adapt(fresh)
  const found = await Promise.all(payload.photos.map(async ({ sha256, type }) =>
    ({ sha256, type, bytes: bytes.find((each) => each.sha256 === sha256)?.bytes ?? await loadPhoto({ local, remote }, from.id, sha256) })))
  const here = await Promise.all(found.flatMap(({ bytes, ...each }) => (bytes ? [bytesOf(bytes).then((bytes) => ({ ...each, bytes }))] : [])))
  const photos = payload.photos.filter(({ sha256 }) => here.some((each) => each.sha256 === sha256))
  await local.records.save({ ...payload, photos }, here, now)
  if (here.length < found.length) missed?.(found.length - here.length)
  return id
}

/**
 * Another record like this one: its name, place and organisations, and the habits of its kind; never its numbers, times or
 * pictures. A stop of a tour is the next one of its tour.
 */
export const beginLike = (parts: Parts, from: Payload) => begin(parts, from, (fresh) => ({
  ...fresh,
  header: {
    ...fresh.header, title: fresh.header.title || from.header.title, place_name: from.header.place_name, host_area_id: from.header.host_area_id,
    organizer_org_id: from.header.organizer_org_id, co_org_ids: from.header.co_org_ids, recipient_org_id: from.header.recipient_org_id,
  },
}))

/**
 * A record that stands for an approved or void one: all it says, with the pictures that are here or come from the server. A
 * correction that was not handed in before goes on in it.
 */
export async function beginReplacement(parts: Parts, from: Payload): Promise<DocumentId | null> {
  const amendments = amendmentsOf(parts.workplace.local)
  const kept = await amendments.read(from.id)
  const { header, answers, answers_version, photos } = kept ? corrected(from, kept) : from
  const carriedOut = from.plan_id && { plan_id: from.plan_id }
  const id = await begin(parts, from, (fresh) => ({ ...fresh, replaces: from.id, ...carriedOut, header, answers, answers_version, photos }), kept?.bytes)
  if (kept && id) await amendments.end(from.id, kept.payload)
  return id
}
