import type { Database, Queryable } from '../../../supabase/embedded/database.ts'

/** A database with the scene in it, asked as superuser: each claim takes a role. */
export type Arranged = Pick<Database, 'query' | 'transaction'>

class Done {
  readonly value: unknown
  constructor(value: unknown) { this.value = value }
}

/** Runs `fn` in a transaction that is rolled back, and gives what it gave. */
export async function undone<T>(database: Pick<Database, 'transaction'>, fn: (tx: Queryable) => Promise<T>): Promise<T> {
  try {
    return await database.transaction(async (tx) => { throw new Done(await fn(tx)) })
  } catch (thrown) {
    if (thrown instanceof Done) return thrown.value as T
    throw thrown
  }
}
