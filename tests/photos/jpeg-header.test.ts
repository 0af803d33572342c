import { describe, expect, it } from 'vitest'
import { hideExif, readJpeg } from '../../src/photos/jpeg-header.ts'
import { insertExif } from './insert-exif.ts'

/** A JPEG's skeleton: a 4000 × 3000 frame, a scan with a stuffed byte and a restart marker, and the end. */
const skeleton = new Uint8Array([
  0xff, 0xd8,
  0xff, 0xdb, 0, 4, 0xff, 0xd9,
  0xff, 0xc2, 0, 11, 8, 0x0b, 0xb8, 0x0f, 0xa0, 1, 1, 0x11, 0,
  0xff, 0xda, 0, 3, 0, 0x12, 0xff, 0, 0x34, 0xff, 0xd0, 0x56,
  0xff, 0xc4, 0, 4, 0xff, 0xd9,
  0xff, 0xda, 0, 3, 0, 0x78,
  0xff, 0xd9,
])

describe('a JPEG’s header', () => {
  it('tells the stored size, and that the picture is upright without Exif', () => {
    expect(readJpeg(skeleton)).toEqual({ width: 4000, height: 3000, orientation: 1, exif: [], complete: true })
  })

  it.each([true, false])('tells the orientation in either byte order (little endian: %s)', (littleEndian) => {
    const jpeg = insertExif(skeleton, { orientation: 6, gps: { lng: 107, lat: 28 }, littleEndian })

    expect(readJpeg(jpeg)).toMatchObject({ width: 4000, orientation: 6, exif: [6], complete: true })
  })

  it('takes an orientation out of range for upright', () => {
    expect(readJpeg(insertExif(skeleton, { orientation: 9 }))?.orientation).toBe(1)
  })

  it('is not complete wherever the file is cut', () => {
    for (let end = 21; end < skeleton.length; end += 1) {
      expect(readJpeg(skeleton.slice(0, end))?.complete ?? false, `${end} bytes`).toBe(false)
    }
  })

  it('stays complete with something behind the end, as motion pictures have', () => {
    expect(readJpeg(new Uint8Array([...skeleton, 1, 2, 3]))?.complete).toBe(true)
  })

  it('survives any damaged byte', () => {
    const jpeg = insertExif(skeleton, { orientation: 6, gps: { lng: 107, lat: 28 } })

    for (let at = 0; at < jpeg.length; at += 1) {
      const damaged = jpeg.slice()
      damaged[at] = 0xff
      expect(() => readJpeg(damaged)).not.toThrow()
    }
  })

  it('hides its orientation from every decoder, changing nothing else', () => {
    const jpeg = insertExif(skeleton, { orientation: 6 })
    const header = readJpeg(jpeg)
    if (header === null) throw new Error('no header')

    const hidden = jpeg.slice()
    hideExif(hidden, header)

    expect(readJpeg(hidden)?.orientation).toBe(1)
    expect(hidden.filter((byte, i) => byte !== jpeg[i])).toHaveLength(1)
  })

  it('is null for anything but a JPEG', () => {
    expect(readJpeg(new Uint8Array())).toBeNull()
    expect(readJpeg(new TextEncoder().encode('text'))).toBeNull()
  })
})
