import type { PersonId } from './id'

/** What a device says of the numbers it has given to seals: 1 to `issued`. No content, and nobody's data. */
export interface LedgerStatement {
  readonly device_id: string
  readonly code: string
  readonly issued: number
  /** Numbers of sealed texts that are still to be sent from here, or were refused. */
  readonly waiting: readonly number[]
  /** Numbers that nobody need wait for: never used, of a text that an edit or a newer seal replaced, or of practice. */
  readonly replaced: readonly number[]
  /** ISO 8601 by the device's clock. */
  readonly oldest_waiting_at: string | null
  /** How many of those waiting were refused. */
  readonly refused: number
}

/** What the server knows of one device of the caller. */
export interface MyDevice {
  readonly device_id: string
  /** Empty before the device's first statement. */
  readonly code: string
  readonly heard_at: string
  readonly waiting: number
  readonly waiting_since: string | null
  /** How many of its records never arrived. */
  readonly missing: number
}

export interface MyDevices {
  readonly at: string
  readonly devices: readonly MyDevice[]
}

/** A device with records that wait or never arrived, as managers see it. */
export interface DeviceGap extends MyDevice {
  readonly person_id: PersonId
  readonly person_name: string
  readonly organisation_name: string
  /** It was not heard of for so long that nothing is expected of it any more. */
  readonly silent: boolean
  /** One number came with two documents: its storage was copied. */
  readonly cloned: boolean
}

export interface DeviceGaps {
  readonly at: string
  readonly rows: readonly DeviceGap[]
  readonly truncated: boolean
}
