/** The eight EXIF orientations; 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** A canvas transform: a, b, c, d, e, f. */
export type Matrix = readonly [number, number, number, number, number, number]

const orientationTag = 0x0112
const isOrientation = (value: number): value is Orientation => Number.isInteger(value) && value >= 1 && value <= 8

/** The orientation in a TIFF block that begins at `start`; 1 when absent, damaged or out of range. */
export function readOrientation(view: DataView, start: number): Orientation {
  if (start + 8 > view.byteLength) return 1
  const little = view.getUint16(start) === 0x4949
  const directory = start + view.getUint32(start + 4, little)
  if (directory + 2 > view.byteLength) return 1
  const count = view.getUint16(directory, little)
  for (let i = 0; i < count; i += 1) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > view.byteLength) return 1
    if (view.getUint16(entry, little) !== orientationTag) continue
    const value = view.getUint16(entry + 8, little)
    return isOrientation(value) ? value : 1
  }
  return 1
}

/** True when the upright picture's width is the stored picture's height. */
export const isSideways = (orientation: Orientation) => orientation >= 5

/** The transform that draws a stored picture of `width` × `height` upright with its corner at 0, 0. */
export function uprightMatrix(orientation: Orientation, width: number, height: number): Matrix {
  switch (orientation) {
    case 1: return [1, 0, 0, 1, 0, 0]
    case 2: return [-1, 0, 0, 1, width, 0]
    case 3: return [-1, 0, 0, -1, width, height]
    case 4: return [1, 0, 0, -1, 0, height]
    case 5: return [0, 1, 1, 0, 0, 0]
    case 6: return [0, 1, -1, 0, height, 0]
    case 7: return [0, -1, -1, 0, height, width]
    case 8: return [0, -1, 1, 0, 0, width]
  }
}
