import type { Marks } from '@/domain/board'
import { digits } from '@/ui/digits'
import { boxOf, countyAt, makeGround, paintGround, type Ground } from './ground'
import { readMapColours, type Colour, type MapColours } from './map-colours'
import { dotColumns, pointColumns } from './mark-columns'
import type { Cluster } from './marks-clusters'
import { indexMarks, type MarksIndex } from './marks-index'
import { marksPainter, type MarkMode } from './marks-painter'
import { paintNames, type PlaceName } from './paint-names'
import type { Frame } from './projection'

/** What a map of areas and marks shows, and how; changed freely, drawn by `paint`. */
export interface MapScene {
  readonly ground: Ground | null
  setGround(outlines: Parameters<typeof makeGround>[0]): void
  /** A county's townships, drawn over it. */
  readonly townships: Ground | null
  setTownships(outlines: Parameters<typeof makeGround>[0] | null): void
  setMarks(marks: Marks | null): void
  mode: MarkMode
  /** Colour of a county or township; null where it is not ours. */
  fill: (area: number, colours: MapColours) => Colour | null
  names: readonly PlaceName[]
  borders: Path2D | null
  /** Colour of a kind of marks, where they are no kinds of activity. */
  kindColour: ((kind: string, colours: MapColours) => Colour) | null
  /** What a tap is held against. */
  readonly index: MarksIndex | null
  /** Every row once, however it is drawn. */
  readonly all: MarksIndex | null
  readonly clusters: readonly Cluster[]
  paint(context: CanvasRenderingContext2D, frame: Frame): void
}

/** Makes a scene in the colours and the font of an element. */
export function makeScene(element: Element): MapScene {
  const painter = marksPainter()
  let ground: Ground | null = null
  let townships: Ground | null = null
  let marks: Marks | null = null
  let points: MarksIndex | null = null
  let dots: MarksIndex | null = null

  /** Dots are strewn only where they are looked at. */
  function strewn(): MarksIndex | null {
    if (!marks || dots) return dots
    const { row, ...columns } = dotColumns(marks)
    const index = indexMarks(columns)
    dots = row ? { ...index, row: index.row.map((at) => row[at] as number) } : index
    return dots
  }
  return {
    mode: 'clusters', fill: () => null, names: [], borders: null, kindColour: null,
    get ground() { return ground },
    get townships() { return townships },
    get index() { return this.mode === 'dots' ? strewn() : points },
    get all() { return points },
    get clusters() { return painter.clusters },
    setGround(outlines) { ground = makeGround(outlines) },
    setTownships(outlines) { townships = outlines && makeGround(outlines) },
    setMarks(answer) {
      marks = answer
      dots = null
      points = answer && indexMarks(pointColumns(answer))
    },
    paint(context, frame) {
      const theme = readMapColours(element)
      const { kindColour } = this
      const colours = kindColour ? { ...theme, kind: (kind: string) => kindColour(kind, theme) } : theme
      const font = getComputedStyle(element).fontFamily
      const fill = (area: number) => this.fill(area, colours)
      if (ground) paintGround(context, ground, frame, { fill, borders: this.borders }, colours)
      if (townships) paintGround(context, townships, frame, { fill, borders: null }, colours)
      const { index } = this
      const names = () => paintNames(context, this.names, frame, colours, font)
      if (this.mode !== 'heat') names()
      if (index && marks) painter.paint(context, frame, index, marks.kinds, { mode: this.mode, colours, font, digits })
      if (this.mode === 'heat') names()
    },
  }
}

/** The township or else the county at a point of the world, as far as the scene has outlines; null where none is. */
export function areaAt({ ground, townships }: MapScene, context: CanvasRenderingContext2D, x: number, y: number): number | null {
  return (townships && countyAt(townships, context, x, y)) ?? (ground && countyAt(ground, context, x, y))
}

/** Names at the middles of what areas cover. */
export const namesOf = (ground: Ground, areas: readonly { readonly name: string; readonly counties: readonly number[] }[]): PlaceName[] =>
  areas.flatMap(({ name, counties }) => {
    const box = boxOf(ground, new Set(counties))
    return box ? [{ name, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 }] : []
  })
