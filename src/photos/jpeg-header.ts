import { readOrientation, type Orientation } from './exif-orientation'

export interface JpegHeader {
  /** Pixels as stored, before the orientation is applied. */
  readonly width: number
  readonly height: number
  readonly orientation: Orientation
  /** Where each `Exif` name stands in the bytes. */
  readonly exif: readonly number[]
  /** False when the end marker is missing: the file was cut short, though decoders would still draw its upper part. */
  readonly complete: boolean
}

const startOfScan = 0xda
const endOfImage = 0xd9
const app1 = 0xe1
const exifName = [0x45, 0x78, 0x69, 0x66, 0, 0]

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Index of the next 0xff that begins a marker, skipping the stuffed and restart bytes of picture data; -1 for none. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1]
    if (marker === undefined) return -1
    if (marker !== 0 && marker !== 0xff && !isRestart(marker)) return at
  }
  return -1
}

/** Reads size, orientation and completeness from a JPEG's own markers; null when it is no JPEG with a frame. */
export function readJpeg(bytes: Uint8Array): JpegHeader | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const exif: number[] = []
  let size: { width: number; height: number } | null = null
  let complete = false

  for (let at = nextMarker(bytes, 2); at >= 0; ) {
    const marker = bytes[at + 1]
    if (marker === endOfImage) {
      complete = true
      break
    }
    if (at + 4 > bytes.length) break
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) break
    if (marker === app1 && exifName.every((byte, i) => bytes[at + 4 + i] === byte)) exif.push(at + 4)
    if (marker !== undefined && isFrame(marker) && end >= at + 9) {
      size ??= { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    }
    if (marker === startOfScan && size === null) return null
    at = nextMarker(bytes, end)
  }
  if (size === null || size.width === 0 || size.height === 0) return null
  const first = exif[0]
  const orientation = first === undefined ? 1 : readOrientation(view, first + exifName.length)
  return { ...size, orientation, exif, complete }
}

/**
 * Renames every Exif segment in place, so that no decoder turns the picture. Browsers differ in whether they turn
 * before or after a resize, and the floor's browsers refuse the option that says so; the canvas turns it instead.
 */
export function hideExif(bytes: Uint8Array, header: JpegHeader): void {
  for (const at of header.exif) bytes[at] = 0x5f
}
