/** A dashboard as a person arranged it: the address says all of it, so that a link shows a receiver their own scope. */
export interface SavedView {
  readonly id: string
  readonly name: string
  /** Query of the page's address, without the area. */
  readonly query: string
}

/** A figure about an area and a year that no record gives: how many live there, how many village doctors are registered. */
export interface AreaFigure {
  readonly area_code: string
  readonly figure: 'residents' | 'village_doctors'
  readonly year: number
  readonly value: number
  readonly source: string
}

/** What became of a line of an import: null when it was taken, else why not. */
export type AreaFigureVerdict = null | 'unknown_area' | 'forbidden' | 'year' | 'value' | 'source' | 'figure'
