import type { MarksIndex } from './marks-index'
import type { Frame } from './projection'

/** Colours as 0xAABBGGRR, the way pixels of a canvas lie in memory. */
export interface DotColours {
  readonly kinds: ArrayLike<number>
  /** Around every dot, so that neighbours are told apart. */
  readonly ring: number
}

/** Pixels that are kept from one drawing to the next. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  readonly pixels: Uint32Array<ArrayBuffer>
  /** Which pixels already are the middle of a dot. */
  readonly taken: Uint8Array
}

export const newBitmap = (width: number, height: number): Bitmap =>
  ({ width, height, pixels: new Uint32Array(width * height), taken: new Uint8Array(width * height) })

/** Radius of a dot and width of its ring, in CSS pixels, by how many stand in view. */
export function dotSize(count: number): { readonly radius: number; readonly ring: number } {
  if (count <= 400) return { radius: 6, ring: 2 }
  if (count <= 5_000) return { radius: 4.5, ring: 1.5 }
  return count <= 50_000 ? { radius: 3, ring: 1 } : { radius: 2, ring: 0 }
}

/** Dots that are still told apart one by one. */
const fewDots = 2_000

/** Distances within the bitmap of the pixels of a disc from its middle. */
function disc(radius: number, width: number): Int32Array {
  const reach = Math.ceil(radius)
  const found: number[] = []
  for (let y = -reach; y <= reach; y += 1) {
    for (let x = -reach; x <= reach; x += 1) if (Math.hypot(x, y) <= radius) found.push(y * width + x)
  }
  return Int32Array.from(found)
}

/** Middles of the dots in view, one for each pixel: their places in the bitmap and their kinds. */
function middles(index: MarksIndex, frame: Frame, { width, height, taken }: Bitmap, margin: number) {
  const perUnit = index.unit * frame.scale * frame.ratio
  const [left, top] = [frame.left * frame.scale * frame.ratio, frame.top * frame.scale * frame.ratio]
  const runs = index.runs(frame.left, frame.top, frame.left + frame.width / frame.scale, frame.top + frame.height / frame.scale)
  let total = 0
  for (let run = 0; run < runs.length; run += 2) total += (runs[run + 1] as number) - (runs[run] as number)
  const places = new Uint32Array(Math.min(total, width * height))
  const kinds = new Uint8Array(places.length)
  const { x: columns, y: lines, kind } = index
  let length = 0
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run] as number; at < (runs[run + 1] as number); at += 1) {
      const x = Math.floor((columns[at] as number) * perUnit - left)
      const y = Math.floor((lines[at] as number) * perUnit - top)
      if (x < margin || y < margin || x >= width - margin || y >= height - margin) continue
      const place = y * width + x
      if (taken[place]) continue
      taken[place] = 1
      places[length] = place
      kinds[length] = kind[at] as number
      length += 1
    }
  }
  return { places, kinds, length, total }
}

/**
 * Draws the marks of a frame as dots into a bitmap of its size in device pixels, one for each pixel however many stand on
 * it, and gives how many were drawn. A few lie on each other whole; of many, all rings are drawn first, so that none cuts a dot.
 */
export function paintDots(bitmap: Bitmap, index: MarksIndex, frame: Frame, colours: DotColours, inView?: number): number {
  const { pixels, taken, width } = bitmap
  pixels.fill(0)
  const size = dotSize(inView ?? index.length)
  const outer = disc((size.radius + size.ring) * frame.ratio, width)
  const inner = disc(size.radius * frame.ratio, width)
  const { places, kinds, length } = middles(index, frame, bitmap, Math.ceil((size.radius + size.ring) * frame.ratio))
  const stamp = (place: number, shape: Int32Array, colour: number) => {
    for (let k = 0; k < shape.length; k += 1) pixels[place + (shape[k] as number)] = colour
  }
  const apart = length <= fewDots
  for (let i = 0; i < length; i += 1) {
    const place = places[i] as number
    taken[place] = 0
    if (size.ring > 0) stamp(place, outer, colours.ring)
    if (apart) stamp(place, inner, colours.kinds[kinds[i] as number] as number)
  }
  if (!apart) for (let i = 0; i < length; i += 1) stamp(places[i] as number, inner, colours.kinds[kinds[i] as number] as number)
  return length
}
