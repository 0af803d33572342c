import type { Queryable } from '../../../supabase/embedded/database.ts'
import { become } from '../scene/scene.ts'
import type { Facts } from '../scene/who.ts'
import { allowAttempts, attempts } from './attempts.ts'

/** One question to the database and the answer that the expectations give. */
export interface Cell {
  readonly about: string
  readonly verb: string
  readonly statement: string
  readonly expected: string
  /** How many row classes the answer speaks of. */
  readonly classes: number
}

export interface Mismatch {
  readonly who: string
  readonly about: string
  readonly verb: string
  readonly expected: string
  readonly found: string
}

export interface Result {
  /** Cells compared, by verb. */
  readonly cells: Record<string, number>
  readonly mismatches: Mismatch[]
}

export const emptyResult = (): Result => ({ cells: {}, mismatches: [] })

/** Adds the second to the first. */
export function add(to: Result, more: Result): void {
  for (const [verb, n] of Object.entries(more.cells)) to.cells[verb] = (to.cells[verb] ?? 0) + n
  to.mismatches.push(...more.mismatches)
}

/** Asks every cell of every persona; nothing that a statement did stays. */
export async function ask(
  tx: Queryable, people: readonly Facts[], cellsOf: (who: Facts) => readonly Cell[],
): Promise<Result> {
  const result = emptyResult()
  await tx.exec('reset role')
  await tx.exec('drop function if exists pg_temp.attempts(text[])')
  await allowAttempts(tx)
  for (const who of people) {
    const cells = cellsOf(who)
    await become(tx, who.who)
    const answers = await attempts(tx, cells.map(({ statement }) => statement))
    for (const [n, { about, verb, expected, classes }] of cells.entries()) {
      const found = answers[n] ?? 'no answer'
      result.cells[verb] = (result.cells[verb] ?? 0) + classes
      if (found !== expected) result.mismatches.push({ who: who.who, about, verb, expected, found })
    }
  }
  await tx.exec('reset role')
  return result
}

/** The names of a list in the order in which SQL gives them. */
export const inOrder = (names: readonly string[]): string => [...new Set(names)].sort().join(' ')
