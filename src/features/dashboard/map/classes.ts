/** Bounds of classes of a map: a value belongs to the first class whose `most` it does not exceed. */
export interface ShadeClass {
  readonly least: number
  readonly most: number
}

/**
 * At most `wanted` classes with about as many areas in each; equal values are never parted, and nothing is a class of its
 * own, so that a map does not colour what has none. Empty where all are nothing.
 */
export function quantileClasses(values: readonly number[], wanted = 5): readonly ShadeClass[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b)
  const classes: { least: number; most: number }[] = []
  for (let n = 1; n <= wanted && sorted.length > 0; n += 1) {
    const most = sorted[Math.ceil((n * sorted.length) / wanted) - 1]
    const last = classes.at(-1)?.most ?? 0
    if (most === undefined || most <= last) continue
    classes.push({ least: sorted.find((value) => value > last) as number, most })
  }
  return classes
}

/** Which class a value belongs to; -1 for nothing. */
export const classOf = (classes: readonly ShadeClass[], value: number): number =>
  (value <= 0 ? -1 : classes.findIndex(({ most }) => value <= most))
