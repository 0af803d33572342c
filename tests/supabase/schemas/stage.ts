import type { Parcel } from '../../../src/domain/document.ts'
import type { NewPerson } from '../../../src/domain/ports.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { actAs } from '../../database/persona.ts'
import { asOwner, userOf, type Persona } from './cast.ts'

export interface VerdictRow {
  readonly id: string
  readonly sha256: string
  readonly verdict: string
  readonly codes: readonly string[]
  readonly head: number | null
}

export interface Answer {
  readonly protocol: string
  readonly epoch: string
  readonly items: readonly VerdictRow[]
}

/** One transaction in which a test acts as several people, one after the other; rolled back at the end. */
export interface Stage {
  /** Runs as a persona (or, with null, as anon) from here on. */
  as(who: Persona | null): Promise<Queryable>
  /** Runs as the role that owns the schema: for arranging and for looking behind row security. */
  owner(): Promise<Queryable>
  push(who: Persona, parcels: readonly Parcel[], people?: readonly NewPerson[]): Promise<Answer>
  /** The same, giving each verdict as `applied`, or `rejected payload:hash payload:kind`. */
  words(who: Persona, parcels: readonly Parcel[], people?: readonly NewPerson[]): Promise<string[]>
}

export const onStage = <T>(database: TestDatabase, fn: (stage: Stage) => Promise<T>, keep = false): Promise<T> =>
  database.as(null, (tx) => fn(stageOn(tx)), { keep })

function stageOn(tx: Queryable): Stage {
  const push = async (who: Persona, parcels: readonly Parcel[], people: readonly NewPerson[] = []): Promise<Answer> => {
    await actAs(tx, userOf(who))
    return pushThrough(tx, { protocol: 1, items: parcels, people })
  }
  return {
    push,
    as: async (who) => {
      await actAs(tx, who === null ? null : userOf(who))
      return tx
    },
    owner: async () => {
      await tx.exec(asOwner)
      return tx
    },
    words: async (...call) => (await push(...call)).items.map(wordOf),
  }
}

const wordOf = ({ verdict, codes }: VerdictRow): string => [verdict, ...codes].join(' ')

/** Calls api.push with any batch, as the role that is on. */
export async function pushThrough(tx: Queryable, batch: unknown): Promise<Answer> {
  const [row] = await tx.query<{ answer: string }>('select api.push($1::text)::text as answer', [JSON.stringify(batch)])
  return JSON.parse(row?.answer ?? 'null') as Answer
}

/**
 * How a call fails, without spoiling the transaction: `403 forbidden` for our own form of error, else the SQLSTATE;
 * null when it went through.
 */
export async function failureOf(tx: Queryable, text: string, params?: readonly unknown[]): Promise<string | null> {
  await tx.exec('savepoint attempt')
  try {
    await tx.query(text, params)
  } catch (error) {
    await tx.exec('rollback to savepoint attempt')
    if (!(error instanceof Error)) return 'unknown'
    const state: unknown = Reflect.get(error, 'code')
    if (state !== 'PGRST') return String(state)
    const { code } = JSON.parse(error.message) as { code: string }
    const { status } = JSON.parse(String(Reflect.get(error, 'detail'))) as { status: number }
    return `${status} ${code}`
  }
  await tx.exec('release savepoint attempt')
  return null
}

/** The first column of the first row. */
export async function valueOf<T = unknown>(tx: Queryable, text: string, params?: readonly unknown[]): Promise<T> {
  const [row] = await tx.query<Record<string, T>>(text, params)
  return Object.values(row ?? {})[0] as T
}

/** A JSON answer of a function of the API. */
export async function callOf<T = Record<string, unknown>>(
  tx: Queryable, call: string, params?: readonly unknown[],
): Promise<T> {
  return JSON.parse(await valueOf<string>(tx, `select (${call})::text`, params)) as T
}
