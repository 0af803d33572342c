import { readJpegSize } from './jpeg-header.ts'
import { readWebpSize } from './webp-header.ts'

export interface PictureSize {
  readonly width: number
  readonly height: number
}

export type PictureType = 'image/webp' | 'image/jpeg'

/** The type that the first bytes prove; null for anything but WebP and JPEG. */
export function readType(bytes: Uint8Array): PictureType | null {
  if (bytes.length >= 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  return text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP' ? 'image/webp' : null
}

/** The size in pixels that the header claims; null when the header is broken, cut off, or of a moving picture. */
export function readPictureSize(bytes: Uint8Array, type: PictureType): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return type === 'image/webp' ? readWebpSize(view) : readJpegSize(view)
}
