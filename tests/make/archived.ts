import type { ArchivedRecord } from '../../src/domain/archive.ts'
import { listed } from '../../src/domain/listed-record.ts'
import { documentId, makeHeader, makeParcel, makePayload, personId, places } from './payload.ts'

/** A colleague's record of a day as an archive holds it. */
export function makeArchived(n: number, day: string, more: Partial<Parameters<typeof makePayload>[0]> = {}): ArchivedRecord {
  const payload = makePayload({
    id: documentId(n), author_id: personId('colleague'), header: makeHeader({ started_at: `${day}T01:00:00.000Z` }), ...more,
  })
  const { sha256, text } = makeParcel(payload)
  return { line: { ...listed(payload, 0), organisation_id: places.hospital, revision: payload.revision, sha256 }, text, photos: [] }
}
