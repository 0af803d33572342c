import type { Sha256 } from './id'

export const photoPurposes = ['scene', 'group', 'signature', 'problem', 'rectified', 'materials'] as const
export type PhotoPurpose = (typeof photoPurposes)[number]

export const consentStates = ['none_identifiable', 'blurred', 'consented'] as const
/** `unasked` stands in drafts only: nobody has said yet who can be recognised. */
export type ConsentState = (typeof consentStates)[number] | 'unasked'

export const photoOrigins = ['camera', 'gallery'] as const
export type PhotoOrigin = (typeof photoOrigins)[number]

/** Pictures that one record may hold. */
export const mostPhotos = 20

/** Longest side of a delivered picture, in pixels. */
export const longestSide = 1600

/** One entry of a document's photo manifest: what is known of a delivered picture, as it was at the shutter. */
export interface PhotoEntry {
  /** SHA-256 of the delivered picture's bytes; with the document's id its key in storage. */
  readonly sha256: Sha256
  /** SHA-256 of the bytes the camera or the gallery handed over. */
  readonly source_sha256: Sha256
  readonly type: 'image/webp' | 'image/jpeg'
  readonly bytes: number
  readonly width: number
  readonly height: number
  readonly origin: PhotoOrigin
  /** ISO 8601 by the device's clock at the shutter; null for a gallery picture, whose time is not claimed. */
  readonly taken_at: string | null
  readonly lng: number | null
  readonly lat: number | null
  readonly accuracy_m: number | null
  /** The lines burned into the picture; they are never redrawn. */
  readonly stamp: readonly string[]
  readonly purpose: PhotoPurpose
  readonly consent_state: ConsentState
}

/** What the capture pipeline returns for one picture: the delivered bytes and what it measured of them. */
export interface MadePhoto {
  readonly bytes: ArrayBuffer
  readonly sha256: Sha256
  readonly sourceSha256: Sha256
  readonly type: 'image/webp' | 'image/jpeg'
  readonly width: number
  readonly height: number
}
