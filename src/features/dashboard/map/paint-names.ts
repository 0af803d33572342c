import { cssColour, type MapColours } from './map-colours'
import { inFrame, type Frame } from './projection'

/** A name at a place of the world. */
export interface PlaceName {
  readonly name: string
  readonly x: number
  readonly y: number
}

interface Box { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Writes the names that have room, the first ones first, each readable on whatever lies below. */
export function paintNames(context: CanvasRenderingContext2D, names: readonly PlaceName[], frame: Frame, colours: MapColours, font: string): void {
  context.save()
  context.font = `500 12px ${font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = cssColour(colours.surface)
  context.fillStyle = cssColour(colours.text)
  const written: Box[] = []
  for (const { name, x, y } of names) {
    const [left, top] = inFrame(frame, x, y)
    const half = context.measureText(name).width / 2 + 4
    const box = { left: left - half, right: left + half, top: top - 9, bottom: top + 9 }
    if (left < 0 || top < 0 || left > frame.width || top > frame.height || written.some((other) => meet(other, box))) continue
    written.push(box)
    context.strokeText(name, left, top)
    context.fillText(name, left, top)
  }
  context.restore()
}
