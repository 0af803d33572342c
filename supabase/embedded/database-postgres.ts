import { createPostgresConnection } from '@supabase/lite/postgres'
import { plainParams, preventRegrants, type Database, type OpenDatabase, type Queryable } from './database.ts'
import { ungated } from './gate.ts'

type Driver = ReturnType<typeof createPostgresConnection>['driver']
type Runner = Pick<Driver, 'unsafe'>

/** Milliseconds that a statement of a request may take; PGlite has no such limit. */
const requestStatementTimeout = 8_000

/**
 * JSON text stays as it is and anything else is written as JSON once. The driver's own serialiser would encode
 * JSON text a second time, and every json argument of a function would arrive as a JSON string.
 */
const json = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => typeof value === 'string' ? value : JSON.stringify(value),
  parse: (text: string): unknown => JSON.parse(text),
})

const quiet = { types: { json: json(114), jsonb: json(3802) }, onnotice: () => undefined }

/**
 * Opens PostgreSQL twice: a pool for requests under a statement time-out, and two sessions without one for
 * migrations, seeding and jobs. Takes a postgres:// address.
 */
export function openPostgres(url: string): OpenDatabase {
  const connection = createPostgresConnection({
    url,
    postgresOptions: { ...quiet, max: 10, connection: { statement_timeout: requestStatementTimeout } },
  })
  preventRegrants(connection)
  const { driver } = createPostgresConnection({ url, postgresOptions: { ...quiet, max: 2 } })
  const database: Database = {
    engine: 'postgres',
    ...queryableOn(driver),
    transaction: async <T>(fn: (tx: Queryable) => Promise<T>) => {
      const box = await driver.begin(async (tx) => ({ value: await fn(queryableOn(tx)) }))
      return box.value
    },
    close: async () => {
      await Promise.all([driver.end({ timeout: 2 }), connection.driver.end({ timeout: 2 })])
    },
  }
  return { database, connection, exclusive: ungated }
}

function queryableOn(driver: Runner): Queryable {
  return {
    query: async <Row>(text: string, params?: readonly unknown[]) => {
      const rows = await driver.unsafe(text, plainParams(params) as never[])
      return [...rows] as Row[]
    },
    exec: async (sql) => { await driver.unsafe(sql) },
  }
}
