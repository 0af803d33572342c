import { parse, type Parcel } from '@/domain/document'
import type { NewPerson } from '@/domain/ports'

const batchItems = 50

export interface Batch {
  readonly parcels: readonly Parcel[]
  /** UTF-8 bytes of the parcels as JSON. */
  readonly bytes: number
  /** People whom these records name, and not for practice alone, and whom the server may not know. */
  readonly people: readonly NewPerson[]
}

export interface Batches {
  /** The next records to send together; null when none is left. */
  next(): Promise<Batch | null>
  /** Takes a batch back that was too much, and makes the following ones at most half as large. */
  halve(batch: Batch): void
}

const bytesOf = (parcel: Parcel) => new TextEncoder().encode(JSON.stringify(parcel)).length

/** Where texts to be sent come from: the outbox, or what is sent once more. */
export interface Source<Key> {
  due(): Promise<readonly Key[]>
  take(key: Key): Promise<Parcel | null>
  people(): Promise<readonly NewPerson[]>
}

/**
 * Packs texts in order, by bytes and count, one of each record. A record larger than a batch goes alone, and people go
 * only with records that name them: what is wrong with one holds up no other.
 */
export async function makeBatches<Key>(source: Source<Key>, bytes: number): Promise<Batches> {
  const waiting = [...await source.due()]
  const keys = new Map<Parcel, Key>()
  let carried: Parcel | null = null
  let limit = bytes
  let most = batchItems

  async function take(): Promise<Parcel | null> {
    if (carried) {
      const parcel = carried
      carried = null
      return parcel
    }
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      const parcel = await source.take(key)
      if (!parcel) continue
      keys.set(parcel, key)
      return parcel
    }
    return null
  }

  return {
    async next() {
      const parcels: Parcel[] = []
      let full = 0
      while (parcels.length < most) {
        const parcel = await take()
        if (!parcel) break
        const size = bytesOf(parcel)
        if (parcels.some(({ id }) => id === parcel.id) || (parcels.length > 0 && full + size > limit)) {
          carried = parcel
          break
        }
        parcels.push(parcel)
        full += size
      }
      if (parcels.length === 0) return null
      const typed = await source.people()
      const real = typed.length === 0 ? [] : parcels.filter(({ text }) => !parse(text).practice)
      const people = typed.filter(({ id }) => real.some(({ text }) => text.includes(id)))
      return { parcels, bytes: full, people }
    },
    halve({ parcels, bytes }) {
      waiting.unshift(...[...parcels, ...(carried ? [carried] : [])].map((parcel) => keys.get(parcel) as Key))
      carried = null
      limit = Math.max(1, Math.floor(Math.min(limit, bytes) / 2))
      most = Math.max(1, Math.floor(parcels.length / 2))
    },
  }
}
