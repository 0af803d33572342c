import { createHash } from 'node:crypto'
import { readPictureSize, readType } from './picture-header.ts'
import { isPlain } from './plain-picture.ts'

/** What a manifest says of a picture. */
export interface ExpectedPicture {
  readonly sha256: string
  readonly type: string
  readonly bytes: number
  readonly width: number
  readonly height: number
}

/**
 * Why a stored picture is not the one its manifest promised; `unreadable` also when there are no bytes at all, `not_plain`
 * when the file holds metadata or anything else beside the picture.
 */
export type RefusalReason = 'wrong_type' | 'wrong_size' | 'too_large' | 'wrong_hash' | 'unreadable' | 'not_plain'

const longestSide = 1600

/** Compares stored bytes with their manifest entry: type by magic bytes, pixels, length, SHA-256, nothing beside. '' when all agree. */
export function checkPicture(bytes: Uint8Array, expected: ExpectedPicture): RefusalReason | '' {
  const type = readType(bytes)
  if (type === null || type !== expected.type) return 'wrong_type'
  const size = readPictureSize(bytes, type)
  if (size === null) return 'unreadable'
  if (Math.max(size.width, size.height) > longestSide) return 'too_large'
  const isExpectedSize = size.width === expected.width && size.height === expected.height
  if (!isExpectedSize || bytes.byteLength !== expected.bytes) return 'wrong_size'
  if (createHash('sha256').update(bytes).digest('hex') !== expected.sha256) return 'wrong_hash'
  return isPlain(bytes, type) ? '' : 'not_plain'
}
