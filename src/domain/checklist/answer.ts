/** What was found for one item; which form it takes is the item's answer type. */
export type ItemAnswer =
  | { readonly yes: boolean }
  | { readonly count: number }
  | { readonly part: number; readonly whole: number }
  | { readonly present: readonly string[] }
  | { readonly passed: number; readonly sampled: number }
  | { readonly grade: string }
  | { readonly text: string }

/** What the engine reads of an item's result. */
export interface ItemResult {
  readonly answer: ItemAnswer | null
  /** Why the item is left out (合理缺项); empty: it is not. */
  readonly na_reason: string
  /** A score in hundredths that an inspector set in place of the computed one. */
  readonly override: number | null
}

export interface ChecklistAnswers {
  /** Kind of the inspected organisation. */
  readonly institution: string
  readonly items: Readonly<Record<string, ItemResult>>
}

export const noResult: ItemResult = { answer: null, na_reason: '', override: null }
