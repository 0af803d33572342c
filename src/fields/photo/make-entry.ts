import type { MadePhoto, PhotoEntry, PhotoOrigin } from '@/domain/photo'
import type { Fix } from '@/domain/place'

/**
 * The manifest entry of a picture just made. A gallery picture claims neither time nor place. Purpose and consent are
 * asked afterwards: a scene until the person says otherwise, and nothing is assumed of who can be recognised.
 */
export function makeEntry(
  made: MadePhoto,
  origin: PhotoOrigin,
  takenAt: Date,
  position: Fix | null,
  stamp: readonly string[],
): PhotoEntry {
  const camera = origin === 'camera'
  const fix = camera ? position : null
  return {
    sha256: made.sha256,
    source_sha256: made.sourceSha256,
    type: made.type,
    bytes: made.bytes.byteLength,
    width: made.width,
    height: made.height,
    origin,
    taken_at: camera ? takenAt.toISOString() : null,
    lng: fix?.lng ?? null,
    lat: fix?.lat ?? null,
    accuracy_m: fix?.accuracy_m ?? null,
    stamp,
    purpose: 'scene',
    consent_state: 'unasked',
  }
}
