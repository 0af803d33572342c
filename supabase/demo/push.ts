import { createHash } from 'node:crypto'
import { serialise, type Parcel, type Payload } from '../../src/domain/document.ts'
import type { Sha256 } from '../../src/domain/id.ts'
import type { NewPerson } from '../../src/domain/ports.ts'
import type { Transaction } from './context.ts'

const batchSize = 60

/** A payload in its envelope, descending from the revisions of the given hashes. */
export function parcelOf(payload: Payload, parents: readonly Sha256[] = []): Parcel {
  const text = serialise(payload)
  const sha256 = createHash('sha256').update(text, 'utf8').digest('hex') as Sha256
  return { id: payload.id, revision: payload.revision, sha256, parents, text }
}

/** From here on the transaction acts as an auth user, as a request of theirs does. */
export async function actAs(tx: Transaction, userId: string): Promise<void> {
  const claims = { sub: userId, role: 'authenticated', aud: 'authenticated' }
  await tx.query(
    `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true),
       set_config('request.jwt.claim.role', 'authenticated', true)`,
    [JSON.stringify(claims), userId],
  )
  await tx.exec('set local role authenticated')
}

/** From here on it acts as the owner again, for nobody. */
export async function actAsOwner(tx: Transaction): Promise<void> {
  await tx.exec(`set local role none; select set_config('request.jwt.claims', '', true), set_config('request.jwt.claim.sub', '', true)`)
}

/**
 * Delivers parcels, and the people whom they name first, as the given auth user, by the function that phones call and under the same row security. Throws
 * with the codes when one is not applied; the transaction's role is as before afterwards.
 */
export async function pushAs(
  tx: Transaction, userId: string, parcels: readonly Parcel[], people: readonly NewPerson[] = [],
): Promise<void> {
  await actAs(tx, userId)
  for (let at = 0; at < parcels.length; at += batchSize)
    await pushBatch(tx, parcels.slice(at, at + batchSize), at === 0 ? people : [])
  await actAsOwner(tx)
}

async function pushBatch(tx: Transaction, items: readonly Parcel[], people: readonly NewPerson[]): Promise<void> {
  const [row] = await tx.query<{ answer: string }>('select api.push($1::text)::text as answer', [
    JSON.stringify({ protocol: 1, items, people }),
  ])
  const { items: verdicts } = JSON.parse(row?.answer ?? '{"items": []}') as { items: Verdict[] }
  const refused = verdicts.filter(({ verdict }) => verdict !== 'applied')
  if (verdicts.length !== items.length || refused.length > 0) {
    throw new Error(`demo records refused: ${refused.map(({ id, verdict, codes }) =>
      [id, verdict, ...codes].join(' ')).join('; ')}`)
  }
}

interface Verdict {
  readonly id: string
  readonly verdict: string
  readonly codes: readonly string[]
}
