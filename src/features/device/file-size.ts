const units = ['KB', 'MB', 'GB'] as const

/** Bytes as people compare them: `34 KB`, `1.2 MB`, `12 GB`; what holds anything takes 1 KB at least. */
export function fileSize(bytes: number): string {
  let size = Math.max(1, Math.round(bytes / 1024))
  let unit = 0
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024
  return `${size >= 10 ? Math.round(size) : Math.round(size * 10) / 10} ${units[unit] ?? ''}`
}
