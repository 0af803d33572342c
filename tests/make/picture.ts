import { createHash } from 'node:crypto'
import type { Sha256 } from '../../src/domain/id.ts'
import type { PhotoEntry } from '../../src/domain/photo.ts'
import { makePhotoEntry } from './payload.ts'

export interface MadePicture {
  readonly entry: PhotoEntry
  /** What the form hands to be saved with the record. */
  readonly file: { readonly sha256: Sha256; readonly bytes: ArrayBuffer; readonly type: string }
}

/** Bytes and manifest entry of one picture that belong together; the same word gives the same picture. */
export function makePicture(word = 'scene'): MadePicture {
  const bytes = new TextEncoder().encode(`picture ${word}`).buffer as ArrayBuffer
  const sha256 = createHash('sha256').update(new Uint8Array(bytes)).digest('hex') as Sha256
  const entry = makePhotoEntry(word, { sha256, bytes: bytes.byteLength })
  return { entry, file: { sha256, bytes, type: entry.type } }
}
