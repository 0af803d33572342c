export interface ExifTags {
  readonly orientation: number
  /** Whole degrees; written as a GPS directory, as a phone would. */
  readonly gps?: { readonly lng: number; readonly lat: number }
  readonly littleEndian?: boolean
}

interface Entry {
  readonly tag: number
  readonly type: 2 | 3 | 4 | 5
  readonly count: number
  readonly write: (view: DataView, at: number, little: boolean) => void
}

const short = (tag: number, value: number): Entry =>
  ({ tag, type: 3, count: 1, write: (view, at, little) => view.setUint16(at, value, little) })
const long = (tag: number, value: number): Entry =>
  ({ tag, type: 4, count: 1, write: (view, at, little) => view.setUint32(at, value, little) })
const letter = (tag: number, value: string): Entry =>
  ({ tag, type: 2, count: 2, write: (view, at) => view.setUint8(at, value.charCodeAt(0)) })
const degrees = (tag: number, offset: number): Entry =>
  ({ tag, type: 5, count: 3, write: (view, at, little) => view.setUint32(at, offset, little) })

/** Writes a TIFF directory and gives the offset behind it. */
function writeDirectory(view: DataView, at: number, entries: readonly Entry[], little: boolean): number {
  view.setUint16(at, entries.length, little)
  entries.forEach(({ tag, type, count, write }, i) => {
    const entry = at + 2 + i * 12
    view.setUint16(entry, tag, little)
    view.setUint16(entry + 2, type, little)
    view.setUint32(entry + 4, count, little)
    write(view, entry + 8, little)
  })
  return at + 2 + entries.length * 12 + 4
}

function tiff({ orientation, gps, littleEndian = false }: ExifTags): Uint8Array {
  const view = new DataView(new ArrayBuffer(200))
  view.setUint16(0, littleEndian ? 0x4949 : 0x4d4d)
  view.setUint16(2, 42, littleEndian)
  view.setUint32(4, 8, littleEndian)
  const gpsAt = 8 + 2 + 2 * 12 + 4
  const end = writeDirectory(view, 8, [
    short(0x0112, orientation),
    ...(gps ? [long(0x8825, gpsAt)] : []),
  ], littleEndian)
  if (!gps) return new Uint8Array(view.buffer, 0, end)

  const numbersAt = gpsAt + 2 + 4 * 12 + 4
  writeDirectory(view, gpsAt, [
    letter(1, 'N'), degrees(2, numbersAt), letter(3, 'E'), degrees(4, numbersAt + 24),
  ], littleEndian)
  const numbers = [gps.lat, 1, 0, 1, 0, 1, gps.lng, 1, 0, 1, 0, 1]
  numbers.forEach((value, i) => view.setUint32(numbersAt + i * 4, value, littleEndian))
  return new Uint8Array(view.buffer, 0, numbersAt + numbers.length * 4)
}

/** A JPEG segment: marker, length, name, body. */
function segment(marker: number, name: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(0xff00 + marker, 0)
  head.writeUInt16BE(2 + name.length + body.length, 2)
  return Buffer.concat([head, Buffer.from(name, 'latin1'), body])
}

const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>28,0.0N</exif:GPSLatitude></x:xmpmeta>'

/** The same JPEG with an Exif segment, and with a position also an XMP one, put in front of everything else. */
export function insertExif(jpeg: Uint8Array, tags: ExifTags): Uint8Array {
  return new Uint8Array(Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, 'Exif\0\0', tiff(tags)),
    ...(tags.gps ? [segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', Buffer.from(xmp))] : []),
    jpeg.subarray(2),
  ]))
}
