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

/**
 * One round of background work: confirms photos that have arrived, oldest first, and forgets old entries at sessions. Gives
 * how many were confirmed, how many refused, and whether it left off though there may be more. Photos whose objects cannot be read are passed over, as long as fewer than `photosPerTick` times
 * `pagesPerTick` of them are older than the rest; the first such trouble is thrown at the end.
 */
export async function tick(context: TickContext): Promise<{ confirmed: number; refused: number; more: boolean }> {
  const troubles: unknown[] = []
  let confirmed = 0
  let refused = 0
  for await (const photo of arrivedPhotos(context)) {
    try {
      const outcome = await confirmPhoto(context, photo)
      confirmed += Number(outcome === 'verified')
      refused += Number(outcome === 'refused')
    } catch (error) {
      troubles.push(error)
    }
    if (confirmed + refused === photosPerTick) break
  }
  await context.database.query(forgetSql)
  if (troubles.length > 0) throw troubles[0]
  return { confirmed, refused, more: confirmed + refused === photosPerTick }
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
