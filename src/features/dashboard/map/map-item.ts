/** One line of what a map shows: a record, or several that stand together. */
export interface MapItem {
  /** The record to open; null where several are drawn as one. */
  readonly id: string | null
  readonly title: string
  readonly count: number
  readonly kinds: readonly { readonly slug: string; readonly count: number }[]
  /** Where to look closer, in worlds. */
  readonly at: { readonly x: number; readonly y: number } | null
}
