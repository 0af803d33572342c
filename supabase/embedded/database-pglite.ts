import { createPgliteConnection } from '@supabase/lite/pglite'
import type { Transaction } from '@electric-sql/pglite'
import type { Filesystem } from '@electric-sql/pglite/basefs'
import { plainParams, preventRegrants, type Database, type OpenDatabase, type Queryable } from './database.ts'
import { createGate } from './gate.ts'

export interface PglitePlace {
  /** Folder of the database; without it the database lives in memory. */
  readonly folder?: string
  /** Files that PGlite works on instead of a folder or memory of its own. */
  readonly files?: Filesystem
}

/** Opens PGlite. Take the lock on the folder first: PGlite itself does not. */
export async function openPglite(place: PglitePlace): Promise<OpenDatabase> {
  const connection = await createPgliteConnection({
    ...(place.folder === undefined ? {} : { url: place.folder }),
    ...(place.files === undefined ? {} : { pgliteOptions: { fs: place.files } }),
  })
  await connection.driver.waitReady
  await connection.driver.exec("set timezone to 'UTC'")
  preventRegrants(connection)
  const exclusive = createGate()
  const database: Database = {
    engine: 'pglite',
    query: (text, params) => exclusive(() => queryableOn(connection.driver).query(text, params)),
    exec: (sql) => exclusive(() => queryableOn(connection.driver).exec(sql)),
    transaction: (fn) => exclusive(() => connection.driver.transaction((tx) => fn(queryableOn(tx)))),
    close: () => exclusive(() => connection.close()),
  }
  return { database, connection, exclusive }
}

function queryableOn(driver: Pick<Transaction, 'query' | 'exec'>): Queryable {
  return {
    query: async <Row>(text: string, params?: readonly unknown[]) =>
      (await driver.query<Row>(text, plainParams(params))).rows,
    exec: async (sql) => { await driver.exec(sql) },
  }
}
