import type { Page } from 'playwright-core'

export interface JpegShape {
  readonly width: number
  readonly height: number
  readonly seed: number
  /** Opacity of the sensor noise, 0 to 1: 0.35 is a phone at dusk, 0.08 one in daylight. */
  readonly grain: number
}

export type Colour = readonly [number, number, number]

/** The corners of every picture made here, a tenth of its shorter side each. */
export const corners = {
  topLeft: [230, 30, 30],
  topRight: [30, 180, 30],
  bottomLeft: [30, 30, 230],
  bottomRight: [230, 220, 30],
} as const satisfies Record<string, Colour>

/**
 * A JPEG as heavy and detailed as a phone's: 12 megapixels unless told otherwise, the same bytes for the same seed in
 * the same browser. Needs any page of a secure or local origin.
 */
export async function makeJpeg(page: Page, shape: Partial<JpegShape> = {}): Promise<Uint8Array> {
  const wanted: JpegShape = { width: 4000, height: 3000, seed: 1, grain: 0.35, ...shape }
  const base64 = await page.evaluate(async ({ width, height, seed, grain, marks }) => {
    let state = seed >>> 0
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state / 2 ** 32
    }
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')

    const tile = new ImageData(256, 256)
    for (let i = 0; i < tile.data.length; i += 4) {
      const grey = 100 + random() * 60
      tile.data.set([grey + random() * 20, grey, grey - random() * 20, 255], i)
    }
    const noise = new OffscreenCanvas(256, 256)
    noise.getContext('2d')?.putImageData(tile, 0, 0)
    for (let i = 0; i < 1500; i += 1) {
      context.fillStyle = `hsla(${random() * 360}, ${20 + random() * 60}%, ${15 + random() * 70}%, 0.5)`
      context.beginPath()
      const size = (random() ** 3 * width) / 12
      context.ellipse(random() * width, random() * height, size, size * (0.3 + random()), random() * 3, 0, 7)
      context.fill()
    }
    context.globalAlpha = grain
    for (let x = 0; x < width; x += 256) for (let y = 0; y < height; y += 256) context.drawImage(noise, x, y)
    context.globalAlpha = 1

    const side = Math.min(width, height) / 10
    const places = { topLeft: [0, 0], topRight: [1, 0], bottomLeft: [0, 1], bottomRight: [1, 1] } as const
    for (const [name, [x, y]] of Object.entries(places)) {
      context.fillStyle = `rgb(${marks[name as keyof typeof places].join(',')})`
      context.fillRect(x * (width - side), y * (height - side), side, side)
    }

    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
    return new Promise<string>((resolve) => {
      const reader = new FileReader()
      reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
      reader.readAsDataURL(blob)
    })
  }, { ...wanted, marks: corners })
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
