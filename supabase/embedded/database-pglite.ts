import { createPgliteConnection } from '@supabase/lite/pglite'
import type { Transaction } from '@electric-sql/pglite'
import { plainParams, preventRegrants, type Database, type OpenDatabase, type Queryable } from './database.ts'
import { createGate } from './gate.ts'

export interface PglitePlace {
  /** Folder of the database; without it the database lives in memory. */
  readonly folder?: string
  /** A folder image made by `dumpDataDir`, loaded at the start. */
  readonly image?: Blob
}

/** Opens PGlite. Take the lock on the folder first: PGlite itself does not. */
export async function openPglite(place: PglitePlace): Promise<OpenDatabase> {
  const connection = await createPgliteConnection({
    ...(place.folder === undefined ? {} : { url: place.folder }),
    ...(place.image === undefined ? {} : { pgliteOptions: { loadDataDir: place.image } }),
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
