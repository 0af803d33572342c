export interface Size {
  readonly width: number
  readonly height: number
}

const text = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length))

function pngSize(bytes: Uint8Array, view: DataView): Size | null {
  if (bytes.length < 24 || text(bytes, 1, 3) !== 'PNG' || text(bytes, 12, 4) !== 'IHDR') return null
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

function webpSize(bytes: Uint8Array, view: DataView): Size | null {
  if (bytes.length < 30 || text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 4) !== 'WEBP') return null
  const uint24 = (at: number) => view.getUint16(at, true) + ((bytes[at + 2] ?? 0) << 16)
  switch (text(bytes, 12, 4)) {
    case 'VP8X': return { width: uint24(24) + 1, height: uint24(27) + 1 }
    case 'VP8 ': return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    default: return null
  }
}

/** The size in pixels that a PNG's or a WebP's header claims; null for anything else. */
export function readSize(bytes: Uint8Array): Size | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return pngSize(bytes, view) ?? webpSize(bytes, view)
}

/** The largest whole size of the same shape whose longest side is at most `longest`; never larger than `size`. */
export function fitWithin({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
