import { checkPicture, type ExpectedPicture } from './check-picture.ts'
import type { TickContext } from './context.ts'

/** A photo that a manifest expects and whose object the store lists. */
export interface StoredPhoto extends ExpectedPicture {
  readonly document_id: string
  readonly object_name: string
  /** When the store listed the object, in milliseconds since 1970. */
  readonly stored_at: number
}

export type PhotoOutcome = 'verified' | 'refused' | 'waiting'

/** Milliseconds after which a listed object without bytes will not get any. */
const patience = 600_000

/**
 * Reads one stored photo and records whether it is the one its manifest names. An object that is listed but has no
 * bytes yet is left for a later round. Safe to repeat. Throws only when the store or the database is in trouble.
 */
export async function confirmPhoto(context: TickContext, photo: StoredPhoto): Promise<PhotoOutcome> {
  const bytes = await context.readObject('photos', photo.object_name)
  if (bytes === null && context.now().getTime() - photo.stored_at < patience) return 'waiting'
  const reason = bytes === null ? 'unreadable' : checkPicture(bytes, photo)
  await context.database.query('select private.settle_photo($1::uuid, $2, $3)', [
    photo.document_id, photo.sha256, reason,
  ])
  return reason === '' ? 'verified' : 'refused'
}
