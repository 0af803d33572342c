const endOfDirectory = 0x06054b50
const entry = 0x02014b50

/**
 * Bytes that a ZIP archive says it unpacks to; null when it is no such archive, or does not say it of each file. Asked
 * before anything is unpacked: two megabytes can hold two thousand.
 */
export function zipWeight(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && end >= bytes.length - 65_557 && view.getUint32(end, true) !== endOfDirectory) end -= 1
  if (end < 0 || view.getUint32(end, true) !== endOfDirectory) return null
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  // A second directory, for archives beyond four gigabytes, would not be the one that is weighed here.
  if (view.getUint32(end + 12, true) === 0xffffffff) return null
  let total = 0
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entry) return null
    const [packed, unpacked] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
    const sizesFollow = (view.getUint16(at + 8, true) & 8) !== 0
    if (packed === 0 ? unpacked !== 0 || sizesFollow : unpacked === 0 || unpacked === 0xffffffff) return null
    total += unpacked
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return total
}
