import { describe, expect, it } from 'vitest'
import { isSideways, uprightMatrix, type Orientation } from '../../src/photos/exif-orientation.ts'
import { fitWithin, readSize } from '../../src/photos/picture-size.ts'

describe('a picture’s size', () => {
  it('fits the longest side and keeps the shape', () => {
    expect(fitWithin({ width: 4000, height: 3000 }, 1600)).toEqual({ width: 1600, height: 1200 })
    expect(fitWithin({ width: 3000, height: 4000 }, 1600)).toEqual({ width: 1200, height: 1600 })
    expect(fitWithin({ width: 9000, height: 2 }, 1600)).toEqual({ width: 1600, height: 1 })
  })

  it('never grows', () => {
    expect(fitWithin({ width: 640, height: 480 }, 1600)).toEqual({ width: 640, height: 480 })
  })

  it('is read from the header of the three WebP forms', () => {
    const webp = (name: string, ...rest: number[]) =>
      new Uint8Array([...Buffer.from(`RIFF\0\0\0\0WEBP${name}\0\0\0\0`, 'latin1'), ...rest, ...Array(8).fill(0)])

    expect(readSize(webp('VP8X', 0, 0, 0, 0, 0x3f, 6, 0, 0xaf, 4, 0))).toEqual({ width: 1600, height: 1200 })
    expect(readSize(webp('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, 0x40, 6, 0xb0, 4))).toEqual({ width: 1600, height: 1200 })
    expect(readSize(webp('VP8L', 0x2f, 0x3f, 0xc6, 0x2b, 1))).toEqual({ width: 1600, height: 1200 })
  })

  it('is unknown for other files', () => {
    expect(readSize(new Uint8Array(100))).toBeNull()
    expect(readSize(new Uint8Array())).toBeNull()
  })
})

describe('turning a picture upright', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8] as Orientation[])('orientation %i fills exactly the upright picture', (orientation) => {
    const [width, height] = [4, 3]
    const [a, b, c, d, e, f] = uprightMatrix(orientation, width, height)

    const seen = [[0, 0], [width, 0], [0, height], [width, height]].map(([x = 0, y = 0]) => [
      a * x + c * y + e, b * x + d * y + f,
    ])

    const [w, h] = isSideways(orientation) ? [height, width] : [width, height]
    expect(seen.map(String).sort()).toEqual([[0, 0], [w, 0], [0, h], [w, h]].map(String).sort())
  })
})
