import type { Workplace } from '@/container'
import type { DocumentId } from '@/domain/id'
import type { HeldView } from '../history/record-view'

type Local = Workplace['local']
type Reading = Promise<HeldView | undefined>

/** A page is not kept waiting longer than this for its record, in milliseconds. */
const patience = 200

let ahead: { readonly local: Local; readonly id: DocumentId; readonly reading: Reading } | undefined

/**
 * Begins to read a record before its page is made, so that the page is drawn once, with it. Resolves when it is there, or
 * could not be read, or after a moment: the page takes what is read, and meets what goes wrong.
 */
export function lookAhead(local: Local, id: DocumentId): Promise<void> {
  const reading = local.records.read(id)
  ahead = { local, id, reading }
  return Promise.race([
    reading.then(() => undefined, () => undefined),
    new Promise<void>((resolve) => void setTimeout(resolve, patience)),
  ])
}

/** The record as it was read ahead, once; read now where it was not. */
export function readRecord(local: Local, id: DocumentId): Reading {
  const begun = ahead
  ahead = undefined
  return begun?.local === local && begun.id === id ? begun.reading : local.records.read(id)
}
