import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import type { DemoContext } from '../../../supabase/demo/context.ts'
import { openCopy } from '../../database/engines.ts'

export interface DemoWorld {
  readonly context: DemoContext
  readonly database: DemoContext['database']
  /** What the store holds, by object name. */
  readonly objects: Map<string, Uint8Array>
  /** One value of one row. */
  value(sql: string): Promise<unknown>
  close(): Promise<void>
}

/** A prepared database with what the demo data needs, a store in memory, and the given time. */
export async function openDemoWorld(now: Date): Promise<DemoWorld> {
  const { open: { database }, drop } = await openCopy(inject('databaseSource'))
  const objects = new Map<string, Uint8Array>()
  const context: DemoContext = {
    database,
    accountDomain: 'accounts.test.local',
    signUp: async (email) => {
      const id = randomUUID()
      await database.query('insert into auth.users (id, email) values ($1, $2)', [id, email])
      return id
    },
    writeObject: async (_, name, bytes) => { objects.set(name, bytes) },
    removeObject: async (_, name) => { objects.delete(name) },
    now: () => now,
  }
  const value = async (sql: string): Promise<unknown> => Object.values((await database.query(sql))[0] ?? {})[0]
  return { context, database, objects, value, close: drop }
}
