import type { PgliteConnection } from '@supabase/lite/pglite'
import type { PostgresConnection } from '@supabase/lite/postgres'
import type { Exclusive } from './gate.ts'

export type Engine = 'pglite' | 'postgres'
export type LiteConnection = PgliteConnection | PostgresConnection

export interface Queryable {
  /**
   * One statement with $1… parameters; gives its rows. Timestamps and numerics come back as text, bigint as a
   * number while it is safe. A Date goes in as ISO text, a JSON parameter as JSON text or a plain value.
   */
  query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>
  /** Several statements without parameters. */
  exec(sql: string): Promise<void>
}

export interface Database extends Queryable {
  readonly engine: Engine
  /** Commits what `fn` did through `tx`, or rolls back when it throws. Use only `tx` inside, never the database. */
  transaction<T>(fn: (tx: Queryable) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface OpenDatabase {
  readonly database: Database
  /** The connection that serves requests. */
  readonly connection: LiteConnection
  /** Every use of `connection` goes through here. */
  readonly exclusive: Exclusive
}

/** Parameters as both drivers understand them. */
export function plainParams(params: readonly unknown[] | undefined): unknown[] {
  return (params ?? []).map((value) => value instanceof Date ? value.toISOString() : value)
}

/**
 * Marks the connection as already prepared for row security. Without it the library grants ALL, TRUNCATE included,
 * on every table of every schema with row security to anon and authenticated at its first request.
 */
export function preventRegrants(connection: LiteConnection): void {
  Object.assign(connection, { rlsState: 'active' })
}
