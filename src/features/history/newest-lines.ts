import type { Workplace } from '@/container'

/** The lines of all records on this device, newest first. */
export async function newestLines(local: Workplace['local']) {
  const { changed } = await local.lines.since(0)
  return [...changed].sort((a, b) => b.touched - a.touched)
}
