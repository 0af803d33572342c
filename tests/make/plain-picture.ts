import { createHash } from 'node:crypto'
import type { Sha256 } from '../../src/domain/id.ts'
import { makePhotoEntry } from './payload.ts'
import type { MadePicture } from './picture.ts'
import { jpeg } from '../supabase/jobs/picture-bytes.ts'

/** A picture that the job takes for one, as `makePicture` makes those that only a pretended server sees. */
export function makePlainPicture(word: string): MadePicture {
  const made = jpeg(1600, 1200)
  const scan = createHash('sha256').update(word).digest().map((byte) => byte % 0xff)
  const bytes = Uint8Array.from([...made.subarray(0, -2), ...scan, ...made.subarray(-2)])
  const sha256 = createHash('sha256').update(bytes).digest('hex') as Sha256
  const entry = makePhotoEntry(word, { sha256, bytes: bytes.byteLength })
  return { entry, file: { sha256, bytes: bytes.buffer, type: entry.type } }
}
