import type { ListedRecord } from './listed-record'

/** What Today lists: what is left to do, and the newest of the rest; both newest first. */
export interface TodayList {
  readonly open: readonly ListedRecord[]
  readonly recent: readonly ListedRecord[]
}

/** Of what is left to do this many stand on Today; the rest is in the list of records. */
export const mostOpen = 20
const mostRecent = 8

/** Whether something is left to do: it is a draft, returned, or among the `refused`, what the server did not take however it stands. */
export const isOpen = ({ id, status }: Pick<ListedRecord, 'id' | 'status'>, refused: readonly string[] = []): boolean =>
  status === 'draft' || status === 'returned' || refused.includes(id)

/** `lines` newest first. */
export function todayList(lines: readonly ListedRecord[], refused: readonly string[] = []): TodayList {
  const open = lines.filter((line) => isOpen(line, refused))
  const recent: ListedRecord[] = []
  for (const line of lines) {
    if (recent.length === mostRecent) break
    if (!isOpen(line, refused)) recent.push(line)
  }
  return { open, recent }
}
