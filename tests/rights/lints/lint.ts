import type { Queryable } from '../../../supabase/embedded/database.ts'
import { asOwner } from '../../supabase/schemas/cast.ts'

/** A rule about the catalogue. */
export interface Lint {
  readonly name: string
  /** Lists what breaks the rule, under the column `name`. */
  readonly sql: string
  /** What may break it, and why. */
  readonly allowed?: Readonly<Record<string, string>>
  /** Makes, as the owner of the schema, something that breaks it, and nothing else. */
  readonly canary: string
  /** What the rule then says of it. */
  readonly says: string
}

export const ours = "('app', 'api', 'private')"

/** What breaks a rule and is not allowed to; and what is allowed and does not. */
export async function findingsOf(tx: Queryable, { sql, allowed = {} }: Lint): Promise<string[]> {
  const found = (await tx.query<{ name: string }>(sql)).map(({ name }) => name)
  return [
    ...found.filter((name) => !(name in allowed)),
    ...Object.keys(allowed).filter((name) => !found.includes(name)).map((name) => `${name} is allowed and does not occur`),
  ]
}

/** What a rule says once its canary is there; the caller rolls it back. */
export async function sing(tx: Queryable, lint: Lint): Promise<string[]> {
  await tx.exec('savepoint canary')
  await tx.exec(asOwner)
  await tx.exec(lint.canary)
  await tx.exec('reset role')
  const said = await findingsOf(tx, lint)
  await tx.exec('rollback to savepoint canary')
  return said
}
