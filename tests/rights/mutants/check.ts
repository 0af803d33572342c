import { parseArgs } from 'node:util'
import { openCopy } from '../../database/engines.ts'
import { asOwner } from '../../supabase/schemas/cast.ts'
import { checkLints } from '../lints/lints.ts'
import { checkMatrix } from '../probe/matrix.ts'
import { checkOwner } from '../probe/owner-writes.ts'
import { checkTransitions } from '../probe/transitions.ts'
import type { Mismatch } from '../probe/cell.ts'
import type { Arranged } from '../probe/undone.ts'
import { prepareDatabases } from '../scene/databases.ts'
import { addScene } from '../scene/scene.ts'
import { everybody, type Who } from '../scene/who.ts'
import { say } from '../stage.ts'
import { decisionMutants } from './decision-mutants.ts'
import { functionMutants } from './function-mutants.ts'
import { grantMutants } from './grant-mutants.ts'
import type { Mutant } from './mutant.ts'
import { peopleMutants } from './people-mutants.ts'
import { policyMutants } from './policy-mutants.ts'

/**
 * `npm run check:mutants [-- --engine postgres --only PATTERN]`: each seeded mistake in a fresh database, and whether the fast
 * part of the proof of rights notices. Its last line is one JSON object; it exits with 1 below 95 % or for a survivor
 * that nobody explained.
 */
const { values } = parseArgs({ options: { engine: { type: 'string', default: 'postgres' }, only: { type: 'string', default: '' } } })
process.env['XINGXUN_ENGINE'] = values.engine
const mutants = [...policyMutants, ...grantMutants, ...functionMutants, ...decisionMutants, ...peopleMutants].filter(({ name }) => new RegExp(values.only).test(name))

/** Who stands for all others in the fast part, in the order in which they are asked: most mistakes show to the first few. */
const few: readonly Who[] = [
  'author', 'wuchuanManager', 'otherOrganisation', 'organisationManager', 'dingzhouAuthor', 'rongchengManager', 'stranger', 'dingzhouManager',
  'anon', 'colleague', 'dingzhouColleague', 'expired', 'expiredManager', 'disabled', 'notBegun', 'switchedOff', 'baodingManager', 'shijiazhuangManager',
]
const asking = few.flatMap((each) => everybody.filter(({ who }) => who === each))

/** By asking people first; by the lints, where asking brings nothing. */
async function noticed(database: Arranged): Promise<readonly Mismatch[]> {
  for (const each of asking) {
    const matrix = await checkMatrix(database, [each])
    if (matrix.mismatches.length > 0) return matrix.mismatches
  }
  const owner = await checkOwner(database)
  if (owner.mismatches.length > 0) return owner.mismatches
  const transitions = await checkTransitions(database, asking)
  return transitions.mismatches.length > 0 ? transitions.mismatches : (await checkLints(database)).mismatches
}

const databases = await prepareDatabases()

/** The first thing that is noticed of a mistake; null when nothing is. Throws when the mistake cannot be made. */
async function fate(mutant: Mutant | null): Promise<string | null> {
  const copy = await openCopy(databases.source)
  const { database } = copy.open
  try {
    if (mutant !== null) {
      await database.transaction(async (tx) => {
        await tx.exec(asOwner)
        await tx.exec(mutant.sql)
      })
    }
    try {
      await addScene(database)
    } catch (error) {
      return `the scene cannot be made: ${String(error).slice(0, 160)}`
    }
    const [first] = await noticed(database)
    return first ? `${first.who} ${first.verb} ${first.about}: expected ${first.expected.slice(0, 60)}, found ${first.found.slice(0, 60)}` : null
  } finally {
    await copy.drop()
  }
}

Object.assign(console, { error: () => undefined, warn: () => undefined, log: () => undefined, info: () => undefined })
let ok = false
const survivors: string[] = []
const unexplained: string[] = []
let caught = 0
let byLints = 0

async function tell(mutant: Mutant): Promise<void> {
  const seen = await fate(mutant)
  if (seen !== null) {
    caught += 1
    if (seen.startsWith('catalogue ')) byLints += 1
    say(`caught    ${mutant.name}: ${seen}`)
    return
  }
  survivors.push(mutant.name)
  if (mutant.survives === undefined) unexplained.push(mutant.name)
  say(`SURVIVED  ${mutant.name}: ${mutant.survives ?? 'unexplained'}`)
}

try {
  const healthy = await fate(null)
  if (healthy !== null) throw new Error(`without any mistake: ${healthy}`)
  const waiting = [...mutants]
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) await tell(mutant)
  }
  await Promise.all([work(), work()])
  ok = mutants.length > 0 && caught / mutants.length >= 0.95 && unexplained.length === 0
} finally {
  await databases.stop()
}
say(JSON.stringify({ ok, engine: values.engine, mutants: mutants.length, caught, byLints, share: Number((caught / mutants.length).toFixed(3)), survivors, unexplained }))
process.exit(ok ? 0 : 1)
