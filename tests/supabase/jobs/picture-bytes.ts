/** Hand-made picture headers; no picture follows them. */

const text = (value: string): number[] => [...value].map((character) => character.charCodeAt(0))
const uint16 = (value: number): number[] => [value & 0xff, value >> 8]
const uint24 = (value: number): number[] => [...uint16(value & 0xffff), value >> 16]
const uint32 = (value: number): number[] => [...uint16(value & 0xffff), ...uint16(value >>> 16)]

function webp(chunk: string, content: readonly number[]): Uint8Array {
  const body = [...text('WEBP'), ...text(chunk), ...uint32(content.length), ...content]
  return Uint8Array.from([...text('RIFF'), ...uint32(body.length), ...body])
}

export const lossyWebp = (width: number, height: number): Uint8Array =>
  webp('VP8 ', [0x10, 0, 0, 0x9d, 0x01, 0x2a, ...uint16(width), ...uint16(height), 0, 0])

export const losslessWebp = (width: number, height: number): Uint8Array =>
  webp('VP8L', [0x2f, ...uint32(((width - 1) | ((height - 1) << 14)) >>> 0), 0])

export const extendedWebp = (width: number, height: number, flags = 0x20): Uint8Array =>
  webp('VP8X', [flags, 0, 0, 0, ...uint24(width - 1), ...uint24(height - 1)])

/** A JFIF segment, a quantisation table, then the frame with the given marker, then the scan. */
export const jpeg = (width: number, height: number, frame = 0xc0): Uint8Array => Uint8Array.from([
  0xff, 0xd8,
  0xff, 0xe0, 0, 16, ...text('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0,
  0xff, 0xff, 0xdb, 0, 5, 0, 0xff, 0xc0,
  0xff, frame, 0, 11, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0,
  0xff, 0xda, 0, 2, 0, 0, 0xff, 0xd9,
])
