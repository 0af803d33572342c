import { createHash, randomFillSync } from 'node:crypto'
import type { Sha256 } from '../../../src/domain/id.ts'
import { makePhotoEntry } from '../../make/payload.ts'
import type { MadePicture } from '../../make/picture.ts'

export type MadeJpeg = MadePicture

const [width, height] = [1600, 1200]
/** A quantisation table, the frame, the scan's head. */
const head = [
  0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...Array<number>(64).fill(16),
  0xff, 0xc0, 0, 11, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0,
  0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0,
]

/** A file of so many bytes that passes for a JPEG with nothing beside the picture, whose data is noise, new each time. */
export function makeJpeg(word: string, size = 300_000): MadeJpeg {
  const bytes = new Uint8Array(size)
  randomFillSync(bytes, head.length, size - head.length - 2)
  // No marker may stand in the noise.
  for (let at = head.length; at < size - 2; at += 1) if (bytes[at] === 0xff) bytes[at] = 0xfe
  bytes.set(head)
  bytes.set([0xff, 0xd9], size - 2)
  const sha256 = createHash('sha256').update(bytes).digest('hex') as Sha256
  return {
    entry: makePhotoEntry(word, { sha256, bytes: size, width, height }),
    file: { sha256, bytes: bytes.buffer, type: 'image/jpeg' },
  }
}
