import type { DocumentId } from '@/domain/id'
import { openLocal } from '@/local/local'
import { identity } from '../person.ts'
import { makePayload } from '../payload.ts'

const local = openLocal(identity.personId, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))

/** What the page offers to the bench. */
export interface SavePage {
  /** Milliseconds of each of `count` saves of a new record: hot row and outbox entry in one strict transaction. */
  save(count: number): Promise<number[]>
  /** The document that is saved, as JSON. */
  document(): string
}

const bench: SavePage = {
  async save(count) {
    const times: number[] = []
    for (let number = 0; number < count; number += 1) {
      const payload = { ...makePayload(0), id: crypto.randomUUID() as DocumentId }
      const start = performance.now()
      await local.records.save(payload, [], Date.now())
      times.push(performance.now() - start)
    }
    return times
  },
  document: () => JSON.stringify(makePayload(0)),
}

Object.assign(window, { bench })
