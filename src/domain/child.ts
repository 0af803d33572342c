import type { Payload } from './document'
import type { AreaId, DocumentId, Sha256 } from './id'

/** A record that names another as its parent, as the parent's kind looks at it. */
export interface Child {
  readonly payload: Payload
  /** The township it was held in; null where its host area is a county or not known here. */
  readonly townshipId: AreaId | null
}

/** How a submitted parent lists a child that it knows of: its id, and the hash of its newest fixed text. */
export interface ChildRef {
  readonly id: DocumentId
  readonly sha256: Sha256
}
