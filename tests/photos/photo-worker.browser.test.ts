import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Made } from './fixture/main.ts'
import { insertExif } from './insert-exif.ts'
import { corners, makeJpeg, type Colour } from './make-jpeg.ts'
import { openPhotoPage, type PhotoPage } from './photo-page.ts'

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const near = (seen: readonly number[] | undefined, wanted: Colour) =>
  wanted.every((value, i) => Math.abs(value - (seen?.[i] ?? -999)) < 40)

function bytesOf(made: Made): Uint8Array {
  if (!made.ok) throw new Error(`${made.code}: ${made.detail}`)
  return new Uint8Array(Buffer.from(made.base64, 'base64'))
}

/** A WebP's chunks: name to content. */
function chunks(webp: Uint8Array): Map<string, string> {
  const view = Buffer.from(webp)
  const found = new Map<string, string>()
  for (let at = 12; at < view.length; ) {
    const end = at + 8 + view.readUInt32LE(at + 4)
    found.set(view.toString('latin1', at, at + 4), view.toString('latin1', at + 8, end))
    at = end + (end % 2)
  }
  return found
}

/** The markers of a JPEG's segments up to the picture data. */
function segments(jpeg: Uint8Array): number[] {
  const view = Buffer.from(jpeg)
  const found: number[] = []
  for (let at = 2; found.at(-1) !== 0xda; at += 2 + view.readUInt16BE(at + 2)) found.push(view[at + 1] ?? 0xda)
  return found
}

const traces = /Exif|GPS|xmp/i

const stamp = ['设备时间 2026-03-05 14:08:09 UTC+08:00', '28.52000°N 107.90000°E ±12 米', '示范县中医院', '义诊-7K3F']

describe('the photo worker in a browser', () => {
  let photos: PhotoPage
  let upright: Uint8Array
  let sideways: Uint8Array

  beforeAll(async () => {
    photos = await openPhotoPage()
    upright = await makeJpeg(photos.page)
    sideways = insertExif(upright, { orientation: 6, gps: { lng: 107, lat: 28 } })
  })
  afterAll(() => photos.close())

  it('delivers a 12-megapixel picture upright, 1600 pixels long, as WebP', async () => {
    const made = await photos.make(sideways, stamp)

    expect(made).toMatchObject({ ok: true, type: 'image/webp', width: 1200, height: 1600 })
    const [topLeft, topRight, bottomRight] = await photos.colours(bytesOf(made), [[0.02, 0.02], [0.98, 0.02], [0.98, 0.98]])
    expect(near(topLeft, corners.bottomLeft)).toBe(true)
    expect(near(topRight, corners.topLeft)).toBe(true)
    expect(near(bottomRight, corners.topRight)).toBe(true)
  })

  it('turns each of the eight orientations as the tag says', async () => {
    const small = await makeJpeg(photos.page, { width: 400, height: 300 })
    const topLeft = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft', 'topLeft', 'bottomLeft', 'bottomRight', 'topRight']
    const topRight = ['topRight', 'topLeft', 'bottomLeft', 'bottomRight', 'bottomLeft', 'topLeft', 'topRight', 'bottomRight']

    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const made = await photos.make(insertExif(small, { orientation, littleEndian: true }))
      const seen = await photos.colours(bytesOf(made), [[0.02, 0.02], [0.98, 0.02]])

      expect(made).toMatchObject(orientation >= 5 ? { width: 300, height: 400 } : { width: 400, height: 300 })
      expect(near(seen[0], corners[topLeft[orientation - 1] as keyof typeof corners]), `${orientation}`).toBe(true)
      expect(near(seen[1], corners[topRight[orientation - 1] as keyof typeof corners]), `${orientation}`).toBe(true)
    }
  })

  it('leaves no metadata in the delivered picture', async () => {
    const small = await makeJpeg(photos.page, { width: 300, height: 200 })

    const made = chunks(bytesOf(await photos.make(sideways, stamp)))
    const other = chunks(bytesOf(await photos.make(small)))

    expect(traces.test(Buffer.from(sideways).toString('latin1'))).toBe(true)
    expect([...made.keys()].filter((name) => !['VP8 ', 'VP8X', 'ICCP'].includes(name))).toEqual([])
    expect(made.get('ICCP'), 'the browser’s own colour profile').toBe(other.get('ICCP'))
    expect(traces.test(made.get('ICCP') ?? '')).toBe(false)
  })

  it('hashes the source as handed over and the picture as delivered', async () => {
    const made = await photos.make(sideways, stamp)

    expect(made).toMatchObject({ sourceSha256: hash(sideways), sha256: hash(bytesOf(made)) })
  })

  it('gives the same bytes for the same source and stamp', async () => {
    const small = await makeJpeg(photos.page, { width: 800, height: 600 })

    expect(await photos.make(small, stamp)).toEqual(await photos.make(small, stamp))
  })

  it('burns the stamp into the lower left and nowhere else', async () => {
    const plain = bytesOf(await photos.make(upright))
    const stamped = bytesOf(await photos.make(upright, stamp))
    const points = [[0.001, 0.99], [0.98, 0.98], [0.02, 0.02]] as const

    const [before, after] = [await photos.colours(plain, points), await photos.colours(stamped, points)]

    expect(near(before[0], corners.bottomLeft)).toBe(true)
    expect(Math.max(...(after[0] ?? []))).toBeLessThan(110)
    expect(near(after[1], corners.bottomRight)).toBe(true)
    expect(near(after[2], corners.topLeft)).toBe(true)
  })

  it('refuses a picture of more pixels than a phone can decode', async () => {
    const huge = upright.slice()
    const frame = huge.findIndex((byte, at) => byte === 0xff && huge[at + 1] === 0xc0)
    huge.set([0xff, 0xff, 0xff, 0xff], frame + 5)

    expect(await photos.make(huge)).toEqual({ ok: false, code: 'tooLarge', detail: '65535×65535' })
  })

  it('never enlarges a small picture', async () => {
    const small = await makeJpeg(photos.page, { width: 640, height: 480 })

    expect(await photos.make(small, stamp)).toMatchObject({ ok: true, width: 640, height: 480 })
  })

  it('resizes PNG and WebP too, and flattens what is transparent', async () => {
    for (const type of ['image/png', 'image/webp']) {
      const base64 = await photos.page.evaluate(async (wanted) => {
        const canvas = document.createElement('canvas')
        canvas.width = 1000
        canvas.height = 2000
        canvas.getContext('2d')?.fillRect(0, 0, 500, 1000)
        return canvas.toDataURL(wanted).split(',')[1] ?? ''
      }, type)
      const made = await photos.make(new Uint8Array(Buffer.from(base64, 'base64')))

      expect(made).toMatchObject({ ok: true, width: 800, height: 1600 })
      expect(await photos.colours(bytesOf(made), [[0.9, 0.9], [0.1, 0.1]])).toEqual([[255, 255, 255], [0, 0, 0]])
    }
  })

  it('refuses a truncated picture, a text and nothing at all', async () => {
    const text = new TextEncoder().encode('这不是照片。'.repeat(100))
    const brokenHead = upright.slice(0, 300)

    for (const bytes of [upright.slice(0, upright.length / 2), upright.slice(0, -2)]) {
      expect(await photos.make(bytes, stamp)).toEqual({ ok: false, code: 'unreadable', detail: 'cut short' })
    }
    for (const bytes of [brokenHead, text, new Uint8Array()]) {
      expect(await photos.make(bytes, stamp)).toMatchObject({ ok: false, code: 'unreadable' })
    }
    expect(await photos.make(upright, stamp)).toMatchObject({ ok: true })
  })

  it('makes pictures asked for at once one after the other', async () => {
    const small = await makeJpeg(photos.page, { width: 500, height: 400 })

    const all = await Promise.all([photos.make(small, ['一']), photos.make(new Uint8Array(9)), photos.make(small, ['二'])])

    expect(all.map((made) => made.ok)).toEqual([true, false, true])
    expect(photos.page.workers()).toHaveLength(1)
  })

  it('delivers JPEG, without metadata too, where the browser has no WebP encoder', async () => {
    await photos.reopen()
    await photos.make(new Uint8Array(9))
    await photos.page.workers()[0]?.evaluate(() => {
      const convert = OffscreenCanvas.prototype.convertToBlob
      OffscreenCanvas.prototype.convertToBlob = function (options) {
        return convert.call(this, options?.type === 'image/webp' ? { type: 'image/png' } : options)
      }
    })

    const made = await photos.make(sideways, stamp)

    expect(made).toMatchObject({ ok: true, type: 'image/jpeg', width: 1200, height: 1600 })
    expect(segments(bytesOf(made)).filter((marker) => marker >= 0xe1 && marker <= 0xef && marker !== 0xe2)).toEqual([])
    expect(made).toMatchObject({ sha256: hash(bytesOf(made)) })
  })
})
