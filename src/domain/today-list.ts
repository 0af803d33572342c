import type { ListedRecord } from './listed-record'

/** What Today lists: what is left to do, and the newest of the rest; both newest first. */
export interface TodayList {
  readonly open: readonly ListedRecord[]
  readonly recent: readonly ListedRecord[]
}

/** Of what is left to do this many stand on Today; the rest is in the list of records. */
export const mostOpen = 20
const mostRecent = 8

/** `lines` newest first. `refused`: what the server did not take, however it stands. */
export function todayList(lines: readonly ListedRecord[], refused: readonly string[] = []): TodayList {
  const isOpen = ({ id, status }: ListedRecord) => status === 'draft' || status === 'returned' || refused.includes(id)
  const open = lines.filter(isOpen)
  const recent: ListedRecord[] = []
  for (const line of lines) {
    if (recent.length === mostRecent) break
    if (!isOpen(line)) recent.push(line)
  }
  return { open, recent }
}
