import type { ConsentState, MadePhoto, PhotoEntry, PhotoOrigin, PhotoPurpose } from '@/domain/photo'
import type { Fix } from '@/domain/place'

/** What is said of a picture before anybody is asked. */
export interface Described {
  readonly purpose: PhotoPurpose
  readonly consent_state: ConsentState
}

/** A scene until the person says otherwise, and nothing is assumed of who can be recognised. */
export const undescribed: Described = { purpose: 'scene', consent_state: 'unasked' }

/** The manifest entry of a picture just made. A gallery picture claims neither time nor place. */
export function makeEntry(
  made: MadePhoto,
  origin: PhotoOrigin,
  takenAt: Date,
  position: Fix | null,
  stamp: readonly string[],
  described: Described = undescribed,
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
    ...described,
  }
}
