export interface Aim {
  readonly name: string
  readonly value: number
  /** `<= 0.40` or `>= 0.95`. */
  readonly aim: string
  readonly met: boolean
}

/** A finding and the aims it is held to; what a bench gives back. */
export interface Finding {
  readonly figures: Readonly<Record<string, number>>
  readonly aims: readonly Aim[]
}

/** Four digits are more than a noisy machine can tell apart. */
const rounded = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : value)

export const atMost = (name: string, value: number, limit: number): Aim =>
  ({ name, value: rounded(value), aim: `<= ${limit}`, met: value <= limit })

export const atLeast = (name: string, value: number, limit: number): Aim =>
  ({ name, value: rounded(value), aim: `>= ${limit}`, met: value >= limit })

/** One line of the readable part: a name and its absolute values with a unit. */
export function say(name: string, values: Readonly<Record<string, number>>, unit: string): void {
  const parts = Object.entries(values).map(([key, value]) => `${key} ${rounded(value)} ${unit}`)
  console.log(`${name}: ${parts.join(' · ')}`)
}

/** The last line of a bench: one JSON object. A figure that could not be measured is null and meets no aim. */
export function closeWith(bench: string, { figures, aims }: Finding): void {
  const plain = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]))
  console.log(JSON.stringify({ bench, figures: plain, aims }))
}
