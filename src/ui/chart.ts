/** One thing that a chart shows several figures of, in its colour: the first green, the second brown. */
export interface Series {
  readonly key: string
  readonly name: string
}

export interface Bar {
  readonly key: string
  readonly label: string
  readonly detail?: string | undefined
  /** One figure a series, in their order; null where there is none. */
  readonly figures: readonly { readonly value: number | null; readonly text: string }[]
}

/** A line with one figure a point; `faint` for what the others are held against. */
export interface Line extends Series {
  readonly values: readonly number[]
  readonly faint?: boolean | undefined
}
