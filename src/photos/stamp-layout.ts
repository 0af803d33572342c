import type { Size } from './picture-size'

export interface StampRow {
  readonly text: string
  readonly x: number
  /** The middle of the row. */
  readonly y: number
}

export interface StampLayout {
  readonly fontSize: number
  readonly band: Size & { readonly x: number; readonly y: number }
  readonly rows: readonly StampRow[]
}

/** Width in pixels of a text at a font size in pixels. */
export type Measure = (text: string, fontSize: number) => number

const columns = 40 // the font is this part of the width: 40 px in a landscape picture, 30 px in a portrait one
const largestShare = 0.35 // of the picture's height
const rowHeight = 1.35
const padding = 0.5
const rowsPerLine = 2

/** Latin words stay whole, anything else may break after each character. */
const pieces = (line: string) => line.match(/[\p{Script=Latin}\d.,:°±+-]+|[^]/gu) ?? []

function wrap(line: string, width: number, fits: (text: string) => number): string[] {
  const rows: string[] = []
  let row = ''
  const add = (piece: string) => {
    if (fits(row + piece) <= width || row === '') row += piece
    else {
      rows.push(row.trim())
      row = piece.trimStart()
    }
  }
  for (const piece of pieces(line)) {
    if (fits(piece) <= width) add(piece)
    else for (const character of piece) add(character)
  }
  return [...rows, row.trim()].filter((text) => text !== '')
}

/**
 * Places the lines in a band at the lower left of a picture, never beyond its edge: a long line wraps once, and
 * when that is not enough everything shrinks, in the smallest pictures below what can be read. Pixels.
 */
export function layOutStamp(lines: readonly string[], picture: Size, measure: Measure): StampLayout | null {
  if (lines.length === 0) return null
  for (let fontSize = Math.max(1, Math.round(picture.width / columns)); ; fontSize -= 1) {
    const pad = fontSize * padding
    const room = picture.width - 2 * pad
    const wrapped = lines.map((line) => wrap(line, room, (text) => measure(text, fontSize)))
    const rows = wrapped.flat()
    const height = rows.length * fontSize * rowHeight + 2 * pad
    const fits = wrapped.every((own) => own.length <= rowsPerLine) && height <= picture.height * largestShare
    if (!fits && fontSize > 1) continue
    const y = Math.max(0, picture.height - height)
    const width = Math.min(picture.width, Math.max(...rows.map((row) => measure(row, fontSize))) + 2 * pad)
    return {
      fontSize,
      band: { x: 0, y, width, height: Math.min(height, picture.height) },
      rows: rows.map((text, i) => ({ text, x: pad, y: y + pad + (i + 0.5) * fontSize * rowHeight })),
    }
  }
}
