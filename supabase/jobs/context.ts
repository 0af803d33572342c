/** What background work is given; the embedded process and a script beside a Supabase project both can give it. */
export interface TickContext {
  readonly database: {
    query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>
  }
  /** The bytes of a stored object, null when there is none. Throws when the store itself is in trouble. */
  readObject(bucket: string, name: string): Promise<Uint8Array | null>
  now(): Date
}
