import { saveFile } from '@/ui/save-file'
import { cssColour, readMapColours, type Colour, type MapColours } from './map-colours'
import type { LegendLine } from './legend'
import type { MapScene } from './map-scene'
import type { Frame } from './projection'
import { shadeColour } from './shading'

export interface MapSheet {
  readonly title: string
  /** Period, filters, what the areas' colours count. */
  readonly subtitle: string
  /** 审图号 or the mark of an internal map. */
  readonly caption: string
  readonly at: string
  readonly legend: readonly LegendLine[]
  readonly classes: number
}

interface Shown {
  readonly frame: Frame
  readonly scene: MapScene
  readonly element: Element
}

const margin = 24
const head = 76
const line = 26
const sharpness = 2

function words(context: CanvasRenderingContext2D, text: string, left: number, top: number, size: number, colour: Colour, font: string, weight = 400): void {
  context.font = `${weight} ${size}px ${font}`
  context.fillStyle = cssColour(colour)
  context.fillText(text, left, top)
}

/** Places of the legend's lines, from left to right, below each other when a line is full; and how many lines they take. */
function legendPlaces(context: CanvasRenderingContext2D, legend: readonly LegendLine[], width: number) {
  let [left, row] = [0, 0]
  const places = legend.map(({ label }) => {
    const wide = context.measureText(label).width + 48
    if (left > 0 && left + wide > width) [left, row] = [0, row + 1]
    const place = { left, row }
    left += wide
    return place
  })
  return { places, rows: legend.length === 0 ? 0 : row + 1 }
}

function drawLegend(context: CanvasRenderingContext2D, sheet: MapSheet, places: readonly { left: number; row: number }[], top: number, colours: MapColours, font: string): void {
  sheet.legend.forEach((each, n) => {
    const { left, row } = places[n] as { left: number; row: number }
    const [x, y] = [margin + left, top + row * line]
    context.fillStyle = cssColour('kind' in each ? colours.kind(each.kind) : shadeColour(each.shade, sheet.classes, colours))
    context.strokeStyle = cssColour(colours.line)
    context.beginPath()
    if ('kind' in each) context.arc(x + 9, y - 5, 7, 0, 2 * Math.PI)
    else context.rect(x, y - 12, 20, 14)
    context.fill()
    context.stroke()
    words(context, each.label, x + 26, y, 14, colours.text, font)
  })
}

/** Draws a map as a sheet of its own: title, what it shows, the map, legend and caption. */
export function drawSheet({ frame, scene, element }: Shown, sheet: MapSheet): HTMLCanvasElement {
  const colours = readMapColours(element)
  const font = getComputedStyle(element).fontFamily
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  context.font = `400 14px ${font}`
  const { places, rows } = legendPlaces(context, sheet.legend, frame.width)
  const [width, height] = [frame.width + 2 * margin, head + frame.height + rows * line + 3 * margin]
  canvas.width = width * sharpness
  canvas.height = height * sharpness
  context.scale(sharpness, sharpness)
  context.fillStyle = cssColour(colours.surface)
  context.fillRect(0, 0, width, height)
  words(context, sheet.title, margin, 38, 22, colours.text, font, 600)
  words(context, sheet.subtitle, margin, 62, 14, colours.muted, font)
  context.save()
  context.translate(margin, head)
  context.beginPath()
  context.rect(0, 0, frame.width, frame.height)
  context.clip()
  context.fillStyle = cssColour(colours.sunken)
  context.fillRect(0, 0, frame.width, frame.height)
  scene.paint(context, { ...frame, ratio: sharpness })
  context.restore()
  drawLegend(context, sheet, places, head + frame.height + line, colours, font)
  words(context, sheet.caption, margin, height - margin / 2, 14, colours.text, font, 600)
  context.textAlign = 'right'
  words(context, sheet.at, width - margin, height - margin / 2, 12, colours.muted, font)
  return canvas
}

/** Hands the person a picture of the map. */
export async function saveMap(shown: Shown, sheet: MapSheet): Promise<void> {
  const canvas = drawSheet(shown, sheet)
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!picture) throw new Error('no picture of the map')
  saveFile(`${sheet.title}.png`, picture)
}
