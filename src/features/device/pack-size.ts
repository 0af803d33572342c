import type { ReferencePack } from '@/domain/ports'

export interface PackSize {
  readonly rows: number
  /** What its text takes in UTF-8: about what it takes on the way here, before compression. */
  readonly bytes: number
}

/** How many entries a pack holds, whatever they are, and how large it is. */
export function packSize({ version: _, ...lists }: ReferencePack): PackSize {
  const rows = Object.values(lists).reduce((sum, list) => sum + list.length, 0)
  return { rows, bytes: new Blob([JSON.stringify(lists)]).size }
}
