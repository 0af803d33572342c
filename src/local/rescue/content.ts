import type { KeptAmendment } from '@/domain/amendment'
import type { Device } from '@/domain/device'
import type { DocumentId, PersonId, PlanId, Sha256 } from '@/domain/id'
import type { WaitingPlan } from '@/domain/plan'
import type { NewPerson } from '@/domain/ports'
import type { Held, HeldPhoto } from '../rows'
import type { Read } from '../edit'

/** Newest version of what the pieces of a rescue file say. Version 2 may hold corrections and plans. */
export const contentVersion = 2

/**
 * The version that a file holding this is written as. Without corrections and plans it stays 1, word for word: an app that
 * knows no others takes it in too, and one that would pass them over refuses it as newer.
 */
export const versionFor = (corrections: number, plans: number): RescueManifest['v'] => (corrections + plans > 0 ? contentVersion : 1)

/** What a rescue file says of itself, first. */
export interface RescueManifest {
  readonly what: 'manifest'
  readonly v: 1 | typeof contentVersion
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
  /** Those of records and of corrections. */
  readonly pictures: number
  /** Absent in version 1, which has none. */
  readonly corrections?: number
  readonly plans?: number
}

/** A record as that device held it; its pictures follow. */
export interface RescuedRecord {
  readonly what: 'record'
  readonly id: DocumentId
  readonly held: Held
}

/** A correction begun on that device and not handed in; the bytes of its pictures follow as pictures. */
export interface RescuedCorrection {
  readonly what: 'correction'
  readonly id: DocumentId
  readonly correction: Omit<Correction, 'bytes'> & { readonly bytes: readonly Omit<Correction['bytes'][number], 'bytes'>[] }
}

export type Correction = KeptAmendment<Read>

/** A plan made on that device that the server had not taken. */
export interface RescuedPlan {
  readonly what: 'plan'
  readonly id: PlanId
  readonly waiting: WaitingPlan
}

/** A picture that the server had not verified, of the record or correction before it; its bytes stand beside it. */
export interface RescuedPicture {
  readonly what: 'picture'
  readonly document_id: DocumentId
  readonly sha256: Sha256
  readonly photo: HeldPhoto
}

export type RescuedThing = RescueManifest | RescuedRecord | RescuedCorrection | RescuedPlan | RescuedPicture
