import type { MarksIndex } from './marks-index'
import type { Frame } from './projection'

/** CSS pixels of a cell of heat, and how far a record warms, in cells. */
export const heatCell = 4
const reach = 3
const rounds = 4

export interface Heat {
  readonly width: number
  readonly height: number
  /** 0 to 1 for each cell, row by row. */
  readonly values: Float32Array
}

/** Sums of a line of cells within `reach` on both sides, in one pass. */
function spread(from: Float32Array, to: Float32Array, length: number, start: number, step: number): void {
  let sum = 0
  for (let i = 0; i < Math.min(reach, length); i += 1) sum += from[start + i * step] as number
  for (let i = 0; i < length; i += 1) {
    if (i + reach < length) sum += from[start + (i + reach) * step] as number
    to[start + i * step] = sum
    if (i - reach >= 0) sum -= from[start + (i - reach) * step] as number
  }
}

function blur(cells: Float32Array, width: number, height: number): Float32Array {
  const other = new Float32Array(cells.length)
  for (let round = 0; round < rounds; round += 1) {
    for (let y = 0; y < height; y += 1) spread(cells, other, width, y * width, 1)
    for (let x = 0; x < width; x += 1) spread(other, cells, height, x, width)
  }
  return cells
}

/** How densely the records of a frame lie, against the densest place; the root, so that what is thin is seen too. */
export function heatOf(index: MarksIndex, frame: Frame): Heat {
  const width = Math.ceil(frame.width / heatCell)
  const height = Math.ceil(frame.height / heatCell)
  const cells = new Float32Array(width * height)
  const perUnit = (index.unit * frame.scale) / heatCell
  const [left, top] = [(frame.left * frame.scale) / heatCell, (frame.top * frame.scale) / heatCell]
  const runs = index.runs(frame.left, frame.top, frame.left + frame.width / frame.scale, frame.top + frame.height / frame.scale)
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run] as number; at < (runs[run + 1] as number); at += 1) {
      const x = Math.floor((index.x[at] as number) * perUnit - left)
      const y = Math.floor((index.y[at] as number) * perUnit - top)
      if (x < 0 || y < 0 || x >= width || y >= height) continue
      const cell = y * width + x
      cells[cell] = (cells[cell] as number) + (index.count[at] as number)
    }
  }
  const values = blur(cells, width, height)
  let most = 0
  for (const value of values) if (value > most) most = value
  if (most > 0) for (let i = 0; i < values.length; i += 1) values[i] = Math.sqrt(Math.max(0, values[i] as number) / most)
  return { width, height, values }
}

/** Pixels of a heat, 0xAABBGGRR: the colder colour fades in, the hotter one takes over above the half. */
export function heatPixels({ values }: Heat, cold: number, hot: number): Uint32Array<ArrayBuffer> {
  const ramp = Uint32Array.from({ length: 256 }, (_, step) => {
    const share = step / 255
    const mix = (shift: number) => Math.round(((cold >>> shift) & 255) * (1 - share) + ((hot >>> shift) & 255) * share)
    const alpha = Math.round(230 * Math.min(1, share * 1.6))
    return ((alpha << 24) | (mix(16) << 16) | (mix(8) << 8) | mix(0)) >>> 0
  })
  return Uint32Array.from(values, (value) => ramp[Math.min(255, Math.floor(value * 255))] as number)
}
