import { parseArgs } from 'node:util'
import type { Engine } from '../../supabase/embedded/database.ts'

export interface Options {
  readonly engines: readonly Engine[]
  /** Only these stages; all without it. */
  readonly stages: readonly string[]
  readonly queries: number
  readonly payloads: number
  readonly seed: number
}

const size = (text: string, name: string): number => {
  const n = Number(text)
  if (!Number.isSafeInteger(n) || n < 0) throw new Error(`--${name} is no number: ${text}`)
  return n
}

/** Reads `--engine pglite|postgres|both`, `--queries`, `--payloads`, `--seed`, and the names of stages. */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv], allowPositionals: true,
    options: {
      engine: { type: 'string', default: 'both' }, queries: { type: 'string', default: '2000' },
      payloads: { type: 'string', default: '20000' }, seed: { type: 'string', default: '20260508' },
    },
  })
  const engines = values.engine === 'both' ? ['pglite', 'postgres'] as const : [values.engine as Engine]
  if (!engines.every((engine) => engine === 'pglite' || engine === 'postgres')) throw new Error(`no such engine: ${values.engine}`)
  return {
    engines, stages: positionals, queries: size(values.queries, 'queries'), payloads: size(values.payloads, 'payloads'),
    seed: size(values.seed, 'seed'),
  }
}
