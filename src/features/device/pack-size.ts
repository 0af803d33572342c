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

/** A size for people to compare: `34 KB`, `1.2 MB`; what holds anything takes 1 KB at least. */
export function fileSize(bytes: number): string {
  const megabytes = bytes / 1_048_576
  if (megabytes >= 1) return `${megabytes >= 10 ? Math.round(megabytes) : Math.round(megabytes * 10) / 10} MB`
  return `${Math.max(1, Math.round(bytes / 1024))} KB`
}
