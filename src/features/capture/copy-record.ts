import type { Container, Workplace } from '@/container'
import type { Payload } from '@/domain/document'
import type { DocumentId } from '@/domain/id'
import { loadPhoto } from '@/fields/photo/load-photo'
import { countRecord, newRecord } from './new-record'

interface Parts {
  readonly id: DocumentId
  readonly workplace: Workplace
  readonly now: number
  readonly remote: Container['remote']
  /** Told how many pictures are neither here nor to be had from the server now, and are left out. */
  readonly missed?: (count: number) => void
}

const bytesOf = async (bytes: ArrayBuffer | Blob) => (bytes instanceof Blob ? bytes.arrayBuffer() : bytes)

/** A new draft begun from another record and saved; gives its id, or null for somebody without an organisation. */
async function begin({ id, workplace, now, remote, missed }: Parts, from: Payload, adapt: (fresh: Payload) => Payload): Promise<DocumentId | null> {
  const { identity, acting, local } = workplace
  if (!acting || acting.organisation_id === null) return null
  const fresh = newRecord({
    id, identity, acting, kind: from.kind, practice: from.practice, device: await local.device.change(countRecord), previous: from, now: new Date(now),
  })
  const payload = adapt(fresh)
  const found = await Promise.all(payload.photos.map(async ({ sha256, type }) =>
    ({ sha256, type, bytes: await loadPhoto({ local, remote }, from.id, sha256) })))
  const here = await Promise.all(found.flatMap(({ bytes, ...each }) => (bytes ? [bytesOf(bytes).then((bytes) => ({ ...each, bytes }))] : [])))
  const photos = payload.photos.filter(({ sha256 }) => here.some((each) => each.sha256 === sha256))
  await local.records.save({ ...payload, photos }, here, now)
  if (here.length < found.length) missed?.(found.length - here.length)
  return id
}

/** Another record like this one: its name, place and organisations, and the habits of its kind; never its numbers, times or pictures. */
export const beginLike = (parts: Parts, from: Payload) => begin(parts, from, (fresh) => ({
  ...fresh,
  header: {
    ...fresh.header, title: from.header.title, place_name: from.header.place_name, host_area_id: from.header.host_area_id,
    organizer_org_id: from.header.organizer_org_id, co_org_ids: from.header.co_org_ids, recipient_org_id: from.header.recipient_org_id,
  },
}))

/** A record that stands for an approved or void one: all it says, with the pictures that are here or come from the server. */
export const beginReplacement = (parts: Parts, from: Payload) => begin(parts, from, (fresh) => ({
  ...fresh, replaces: from.id, header: from.header, answers: from.answers, answers_version: from.answers_version, photos: from.photos,
}))
