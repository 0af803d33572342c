export interface MapScale {
  readonly metres: number
  readonly pixels: number
}

const longest = 100

/** The longest round distance (1, 2 or 5 times a power of ten metres) that takes at most 100 pixels of a map. */
export function scaleFor(metresPerPixel: number): MapScale {
  const power = 10 ** Math.floor(Math.log10(metresPerPixel * longest))
  const metres = power * ([5, 2].find((times) => power * times <= metresPerPixel * longest) ?? 1)
  return { metres, pixels: Math.round(metres / metresPerPixel) }
}
