declare global {
  interface Window {
    opening?: Opening
  }
}

/** What the page's opening and the app tell each other. */
export interface Opening {
  /** Goes to a page of the app: by the address alone, until the app has begun to read it. */
  go(path: string): void
  /** Resolves once no finger is on the page, and its tap has been answered: what it lies on must not go from under it. */
  untouched(): Promise<void>
}
