import type { DocumentId, PersonId, Sha256 } from '@/domain/id'
import type { NewPerson } from '@/domain/ports'
import type { Held, HeldPhoto } from '../database'
import type { Device } from '@/domain/device'

/** Version of what the pieces of a rescue file say. */
export const contentVersion = 1

/** What a rescue file says of itself, first. */
export interface RescueManifest {
  readonly what: 'manifest'
  readonly v: typeof contentVersion
  readonly person: PersonId
  /** The person's name where the browser knew it, else empty. */
  readonly name: string
  /** ISO 8601 by the device's clock. */
  readonly made_at: string
  /** Version of the store that it was read from. */
  readonly store: number
  readonly device: Device | null
  /** Typed on that device, and perhaps unknown to the server. */
  readonly people: readonly NewPerson[]
  readonly records: number
  readonly pictures: number
}

/** A record as that device held it; its pictures follow. */
export interface RescuedRecord {
  readonly what: 'record'
  readonly id: DocumentId
  readonly held: Held
}

/** A picture that the server had not verified; its bytes stand beside it. */
export interface RescuedPicture {
  readonly what: 'picture'
  readonly document_id: DocumentId
  readonly sha256: Sha256
  readonly photo: HeldPhoto
}

export type RescuedThing = RescueManifest | RescuedRecord | RescuedPicture
