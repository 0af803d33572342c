import { countedKinds } from '@/kinds/counted'

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** Reads `#rrggbb` or `#rgb`; black where it is neither. */
export function readColour(text: string): Colour {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1] ?? '000000'
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits
  const at = (n: number) => Number.parseInt(long.slice(n, n + 2), 16)
  return [at(0), at(2), at(4)]
}

export const mixColours = (one: Colour, other: Colour, share: number): Colour =>
  [0, 1, 2].map((n) => Math.round((one[n] as number) * (1 - share) + (other[n] as number) * share)) as unknown as Colour

export const cssColour = ([red, green, blue]: Colour): string => `rgb(${red} ${green} ${blue})`

/** A colour as it lies in a canvas's memory, opaque. */
export const pixelColour = ([red, green, blue]: Colour): number => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0

export interface MapColours {
  readonly kind: (slug: string) => Colour
  readonly surface: Colour
  readonly sunken: Colour
  readonly line: Colour
  readonly text: Colour
  readonly muted: Colour
  readonly herb: Colour
  readonly onHerb: Colour
  readonly cold: Colour
  readonly hot: Colour
  readonly danger: Colour
  readonly warning: Colour
  readonly success: Colour
}

/** The colours of the theme that an element stands in. */
export function readMapColours(element: Element): MapColours {
  const style = getComputedStyle(element)
  const read = (name: string) => readColour(style.getPropertyValue(name))
  const kinds = [1, 2, 3, 4, 5].map((n) => read(`--map-kind-${n}`))
  return {
    kind: (slug) => kinds[Math.max(0, (countedKinds as readonly string[]).indexOf(slug)) % kinds.length] as Colour,
    surface: read('--color-surface'), sunken: read('--color-sunken'), line: read('--color-line-strong'), text: read('--color-text'),
    muted: read('--color-muted'), herb: read('--color-herb'), onHerb: read('--color-on-herb'), cold: read('--map-cold'),
    hot: read('--map-hot'), danger: read('--color-danger'), warning: read('--color-warning'), success: read('--color-success'),
  }
}
