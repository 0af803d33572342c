import type { OpenDatabase } from './database.ts'

/**
 * Ends a transaction that a refused request may have left open on PGlite's one session, where it would fail whoever asks
 * next. Call it inside the gate, before the next request. On PostgreSQL the pool sees to it.
 */
export async function endLeftover({ connection }: OpenDatabase, response: Response): Promise<void> {
  if (response.status >= 400 && 'dumpDataDir' in connection.driver) await connection.driver.exec('rollback')
}
