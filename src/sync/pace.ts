/** Bytes of one request as it travels: at most a quarter of the server's limit, at least one record's worth. */
const most = 256 * 1024
const least = 8 * 1024
/** Milliseconds that one request should take at most: what is cut off has to be sent again from its start. */
const patience = 10_000

/** How many bytes the line carries in one request, by what it carried lately. */
export interface Pace {
  bytes(): number
  /** A request of so many bytes was answered after so many milliseconds. */
  took(bytes: number, milliseconds: number): void
  /** A request of so many bytes got no answer. */
  cut(bytes: number): void
}

export function makePace(): Pace {
  let limit = most
  const set = (bytes: number) => (limit = Math.round(Math.min(most, Math.max(least, bytes))))
  return {
    bytes: () => limit,
    took(bytes, milliseconds) {
      if (milliseconds > patience) set((bytes * patience) / milliseconds)
      else set(Math.max(limit, bytes * 2))
    },
    cut: (bytes) => set(Math.min(limit, bytes / 2)),
  }
}
