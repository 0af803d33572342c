import type { BoardArea } from '@/domain/board'
import type { Side } from '@/domain/reports'
import { classOf, quantileClasses, type ShadeClass } from './classes'
import { mixColours, type Colour, type MapColours } from './map-colours'

export const measures = ['sessions', 'visits', 'none'] as const
/** What colours areas. */
export type Measure = (typeof measures)[number]

/** How much of the strong colour each class has. */
const shares = [0.12, 0.26, 0.42, 0.62, 0.9]

export interface Shade {
  readonly id: number
  readonly name: string
  /** Null where the side has no such figure: organisations belong to counties. */
  readonly value: number | null
  /** Which class; -1 for nothing. */
  readonly shade: number
  readonly counties: readonly number[]
}

export interface Shades {
  readonly classes: readonly ShadeClass[]
  /** The greatest first. */
  readonly areas: readonly Shade[]
}

/** The areas below one with what they count and the class that colours them. */
export function shadeAreas(areas: readonly BoardArea[], side: Side, measure: Measure): Shades {
  const valueOf = (area: BoardArea) => (measure === 'none' ? null : area[side]?.[measure] ?? null)
  const classes = quantileClasses(areas.map((area) => valueOf(area) ?? 0))
  return {
    classes,
    areas: areas.map((area) => ({
      id: area.id, name: area.name, value: valueOf(area), shade: classOf(classes, valueOf(area) ?? 0), counties: area.county_ids,
    })).sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || a.id - b.id),
  }
}

/** The colour of a class among so many. */
export function shadeColour(shade: number, classes: number, { surface, herb }: Pick<MapColours, 'surface' | 'herb'>): Colour {
  if (shade < 0) return surface
  const at = classes <= 1 ? 2 : Math.round((shade * (shares.length - 1)) / (classes - 1))
  return mixColours(surface, herb, shares[at] as number)
}

const brightness = (colour: Colour) => colour.reduce((sum, part, n) => {
  const linear = part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4
  return sum + linear * ([0.2126, 0.7152, 0.0722][n] as number)
}, 0)

/** Of two colours the one that can be read better on a ground. */
export function readableOn(ground: Colour, one: Colour, other: Colour): Colour {
  const contrast = (colour: Colour) => {
    const [a, b] = [brightness(ground), brightness(colour)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }
  return contrast(one) >= contrast(other) ? one : other
}
