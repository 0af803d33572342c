import { confirmPhoto, type StoredPhoto } from './confirm-photo.ts'
import type { TickContext } from './context.ts'

export type { TickContext } from './context.ts'

/** Photos settled in one round, and read at once, so that a round stays short. */
const photosPerTick = 20

/** Pages of photos looked at in one round. */
const pagesPerTick = 10

/** A stored photo with its place in the order of arrival, as text that keeps the microseconds. */
interface ArrivedPhoto extends StoredPhoto {
  readonly arrived: string
}

/** What a round came to. */
export interface Round {
  readonly confirmed: number
  readonly refused: number
  /** It left off having settled as many as one round does: the next may come at once. */
  readonly more: boolean
  /** The first of what kept it from reading or settling a photo; null where nothing did. */
  readonly trouble: unknown
}

/**
 * One round of background work: confirms photos that have arrived, oldest first, and forgets old entries at sessions. Photos
 * whose objects cannot be read are passed over, as long as fewer than `photosPerTick` times `pagesPerTick` of them are
 * older than the rest. Throws where the database cannot be asked.
 */
export async function tick(context: TickContext): Promise<Round> {
  let trouble: unknown = null
  let confirmed = 0
  let refused = 0
  for await (const photo of arrivedPhotos(context)) {
    try {
      const outcome = await confirmPhoto(context, photo)
      confirmed += Number(outcome === 'verified')
      refused += Number(outcome === 'refused')
    } catch (error) {
      trouble ??= error
    }
    if (confirmed + refused === photosPerTick) break
  }
  await context.database.query(forgetSql)
  return { confirmed, refused, more: confirmed + refused === photosPerTick, trouble }
}

/** The photos of at most `pagesPerTick` pages, each page read when the one before is used up. */
async function* arrivedPhotos({ database }: TickContext): AsyncGenerator<StoredPhoto> {
  let after: readonly [arrived: string, name: string] = ['-infinity', '']
  for (let page = 0; page < pagesPerTick; page++) {
    const photos = await database.query<ArrivedPhoto>(arrivedSql, [photosPerTick, ...after])
    yield* photos
    const last = photos.at(-1)
    if (!last || photos.length < photosPerTick) return
    after = [last.arrived, last.object_name]
  }
}

const arrivedSql = `
  select p.document_id, p.sha256, p.object_name, p.type, p.bytes, p.width, p.height,
    (extract(epoch from o.created_at) * 1000)::float8 as stored_at, o.created_at::text as arrived
  from app.photos p
  join storage.objects o on o.bucket_id = 'photos' and o.name = p.object_name
  where p.state = 'expected' and (o.created_at, p.object_name) > (($2::text)::timestamptz, $3::text)
  order by o.created_at, p.object_name
  limit $1::int`

/** Who signed in at a session is told so: after 30 days only the roster knows of them. */
const forgetSql = "delete from app.session_entries where entered_at < now() - interval '30 days'"
