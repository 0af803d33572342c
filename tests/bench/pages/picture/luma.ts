/** Brightness of each pixel, 0 to 255, row by row. */
export interface Luma {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/** The picture's brightness at its own size. Throws when the browser cannot decode it. */
export async function readLuma(file: Blob): Promise<Luma> {
  const bitmap = await createImageBitmap(file)
  const { width, height } = bitmap
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  const values = new Float32Array(width * height)
  const strip = 256
  for (let top = 0; top < height; top += strip) {
    const { data } = context.getImageData(0, top, width, Math.min(strip, height - top))
    for (let i = 0; i < data.length; i += 4) {
      values[top * width + i / 4] = 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0)
    }
  }
  return { width, height, values }
}

const lobes = 3
const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))
const lanczos = (x: number) => (Math.abs(x) < lobes ? sinc(x) * sinc(x / lobes) : 0)

/** Shrinks along one axis: `from` samples, `step` apart, in each of `lines` lines, `stride` apart. */
function shrink(source: Float32Array, from: number, to: number, step: number, lines: number, stride: number,
  target: Float32Array, toStep: number, toStride: number): void {
  const scale = from / to
  for (let at = 0; at < to; at += 1) {
    const centre = (at + 0.5) * scale - 0.5
    const first = Math.max(0, Math.ceil(centre - lobes * scale))
    const last = Math.min(from - 1, Math.floor(centre + lobes * scale))
    const weights = Array.from({ length: last - first + 1 }, (_, i) => lanczos((first + i - centre) / scale))
    const sum = weights.reduce((total, weight) => total + weight, 0)
    for (let line = 0; line < lines; line += 1) {
      let value = 0
      for (let i = 0; i < weights.length; i += 1) {
        value += (weights[i] ?? 0) * (source[line * stride + (first + i) * step] ?? 0)
      }
      target[line * toStride + at * toStep] = value / sum
    }
  }
}

/** The same brightness at a smaller size, by Lanczos with three lobes, never rounded: nothing a codec did is in it. */
export function shrinkLuma(luma: Luma, width: number, height: number): Luma {
  const narrow = new Float32Array(width * luma.height)
  shrink(luma.values, luma.width, width, 1, luma.height, luma.width, narrow, 1, width)
  const values = new Float32Array(width * height)
  shrink(narrow, luma.height, height, width, width, 1, values, width, 1)
  return { width, height, values }
}
