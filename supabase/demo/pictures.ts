import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { RecordPosition } from '../../src/domain/header.ts'
import type { Sha256 } from '../../src/domain/id.ts'
import type { PhotoEntry, PhotoPurpose } from '../../src/domain/photo.ts'
import { readPictureSize } from '../jobs/picture-header.ts'
import type { Random } from './random.ts'

/** A drawn picture that stands for a photo. */
export interface Picture {
  /** Its file in photos/, without the ending. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly sha256: Sha256
  readonly width: number
  readonly height: number
  readonly purpose: PhotoPurpose
}

const drawn: Readonly<Record<string, PhotoPurpose>> = {
  'consultation-table': 'scene', 'pulse': 'scene', 'team': 'group', 'leaflets': 'materials', 'blood-pressure': 'scene',
  'lecture': 'scene', 'moxibustion': 'scene', 'medicine': 'materials',
}

/** The pictures of photos/, with what a manifest says of them. */
export async function readPictures(): Promise<Picture[]> {
  return Promise.all(Object.entries(drawn).map(async ([name, purpose]) => {
    const bytes = new Uint8Array(await readFile(new URL(`photos/${name}.webp`, import.meta.url)))
    const size = readPictureSize(bytes, 'image/webp')
    if (size === null) throw new Error(`${name}.webp is no picture`)
    return { name, bytes, ...size, purpose, sha256: createHash('sha256').update(bytes).digest('hex') as Sha256 }
  }))
}

const illustratedShare = 0.4
const galleryShare = 0.15

/** A manifest for this share of the records, about two in five: one to four different pictures, taken between the two instants. */
export function manifestOf(
  pictures: readonly Picture[], start: number, end: number, spot: RecordPosition, random: Random,
  share = illustratedShare,
): PhotoEntry[] {
  if (pictures.length === 0 || !random.chance(share)) return []
  return random.shuffle(pictures).slice(0, random.int(1, 4)).map((picture): PhotoEntry => {
    const isGallery = random.chance(galleryShare)
    const taken = new Date(start + Math.round((end - start) * random.next())).toISOString()
    return {
      sha256: picture.sha256, source_sha256: picture.sha256, type: 'image/webp', bytes: picture.bytes.byteLength,
      width: picture.width, height: picture.height,
      origin: isGallery ? 'gallery' : 'camera',
      taken_at: isGallery ? null : taken,
      lng: isGallery ? null : spot.lng, lat: isGallery ? null : spot.lat,
      accuracy_m: isGallery ? null : spot.accuracy_m,
      stamp: [], purpose: picture.purpose, consent_state: 'none_identifiable',
    }
  })
}
