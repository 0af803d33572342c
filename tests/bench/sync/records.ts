import { createHash } from 'node:crypto'
import { makeDocumentId, type DocumentId } from '../../../src/domain/id.ts'

/** A document's id by a word of one's own. */
export const makeId = (word: string): DocumentId =>
  makeDocumentId(Date.parse('2026-05-08T00:00:00Z'), createHash('sha256').update(word).digest())
