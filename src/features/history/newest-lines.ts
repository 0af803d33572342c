import type { Workplace } from '@/container'
import type { ListedRecord } from '@/domain/listed-record'

/** The lines of all records on this device, newest first. */
export async function newestLines(local: Workplace['local']) {
  const { changed } = await local.lines.since(0)
  return [...changed].sort((a, b) => b.touched - a.touched)
}

type Dated = Pick<ListedRecord, 'day' | 'touched'>

/** The order of what happened, newest first: what is corrected later stays where it was. */
export const byDay = (a: Dated, b: Dated): number => (b.day ?? '').localeCompare(a.day ?? '') || b.touched - a.touched
