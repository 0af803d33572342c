import type { PictureType } from './picture-header.ts'

/**
 * Whether a file holds the picture and nothing else: no Exif, XMP, comments or unknown parts, nothing before or after.
 * A colour profile may stay, for without it colours are wrong. False also for a file that is cut off.
 */
export const isPlain = (bytes: Uint8Array, type: PictureType): boolean =>
  type === 'image/webp' ? isPlainWebp(bytes) : isPlainJpeg(bytes)

const chunks = new Set(['VP8 ', 'VP8L', 'VP8X', 'ICCP', 'ALPH'])
/** Bits of VP8X that announce metadata: Exif and XMP. */
const announced = 0x08 | 0x04

function isPlainWebp(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 20 || view.getUint32(4, true) + 8 !== bytes.length) return false
  let pictures = 0
  let at = 12
  while (at + 8 <= bytes.length) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4))
    const length = view.getUint32(at + 4, true)
    if (!chunks.has(name) || at + 8 + length > bytes.length) return false
    if (name === 'VP8X' && ((bytes[at + 8] ?? 0) & announced) !== 0) return false
    if (name === 'VP8 ' || name === 'VP8L') pictures += 1
    at += 8 + length + (length % 2)
  }
  return pictures === 1 && at === bytes.length
}

const startOfScan = 0xda
const endOfImage = 0xd9
const comment = 0xfe
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/** Application parts that say how the pixels are to be read: JFIF, a colour profile, Adobe's transform. */
const readings: Readonly<Record<number, string>> = { 0xe0: 'JFIF\0', 0xe2: 'ICC_PROFILE\0', 0xee: 'Adobe' }

function isPlainJpeg(bytes: Uint8Array): boolean {
  let at = 2
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff || marker === comment) return false
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
    if (marker >= 0xe0 && marker <= 0xef) {
      const reading = readings[marker]
      if (!reading || String.fromCharCode(...bytes.subarray(at + 4, at + 4 + reading.length)) !== reading) return false
    }
    at = marker === 0xff ? at + 1 : marker === startOfScan ? afterScan(bytes, end) : end
    if (bytes[at] === 0xff && bytes[at + 1] === endOfImage) return at + 2 === bytes.length
  }
  return false
}

/** Where the marker after a scan's data stands. */
function afterScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] ?? 0
    if (marker !== 0 && marker !== 0xff && !isRestart(marker)) return at
  }
  return bytes.length
}
