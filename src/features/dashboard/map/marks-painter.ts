import { dotSize, newBitmap, paintDots, type Bitmap } from './marks-dots'
import { clusterMarks, type Cluster } from './marks-clusters'
import { heatCell, heatOf, heatPixels } from './marks-heat'
import type { MarksIndex } from './marks-index'
import { pixelColour, type MapColours } from './map-colours'
import { paintClusters } from './paint-clusters'
import type { Frame } from './projection'

export const markModes = ['dots', 'clusters', 'heat'] as const
export type MarkMode = (typeof markModes)[number]

export interface MarksLook {
  readonly mode: MarkMode
  readonly colours: MapColours
  readonly font: string
  readonly digits: (count: number) => string
}

/** Draws the marks of an answer in one of three ways; keeps its bitmap from one drawing to the next. */
export interface MarksPainter {
  paint(context: CanvasRenderingContext2D, frame: Frame, index: MarksIndex, kinds: readonly string[], look: MarksLook): void
  /** The clusters that were drawn last; empty in another mode. */
  readonly clusters: readonly Cluster[]
}

function copyOnto(context: CanvasRenderingContext2D, scratch: HTMLCanvasElement, pixels: Uint32Array<ArrayBuffer>, width: number, high: number, frame: Frame): void {
  if (scratch.width !== width || scratch.height !== high) {
    scratch.width = width
    scratch.height = high
  }
  const data = new ImageData(new Uint8ClampedArray(pixels.buffer), width, high)
  scratch.getContext('2d')?.putImageData(data, 0, 0)
  context.drawImage(scratch, 0, 0, frame.width, frame.height)
}

/** Makes a painter of marks. */
export function marksPainter(): MarksPainter {
  const scratch = document.createElement('canvas')
  let bitmap: Bitmap | undefined
  let clusters: readonly Cluster[] = []

  function dots(context: CanvasRenderingContext2D, frame: Frame, index: MarksIndex, kinds: readonly string[], { colours }: MarksLook): void {
    const [width, height] = [Math.round(frame.width * frame.ratio), Math.round(frame.height * frame.ratio)]
    if (bitmap?.width !== width || bitmap.height !== height) bitmap = newBitmap(width, height)
    paintDots(bitmap, index, frame, {
      kinds: kinds.map((kind) => pixelColour(colours.kind(kind))), ring: pixelColour(colours.surface),
    })
    copyOnto(context, scratch, bitmap.pixels, width, height, frame)
  }
  function heat(context: CanvasRenderingContext2D, frame: Frame, index: MarksIndex, { colours }: MarksLook): void {
    const found = heatOf(index, frame)
    context.imageSmoothingEnabled = true
    copyOnto(context, scratch, heatPixels(found, pixelColour(colours.cold), pixelColour(colours.hot)), found.width, found.height,
      { ...frame, width: found.width * heatCell, height: found.height * heatCell })
  }
  return {
    paint(context, frame, index, kinds, look) {
      clusters = look.mode === 'clusters' ? clusterMarks(index, frame) : []
      if (look.mode === 'dots') dots(context, frame, index, kinds, look)
      else if (look.mode === 'heat') heat(context, frame, index, look)
      else paintClusters(context, clusters, frame, { kinds: kinds.map(look.colours.kind), ...look.colours, font: look.font, digits: look.digits })
    },
    get clusters() {
      return clusters
    },
  }
}

/** How near a tap must be to a mark, in CSS pixels. */
export const reachOf = (index: MarksIndex): number => Math.max(16, dotSize(index.length).radius + 8)
