import { confirmPhoto, type StoredPhoto } from './confirm-photo.ts'
import type { TickContext } from './context.ts'

export type { TickContext } from './context.ts'

/** Photos read in one round, so that a round stays short. */
const photosPerTick = 20

/**
 * One round of background work: confirms photos that have arrived, oldest first. Gives how many were confirmed and how
 * many refused. A photo whose object cannot be read holds up no other; the first such trouble is thrown at the end.
 */
export async function tick(context: TickContext): Promise<{ confirmed: number; refused: number }> {
  const photos = await context.database.query<StoredPhoto>(arrivedSql, [photosPerTick])
  const troubles: unknown[] = []
  let confirmed = 0
  let refused = 0
  for (const photo of photos) {
    try {
      const outcome = await confirmPhoto(context, photo)
      confirmed += Number(outcome === 'verified')
      refused += Number(outcome === 'refused')
    } catch (error) {
      troubles.push(error)
    }
  }
  if (troubles.length > 0) throw troubles[0]
  return { confirmed, refused }
}

const arrivedSql = `
  select p.document_id, p.sha256, p.object_name, p.type, p.bytes, p.width, p.height,
    (extract(epoch from o.created_at) * 1000)::float8 as stored_at
  from app.photos p
  join storage.objects o on o.bucket_id = 'photos' and o.name = p.object_name
  where p.state = 'expected'
  order by o.created_at, p.object_name
  limit $1::int`
