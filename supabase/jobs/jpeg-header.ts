import type { PictureSize } from './picture-header.ts'

const marker = 0xff
const startOfScan = 0xda
const endOfImage = 0xd9

/** Size of a JPEG by its frame header; null when none comes before the picture's data or the file's end. */
export function readJpegSize(view: DataView): PictureSize | null {
  let at = 2
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== marker) return null
    const code = view.getUint8(at + 1)
    if (code === marker) at += 1 // a fill byte
    else if (standsAlone(code)) at += 2
    else if (code === startOfScan || code === endOfImage) return null
    else if (isFrame(code)) return frameSize(view, at)
    else at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  return null
}

/** TEM and the restart markers have no length. */
const standsAlone = (code: number): boolean => code === 0x01 || (code >= 0xd0 && code <= 0xd7)

/** SOF0 to SOF15 without the three codes that mean something else: DHT, JPG, DAC. */
const isFrame = (code: number): boolean => code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)

/** Marker, length, precision, then height and width, 16 bits each. */
function frameSize(view: DataView, at: number): PictureSize | null {
  if (at + 9 > view.byteLength) return null
  const height = view.getUint16(at + 5)
  const width = view.getUint16(at + 7)
  return width > 0 && height > 0 ? { width, height } : null
}
