import { randomUUID } from 'node:crypto'
import type { Queryable } from '../../supabase/embedded/database.ts'

/**
 * Gives the rest of the transaction the role and the claims of a request: signed in with an auth user id, anonymous
 * with null. Both forms of the claims are set, for auth.uid() of the library and of hosted Supabase.
 */
export async function actAs(tx: Queryable, userId: string | null): Promise<void> {
  const role = userId === null ? 'anon' : 'authenticated'
  const claims = userId === null ? { role } : { sub: userId, aud: role, role, session_id: randomUUID() }
  await tx.query(
    `select set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claim.role', $2, true),
            set_config('request.jwt.claims', $3, true)`,
    [userId ?? '', role, JSON.stringify(claims)],
  )
  await tx.exec(`set local role ${role}`)
}

/**
 * Tries a statement without spoiling the transaction. Gives its SQLSTATE when it was refused and null when it went
 * through; what it did stays.
 */
export async function refusalOf(tx: Queryable, text: string, params?: readonly unknown[]): Promise<string | null> {
  await tx.exec('savepoint attempt')
  try {
    await tx.query(text, params)
  } catch (error) {
    await tx.exec('rollback to savepoint attempt')
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null
    return typeof code === 'string' ? code : 'unknown'
  }
  await tx.exec('release savepoint attempt')
  return null
}
