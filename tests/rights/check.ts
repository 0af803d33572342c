import type { Database, Engine } from '../../supabase/embedded/database.ts'
import { fuzzPayloads } from './fuzz/check-payloads.ts'
import { fuzzQueries } from './fuzz/check-queries.ts'
import { checkHttp } from './http/check.ts'
import { openWorld, type World } from './http/world.ts'
import { checkAdvisors } from './lints/advisors.ts'
import { checkLints } from './lints/lints.ts'
import { readOptions, type Options } from './options.ts'
import { add, type Result } from './probe/cell.ts'
import { checkMatrix } from './probe/matrix.ts'
import { checkOwner } from './probe/owner-writes.ts'
import { checkTransitions } from './probe/transitions.ts'
import { prepareDatabases, type Databases } from './scene/databases.ts'
import { say, tell } from './stage.ts'

/**
 * `npm run check:rights [-- STAGE… --engine both --queries 2000 --payloads 20000 --seed N]`: the proof of rights, stage by
 * stage on each engine. Its last line is one JSON object; it exits with 1 when anything is not as expected.
 */
const stages: Readonly<Record<string, (databases: Databases, options: Options) => Promise<Result>>> = {
  matrix: (databases) => onScene(databases, (database) => checkMatrix(database)),
  writes: (databases) => onScene(databases, async (database) => {
    const result = await checkTransitions(database)
    add(result, await checkOwner(database))
    return result
  }),
  lints: (databases) => onScene(databases, checkLints),
  advisors: (databases) => onScene(databases, (_, url) => checkAdvisors(url)),
  http: (databases) => onWorld(databases, checkHttp),
  queries: (databases, { queries, seed }) => onWorld(databases, (world) => fuzzQueries(world, queries, seed)),
  payloads: (databases, { payloads, seed }) => onWorld(databases, (world) => fuzzPayloads(world, payloads, seed)),
}

async function onScene(databases: Databases, check: (database: Database, url: string | null) => Promise<Result>): Promise<Result> {
  const copy = await databases.withScene()
  try {
    return await check(copy.open.database, copy.url)
  } finally {
    await copy.drop()
  }
}

async function onWorld(databases: Databases, check: (world: World) => Promise<Result>): Promise<Result> {
  const copy = await databases.withScene()
  try {
    const world = await openWorld(copy.open)
    try {
      return await check(world)
    } finally {
      await world.close()
    }
  } finally {
    await copy.drop()
  }
}

// The library prints every refusal with its parameters.
Object.assign(console, { error: () => undefined, warn: () => undefined, log: () => undefined, info: () => undefined })
const options = readOptions(process.argv.slice(2))
const unknown = options.stages.filter((name) => !(name in stages))
if (unknown.length > 0) throw new Error(`no such stage: ${unknown.join(', ')}; there are ${Object.keys(stages).join(', ')}`)

async function checkOn(engine: Engine): Promise<Record<string, { cells: number; mismatches: number }>> {
  process.env['XINGXUN_ENGINE'] = engine
  const databases = await prepareDatabases()
  const told: Record<string, { cells: number; mismatches: number }> = {}
  try {
    for (const [name, stage] of Object.entries(stages)) {
      if (options.stages.length > 0 && !options.stages.includes(name)) continue
      const began = performance.now()
      told[name] = tell(`${engine} ${name}`, await stage(databases, options))
      say(`  ${((performance.now() - began) / 1000).toFixed(1)} s`)
    }
  } finally {
    await databases.stop()
  }
  return told
}

const engines: Record<string, Record<string, { cells: number; mismatches: number }>> = {}
for (const engine of options.engines) engines[engine] = await checkOn(engine)
const all = Object.values(engines).flatMap((told) => Object.values(told))
const sum = (of: 'cells' | 'mismatches') => all.reduce((total, each) => total + each[of], 0)
const ok = all.length > 0 && sum('cells') > 0 && sum('mismatches') === 0
say(JSON.stringify({ ok, cells: sum('cells'), mismatches: sum('mismatches'), seed: options.seed, engines }))
process.exit(ok ? 0 : 1)
