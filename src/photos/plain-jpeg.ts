const startOfScan = 0xda
/** JFIF, a colour profile, Adobe's transform: without them colours are wrong. */
const kept = new Set([0xe0, 0xe2, 0xee])
const isMetadata = (marker: number) => (marker >= 0xe0 && marker <= 0xef && !kept.has(marker)) || marker === 0xfe

/**
 * A JPEG that a browser's encoder made, without its metadata: Safari writes a small Exif of its own. Takes and gives the
 * file's bytes; what is no JPEG is given back as it is.
 */
export function plainJpeg(bytes: ArrayBuffer): ArrayBuffer {
  const view = new DataView(bytes)
  if (bytes.byteLength < 4 || view.getUint16(0) !== 0xffd8) return bytes
  const parts: ArrayBuffer[] = [bytes.slice(0, 2)]
  let at = 2
  while (at + 4 <= bytes.byteLength && view.getUint8(at) === 0xff && view.getUint8(at + 1) !== startOfScan) {
    const end = at + 2 + view.getUint16(at + 2)
    if (!isMetadata(view.getUint8(at + 1))) parts.push(bytes.slice(at, end))
    at = end
  }
  parts.push(bytes.slice(at))
  const plain = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0))
  let to = 0
  for (const part of parts) {
    plain.set(new Uint8Array(part), to)
    to += part.byteLength
  }
  return plain.buffer
}
