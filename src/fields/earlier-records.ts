import { useWorkplace } from '@/container'
import type { ActivityKindSlug } from '@/domain/activity'
import type { Payload } from '@/domain/document'
import { byDay, lendsTo, type ListedRecord } from '@/domain/listed-record'
import { useDocumentId } from './document-id'

/** What a form may take over from: the person's other records of its kind that were handed in, on this device. */
export function useEarlierRecords(kind: ActivityKindSlug) {
  const { local } = useWorkplace()
  const document = useDocumentId()
  return {
    /** Newest day first; none that is void or for practice. */
    async list(): Promise<ListedRecord[]> {
      const { changed } = await local.lines.since(0)
      return changed.filter((line) => line.kind === kind && line.author_id === local.person && line.id !== document &&
        line.sealed && lendsTo(false, line)).sort(byDay)
    },
    /** Those whole, in this order. */
    async read(lines: readonly ListedRecord[]): Promise<Payload[]> {
      return (await local.records.several(lines.map(({ id }) => id))).map(({ record }) => record.payload)
    },
  }
}
