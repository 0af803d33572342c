/** What a pull took. */
export interface Pulled {
  readonly milliseconds: number
  readonly requests: number
  readonly documents: number
}

/** What the page of each side offers once it stands; `bench` in its window. */
export interface PullPage {
  /** Takes in all that is not here yet, until the local storage has it. */
  pull(): Promise<Pulled>
  /** How many documents can be read from the local storage, and the text of one. */
  held(id: string): Promise<{ readonly count: number; readonly text: string }>
}
