import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { ownerRole } from '../../supabase/embedded/bootstrap.ts'
import type { Engine, Queryable } from '../../supabase/embedded/database.ts'
import { openCopy } from './engines.ts'
import { actAs } from './persona.ts'

export interface TestDatabase extends Queryable {
  readonly engine: Engine
  /** postgres:// address, for tests that need several sessions at once; null on PGlite, which has one. */
  readonly url: string | null
  /**
   * Runs `fn` as a signed-in user (auth user id) or, with null, as anon, the way a request to the API runs: role and
   * claims for one transaction. It is rolled back afterwards unless `keep` is set.
   */
  as<T>(userId: string | null, fn: (tx: Queryable) => Promise<T>, options?: { keep?: boolean }): Promise<T>
  /** Runs `fn` as superuser, and commits. */
  transaction<T>(fn: (tx: Queryable) => Promise<T>): Promise<T>
  /** Runs `fn` as the role that owns the schema, and commits. */
  owner<T>(fn: (tx: Queryable) => Promise<T>): Promise<T>
  /** Adds an auth user who cannot sign in and gives its id. */
  addAuthUser(email?: string): Promise<string>
  close(): Promise<void>
}

class RolledBack {
  readonly value: unknown
  constructor(value: unknown) { this.value = value }
}

/**
 * A fresh copy of the prepared database (migrations and reference data, no accounts) on the engine that
 * XINGXUN_ENGINE names. `query` and `exec` act as superuser: for arranging only, never for a claim.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { open: { database }, url, drop } = await openCopy(inject('databaseSource'))

  const rolledBack = async <T>(fn: (tx: Queryable) => Promise<T>): Promise<T> => {
    try {
      return await database.transaction(async (tx) => { throw new RolledBack(await fn(tx)) })
    } catch (thrown) {
      if (thrown instanceof RolledBack) return thrown.value as T
      throw thrown
    }
  }

  return {
    engine: database.engine,
    url,
    query: (text, params) => database.query(text, params),
    exec: (sql) => database.exec(sql),
    transaction: (fn) => database.transaction(fn),
    as: (userId, fn, { keep = false } = {}) => {
      const work = async (tx: Queryable) => {
        await actAs(tx, userId)
        return fn(tx)
      }
      return keep ? database.transaction(work) : rolledBack(work)
    },
    owner: (fn) => database.transaction(async (tx) => {
      await tx.exec(`set local role ${ownerRole}`)
      return fn(tx)
    }),
    addAuthUser: async (email = `${randomUUID()}@accounts.test.local`) => {
      const id = randomUUID()
      await database.query('insert into auth.users (id, email) values ($1, $2)', [id, email])
      return id
    },
    close: drop,
  }
}
