import { describe, expect, it } from 'vitest'
import { readPictureSize, readType, type PictureType } from '../../../supabase/jobs/picture-header.ts'
import { extendedWebp, jpeg, losslessWebp, lossyWebp } from './picture-bytes.ts'

const pictures: [string, PictureType, (width: number, height: number) => Uint8Array, number][] = [
  ['lossy WebP', 'image/webp', lossyWebp, 30],
  ['lossless WebP', 'image/webp', losslessWebp, 25],
  ['extended WebP', 'image/webp', extendedWebp, 30],
  ['JPEG', 'image/jpeg', jpeg, 37],
  ['progressive JPEG', 'image/jpeg', (width, height) => jpeg(width, height, 0xc2), 37],
]

describe.each(pictures)('the header of a %s', (_, type, make, headerLength) => {
  it.each([[1600, 1200], [1, 1], [1201, 1599], [16383, 16383]])('tells type and size %i × %i', (width, height) => {
    const bytes = make(width, height)

    expect(readType(bytes)).toBe(type)
    expect(readPictureSize(bytes, type)).toEqual({ width, height })
  })

  it('is read from the middle of a buffer', () => {
    const bytes = make(640, 480)
    const shifted = new Uint8Array(bytes.length + 7)
    shifted.set(bytes, 7)

    expect(readPictureSize(shifted.subarray(7), type)).toEqual({ width: 640, height: 480 })
  })

  it('cut off anywhere gives no size and never throws', () => {
    const bytes = make(640, 480)

    for (let length = 0; length < headerLength; length += 1) {
      expect([length, readPictureSize(bytes.subarray(0, length), type)]).toEqual([length, null])
    }
  })

  it('with any one byte changed never throws', () => {
    const bytes = make(640, 480)

    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Uint8Array.from(bytes)
      changed[at] = 0xff - (changed[at] ?? 0)
      expect(() => readPictureSize(changed, type)).not.toThrow()
    }
  })
})

describe('what is no still picture', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['a RIFF file of sound', new TextEncoder().encode('RIFF\0\0\0\0WAVEfmt ')],
    ['text', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('%s has no type', (_, bytes) => {
    expect(readType(bytes)).toBeNull()
  })

  it('a moving WebP has no size', () => {
    expect(readPictureSize(extendedWebp(640, 480, 0x02), 'image/webp')).toBeNull()
  })

  it('a lossy WebP that begins with no key frame has no size', () => {
    const bytes = lossyWebp(640, 480)
    bytes[20] = 0x11

    expect(readPictureSize(bytes, 'image/webp')).toBeNull()
  })

  it('a WebP shorter than it says has no size', () => {
    const bytes = lossyWebp(640, 480)
    bytes[4] = 0xff

    expect(readPictureSize(bytes, 'image/webp')).toBeNull()
  })

  it.each([
    ['lossy', lossyWebp(640, 480), 30], ['lossless', losslessWebp(640, 480), 25], ['extended', extendedWebp(640, 480), 30],
  ])('a %s WebP cut off within its header has no size even when its length says so', (_, bytes, headerLength) => {
    for (let length = 12; length < headerLength; length += 1) {
      const cut = bytes.slice(0, length)
      cut[4] = length - 8
      expect([length, readPictureSize(cut, 'image/webp')]).toEqual([length, null])
    }
  })

  it('a JPEG whose scan comes before its frame has no size', () => {
    expect(readPictureSize(Uint8Array.from([0xff, 0xd8, 0xff, 0xda, 0, 2, 0, 0, 0, 0, 0, 0]), 'image/jpeg')).toBeNull()
  })

  it('a table marker between the frame markers is not taken for a frame', () => {
    expect(readPictureSize(jpeg(640, 480, 0xc4), 'image/jpeg')).toBeNull()
  })

  it('a side of no pixels is no size', () => {
    expect(readPictureSize(lossyWebp(0, 480), 'image/webp')).toBeNull()
    expect(readPictureSize(jpeg(640, 0), 'image/jpeg')).toBeNull()
  })
})
