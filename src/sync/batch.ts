import type { Parcel } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { NewPerson } from '@/domain/ports'
import type { Outbox } from '@/local/outbox'

/** Bytes of one request as it travels: a quarter of the server's limit, little enough for a slow line. */
const batchBytes = 256 * 1024
const batchItems = 50

export interface Batch {
  readonly parcels: readonly Parcel[]
  /** UTF-8 bytes of the parcels as JSON. */
  readonly bytes: number
  /** People whom these records name and whom the server may not know. */
  readonly people: readonly NewPerson[]
}

export interface Batches {
  /** The next records to send together; null when none is left. */
  next(): Promise<Batch | null>
  /** Takes a batch back that was too much, and makes the following ones at most half as large. */
  halve(batch: Batch): void
}

const bytesOf = (parcel: Parcel) => new TextEncoder().encode(JSON.stringify(parcel)).length

/**
 * Packs the records with these ids in order, by bytes and count. A record larger than a batch goes alone, and people go
 * only with records that name them: what is wrong with one holds up no other.
 */
export function makeBatches(outbox: Outbox, hash: (text: string) => Promise<Sha256>, ids: readonly DocumentId[]): Batches {
  const waiting = [...ids]
  let carried: Parcel | null = null
  let limit = batchBytes
  let most = batchItems

  async function take(): Promise<Parcel | null> {
    if (carried) {
      const parcel = carried
      carried = null
      return parcel
    }
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const parcel = await outbox.take(id, hash)
      if (parcel) return parcel
    }
    return null
  }

  return {
    async next() {
      const parcels: Parcel[] = []
      let bytes = 0
      while (parcels.length < most) {
        const parcel = await take()
        if (!parcel) break
        const size = bytesOf(parcel)
        if (parcels.length > 0 && bytes + size > limit) {
          carried = parcel
          break
        }
        parcels.push(parcel)
        bytes += size
      }
      if (parcels.length === 0) return null
      const people = (await outbox.people()).filter(({ id }) => parcels.some(({ text }) => text.includes(id)))
      return { parcels, bytes, people }
    },
    halve({ parcels, bytes }) {
      waiting.unshift(...parcels.map(({ id }) => id), ...(carried ? [carried.id] : []))
      carried = null
      limit = Math.max(1, Math.floor(Math.min(limit, bytes) / 2))
      most = Math.max(1, Math.floor(parcels.length / 2))
    },
  }
}
