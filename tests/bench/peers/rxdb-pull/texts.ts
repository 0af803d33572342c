/** A document as the endpoint gives it; `updatedAt` grows with each change. */
export interface Text {
  readonly id: string
  readonly sha256: string
  readonly text: string
  readonly updatedAt: number
}

export interface Checkpoint {
  readonly updatedAt: number
  readonly id: string
}

export interface Page {
  readonly documents: Text[]
  readonly checkpoint: Checkpoint | undefined
}
