import type { PictureSize } from './picture-header.ts'

/** Bytes before the first chunk's content: RIFF, length, WEBP, the chunk's name and length. */
const contentAt = 20
const animated = 0x02

/** Size of a WebP whose file is as long as it says; null when its first chunk is none that holds a still picture. */
export function readWebpSize(view: DataView): PictureSize | null {
  if (view.byteLength < contentAt || view.getUint32(4, true) + 8 > view.byteLength) return null
  switch (view.getUint32(12)) {
    case 0x56503820: return lossy(view) // 'VP8 '
    case 0x5650384c: return lossless(view) // 'VP8L'
    case 0x56503858: return extended(view) // 'VP8X'
    default: return null
  }
}

/** A key frame: frame tag (3 bytes), start code (3), then width and height, 14 bits each. */
function lossy(view: DataView): PictureSize | null {
  if (view.byteLength < contentAt + 10) return null
  const isKeyFrame = (view.getUint8(contentAt) & 1) === 0
  const hasStartCode = view.getUint16(contentAt + 3) === 0x9d01 && view.getUint8(contentAt + 5) === 0x2a
  if (!isKeyFrame || !hasStartCode) return null
  return sized(view.getUint16(contentAt + 6, true) & 0x3fff, view.getUint16(contentAt + 8, true) & 0x3fff)
}

/** A signature byte, then width less one and height less one, 14 bits each. */
function lossless(view: DataView): PictureSize | null {
  if (view.byteLength < contentAt + 5 || view.getUint8(contentAt) !== 0x2f) return null
  const bits = view.getUint32(contentAt + 1, true)
  return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
}

/** Flags (4 bytes with the reserved ones), then the canvas' width less one and height less one, 24 bits each. */
function extended(view: DataView): PictureSize | null {
  if (view.byteLength < contentAt + 10 || (view.getUint8(contentAt) & animated) !== 0) return null
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  return sized(uint24(contentAt + 4) + 1, uint24(contentAt + 7) + 1)
}

const sized = (width: number, height: number): PictureSize | null => width > 0 && height > 0 ? { width, height } : null
